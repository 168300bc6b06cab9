"""gitwildmatch patterns that match in bounded time, whoever wrote them.

pathspec makes a regular expression of each, and Python's engine tries all ways to share a path out among
its stars: thirteen in one pattern of a change's own policy kept it busy for hours. What stands between two
stars may as well be taken where it first fits, so all but the last star are made atomic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_STAR, _FIRST, _FOLDERS = "[^/]*", "^(?:.+/)?", "(?:/.+)?/"
_NOT_OF = re.compile(r"(?<!\\)\[\^(?!/\])(\]?(?:\\.|[^\]\\])*)\]")
_SPELLED_OUT = re.compile(r"(?P<top>/?)(?P<path>[^\\*?\[\]!#/\s][^\\*?\[\]\t\n]*?)(?P<below>/|/\*\*)?")
"""A pattern without wildcards but at its end; what blanks at the ends or a `!` would mean is left to pathspec."""

_END = re.compile(r"(?:\(\?:\(\?P<ps_d>/\)\|\$\)|\(\?P<ps_d>/\)|\$|/)?\Z")


def compiled(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns, ready to match; ValueError for one that is none."""
    import pathspec

    spec = pathspec.GitIgnoreSpec.from_lines(lines)
    for pattern in spec.patterns:
        if pattern.regex is not None:
            pattern.regex = re.compile(atomic(pattern.regex.pattern))
    return pathspec.GitIgnoreSpec(spec.patterns, backend="simple")


class Patterns:
    """Many patterns, such as a list of files. Those without wildcards are looked up, and only the others are tried.

    A list that takes something back (`!x`) is tried as a whole: there the order counts.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._from_top: dict[str, bool] = {}
        self._anywhere: dict[str, bool] = {}
        taking_back = any(line.startswith("!") for line in lines)
        self._rest = compiled(line for line in lines if taking_back or not self._looked_up(line))

    def _looked_up(self, line: str) -> bool:
        """Whether the pattern has no wildcards; it is then kept, with whether it matches files themselves."""
        found = _SPELLED_OUT.fullmatch(line)
        if found is None or found["path"][-1] in " /" or "//" in line:
            return False
        anchored = found["top"] or "/" in found["path"] or found["below"] == "/**"
        table = self._from_top if anchored else self._anywhere
        table[found["path"]] = table.get(found["path"], False) or found["below"] is None
        return True

    def match_file(self, path: str) -> bool:
        """Whether a pattern matches this path or a folder above it."""
        if self._anywhere:
            *folders, name = path.split("/")
            if self._anywhere.get(name) or not self._anywhere.keys().isdisjoint(folders):
                return True
        if self._from_top:
            if self._from_top.get(path):
                return True
            above = path.rpartition("/")[0]
            while above:
                if above in self._from_top:
                    return True
                above = above.rpartition("/")[0]
        return bool(self._rest.match_file(path))


def atomic(regex: str) -> str:
    """The regular expression that pathspec makes, without its backtracking between stars.

    As in git, a set of what may not stand there does not match a slash.
    """
    regex = _NOT_OF.sub(r"[^\1/]", regex)
    while _STAR * 2 in regex:
        regex = regex.replace(_STAR * 2, _STAR)
    end = _END.search(regex)
    body, tail = (regex[: end.start()], end[0]) if end else (regex, "")
    head, body = (_FIRST, body[len(_FIRST) :]) if body.startswith(_FIRST) else ("", body)
    runs = [_segments(run) for run in body.split(_FOLDERS)]
    if len(runs) == 1:
        return head + runs[0] + tail
    first = f"^(?>(?:.+?/)??{runs[0]}(?=/))" if head else runs[0]
    middle = (f"(?>(?:/.+?)??/{run}(?=/))" for run in runs[1:-1])
    return first + "".join(middle) + _FOLDERS + runs[-1] + tail


def _segments(run: str) -> str:
    """Path segments, in each of which only the last star may give back what it took."""
    return "/".join(_segment(segment) for segment in run.replace("[^/]", "\0").split("/")).replace("\0", "[^/]")


def _segment(segment: str) -> str:
    start, *pieces = segment.split("\0*")
    if len(pieces) < 2:
        return segment
    return start + "".join(f"(?>\0*?{piece})" for piece in pieces[:-1]) + "\0*" + pieces[-1]
