"""A document's text → the words that it claims, each with its line and column.

A text file has no markup: all that a reader reads in it is words. In a Markdown file the markers of lists, quotations
and headings are none, nor are addresses of links that the page has too; descriptions of images, titles, labels,
comments and HTML in it are read by whoever reads the source, so they are words. Of an HTML file the tags without
attributes are none, nor those of the page's own links.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Set
from typing import NamedTuple

from provgate.compare.text.words import span_of, words_by_line

_FILL = "\u00ad"
"""Fills the room of removed markup: it keeps every column where it was and is no part of any word."""
_LINK = re.compile(r"(?<=\])\(<?([^()\s<>]{0,2000}(?:\([^()\s<>]{0,200}\)[^()\s<>]{0,2000})?)>?\)")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*\+(?=[ \t])|^[ \t]*=+[ \t]*$|^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*$", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t]*(\d{1,3})[.)](?=[ \t])", re.MULTILINE)
_TAG = re.compile(
    r"</?([a-zA-Z][a-zA-Z0-9]{0,10})\s*/?>|<a\s+href=[\"']([^\"'<>\s]{1,2000})[\"']\s*>|<!doctype html>", re.IGNORECASE
)
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "u",
        "var",
        "wbr",
    )
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKDOWN, _HTML = (".md", ".markdown"), (".html", ".htm", ".xhtml")


class Line(NamedTuple):
    """One line of a document that has words: its number (1-based), its text, markup blanked, and its first word."""

    number: int
    text: str
    first: int


class Reading(NamedTuple):
    """A document as a sequence of words; `lines` tell which line each comes from."""

    words: tuple[str, ...]
    lines: tuple[Line, ...]

    def line_of(self, word: int) -> Line:
        """The line that holds this word; the last line for the place after the last word."""
        return self.lines[max(0, bisect_right(self.lines, word, key=_first) - 1)]

    def quote(self, word: int, count: int) -> tuple[int, int, str]:
        """Line, column (both 1-based) and wording of up to `count` words from this one to the end of its line."""
        line = self.line_of(word)
        span = span_of(line.text, word - line.first, count)
        if span is None:
            return line.number, len(line.text.rstrip()) + 1, ""
        return line.number, span[0] + 1, line.text[slice(*span)].replace(_FILL, "")


def _first(line: Line) -> int:
    return line.first


def readings(text: str, name: str, links: Callable[[], Set[str]]) -> Iterator[Reading]:
    """The document as it stands, then without the markup that its name says it has; only those that have words.

    `links` gives the addresses that the page links to.
    """
    texts = [text]
    lowered = name.lower()
    if lowered.endswith(_MARKDOWN):
        texts.append(_without_markdown(text, links()))
    elif lowered.endswith(_HTML):
        texts.append(_entities(_without_tags(text, links())))
    yield from (reading for reading in map(_read, dict.fromkeys(texts)) if reading.words)


def _read(text: str) -> Reading:
    words: list[str] = []
    found: list[Line] = []
    lines = text.split("\n")
    for number, (line, here) in enumerate(zip(lines, words_by_line(lines), strict=True), start=1):
        if here:
            found.append(Line(number, line, len(words)))
            words += here
    return Reading(tuple(words), tuple(found))


def _without_markdown(text: str, links: Set[str]) -> str:
    text = _LINK.sub(lambda match: _blank(match) if match[1] in links else match[0], text)
    for pattern in (_QUOTE, _BULLET):
        text = pattern.sub(_blank, text)
    return _entities(_without_numbers(text))


def _without_numbers(text: str) -> str:
    """Without the numbers of lists that count from one: any other number at the start of a line is one of the text."""
    last = 0

    def blank(match: re.Match[str]) -> str:
        nonlocal last
        number = int(match[1])
        if number not in (1, last + 1):
            return match[0]
        last = number
        return _blank(match)

    return _NUMBER.sub(blank, text)


def _without_tags(text: str, links: Set[str]) -> str:
    def blank(match: re.Match[str]) -> str:
        if match[2] and match[2] not in links:
            return match[0]
        return _refill(match, _FILL if match[2] or (match[1] or "").lower() in _INLINE else " ")

    return _TAG.sub(blank, text)


def _entities(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match.group()).ljust(len(match.group()), _FILL), text)


def _blank(match: re.Match[str]) -> str:
    return _refill(match, " ")


def _refill(match: re.Match[str], fill: str) -> str:
    """The same number of characters and the same line ends, so that every other word keeps its place."""
    return re.sub(r"[^\n]", fill, match.group())
