"""Dates in words and figures → the calendar days they may mean.

Pages write days in every order, script and calendar; a verifier need not decide between two
readings, it asks whether the claimed day is one of them. So every reading is kept.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from provgate.evidence.pages.months import MONTHS

Day = datetime.date
MAX_TEXT = 2000
_EARLIEST, _LATEST = 1400, 2200
_BUDDHIST = 543

_OFFSET = r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))"
_TIME = rf"(?:[T\s,]{{1,3}}(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:[.,]\d{{1,9}})?)?\s?{_OFFSET}?)?"
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)" + _TIME, re.IGNORECASE)
_CJK = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d|[-/.]\d)")
_LINK = r"(?:\s?,?\s?(?:de|del|di|of|د|ta')\s|[\s,.-]{1,3})"
_WORD = r"([^\s\d,./()\[\]|:;<>«»\"“”–—-]{2,24})"
_OTHER_NAME = r"[^\W\d_]{2,12}\s?/\s?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\s?(?:st|nd|rd|th|er|ª|º|°|-?а|-?е|"
    rf"ος))?{_LINK}(?:{_OTHER_NAME})?{_WORD}{_LINK}(\d{{4}}|'?\d{{2}}(?![\d:]))(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_WORD}[\s.]{{1,2}}(\d{{1,2}})(?:st|nd|rd|"
    rf"th)?[\s,.]{{1,3}}(?:de\s)?(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(rf"(?<!\d)(\d{{4}})[\s.,-]{{1,2}}(?:m\.\s|(?:e\.|ж\.)\s)?{_WORD}[\s.-]{{1,2}}(\d{{1,2}})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?(?!\d)")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+|\d{3})?")
_QUICK = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}|'\d{2}")


class Dated(NamedTuple):
    """One date that a text holds: every day it may mean, and where it stands in the text."""

    days: frozenset[Day]
    start: int
    end: int


def plain_digits(text: str) -> str:
    """The text with full-width forms and every script's decimal digits as ASCII; same meaning, same order."""
    if text.isascii():
        return text
    wide = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in wide)


def find_days(text: str) -> tuple[Dated, ...]:
    """Every date in the first 2,000 characters, in order; overlapping readings of one place are joined."""
    plain = plain_digits(text[:MAX_TEXT])
    if not _QUICK.search(plain):
        return ()
    read = (dated for reader in _READERS for dated in reader(plain) if dated.days)
    found = sorted(read, key=lambda dated: (dated.start, -dated.end))
    joined: list[Dated] = []
    for dated in found:
        if joined and dated.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Dated(last.days | dated.days, last.start, max(last.end, dated.end))
        else:
            joined.append(dated)
    return tuple(joined)


def days_of(value: str) -> frozenset[Day]:
    """The days that a machine-readable value may mean (ISO 8601, RFC 9110, epoch seconds, local wording).

    A date-time with an offset means its day in that offset and its day in UTC.
    """
    plain = plain_digits(value.strip()[:200])
    epoch = _EPOCH.fullmatch(plain)
    if epoch:
        moment = datetime.datetime.fromtimestamp(int(epoch.group(1)), datetime.UTC)
        return frozenset({moment.date()})
    compact = _COMPACT.fullmatch(plain)
    if compact:
        year, month, day, hour, minute, second, offset = compact.groups()
        return _with_offset(_days(year, (int(month),), day), hour, minute, second, offset)
    found = find_days(plain)
    return found[0].days if found else frozenset()


def compact_days(text: str) -> frozenset[Day]:
    """The days written as eight figures (20260312) in a text such as a path."""
    return frozenset(
        day
        for match in _COMPACT.finditer(text[:MAX_TEXT])
        for day in _days(match.group(1), (int(match.group(2)),), match.group(3))
    )


def _days(year: str, months: tuple[int, ...], day: str) -> frozenset[Day]:
    figures = year.lstrip("'")
    number = int(figures)
    if len(figures) == 2:
        number += 2000 if number < 70 else 1900
    if number > _LATEST and number - _BUDDHIST <= _LATEST:
        number -= _BUDDHIST
    return frozenset(_valid(number, months, int(day)))


def _valid(year: int, months: tuple[int, ...], day: int) -> Iterator[Day]:
    for month in months:
        try:
            if _EARLIEST <= year <= _LATEST:
                yield Day(year, month, day)
        except ValueError:
            continue


def _with_offset(
    days: frozenset[Day], hour: str | None, minute: str | None, second: str | None, offset: str | None
) -> frozenset[Day]:
    """The days, and the day in UTC where the time and offset say that it is another."""
    if hour is None or offset is None or offset[0] not in "+-":
        return days
    sign, figures = (-1 if offset[0] == "-" else 1), offset[1:].replace(":", "").ljust(4, "0")
    shift = datetime.timedelta(hours=int(figures[:2]), minutes=int(figures[2:])) * sign
    since = datetime.timedelta(hours=int(hour), minutes=int(minute or 0), seconds=int(second or 0)) - shift
    return days | {day + datetime.timedelta(days=since // datetime.timedelta(days=1)) for day in days}


def _year_first(text: str) -> Iterator[Dated]:
    for match in _YEAR_FIRST.finditer(text):
        year, _, month, day, hour, minute, second, offset = match.groups()
        yield Dated(_with_offset(_days(year, (int(month),), day), hour, minute, second, offset), *match.span())


def _cjk(text: str) -> Iterator[Dated]:
    for match in _CJK.finditer(text):
        yield Dated(_days(match.group(1), (int(match.group(2)),), match.group(3)), *match.span())


def _year_last(text: str) -> Iterator[Dated]:
    for match in _YEAR_LAST.finditer(text):
        first, _, second, year = match.groups()
        days = _days(year, (int(second),), first)
        if match.group(2) != "." or not days:
            days |= _days(year, (int(first),), second)
        yield Dated(days, *match.span())


def _day_first(text: str) -> Iterator[Dated]:
    for match in _DAY_FIRST.finditer(text):
        yield Dated(_days(match.group(3), month_of(match.group(2)), match.group(1)), *match.span())


def _month_first(text: str) -> Iterator[Dated]:
    for match in _MONTH_FIRST.finditer(text):
        yield Dated(_days(match.group(3), month_of(match.group(1)), match.group(2)), *match.span())


def _year_word(text: str) -> Iterator[Dated]:
    for match in _YEAR_WORD.finditer(text):
        yield Dated(_days(match.group(1), month_of(match.group(2)), match.group(3)), *match.span())


_READERS = (_year_first, _cjk, _year_last, _day_first, _month_first, _year_word)


def month_of(word: str) -> tuple[int, ...]:
    """The months that a word may name in any language; empty for other words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not "\u0300" <= c <= "\u036f")
    folded = unicodedata.normalize("NFC", bare).strip(".'’")
    return MONTHS.get(folded) or MONTHS.get(folded.removeprefix("d'").removeprefix("เดือน"), ())
