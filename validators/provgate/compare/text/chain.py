"""A document's words as a chain of an article's units in page order: what it keeps, leaves out, and where it breaks.

There is no tolerance for words: one that is changed, added or missing inside a unit breaks the chain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

Run = Sequence[str]
Respell = Callable[[int, int], int | None]
"""For a unit's number and a word of the document: the word after the unit if only gaps at seams differ, else None."""


class TooMuchError(Exception):
    """The document fits the page in too many ways to look at them all."""


class Link(NamedTuple):
    """A unit that the document keeps whole: from its word `start` up to, not including, its word `end`."""

    unit: int
    start: int
    end: int


class Break(NamedTuple):
    """The furthest place that the document reached: its word `at` is not the page's word `inside` of this unit."""

    at: int = 0
    unit: int = 0
    inside: int = 0


class Chain(NamedTuple):
    """The way through the page that leaves out least: `cost` counts the words that must not be left out.

    `links` are empty where no way accounts for every word of the document; `furthest` tells where they end.
    """

    links: tuple[Link, ...] = ()
    cost: int = 0
    complete: bool = False
    furthest: Break = Break()


class _Layer(NamedTuple):
    """What is known before one unit: the least cost of each word reached, and from which word each unit was kept."""

    costs: dict[int, int]
    kept: dict[int, int]


class Chainer:
    """Lays documents beside the units of one source; counts its steps, so that hostile input ends."""

    def __init__(self, runs: Sequence[Run], costs: Sequence[int], budget: int = 4_000_000) -> None:
        self.runs = runs
        self.costs = costs
        self.budget = budget
        self._furthest = Break()

    def follow(self, words: Run, respell: Respell) -> Chain:
        """The cheapest chain of units that spells all the words; TooMuchError when the budget is spent."""
        self._furthest = Break()
        layers = [_Layer({0: 0}, {})]
        for number in range(len(self.runs)):
            layers.append(self._step(number, words, layers[-1].costs, respell))
        if len(words) not in layers[-1].costs:
            return Chain(furthest=self._furthest)
        return Chain(tuple(_links(layers, len(words))), layers[-1].costs[len(words)], True)

    def _step(self, number: int, words: Run, here: dict[int, int], respell: Respell) -> _Layer:
        """What can be reached with this unit left out, and with it kept; kept where both cost the same."""
        cost, run = self.costs[number], self.runs[number]
        after = {at: spent + cost for at, spent in here.items()}
        kept: dict[int, int] = {}
        self.budget -= len(here)
        if self.budget < 0:
            raise TooMuchError
        for at, spent in here.items():
            end = self._fits(number, words, at, run, respell) if run and at < len(words) else None
            if end is None:
                continue
            if end > self._furthest.at:
                self._furthest = Break(end, number + 1)
            if spent <= after.get(end, spent):
                after[end] = spent
                kept[end] = at
        return _Layer(after, kept)

    def _fits(self, number: int, words: Run, at: int, run: Run, respell: Respell) -> int | None:
        end, common = at + len(run), 0
        if words[at] == run[0]:
            self.budget -= 1 + len(run) // 64
            if words[at:end] == run:
                return end
            common = shared(words, at, run)
        if at + common > self._furthest.at:
            self._furthest = Break(at + common, number, common)
        return respell(number, at) if words[at][0] == run[0][0] else None


def shared(words: Run, at: int, run: Run) -> int:
    """How many words of the run the document has from its word `at` on."""
    count = 0
    for ours, theirs in zip(words[at : at + len(run)], run, strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _links(layers: Sequence[_Layer], end: int) -> list[Link]:
    found: list[Link] = []
    for number in range(len(layers) - 1, 0, -1):
        layer = layers[number]
        if end in layer.kept:
            start = layer.kept[end]
            found.append(Link(number - 1, start, end))
            end = start
    return found[::-1]
