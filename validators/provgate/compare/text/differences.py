"""Where a document leaves the page: what it says there, and what the page says instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from provgate.compare.text.trace import Outcome
from provgate.compare.text.words import span_of
from provgate.evidence.pages.blocks import SEAM, Block

_OTHER = "The document says something else here than the page."
_ADDED = "The document has words here that the page does not have."
_MISSING = "The document lacks words here that the page has."
_OMITTED = "The document leaves out a passage of the page here; if that is meant, say `excerpt: true` in the sidecar."
_CUT = "The excerpt breaks off here within a sentence or a row of a table; only whole sentences may be left out."
_AHEAD, _AGREE, _WORDS = 60, 3, 12
SHOWN = 80


class Difference(NamedTuple):
    """The document's words and the page's words at one place; either may be empty."""

    line: int
    column: int
    width: int
    claimed: str
    stated: str
    detail: str


def difference(outcome: Outcome) -> Difference:
    """The first place where the outcome's document and page part."""
    ours = outcome.reading.words[outcome.word : outcome.word + _AHEAD]
    theirs = _ahead(outcome)
    extra, missing = _resync(ours, theirs)
    line, column, claimed = outcome.reading.quote(outcome.word, extra or 1)
    stated = _wording(outcome.source.blocks, outcome.run, outcome.inside, missing or _WORDS) if theirs else ""
    detail = _OTHER if extra and missing else _ADDED if extra else _MISSING
    return Difference(line, column, max(1, len(claimed)), _cut(claimed) if extra else "", _cut(stated), detail)


def omission(outcome: Outcome, number: int, excerpt: bool) -> Difference:
    """The place where a passage is left out, and how that passage begins."""
    line, column, _ = outcome.reading.quote(outcome.word, 1)
    detail = _CUT if excerpt else _OMITTED
    return Difference(line, column, 1, "", _cut(outcome.source.blocks[number].text.replace(SEAM, "")), detail)


def _ahead(outcome: Outcome) -> list[str]:
    words: list[str] = []
    for number, run in enumerate(outcome.source.runs[outcome.run : outcome.run + _AHEAD]):
        words += run[outcome.inside :] if number == 0 else run
        if len(words) >= _AHEAD:
            break
    return words[:_AHEAD]


def _resync(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int]:
    """How many words to pass over on either side until the two agree again: the fewest in all, else a dozen each."""
    agree = {tuple(theirs[at : at + _AGREE]): at for at in range(len(theirs) - _AGREE, -1, -1)}
    pairs = [(at, agree[key]) for at in range(len(ours)) if (key := tuple(ours[at : at + _AGREE])) in agree]
    return min(pairs, key=sum, default=(_WORDS, _WORDS))


def _wording(blocks: Sequence[Block], run: int, inside: int, count: int) -> str:
    """Up to `count` words of the page as they are written, from a place inside a block to the end of that block."""
    text = blocks[run].text
    span = span_of(text, inside, count)
    return text[slice(*span)].replace(SEAM, "") if span else ""


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
