r"""The one place that makes names and values inert for terminals, CI logs and formats.

What a reader could not see, or what a terminal or a CI system would obey, is shown as a visible escape:

- `\n`, `\r`, `\t`, and `\xNN` for other ASCII characters: controls, and the one character that
  would complete a CI command (`::error::`, `##[group]`, `##vso[`, `section_start:`);
- `\xNN` with NN >= 80 for a byte of a file name that is not UTF-8;
- `\uNNNN` or `\UNNNNNNNN` for other characters: C1 controls, bidirectional controls, invisible
  characters, lone surrogates, noncharacters.

Joiners and variation selectors stay between characters that are not ASCII: Persian, Indic and
Japanese words and emoji need them.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import json

LIMIT = 2000
"""How many characters of one value a report for people shows."""

_UNSEEN = (
    "\\x00-\\x1f\\x7f-\\x9f\\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_JOINERS = "[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"

_UNSAFE = (
    f"[{_UNSEEN}]"
    f"|(?<![^\\x00-\\x7f]){_JOINERS}"
    r"|\#(?=\#[\w.]{0,40}\[)"
    r"|:(?=:[A-Za-z][\w-]{0,40}(?:[\s:]|\Z))"
    r"|(?<=section_start):|(?<=section_end):|(?<=travis_fold):"
)
"""Each match is one character that has to be escaped."""

_LEADING = re.compile(r"\s*(?=::|---|\+\+\+|~~~|\^\^\^)")
"""What some CI log reads as a command or a fold when a line begins with it."""

_FOLD = re.compile(r"(section_start|section_end|travis_fold):")
"""What some CI log reads as the begin or end of a fold, wherever in a line it stands."""

_SURROGATE = "[\ud800-\udfff]"
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


_CALM = re.compile(r"[A-Za-z0-9`(\[](?:[ !-\"$-9;-^`a-~]|:(?!:))*")
"""Plain text without anything that the patterns above speak of; most messages are that calm."""


@functools.cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


@functools.cache
def _encoder() -> json.JSONEncoder:
    import json

    return json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def visible(char: str) -> str:
    """The escape that stands for this character."""
    code = ord(char)
    if code < 0x80:
        return _NAMED.get(char, f"\\x{code:02x}")
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def inert(text: str) -> str:
    """One line of text that nothing obeys, wherever in a line it is put."""
    if _CALM.fullmatch(text):
        return text
    safe = _unsafe().sub(lambda match: visible(match[0]), text)
    head = _LEADING.match(safe)
    return safe if head is None else safe[: head.end()] + visible(safe[head.end()]) + safe[head.end() + 1 :]


def clip(text: str, limit: int = LIMIT) -> str:
    """The text, cut to so many characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def brief(text: str, limit: int = LIMIT) -> str:
    """One line of inert text, cut to so many characters before escaping."""
    return inert(clip(text, limit))


def characters(text: str) -> list[str]:
    """Each character of this text, escaped where it is unsafe there; joined they are inert inside a line."""
    unsafe = {match.start() for match in _unsafe().finditer(text)}
    return [visible(char) if index in unsafe else char for index, char in enumerate(text)]


def unicode(text: str) -> str:
    """The text itself, with lone surrogates (bytes that are not UTF-8) as visible escapes."""
    return text if text.isascii() else re.sub(_SURROGATE, lambda match: visible(match[0]), text)


def dump(value: object) -> str:
    """One line of strict JSON (RFC 8259), ASCII only, without any text that a terminal or CI log obeys.

    Strings must have passed `unicode` or `inert`. They read back exactly; only their spelling is inert.
    """
    line = _encoder().encode(value).replace("\x7f", "\\u007f").replace("##", "#\\u0023").replace("::", ":\\u003a")
    return _FOLD.sub(r"\1\\u003a", line) if "_" in line else line


def markup(text: str) -> str:
    """Inert text as XML 1.0 character data or attribute value."""
    return text.translate(_MARKUP)


_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", ord("'"): "&#39;"}
