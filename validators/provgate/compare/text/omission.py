"""Which of a page's blocks are passages of the article, seen from those that a document keeps.

An article's paragraphs are built alike: the same element in the same container, or in containers of the same look.
A block built like the kept ones that reads like prose is a passage; what is built otherwise (a caption, a box, an
advertisement), or is a short heading, a standfirst, a note in italics, a link or a label, is furniture that a document
may leave out.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from provgate.evidence.pages.blocks import Block, Holder
from provgate.evidence.pages.embedded import LOOSE, PLAIN

_CLOSING = r"['\"\u2019\u201d»›“)\]」』\s\u2060]*"
_ENDING = re.compile(rf"[.!?…。！？؟।։]{_CLOSING}(?:\(\w[\w ,/.-]{{0,20}}\)|/ ?\w{{1,5}}|\w{{2,4}}/\w{{2,4}})?\s*$")
"""The end of a sentence, quotes and brackets, and the initials that agencies and editors sign with."""
_QUOTED = re.compile(r"[\u2060\s]*[\"'\u2018-\u201f«‹»›「『(\[–—-]")
_TAIL = 40
_LONG, _SHORT, _NEAR = 60, 2, 5
"""Characters that make a block prose whatever its end, and those of the shortest sentence; blocks seen past an end."""
_CELLS = frozenset(("td", "th"))


class Family(NamedTuple):
    """How the kept blocks are built: their elements by container and by look, their class names, how many in italics.

    `apart` is set where nearly every paragraph has a container of its own; `usual` is the length in characters
    that a block at either end must have to count as one more paragraph.
    """

    places: Counter[tuple[str, int]]
    looks: Counter[tuple[str, str]]
    hints: frozenset[str]
    hidden: bool
    italics: int
    apart: bool
    usual: int


def family_of(kept: Iterable[Block]) -> Family:
    """The build of the blocks that a document keeps."""
    blocks = list(kept)
    places = Counter((block.holder.tag, _around(block).number) for block in blocks)
    return Family(
        places,
        Counter((block.holder.look, _around(block).look) for block in blocks),
        frozenset(block.holder.hint for block in blocks),
        any(block.hidden for block in blocks),
        sum(_is_italic(block) for block in blocks),
        4 * len(places) > 3 * len(blocks),
        _usual(blocks),
    )


def _usual(blocks: Sequence[Block]) -> int:
    """Short paragraphs are the rule in some articles; there a short one more is a passage too."""
    return min(_LONG, 3 * statistics.median_low(len(block.text) for block in blocks) // 4) if blocks else _LONG


def is_passage(block: Block, family: Family) -> bool:
    """Whether leaving this block out, between two that are kept, leaves out a passage of the article."""
    holder = block.holder
    if holder.caption or holder.hint not in family.hints or (block.hidden and not family.hidden):
        return False
    if holder.heading and len(block.text) < _LONG:
        return False
    if _is_italic(block) and family.italics < 2 and not _QUOTED.match(block.text):
        return False
    return _is_alike(block, family) and is_prose(block)


def is_prose(block: Block) -> bool:
    """Whether a block reads like a passage: a sentence, or long; not mostly a link, nor a label in bold."""
    size, ends = len(block.text), _ends(block)
    if block.links * 2 > size or (block.strong * 10 > size * 9 and not (ends and size >= _LONG)):
        return False
    return size >= _LONG or (size >= _SHORT and ends)


def weights(blocks: Sequence[Block], family: Family, runs: Sequence[Sequence[str]], said: str) -> list[int]:
    """What each block weighs when it is left out: its length if it is a passage, else nothing.

    `said` are the document's words between single spaces: a quotation that only repeats some of them may be left out.
    """
    return [
        len(block.text)
        if run and is_passage(block, family) and not (_is_quotation(block, family) and f" {' '.join(run)} " in said)
        else 0
        for block, run in zip(blocks, runs, strict=True)
    ]


def left_out_at_ends(blocks: Sequence[Block], first: int, last: int, family: Family) -> int | None:
    """The number of a passage that stands just before the first kept block or just after the last one."""
    if blocks[first].holder is LOOSE:
        return None
    before = _sibling(blocks, range(first - 1, max(-1, first - 1 - _NEAR), -1), family)
    after = _sibling(blocks, range(last + 1, min(len(blocks), last + 1 + _NEAR)), family)
    clear = (number for number in (before, after) if number is not None and _is_clear(blocks[number], family))
    return next(clear, None)


def _around(block: Block) -> Holder:
    """The element that holds the block's element and its siblings."""
    return block.holder.container or block.holder


def _is_alike(block: Block, family: Family) -> bool:
    """Whether kept blocks have this look: one in the same container, or several in containers of the same look."""
    kept = family.looks[block.holder.look, _around(block).look]
    here = family.places[block.holder.tag, _around(block).number]
    return kept > 1 or bool(kept and here) or _is_quotation(block, family)


def _is_quotation(block: Block, family: Family) -> bool:
    """A quotation set off between paragraphs that are kept, not a call or a label in a frame."""
    around = _around(block)
    return (
        around.tag == "blockquote"
        and around.container is not None
        and bool(family.places[block.holder.tag, around.container.number])
        and _ends(block)
    )


def _is_italic(block: Block) -> bool:
    return block.italic * 5 > len(block.text) * 4


def _ends(block: Block) -> bool:
    return bool(_ENDING.search(block.text[-_TAIL:]))


def _sibling(blocks: Sequence[Block], numbers: Iterable[int], family: Family) -> int | None:
    """The nearest block on one side that is built like the kept ones; a line drawn across the page ends the article."""
    near = itertools.takewhile(lambda number: re.search(r"[^\W_]", blocks[number].text), numbers)
    return next((number for number in near if _is_beside(blocks[number], family)), None)


def _is_beside(block: Block, family: Family) -> bool:
    if block.holder.heading:
        return False
    around = _around(block)
    here = bool(family.places[block.holder.tag, around.number])
    return here or (family.apart and family.looks[block.holder.look, around.look] > 2)


def _is_clear(block: Block, family: Family) -> bool:
    """Clear prose only: before an article stand leads in bold, after it notes on the author and calls to act."""
    size = len(block.text)
    plain = block.links * 3 < size and block.strong * 2 < size and (size >= family.usual or block.holder is PLAIN)
    return plain and _ends(block) and is_passage(block, family)


def is_torn(block: Block, before: Block, after: Block) -> bool:
    """Whether leaving this block out, between two that are kept, tears a paragraph's lines or a table's row apart."""
    if block.hidden or block.links * 2 > len(block.text) or _is_italic(block):
        return False
    lines = (block.continued and _is_in(block, before)) or (after.continued and _is_in(block, after))
    return lines or any(_is_in_row(block, cell) for cell in (before, after))


def is_cut(skipped: Sequence[Block], before: Block, after: Block) -> bool:
    """Whether an excerpt that skips these blocks between two kept ones breaks off within a sentence or a row."""
    first, last = skipped[0], skipped[-1]
    if _is_in_row(first, before) or _is_in_row(last, after):
        return True
    return (_is_in(first, before) and not _ends(before)) or (_is_in(last, after) and not _ends(last))


def _is_in(block: Block, other: Block) -> bool:
    return block.holder.number == other.holder.number


def _is_in_row(block: Block, other: Block) -> bool:
    cells = block.holder.tag in _CELLS and other.holder.tag in _CELLS
    return cells and _around(block).number == _around(other).number
