"""A document's text → the words that it claims, each with its line and column; Markdown and HTML are not words."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from provgate.compare.text.words import span_of, words_by_line

_FILL = "\u00ad"
"""Fills the room of removed markup: it keeps every column where it was and is no part of any word."""
_LINK = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:\s+\"[^\"]*\")?\)|\]\[[^\]]{0,200}\]")
_IMAGE = re.compile(r"!\[[^\[\]]{0,1000}\]\([^()]{0,2000}\)")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)
_MARKER = re.compile(r"^[ \t]*(?:\d{1,3}[.)][ \t]|\+[ \t]|\[\^[^\]\s]{1,40}\]:|=+[ \t]*$)", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]")
_AUTOLINK = re.compile(r"<(?:https?|mailto):[^<>\s]{1,2000}>")
_LOOKS_HTML = re.compile(r"</(?:p|div|body|article|h[1-6]|li|span|em|strong|a|b|i)\s*>", re.IGNORECASE)
_UNREAD = re.compile(r"<(script|style|head|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bd[io]|cite|code|em|i|mark|q|s|small|span|strong|su[bp]|u|var|wbr)(?:\s[^<>]*)?>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Passage(NamedTuple):
    """One line of a document that has words: its number (1-based), its text, markup blanked, and its first word."""

    line: int
    text: str
    first: int


def _first(passage: Passage) -> int:
    return passage.first


class Reading(NamedTuple):
    """A document as a sequence of words; `passages` tell which line each comes from."""

    words: tuple[str, ...]
    passages: tuple[Passage, ...]

    def passage_of(self, word: int) -> Passage:
        """The line that holds this word; the last line for the place after the last word."""
        return self.passages[max(0, bisect_right(self.passages, word, key=_first) - 1)]

    def after(self, passage: Passage) -> int:
        """The number of the first word after this line."""
        number = bisect_right(self.passages, passage.first, key=_first)
        return self.passages[number].first if number < len(self.passages) else len(self.words)

    def words_in(self, passage: Passage) -> tuple[str, ...]:
        """The words of a line."""
        return self.words[passage.first : self.after(passage)]

    def quote(self, word: int, count: int) -> tuple[int, int, str]:
        """Line, column (both 1-based) and wording of up to `count` words from this one to the end of its line."""
        passage = self.passage_of(word)
        span = span_of(passage.text, word - passage.first, count)
        if span is None:
            return passage.line, len(passage.text.rstrip()) + 1, ""
        return passage.line, span[0] + 1, passage.text[slice(*span)].replace(_FILL, "")


def readings(text: str) -> Iterator[Reading]:
    """The document as it stands, then without Markdown's markers, then without HTML's; only those that have words."""
    texts = [text]
    if (plain := _without_markdown(text)) != text:
        texts.append(plain)
    if _LOOKS_HTML.search(text) or _ENTITY.search(text):
        texts.append(_without_html(text))
    yield from (reading for reading in map(_read, texts) if reading.words)


def _read(text: str) -> Reading:
    words: list[str] = []
    passages: list[Passage] = []
    lines = text.split("\n")
    for number, (line, found) in enumerate(zip(lines, words_by_line(lines), strict=True), start=1):
        if found:
            passages.append(Passage(number, line, len(words)))
            words += found
    return Reading(tuple(words), tuple(passages))


def _without_markdown(text: str) -> str:
    for pattern in (_IMAGE, _LINK, _AUTOLINK, _QUOTE, _MARKER, _FOOTNOTE):
        text = pattern.sub(_blank, text)
    return text


def _without_html(text: str) -> str:
    text = _UNREAD.sub(_blank, text)
    text = _INLINE.sub(lambda match: _refill(match, _FILL), text)
    text = _TAG.sub(_blank, text)
    return _ENTITY.sub(lambda match: html.unescape(match.group()).ljust(len(match.group()), _FILL), text)


def _blank(match: re.Match[str]) -> str:
    return _refill(match, " ")


def _refill(match: re.Match[str], fill: str) -> str:
    """The same number of characters and the same line ends, so that every other word keeps its place."""
    return re.sub(r"[^\n]", fill, match.group())
