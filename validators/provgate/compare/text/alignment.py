"""A document's words laid beside a page's runs of words: which runs it keeps, which it skips, where it differs."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Run = list[str]
Weigh = Callable[[int, int], int]
"""What it costs to skip the runs from the first number up to, not including, the second, between two kept ones."""


class TooMuchError(Exception):
    """The document fits the page in too many ways to look at them all."""


class Step(NamedTuple):
    """One run that the document keeps whole, from its word `at` on; `back` is the step before."""

    run: int
    at: int
    back: Step | None


class Path(NamedTuple):
    """A way through the page that accounts for every word of the document: its (run, first word) pairs and its cost."""

    kept: tuple[tuple[int, int], ...]
    cost: int


class Break(NamedTuple):
    """The furthest place that the document reached: its word `at` is not the page's word `inside` of run `run`."""

    at: int
    run: int
    inside: int


class _Place(NamedTuple):
    """Where a way has got: its cost, the next word of the document, the next run of the page, and the steps so far."""

    cost: int
    at: int
    run: int
    step: Step | None


_START = Break(0, 0, 0)


@dataclass(slots=True)
class Aligner:
    """Runs of one page, indexed by their first word; counts its steps, so that hostile input ends."""

    runs: Sequence[Run]
    budget: int
    starts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    furthest: Break = _START
    pushed: int = 0

    def __post_init__(self) -> None:
        for number, run in enumerate(self.runs):
            if run:
                self.starts[run[0]].append(number)

    def cheapest(self, words: Run, weigh: Weigh) -> Path | None:
        """The way that skips least, by Dijkstra's algorithm over (word of the document, run of the page).

        What may follow a place is looked at one by one, the nearest first: most pages never need the second.
        """
        queue = [(0, 0, 0, 0, _Place(0, 0, 0, None))]
        best: dict[tuple[int, int], int] = {}
        self.furthest = _START
        while queue:
            cost, _, _, candidate, place = heapq.heappop(queue)
            if place.at == len(words):
                return Path(tuple(_steps(place.step)), cost)
            if not candidate:
                if best.get((place.at, place.run), cost + 1) <= cost:
                    continue
                best[place.at, place.run] = cost
            found = self._next_fitting(words, place, candidate)
            if found is not None:
                number, candidate = found
                at = place.at + len(self.runs[number])
                cost = place.cost + (weigh(place.run, number) if place.step else 0)
                reached = _Place(cost, at, number + 1, Step(number, place.at, place.step))
                self.pushed += 2
                heapq.heappush(queue, (cost, -at, -self.pushed, 0, reached))
                heapq.heappush(queue, (cost, -place.at, 1 - self.pushed, candidate + 1, place))
        return None

    def _next_fitting(self, words: Run, place: _Place, candidate: int) -> tuple[int, int] | None:
        """The next run at or after this place whose words all stand here, and its number among the candidates."""
        if place.at > self.furthest.at:
            self.furthest = Break(place.at, place.run, 0)
        numbers = self.starts.get(words[place.at], [])
        for index in range(candidate or bisect_left(numbers, place.run), len(numbers)):
            run = self.runs[numbers[index]]
            self.budget -= 1 + len(run) // 64
            if self.budget < 0:
                raise TooMuchError
            if words[place.at : place.at + len(run)] == run:
                return numbers[index], index
            self._remember(words, place.at, numbers[index])
        return None

    def _remember(self, words: Run, at: int, number: int) -> None:
        common = shared(words, at, self.runs[number])
        if at + common > self.furthest.at:
            self.furthest = Break(at + common, number, common)


def shared(words: Run, at: int, run: Run) -> int:
    """How many words of the run the document has from its word `at` on."""
    count = 0
    for ours, theirs in zip(words[at : at + len(run)], run, strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _steps(step: Step | None) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while step is not None:
        found.append((step.run, step.at))
        step = step.back
    return found[::-1]
