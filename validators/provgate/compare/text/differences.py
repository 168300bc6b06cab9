"""Where a document leaves the page: what it says there, and what the page says instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from provgate.compare.text.follow import Outcome
from provgate.compare.text.words import span_of
from provgate.evidence.pages.outline import SEAM

_OTHER = "The document says something else here than the page."
_ADDED = "The document has words here that the page does not have."
_FOREIGN = "These words are on the page, but not in its main article, or not here in it."
_MISSING = "The document lacks words here that the page has."
_OMITTED = "The document leaves out a passage of the page here; if that is meant, say `excerpt: true` in the sidecar."
_STRAY = "These words are on the page in a box beside the article's text, and cannot be an excerpt of the article."
_AHEAD, _AGREE, _WORDS, _FAMILIAR = 60, 3, 12, 6
SHOWN = 80


class Difference(NamedTuple):
    """The document's words and the page's words at one place; either may be empty."""

    line: int
    column: int
    width: int
    claimed: str
    stated: str
    detail: str


def difference(outcome: Outcome, elsewhere: str) -> Difference:
    """The first place where the outcome's document and article part; `elsewhere` are all words of the page."""
    if outcome.omitted is not None:
        return _omission(outcome, outcome.omitted)
    if outcome.stray is not None:
        return _stray(outcome, outcome.stray)
    ours = outcome.reading.words[outcome.word : outcome.word + _AHEAD]
    theirs = _ahead(outcome)
    extra, missing = _resync(ours, theirs)
    line, column, claimed = outcome.reading.quote(outcome.word, extra or 1)
    stated = _wording(outcome, missing or _WORDS) if theirs else ""
    detail = _OTHER if extra and missing else _ADDED if extra else _MISSING
    familiar = ours[: min(_FAMILIAR, extra)]
    if len(familiar) == _FAMILIAR and f" {' '.join(familiar)} " in elsewhere:
        detail = _FOREIGN
    return Difference(line, column, max(1, len(claimed)), _cut(claimed) if extra else "", _cut(stated), detail)


def _omission(outcome: Outcome, number: int) -> Difference:
    """The place where a passage is left out, and how that passage begins."""
    line, column, _ = outcome.reading.quote(outcome.word, 1)
    return Difference(line, column, 1, "", _cut(_plain(outcome.source.units[number].text)), _OMITTED)


def _stray(outcome: Outcome, number: int) -> Difference:
    line, column, claimed = outcome.reading.quote(outcome.word, len(outcome.source.runs[number]))
    return Difference(line, column, max(1, len(claimed)), _cut(claimed), "", _STRAY)


def _ahead(outcome: Outcome) -> list[str]:
    words: list[str] = []
    for number, run in enumerate(outcome.source.runs[outcome.unit : outcome.unit + _AHEAD]):
        words += run[outcome.inside :] if number == 0 else run
        if len(words) >= _AHEAD:
            break
    return words[:_AHEAD]


def _resync(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int]:
    """How many words to pass over on either side until the two agree again: the fewest in all, else a dozen each."""
    agree = {tuple(theirs[at : at + _AGREE]): at for at in range(len(theirs) - _AGREE, -1, -1)}
    pairs = [(at, agree[key]) for at in range(len(ours)) if (key := tuple(ours[at : at + _AGREE])) in agree]
    return min(pairs, key=sum, default=(_WORDS, _WORDS))


def _wording(outcome: Outcome, count: int) -> str:
    """Up to `count` words of the page as they are written, from a place inside a unit to the end of that unit."""
    text = outcome.source.units[outcome.unit].text
    span = span_of(text, outcome.inside, count)
    return _plain(text[slice(*span)]) if span else ""


def _plain(text: str) -> str:
    return text.replace(SEAM, "")


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
