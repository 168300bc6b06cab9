"""A page's main text as documents, best guess first; which of them is right the gate's own text check decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from provgate.evidence.pages.outline import SEAM, Block
from provgate.evidence.pages.roles import Passage, Role

Extract = Callable[[str], str]


def candidates(
    source: str, found: Sequence[Passage], stated: Iterable[Sequence[Block]], extract: Extract
) -> Iterator[str]:
    """Texts that may be the page's main text, each as a whole document; without duplicates, never empty.

    First the article's headline and body as the gate reads them, then the bodies that the page's JSON-LD states, then
    what `extract` finds.
    """
    bodies = [passage.block.text for passage in found if passage.role is Role.BODY]
    headlines = [p.block.text for p in found if p.role is Role.HEAD and p.block.holder.tag == "h1"]
    bodies = [*headlines[:1], *bodies] if bodies else []
    texts = [document(bodies), *(document(block.text for block in blocks) for blocks in stated)]
    yield from dict.fromkeys(text for text in texts if text)
    extracted = document(extract(source).split("\n"))
    if extracted and extracted not in texts:
        yield extracted


def trafilatura_text(source: str) -> str:
    """The main text by trafilatura, a paragraph a line; empty where it finds none."""
    import trafilatura

    return trafilatura.extract(source, include_comments=False, include_tables=False, favor_recall=True) or ""


def document(lines: Iterable[str]) -> str:
    """Paragraphs as a text file, a blank line between them."""
    paragraphs = [" ".join(line.replace(SEAM, "").split()) for line in lines]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return f"{text}\n" if text else ""
