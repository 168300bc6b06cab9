"""YAML bytes → data, and where each value is: one strict reader for sidecars, policies and registries.

libyaml's events decide (`yaml_events`). Before them goes a quick path for the plainest lines, one `key: value` a line,
lists of such, `[a, b]` and whole-line comments: it makes of them exactly the data and places that libyaml would (a
property test holds the two together) and answers None for everything else. Most sidecars are that plain, and for them
libyaml's events would be half of a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from provgate.findings import Fault, Place

MAX_BYTES = 64 * 1024
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
MAX_DEPTH = 8

Value: TypeAlias = "str | list[Value] | dict[str, Value]"


class Span(NamedTuple):
    """Where a key or value stands: 1-based line and column, and its width on that line."""

    line: int
    column: int
    width: int


class Parsed(NamedTuple):
    """A file's data with the place of each part, by JSON Pointer (RFC 6901).

    `data` is None when a fault makes it untrustworthy. Scalars are always text.
    """

    data: dict[str, Value] | None
    keys: Mapping[str, Span]
    values: Mapping[str, Span]
    faults: tuple[Fault, ...] = ()


def child(pointer: str, token: str | int) -> str:
    """The pointer one step below, with RFC 6901 escapes."""
    return f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}"


def read(raw: bytes, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Parsed:
    """Read one strict YAML mapping; never raises on bad input, every fault has a place."""
    if len(raw) > max_bytes:
        return _refused(
            "sidecar-too-large", f"the file has {len(raw):,} bytes; at most {max_bytes:,} are allowed", 1, 1
        )
    decoded = _decode(raw)
    if isinstance(decoded, Fault):
        return Parsed(None, {}, {}, (decoded,))
    refused = (*_conflicts(decoded), *_odd_breaks(decoded))
    if refused:
        return Parsed(None, {}, {}, refused)
    plain = plain_lines(decoded, max_depth)
    if plain is not None:
        return plain
    from provgate.formats import yaml_events

    return yaml_events.read(decoded, max_depth)


def lines_of(raw: bytes) -> list[str]:
    """The file's lines as libyaml counts them, for showing a finding's line; undecodable bytes become U+FFFD."""
    text = raw.decode("utf-8", "replace")
    for mark in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(mark, "\n")
    return text.split("\n")


def _refused(kind: str, message: str, line: int, column: int) -> Parsed:
    return Parsed(None, {}, {}, (Fault(kind, message, place=Place(line=line, column=column)),))


def _decode(raw: bytes) -> str | Fault:
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Fault(
            "sidecar-encoding",
            "the file begins with a byte order mark; save it as UTF-8 without BOM",
            place=Place(line=1, column=1),
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Fault(
            "sidecar-encoding",
            f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8",
            place=Place(line=line, column=column),
        )


def _conflicts(text: str) -> Iterator[Fault]:
    """Merge conflict markers parse as text inside a block scalar, so they are looked for first."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "=======" not in text and "|||||||" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.rstrip("\r")
        if bare.startswith(("<<<<<<< ", ">>>>>>> ", "||||||| ")) or bare in _MARKERS:
            yield Fault(
                "merge-conflict", "a merge conflict marker was left in the file", place=Place(line=number, column=1)
            )


def _odd_breaks(text: str) -> Iterator[Fault]:
    """The first line break that YAML knows and editors and reviews do not show: it would hide a key or a value."""
    found = None if text.isascii() else _ODD_BREAK.search(text)
    if found:
        lines = lines_of(text[: found.start()].encode())
        message = f"the file contains U+{ord(found[0]):04X}, a line break that editors do not show"
        yield Fault("control-character", message, place=Place(line=len(lines), column=len(lines[-1]) + 1))


_NEVER = r"\x00-\x1f\x7f"
_NEVER_BEYOND_ASCII = r"[\x80-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
"""Characters that YAML forbids, breaks lines at, or that only look like a blank."""

_FIRST = rf"""[^{_NEVER}\ !"\#%&'*,:>?@\[\]`{{|}}-]"""
_PLAIN = rf"""{_FIRST}(?:[^{_NEVER}\ :]|:(?![\s{_NEVER}]|\Z)|\ +(?![\ \#\n]|\Z)){{0,2000}}"""
_WORD = r"[A-Za-z0-9](?:[A-Za-z0-9._-]|\ (?=[A-Za-z0-9]))*"
_LINE = re.compile(
    rf"""
    (?P<indent>\ *)(?P<dash>-\ +)?
    (?: (?P<key>[A-Za-z0-9][A-Za-z0-9_.-]{{0,127}}):
        (?: \ +(?: (?P<value>{_PLAIN})
              | (?P<quoted>"[^{_NEVER}"\\]+"|'[^{_NEVER}']+')
              | (?P<flow>\[{_WORD}(?:,\ {_WORD})*\]) ))?
      | (?P<item>{_PLAIN}) )
    (?:\ +\#[^{_NEVER}]*)? (?:\n|\Z)
  | (?:\#[^{_NEVER}]*)?\n
  """,
    re.VERBOSE,
)
_IN_FLOW = re.compile(_WORD, re.VERBOSE)


