"""JSON for signed files: one reading only, bounded, and nothing that two readers could take differently.

Refused are duplicate keys, numbers (statements hold none, and 1, 1.0 and NaN are where readers differ),
half surrogate pairs, a byte order mark, and nesting beyond what a statement needs (RFC 8259, RFC 7493).
"""

from __future__ import annotations

import collections
import json
import re
from typing import Any, NoReturn, TypeAlias

MAX_BYTES = 64 * 1024
MAX_DEPTH = 8

Json: TypeAlias = "bool | str | list[Json] | dict[str, Json] | None"

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(r"[][{}]")


class MalformedError(ValueError):
    """Not strict JSON; the message completes "the file ..."."""


class TrailingError(MalformedError):
    """Something stands behind the one value that the file may hold."""


def read(raw: bytes) -> Json:
    """The one value in these bytes; MalformedError or TrailingError otherwise."""
    if len(raw) > MAX_BYTES:
        raise MalformedError(f"has {len(raw):,} bytes; at most {MAX_BYTES:,} are allowed")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError(f"is not UTF-8 (byte {error.start})") from None
    if _depth(text) > MAX_DEPTH:
        raise MalformedError(f"is nested deeper than {MAX_DEPTH} levels")
    return _decode(text)


def write(value: Json) -> bytes:
    """The value in one fixed form: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _decode(text: str) -> Json:
    start = len(text) - len(text.lstrip(" \t\r\n"))
    try:
        value, end = _DECODER.raw_decode(text, start)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise MalformedError(f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except UnicodeEncodeError:
        raise MalformedError("holds half a surrogate pair") from None
    if text[end:].strip(" \t\r\n"):
        raise TrailingError("goes on behind its end")
    return value  # type: ignore[no-any-return]


def _depth(text: str) -> int:
    """How deep brackets nest outside strings; counted first, because the decoder recurses."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = collections.Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise MalformedError(f"holds the key {twice[:40]!r} twice")
    return data


def _no_number(text: str) -> NoReturn:
    raise MalformedError(f"holds the number {text[:20]}, where only text is allowed")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_no_number, parse_int=_no_number, parse_constant=_no_number
)
