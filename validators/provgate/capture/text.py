"""A page's main text as documents, best guess first; which of them is right the gate's own text check decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from provgate.compare.text.omission import family_of, is_passage, is_prose
from provgate.compare.text.words import words_of
from provgate.evidence.pages.blocks import SEAM, Block

Extract = Callable[[str], str]


def candidates(source: str, blocks: Sequence[Block], extract: Extract) -> Iterator[str]:
    """Texts that may be the page's main text, each as a whole document; without duplicates, never empty.

    First what `extract` finds; then the same passages taken from the page itself, with those that stand between
    them put back; then all that is built like the page's longest prose.
    """
    extracted = extract(source)
    kept = _found_in(extracted, blocks)
    texts = [document(extracted.split("\n")), _from(blocks, kept), _from(blocks, _longest_family(blocks))]
    yield from dict.fromkeys(text for text in texts if text)


def trafilatura_text(source: str) -> str:
    """The main text by trafilatura, a paragraph a line; empty where it finds none."""
    import trafilatura

    return trafilatura.extract(source, include_comments=False, include_tables=False, favor_recall=True) or ""


def document(lines: Iterable[str]) -> str:
    """Paragraphs as a text file, a blank line between them."""
    paragraphs = [" ".join(line.replace(SEAM, "").split()) for line in lines]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return f"{text}\n" if text else ""


def _from(blocks: Sequence[Block], kept: set[int]) -> str:
    """The kept blocks with every passage of the article that stands between the first and the last of them."""
    if not kept:
        return ""
    family = family_of(blocks[number] for number in kept)
    span = range(min(kept), max(kept) + 1)
    return document([blocks[n].text for n in span if n in kept or is_passage(blocks[n], family)])


def _found_in(text: str, blocks: Sequence[Block]) -> set[int]:
    """The blocks of prose whose words stand in this text, one after the other."""
    whole = " " + " ".join(words_of(text)) + " "
    return {
        number
        for number, block in enumerate(blocks)
        if is_prose(block) and not block.hidden and (words := words_of(block.text)) and f" {' '.join(words)} " in whole
    }


def _longest_family(blocks: Sequence[Block]) -> set[int]:
    """The prose that one container holds in one kind of element, where that is most characters."""
    sizes: dict[tuple[int, str], int] = {}
    members: dict[tuple[int, str], set[int]] = {}
    for number, block in enumerate(blocks):
        holder = block.holder
        if block.hidden or holder.aside or holder.heading or holder.caption or not is_prose(block):
            continue
        key = ((holder.container or holder).number, holder.tag)
        sizes[key] = sizes.get(key, 0) + len(block.text)
        members.setdefault(key, set()).add(number)
    return members[max(sizes, key=lambda key: sizes[key])] if sizes else set()
