"""YAML bytes → data, and where each value stands.

One strict reader serves sidecars, policies and registries. A quick reader goes before it that
knows only the plainest lines, makes of them what libyaml would, and leaves all else to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provgate.findings import Fault, Place
from provgate.formats import yaml_quick as plainyaml
from provgate.formats.parsed import MAX_DEPTH, Parsed, Span, Value, child

MAX_BYTES = 64 * 1024
SUFFIX = ".source.yaml"
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


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
    plain = plainyaml.read(decoded, max_depth)
    if plain is not None:
        return plain
    from provgate.formats import yaml_events as strictyaml

    return strictyaml.read(decoded, max_depth)


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


__all__ = ["MAX_BYTES", "MAX_DEPTH", "SUFFIX", "Parsed", "Span", "Value", "child", "lines_of", "read"]
