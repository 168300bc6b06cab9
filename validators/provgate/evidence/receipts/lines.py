"""A file of receipts → its lines, each once: two branches that merge may both have added the same one."""

from __future__ import annotations

from typing import NamedTuple

MAX_BYTES = 8 * 1024 * 1024
MAX_LINES = 1000


class Line(NamedTuple):
    """One receipt as it is in the file, and the number of its line (1-based)."""

    number: int
    raw: bytes


class TooManyError(ValueError):
    """The file is larger than any honest one; the message completes "the file ..."."""


def split(raw: bytes) -> tuple[Line, ...]:
    """The different lines of the file, in order; TooManyError for a file beyond its bounds."""
    if len(raw) > MAX_BYTES:
        raise TooManyError(f"has more than {MAX_BYTES:,} bytes")
    lines = raw.removesuffix(b"\n").split(b"\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        raise TooManyError(f"has more than {MAX_LINES:,} lines")
    first: dict[bytes, int] = {}
    for number, line in enumerate(lines, 1):
        first.setdefault(line, number)
    return tuple(Line(number, line) for line, number in first.items())
