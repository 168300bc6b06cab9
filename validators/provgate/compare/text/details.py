"""What the verdict on a text rested on: which passages are kept, left out or differ, with their places.

Made only when it is asked for: a verdict alone does not need it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from provgate.compare.text.follow import Outcome
from provgate.compare.text.pagetext import PageText
from provgate.compare.text.verdict import outcome_of
from provgate.compare.text.words import span_of
from provgate.evidence.pages.outline import SEAM


class Span(NamedTuple):
    """Characters from `start` up to, not including, `end`; both 0 where there are none."""

    start: int = 0
    end: int = 0


class Passage(NamedTuple):
    """One passage: `kind` is aligned, skipped (left out) or unmatched; `role` the page's name for what it is.

    `document` are characters of the document, `page` characters of the page's article: its passages joined by line
    feeds.
    """

    kind: str
    role: str
    text: str
    document: Span = Span()
    page: Span = Span()


class TextDetails(NamedTuple):
    """The source that the document was compared with, and its passages in page order; an unmatched one comes last."""

    place: str = ""
    passages: tuple[Passage, ...] = ()


def explain_text(text: str, page: PageText, excerpt: bool, name: str = "") -> TextDetails:
    """The passages that a document, with line feeds as line ends, keeps and leaves out of the page's article."""
    outcome = outcome_of(text, page, excerpt, name)
    if outcome is None:
        return TextDetails()
    starts = [0, *itertools.accumulate(len(line) + 1 for line in text.split("\n"))]
    return TextDetails(outcome.source.place, (*_of_page(outcome, starts), *_unmatched(outcome, text, starts)))


def _of_page(outcome: Outcome, starts: Sequence[int]) -> list[Passage]:
    links = {link.unit: link for link in outcome.links}
    found: list[Passage] = []
    at = 0
    for number, unit in enumerate(outcome.source.units):
        plain = unit.text.replace(SEAM, "")
        link, span = links.get(number), Span(at, at + len(plain))
        kept = _span(outcome, starts, link.start, link.end) if link is not None else Span()
        found.append(Passage("skipped" if link is None else "aligned", unit.role.value, plain, kept, span))
        at = span.end + 1
    return found


def _unmatched(outcome: Outcome, text: str, starts: Sequence[int]) -> list[Passage]:
    """The rest of the document from where it leaves the page."""
    if outcome.complete:
        return []
    span = _span(outcome, starts, outcome.word, len(outcome.reading.words))
    return [Passage("unmatched", "", text[slice(*span)], span)]


def _span(outcome: Outcome, starts: Sequence[int], first: int, end: int) -> Span:
    """Where words of the reading are in the document; `starts` tells where its lines begin."""
    start, last = _place(outcome, starts, first), _place(outcome, starts, end - 1)
    return Span(start.start, max(start.end, last.end))


def _place(outcome: Outcome, starts: Sequence[int], word: int) -> Span:
    line = outcome.reading.line_of(word)
    span = span_of(line.text, word - line.first, 1) or (len(line.text), len(line.text))
    return Span(starts[line.number - 1] + span[0], starts[line.number - 1] + span[1])
