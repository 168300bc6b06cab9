"""Where a text may be divided into sentences; rather too seldom than in the middle of one."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…؟।][\"'\u2019\u201d»›)\]\u2060]*\s+|[。！？][」』）”]*")
_LAST_WORD = re.compile(r"(\w+)\W*$")
_OPENING = "\"'\u2018\u201c\u201e«‹»›([¿¡-–—\u2060"
_SHORTEST = 3


def sentences(text: str) -> list[str]:
    """The sentences of a line, with their punctuation; joined again they are the text but for white space."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _divides(text, start, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _divides(text: str, start: int, end: re.Match[str]) -> bool:
    """Not after a number, an initial or a short abbreviation, and not before a small letter or a digit."""
    if end.group()[0] in "。！？":
        return True
    following = text[end.end() : end.end() + 8].lstrip(_OPENING)[:1]
    if not following or following.islower() or following.isdigit():
        return False
    word = _LAST_WORD.search(text, max(start, end.start() - 20), end.start())
    last = word.group(1) if word else ""
    return end.group()[0] != "." or (len(last) >= _SHORTEST and not last.isdigit())
