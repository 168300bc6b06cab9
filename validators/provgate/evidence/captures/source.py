"""The bytes of a capture, in memory or in a file: what the readers ask of either, and one in a file.

A crawl may be larger than memory. Its readers take slices, so a file serves them as well as bytes do.
"""

from __future__ import annotations

from typing import IO, Protocol


class Source(Protocol):
    """Bytes that are read in slices; `bytes` are one."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...


class FileSource:
    """The bytes of an open file, as many as it had at the start; never more in memory than one slice."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._size = file, file.seek(0, 2)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice, /) -> bytes:
        start, stop, _ = part.indices(self._size)
        self._file.seek(start)
        return self._file.read(max(0, stop - start))


def view(source: Source, start: int, stop: int) -> memoryview:
    """A part of the source, not copied where it is in memory."""
    return memoryview(source)[start:stop] if isinstance(source, bytes) else memoryview(source[start:stop])
