"""One reading of a document followed through one source of the page, to its end or to the place where it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from provgate.compare.text.chain import Break, Chain, Chainer, Link
from provgate.compare.text.pagetext import Source
from provgate.compare.text.reading import Reading
from provgate.compare.text.spacing import respelled, unglued
from provgate.evidence.pages.roles import Role

_REACH = 6


class Outcome(NamedTuple):
    """How far a reading got: `word` is the first that the page does not have, or the place of what is left out.

    `unit` and `inside` are where the page is there; `omitted` is the number of the unit that is left out, `stray` that
    of one which the document has and must not have; `links` are the units kept, by the reading's words.
    """

    source: Source
    reading: Reading
    word: int = 0
    complete: bool = False
    unit: int = 0
    inside: int = 0
    omitted: int | None = None
    stray: int | None = None
    links: tuple[Link, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether every word is there and nothing is left out."""
        return self.complete and self.omitted is None and self.stray is None


class _Words(NamedTuple):
    """The document's words where glued ones are parted, and which of the reading's words each comes from."""

    words: list[str]
    origin: list[int]

    def part(self, at: int, parts: tuple[str, str]) -> None:
        self.words[at : at + 1] = parts
        self.origin[at : at + 1] = [self.origin[at]] * 2

    def place(self, word: int, end: int) -> int:
        return self.origin[word] if word < len(self.origin) else end


def follow(source: Source, reading: Reading, excerpt: bool) -> Outcome:
    """Follows the document through the source; raises TooMuchError when there are too many ways."""
    best = _follow(source, reading, 0, excerpt)
    if best.complete:
        return best
    for title in source.titles:
        if reading.words[: len(title)] == title and len(reading.words) > len(title):
            runs = tuple([] if tuple(run) in source.titles else run for run in source.runs)
            found = _follow(source._replace(runs=runs), reading, len(title), excerpt)
            if (found.complete, found.word) > (best.complete, best.word):
                best = found
    return best


def _follow(source: Source, reading: Reading, start: int, excerpt: bool) -> Outcome:
    end = len(reading.words)
    state = _Words(list(reading.words[start:]), list(range(start, end)))
    chain = _chain(source, state, excerpt)
    if not chain.complete:
        at, unit, inside = chain.furthest
        return Outcome(source, reading, state.place(at, end), False, unit, inside)
    links = tuple(Link(u, state.place(a, end), state.place(b, end)) for u, a, b in chain.links)
    found = Outcome(source, reading, end, True, links=links)
    return _checked_excerpt(found) if excerpt else _checked_whole(found, chain)


def _chain(source: Source, state: _Words, excerpt: bool) -> Chain:
    """The chain, with words parted that the document glued where one unit ends and another begins."""
    bodies = [unit.role is Role.BODY for unit in source.units]
    costs = [len(run) if body and not excerpt else 0 for run, body in zip(source.runs, bodies, strict=True)]
    chainer = Chainer(source.runs, costs)

    def respell(number: int, at: int) -> int | None:
        return respelled(state.words, at, source.units[number].text) if source.runs[number] else None

    chain = chainer.follow(state.words, respell)
    while not chain.complete and _unglue(source.runs, state, chain.furthest):
        chain = chainer.follow(state.words, respell)
    return chain


def _unglue(runs: Sequence[Sequence[str]], state: _Words, at: Break) -> bool:
    if at.at >= len(state.words) or at.unit >= len(runs):
        return False
    after = runs[at.unit + 1 : at.unit + 1 + _REACH]
    parted = unglued(state.words[at.at], runs[at.unit], at.inside, after)
    if parted is not None:
        state.part(at.at, parted)
    return parted is not None


def _checked_whole(found: Outcome, chain: Chain) -> Outcome:
    """The outcome with the first unit of the body that a whole document leaves out."""
    kept = {link.unit for link in chain.links}
    for number, (unit, run) in enumerate(zip(found.source.units, found.source.runs, strict=True)):
        if unit.role is Role.BODY and run and number not in kept:
            before = [link.end for link in found.links if link.unit < number]
            return found._replace(word=max(before, default=0), omitted=number)
    return found if found.source.size else found._replace(complete=False, word=0)


def _checked_excerpt(found: Outcome) -> Outcome:
    """The outcome with the first unit that an excerpt may not have: one of another kind than body, outside the body."""
    units = found.source.units
    bodies = [link.unit for link in found.links if units[link.unit].role is Role.BODY]
    for link in found.links:
        inside = bool(bodies) and bodies[0] < link.unit < bodies[-1]
        if units[link.unit].role is Role.ASIDE and not inside:
            return found._replace(word=link.start, stray=link.unit)
    return found if bodies else found._replace(complete=False, word=0)
