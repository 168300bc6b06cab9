"""One reading of a document followed through one source of the page, mended where it may be, to its end or break."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from provgate.compare.text.alignment import Aligner, Break, Path
from provgate.compare.text.omission import family_of, is_cut, is_torn, left_out_at_ends, weights
from provgate.compare.text.pagetext import PageText, Source
from provgate.compare.text.passages import Passage, Reading
from provgate.compare.text.spacing import respelled, unglued

_BUDGET = 400_000
_MENDS = 60
_REACH, _REPEATED = 4, 4


class Outcome(NamedTuple):
    """How far a reading got: `word` is the first that the page does not have, or the place of what is left out.

    `run` and `inside` are where the page stands there; `omitted` is the number of the block that is left out.
    """

    source: Source
    reading: Reading
    word: int
    complete: bool = False
    run: int = 0
    inside: int = 0
    omitted: int | None = None

    @property
    def supported(self) -> bool:
        """Whether every word is there and nothing is left out."""
        return self.complete and self.omitted is None


@dataclass(slots=True)
class _Trace:
    """The document's words and the page's runs while they are being mended; `origin` maps words to the reading's."""

    source: Source
    reading: Reading
    page: PageText
    words: list[str] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    runs: list[list[str]] = field(default_factory=list)
    budget: int = _BUDGET

    def __post_init__(self) -> None:
        self.words = list(self.reading.words)
        self.origin = list(range(len(self.words)))
        self.runs = list(self.source.runs)

    def place(self, word: int) -> int:
        """The reading's word that this one comes from; the reading's end for the place after the last word."""
        return self.origin[word] if word < len(self.origin) else len(self.reading.words)

    def path(self, costs: Sequence[int]) -> Path | Break:
        """The cheapest way through the source, or the place where even the mended document breaks."""
        sums = [0, *itertools.accumulate(costs)]
        for _ in range(_MENDS):
            aligner = Aligner(self.runs, self.budget)
            found = aligner.cheapest(self.words, lambda first, last: sums[last] - sums[first])
            self.budget = aligner.budget - len(self.runs)
            if found or self.budget < 0 or not self._mend(aligner.furthest):
                break
        return found or aligner.furthest

    def _mend(self, at: Break) -> bool:
        if at.at >= len(self.words):
            return False
        return self._respell(at) or self._unglue(at) or self._lift_line(at)

    def _respell(self, at: Break) -> bool:
        near = range(at.run, min(at.run + (1 if at.inside else _REACH), len(self.runs)))
        for number in near:
            spelled = respelled(self.words, at.at - at.inside, self.source.blocks[number].text)
            if spelled is not None and spelled != self.runs[number]:
                self.runs[number] = spelled
                return True
        return False

    def _unglue(self, at: Break) -> bool:
        parts = at.run < len(self.runs) and unglued(
            self.words[at.at], self.runs[at.run], at.inside, self.runs[at.run + 1 : at.run + 1 + _REACH]
        )
        if parts:
            self.words[at.at : at.at + 1] = parts
            self.origin[at.at : at.at + 1] = [self.origin[at.at]] * 2
        return bool(parts)

    def _lift_line(self, at: Break) -> bool:
        """Takes out the line that breaks the chain if it may stand anywhere, or repeats what the document says."""
        passage = self.reading.passage_of(self.origin[at.at])
        start = at.at
        while start and self.origin[start - 1] >= passage.first:
            start -= 1
        following = self.reading.after(passage)
        end = at.at
        while end < len(self.words) and self.origin[end] < following:
            end += 1
        line = tuple(self.words[start:end])
        if not line or not (self._is_loose(line) or self._is_said_again(line, passage)):
            return False
        del self.words[start:end], self.origin[start:end]
        return True

    def _is_loose(self, line: tuple[str, ...]) -> bool:
        return len(line) > 1 and line in self.page.headings

    def _is_said_again(self, line: tuple[str, ...], passage: Passage) -> bool:
        """Whether another line of the document says the same: extractors repeat standfirsts."""
        said = f" {' '.join(line)} "
        others = (self.reading.words_in(other) for other in self.reading.passages if other is not passage)
        return len(line) >= _REPEATED and any(said in f" {' '.join(words)} " for words in others)


def trace(source: Source, reading: Reading, page: PageText, excerpt: bool) -> Outcome:
    """Follows the document through the source; raises TooMuchError when there are too many ways."""
    state = _Trace(source, reading, page)
    found = state.path([0 if excerpt else _prior(source, number) for number in range(len(source.runs))])
    if isinstance(found, Break):
        return Outcome(source, reading, state.place(found.at), False, found.run, found.inside)
    if 2 * len(state.words) < len(reading.words):
        return Outcome(source, reading, 0)
    missing = _cut_out(source, found) if excerpt else _left_out(state, found)
    if missing is None:
        return Outcome(source, reading, len(reading.words), True)
    number, word = missing
    return Outcome(source, reading, state.place(word), True, number, 0, number)


def _left_out(state: _Trace, found: Path) -> tuple[int, int] | None:
    """The first passage that even the way that skips least leaves out, and the word before which it belongs."""
    source = state.source
    family = family_of(source.blocks[number] for number, _ in found.kept)
    costs = weights(source.blocks, family, source.runs, f" {' '.join(state.reading.words)} ")
    missing = _skipped(source, found, costs)
    if missing:
        again = state.path(costs)
        missing = _skipped(source, again if isinstance(again, Path) else found, costs)
    return missing


def _skipped(source: Source, path: Path, costs: Sequence[int]) -> tuple[int, int] | None:
    for (before, _), (after, word) in itertools.pairwise(path.kept):
        for number in range(before + 1, after):
            torn = source.runs[number] and is_torn(*(source.blocks[place] for place in (number, before, after)))
            if costs[number] or torn:
                return number, word
    first, last = path.kept[0], path.kept[-1]
    family = family_of(source.blocks[number] for number, _ in path.kept)
    end = left_out_at_ends(source.blocks, first[0], last[0], family)
    if end is None:
        return None
    return end, first[1] if end < first[0] else last[1] + len(source.runs[last[0]])


def _cut_out(source: Source, path: Path) -> tuple[int, int] | None:
    """The first place where an excerpt breaks off within a sentence, and the word before which the rest belongs."""
    for (before, _), (after, word) in itertools.pairwise(path.kept):
        skipped = [number for number in range(before + 1, after) if source.runs[number]]
        blocks = [source.blocks[number] for number in skipped]
        if skipped and is_cut(blocks, source.blocks[before], source.blocks[after]):
            return skipped[0], word
    return None


def _prior(source: Source, number: int) -> int:
    """What a block weighs before the document's own blocks have shown how the article is built."""
    holder = source.blocks[number].holder
    if source.blocks[number].hidden or holder.aside or holder.heading or holder.caption or holder.hint:
        return 0
    return len(source.runs[number])