class _NotPlainError(Exception):
    """Something stands here that only libyaml should read."""


class _Open(NamedTuple):
    """A collection under construction: the column of its entries, its container and its pointer."""

    indent: int
    container: dict[str, Value] | list[Value]
    pointer: str


def plain_lines(text: str, max_depth: int) -> Parsed | None:
    """What libyaml would make of this text; None unless that is certain."""
    if not text.isascii() and re.search(_NEVER_BEYOND_ASCII, text):
        return None
    lines = _Lines(max_depth)
    at = number = 0
    try:
        while at < len(text):
            line = _LINE.match(text, at)
            if line is None:
                return None
            number += 1
            at = line.end()
            if line["key"] is not None or line["item"] is not None:
                lines.take(line, number)
        return lines.result()
    except _NotPlainError:
        return None


class _Lines:
    """Turns lines into data and places; `waiting` is the pointer of a key whose value begins on a later line."""

    def __init__(self, max_depth: int) -> None:
        self.max_depth = max_depth
        self.keys: dict[str, Span] = {}
        self.values: dict[str, Span] = {}
        self.root: dict[str, Value] = {}
        self.stack: list[_Open] = []
        self.waiting = ""

    def take(self, line: re.Match[str], number: int) -> None:
        """One line that holds an entry of a mapping or a list."""
        indent = len(line["indent"])
        dashed = line["dash"] is not None
        self.settle(indent, dashed, number)
        if not dashed:
            self.pair(line, number, indent)
            return
        top = self.stack[-1]
        pointer = f"{top.pointer}/{len(top.container)}"
        column = indent + len(line["dash"])
        if line["key"] is None:
            self.place(pointer, line["item"], Span(number, column + 1, len(line["item"])))
        else:
            self.open(pointer, {}, column, number)
            self.pair(line, number, column)

    def settle(self, indent: int, dashed: bool, number: int) -> None:
        """Make the collection that a line of this indentation belongs to the innermost one."""
        if not self.stack:
            self.begin(indent, dashed, number)
            return
        if self.waiting:
            pointer, self.waiting = self.waiting, ""
            least = self.stack[-1].indent + (0 if dashed else 1)
            if indent < least:
                raise _NotPlainError
            self.open(pointer, [] if dashed else {}, indent, number)
            return
        while self.stack and self.stack[-1].indent > indent:
            self.stack.pop()
        if not dashed and len(self.stack) > 1 and isinstance(self.stack[-1].container, list):
            self.stack.pop()
        if not self.stack or self.stack[-1].indent != indent or isinstance(self.stack[-1].container, list) != dashed:
            raise _NotPlainError

    def begin(self, indent: int, dashed: bool, number: int) -> None:
        if indent or dashed:
            raise _NotPlainError
        self.values[""] = Span(number, 1, 1)
        self.stack.append(_Open(0, self.root, ""))

    def pair(self, line: re.Match[str], number: int, column: int) -> None:
        """`key: value`, or `key:` with its value on the lines below."""
        key = line["key"]
        top = self.stack[-1]
        if key is None or not isinstance(top.container, dict) or key in top.container:
            raise _NotPlainError
        pointer = f"{top.pointer}/{key}"
        self.keys[pointer] = Span(number, column + 1, len(key))
        value = line["value"]
        if value is not None:
            top.container[key] = value
            self.values[pointer] = Span(number, line.start("value") - line.start() + 1, len(value))
        elif line["quoted"] is not None:
            start = line.start("quoted") - line.start() + 1
            self.place(pointer, line["quoted"][1:-1], Span(number, start, len(line["quoted"])))
        elif line["flow"] is not None:
            self.flow(pointer, line, number)
        else:
            self.waiting = pointer

    def flow(self, pointer: str, line: re.Match[str], number: int) -> None:
        """`[a, b]`."""
        start = line.start("flow") - line.start()
        self.open(pointer, [], start, number)
        for index, word in enumerate(_IN_FLOW.finditer(line["flow"])):
            self.place(f"{pointer}/{index}", word[0], Span(number, start + word.start() + 1, len(word[0])))
        self.stack.pop()

    def open(self, pointer: str, container: dict[str, Value] | list[Value], indent: int, number: int) -> None:
        if len(self.stack) >= self.max_depth:
            raise _NotPlainError
        self.place(pointer, container, Span(number, indent + 1, 1))
        self.stack.append(_Open(indent, container, pointer))

    def place(self, pointer: str, value: Value, span: Span) -> None:
        container = self.stack[-1].container
        if isinstance(container, list):
            container.append(value)
        else:
            container[pointer.rpartition("/")[2]] = value
        self.values[pointer] = span

    def result(self) -> Parsed | None:
        if not self.stack or self.waiting:
            return None
        return Parsed(self.root, self.keys, self.values)
