"""Which of a million strings are there more than once, with eight bytes held for each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Set
from itertools import pairwise


class Keys:
    """Hashes of strings, in the order in which the strings were added.

    Python's hash of strings is keyed anew by each process (SipHash), so that nobody can prepare names that only seem
    the same; who finds a key repeated looks at the strings themselves all the same.
    """

    def __init__(self) -> None:
        self._keys = array("q")

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def add(self, text: str) -> None:
        """Take in one string."""
        self._keys.append(hash(text))

    def repeated(self) -> Set[int]:
        """The keys of all strings that were added more than once, and perhaps of others."""
        return {key for key, following in pairwise(sorted(self._keys)) if key == following}
