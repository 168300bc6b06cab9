"""The article's passages → the units that a document keeps whole or leaves out whole.

Of a whole document these are the passages themselves. Of an excerpt they are sentences: all that may belong to one
sentence, across line breaks, list items and blocks, is one unit, and so is a row of a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from provgate.compare.text.sentences import parts, sentences
from provgate.evidence.pages.outline import SEAM, Block, Element, ancestors
from provgate.evidence.pages.regions import HEADINGS
from provgate.evidence.pages.roles import Passage, Role

_ROW, _LIST = frozenset(("tr",)), frozenset(("ul", "ol"))
_OPEN = (":", ",", ";", "：", "，", "；", "、")


class Unit(NamedTuple):
    """Text that stands or falls as one; `first` and `last` are the numbers of the passages that it comes from."""

    text: str
    role: Role
    first: int
    last: int


def whole(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """One unit for each passage of the article."""
    return tuple(
        Unit(passage.block.text, passage.role, number, number)
        for number, passage in enumerate(passages)
        if passage.role is not Role.FOREIGN
    )


def by_sentence(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """The body in units that an excerpt may leave out; what is not body stays one unit a passage."""
    bodies = [number for number, passage in enumerate(passages) if passage.role is Role.BODY]
    found = list(_sentences(passages, bodies))
    others = [unit for unit in whole(passages) if unit.role is not Role.BODY]
    return tuple(sorted((*found, *others), key=lambda unit: (unit.first, unit.last)))


def _sentences(passages: Sequence[Passage], bodies: Sequence[int]) -> Iterator[Unit]:
    open_text, open_first = "", -1
    for place, number in enumerate(bodies):
        block = passages[number].block
        following = _following(passages, number, bodies[place + 1]) if place + 1 < len(bodies) else None
        pieces = sentences(block.text)
        goes_on = following is not None and not _ends_before(block, following, bool(open_text))
        for at, piece in enumerate(pieces):
            text, first = (f"{open_text}{SEAM}{piece}", open_first) if open_text else (piece, number)
            if at == len(pieces) - 1 and goes_on:
                open_text, open_first = text, first
            else:
                yield Unit(text, Role.BODY, first, number)
                open_text = ""


def _following(passages: Sequence[Passage], number: int, after: int) -> Block | None:
    """The next block of the body, unless a heading is before it."""
    between = passages[number + 1 : after]
    return None if any(p.block.holder.tag in HEADINGS for p in between) else passages[after].block


def _ends_before(block: Block, following: Block, opened: bool) -> bool:
    """Whether a block is certainly not in the middle of a sentence, row or list that the next one goes on with.

    `opened`: it goes on with what another one began. A list goes on with the sentence that introduces it.
    """
    row, items = _around(block.holder, _ROW), _around(block.holder, _LIST)
    if row is not None and row is _around(following.holder, _ROW):
        return False
    if opened and items is not None and items is _around(following.holder, _LIST):
        return False
    if block.holder.tag == "dt" or block.text.rstrip(SEAM).endswith(_OPEN):
        return False
    return block.holder is not following.holder or parts(block.text, following.text)


def _around(element: Element, tags: frozenset[str]) -> Element | None:
    return next((around for around in ancestors(element) if around.tag in tags), None)
