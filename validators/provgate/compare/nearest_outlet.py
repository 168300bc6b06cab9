"""Which registered outlet was meant by a key that the registry does not have.

The registry may hold tens of thousands of outlets and a run may meet as many unknown keys, so candidates come
out of small buckets (texts that begin or end alike and are about as long), never from a walk through everything.
"""

from __future__ import annotations

import bisect
import functools
import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterator

from provgate.formats.registries import Registry
from provgate.values.placeholders import folded

_LONGEST = 64
_LOOKED_AT = 1000
_MEASURED = 16


def nearest(text: str, registry: Registry, limit: int = 3) -> tuple[str, ...]:
    """The keys of the outlets whose key, name or alias is nearest to this text, best first; none when none is near."""
    wanted = _plain(text)
    index = _index(_Identity(registry))
    exact = index.keys_of.get(wanted, ())
    if exact or not wanted:
        return exact[:limit]
    ranked = sorted((distance, word) for word, distance in index.near(wanted))
    keys = [key for _, word in ranked for key in index.keys_of[word]]
    keys += [key for word in index.beginning_with(wanted) for key in index.keys_of[word]]
    return tuple(dict.fromkeys(keys))[:limit]


def _plain(text: str) -> str:
    return folded(text[:256]).removeprefix("the ").replace(" ", "")[:_LONGEST]


class _Identity:
    """A registry as a dictionary key: the same object, not equal contents."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def __hash__(self) -> int:
        return id(self.registry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.registry is self.registry


class _Index:
    """Every key, name and alias, by how it begins and ends and how long it is."""

    def __init__(self, registry: Registry) -> None:
        gathered: dict[str, tuple[str, ...]] = {}
        for key, outlet in registry.outlets.items():
            for word in {_plain(text) for text in (key, *outlet.names)} - {""}:
                gathered[word] = (*gathered.get(word, ()), key)
        self.keys_of = gathered
        self.sorted = sorted(gathered)
        self.buckets: defaultdict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        for word in self.sorted:
            entry = (_letters(word), word)
            self.buckets[word[:3], len(word)].append(entry)
            self.buckets["…" + word[-3:], len(word)].append(entry)

    def near(self, wanted: str) -> Iterator[tuple[str, int]]:
        """The words within a few keystrokes of this one, with their distance."""
        allowed = 1 if len(wanted) < 5 else 2 if len(wanted) < 10 else 3
        letters = _letters(wanted)
        looked_at = itertools.islice(self._candidates(wanted, allowed), _LOOKED_AT)
        for _, word in heapq.nsmallest(_MEASURED, looked_at, key=lambda entry: (entry[0] ^ letters).bit_count()):
            distance = keystrokes(wanted, word, allowed)
            if distance <= allowed:
                yield word, distance

    def _candidates(self, wanted: str, allowed: int) -> Iterator[tuple[int, str]]:
        for difference in range(allowed + 1):
            for length in {len(wanted) - difference, len(wanted) + difference}:
                yield from self.buckets.get((wanted[:3], length), ())
                yield from self.buckets.get(("…" + wanted[-3:], length), ())

    def beginning_with(self, wanted: str) -> list[str]:
        """The words that begin with this one, which says enough from four letters on."""
        place = bisect.bisect_left(self.sorted, wanted)
        return [word for word in self.sorted[place : place + 3] if word.startswith(wanted)] if len(wanted) > 3 else []


@functools.lru_cache(maxsize=2)
def _index(identity: _Identity) -> _Index:
    return _Index(identity.registry)


def keystrokes(one: str, other: str, most: int) -> int:
    """How many insertions, deletions, exchanges and swaps of neighbours lead from one word to the other.

    Counting stops at `most` + 1 (optimal string alignment distance).
    """
    from rapidfuzz.distance import OSA

    return int(OSA.distance(one, other, score_cutoff=most))


def _letters(word: str) -> int:
    """Which letters a word has, as bits; letters may share a bit."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask
