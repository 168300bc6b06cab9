"""A page's main article → documents: the very blocks that the gate compares with, in their order.

What the gate calls the body is always in. Of what it lets a document leave out, a draft keeps what readers take for a
part of the article: headings between its paragraphs, and the standfirst.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, cast

from selectolax.lexbor import LexborHTMLParser

from provgate.compare.text.pagetext import PageText
from provgate.compare.text.words import words_by_line, words_of
from provgate.evidence.pages.article import Article, is_prose
from provgate.evidence.pages.outline import SEAM, Block, Element, ancestors
from provgate.evidence.pages.regions import HEADINGS, is_lead_word
from provgate.evidence.pages.roles import Passage, Role

_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»›“)\s\u2060]*$")
_NEVER_STANDFIRST = frozenset({"figcaption", "caption", "h1", "time", "address", "li", "label", "td", "th"})
_DESCRIPTIONS = 'meta[name="description" i], meta[property="og:description" i]'
_ALIKE = 8
"""Words with which a standfirst and a description begin alike: descriptions are often cut."""
_SEAMS_A_CHARACTER = 0.05
"""A line of many short elements (name, date, buttons) is no sentence of the article."""
_HTML = re.compile(r"[&<]")


class Held(NamedTuple):
    """How many passages the article has, and how many of them a document holds."""

    held: int
    passages: int


class Said(NamedTuple):
    """What a page says of its article elsewhere, as words: its title, and the descriptions that it gives of itself."""

    title: frozenset[str] = frozenset()
    descriptions: tuple[str, ...] = ()


def said(tree: LexborHTMLParser | None, title: str) -> Said:
    """The title's words and the page's own descriptions, between single spaces."""
    found = tree.css(_DESCRIPTIONS) if tree is not None else []
    texts = [" ".join(words_of(node.attributes.get("content") or "")) for node in found]
    return Said(frozenset(words_of(title)), tuple(f" {text} " for text in texts if text))


def shown(page: PageText | None) -> tuple[str, str]:
    """The article's text as the page shows it, and all the text that it shows."""
    if page is None:
        return "", ""
    return "\n".join(passage.block.text for passage in page.passages), page.elsewhere


def chosen(passages: Sequence[Passage], article: Article | None, page: Said) -> list[Block]:
    """The blocks of a draft: the body, the headings between its paragraphs, the standfirst."""
    bodies = [number for number, passage in enumerate(passages) if passage.role is Role.BODY]
    if not bodies:
        return []
    return [
        passage.block
        for number, passage in enumerate(passages)
        if passage.role is Role.BODY
        or (passage.role is Role.HEAD and _is_heading_between(passage, number, bodies))
        or (passage.role is Role.HEAD and number < bodies[0] and _is_standfirst(passage.block, article, page))
    ]


def _is_heading_between(passage: Passage, number: int, bodies: Sequence[int]) -> bool:
    return passage.block.holder.tag in HEADINGS and bodies[0] < number < bodies[-1]


def _is_standfirst(block: Block, article: Article | None, page: Said) -> bool:
    """Whether this is a sentence between headline and body, or what the page gives as its description.

    What says the title again is a headline.
    """
    headline = article.headline if article else None
    if not is_prose(block) or block.holder.tag in _NEVER_STANDFIRST or _is_in_pieces(block):
        return False
    if headline is not None and block.holder.number <= headline.number:
        return False
    words = words_of(block.text)
    if 2 * len(page.title.intersection(words)) > len(set(words)):
        return False
    described = any(f" {' '.join(words[:_ALIKE])} " in text for text in page.descriptions)
    leads = any(is_lead_word(e.names) for e in (block.holder, block.holder.parent, block.inner) if e is not None)
    return described or leads or _SENTENCE.search(block.text) is not None


def _is_in_pieces(block: Block) -> bool:
    return block.text.count(SEAM) > _SEAMS_A_CHARACTER * len(block.text)


def held(passages: Sequence[Passage], document: str) -> Held:
    """How many passages of the article's body this document holds, each with all its words in their order."""
    bodies = words_by_line([p.block.text for p in passages if p.role is Role.BODY]) if passages else []
    found, place = 0, 0
    text = f" {' '.join(words_of(document))} "
    for run in filter(None, bodies):
        at = text.find(f" {' '.join(run)} ", place)
        if at >= 0:
            found, place = found + 1, at + 1
    return Held(found, sum(1 for run in bodies if run))


def plain(blocks: Sequence[Block]) -> str:
    """The blocks as plain text: a paragraph or heading between blank lines, a list item or a table's row a line.

    Lists have no markers: in a text file all that can be read is words, and a dash before a number is a minus.
    """
    return _joined(_parts(blocks), lambda part: "\t".join(map(_line, part.blocks)))


def markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown: headings, quotations, lists and tables with their markers."""
    return _joined(_parts(blocks), _marked)


class _Part(NamedTuple):
    """Blocks that belong on one line, and what they are: `group` is the list, table or quotation around them."""

    blocks: list[Block]
    group: Element | None
    kind: str
    number: int = 0


def _parts(blocks: Sequence[Block]) -> Iterator[_Part]:
    """Lines in their order: cells of one row together, everything else by itself."""
    numbers: dict[int, int] = {}
    for _, found in groupby(enumerate(blocks), key=lambda pair: _row(pair[1], pair[0])):
        line = [block for _, block in found]
        group, kind = _group(line[0].holder)
        if kind in ("ol", "table") and group is not None:
            numbers[group.number] = numbers.get(group.number, 0) + 1
        yield _Part(line, group, kind, numbers.get(group.number, 0) if group else 0)


def _row(block: Block, number: int) -> tuple[str, int]:
    """What tells one line from another: a table's row by its element, any other block by its own number."""
    row = next((element for element in ancestors(block.holder) if element.tag == "tr"), None)
    return ("tr", row.number) if row else ("", number)


def _group(holder: Element) -> tuple[Element | None, str]:
    """The innermost list, table or quotation around a block; its kind is a heading's tag for headings."""
    if holder.tag in HEADINGS:
        return None, holder.tag
    for element in ancestors(holder):
        if element.tag in ("ul", "ol", "menu", "dl", "table", "blockquote"):
            return element, element.tag
    return None, ""


def _joined(parts: Iterable[_Part], form: Callable[[_Part], str]) -> str:
    """The lines as a file: no blank line inside a list or table, one everywhere else."""
    text, last = "", cast("Element | None", None)
    for part in parts:
        line = form(part)
        close = part.group is not None and part.group is last and part.kind != "blockquote"
        text += ("" if not text else "\n" if close else "\n\n") + line
        last = part.group
    return f"{text}\n" if text else ""


def _line(block: Block) -> str:
    return " ".join(block.text.replace(SEAM, "").split())


def _marked(part: _Part) -> str:
    line = _HTML.sub(lambda found: "&amp;" if found[0] == "&" else "&lt;", " ".join(map(_line, part.blocks)))
    if part.kind == "table":
        cells = [_HTML.sub("", _line(block)).replace("|", "\\|") for block in part.blocks]
        row = f"| {' | '.join(cells)} |"
        return row if part.number > 1 else f"{row}\n|{' --- |' * len(cells)}"
    if part.kind == "ol":
        return f"{part.number}. {line}"
    if part.kind in ("ul", "menu"):
        return f"- {line}"
    if part.kind == "blockquote":
        return f"> {line}"
    if part.kind.startswith("h"):
        return f"{'#' * (int(part.kind[1]) if part.kind[1:].isdecimal() else 2)} {line}"
    return line
