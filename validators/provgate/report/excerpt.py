"""The offending line and the marker under it, aligned by what a terminal shows."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

from provgate.findings import Location
from provgate.report.escape import characters

WINDOW = 96
"""How many terminal columns of a line are shown."""

_BEFORE = 48
_TAB = 4


def excerpt(where: Location) -> tuple[str, str]:
    """The line's visible part, and the marker (`^~~~`) under the place; empty where there is none.

    Tabs become spaces, wide characters count two columns and combining ones none; a line longer
    than WINDOW is shown around the place, with an ellipsis at each cut. The cost does not grow
    with the line.
    """
    if where.source is None or where.line is None:
        return "", ""
    source = where.source.rstrip("\r\n")
    target = min(max((where.column or 1) - 1, 0), len(source))
    start = max(0, target - 4 * WINDOW)
    piece = source[start : target + 4 * WINDOW]
    cells = _cells(piece)
    first, last = _window([width for _, width in cells], target - start)
    shown = "".join(text for text, _ in cells[first:last])
    lead = "…" if start + first else ""
    tail = "…" if start + last < len(source) else ""
    if where.column is None:
        return f"{lead}{shown}{tail}".rstrip(), ""
    before = len(lead) + sum(width for _, width in cells[first : target - start])
    span = sum(width for _, width in cells[target - start : min(last, target - start + max(where.width, 1))])
    return f"{lead}{shown}{tail}".rstrip(), " " * before + "^" + "~" * (span - 1)


def _cells(piece: str) -> list[tuple[str, int]]:
    """What is shown for each character, and how many columns that takes."""
    cells: list[tuple[str, int]] = []
    column = 0
    for char, shown in zip(piece, characters(piece), strict=True):
        text = " " * (_TAB - column % _TAB) if char == "\t" else shown
        width = _columns(char) if text == char else len(text)
        cells.append((text, width))
        column += width
    return cells


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _window(widths: list[int], target: int) -> tuple[int, int]:
    """The part of the line to show, as indices: all of it, or WINDOW columns that hold the target."""
    ends = list(accumulate(widths, initial=0))
    if ends[-1] <= WINDOW:
        return 0, len(widths)
    begin = max(0, min(ends[target] - _BEFORE, ends[-1] - WINDOW))
    first = next(index for index, end in enumerate(ends) if end >= begin)
    last = max(index for index, end in enumerate(ends) if end <= ends[first] + WINDOW)
    return first, last
