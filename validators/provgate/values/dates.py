"""Claimed dates, read strictly: which days does this text speak of, or what is wrong with it."""

from __future__ import annotations

import datetime
import functools
import re
from typing import NamedTuple

SHAPES = "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS with an offset such as +02:00 or Z"
FARTHEST = datetime.timedelta(hours=14)
"""The earliest clocks on Earth run this far ahead of UTC."""

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TIME = r"[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,12})?(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))?"


class Span(NamedTuple):
    """The calendar days, first to last, that a date covers where it was written.

    `instant` is the point in time of a date-time with an offset; None for days and for a
    date-time that leaves its zone to the page.
    """

    first: datetime.date
    last: datetime.date
    instant: datetime.datetime | None = None


@functools.lru_cache(maxsize=1024)
def parse(text: str) -> Span | str:
    """The days of a claimed date, or a sentence that says what is wrong with it; never raises."""
    found = _DAY.match(text)
    if not found:
        return _unreadable(text)
    rest = text[found.end() :]
    year, month, day = int(found[1]), found[2] and int(found[2]), found[3] and int(found[3])
    if rest and not day:
        return _unreadable(text)
    flaw = _impossible(year, month, day)
    if flaw:
        return flaw
    first = datetime.date(year, month or 1, day or 1)
    last = first if day else datetime.date(year, month or 12, _days(year, month or 12))
    return _at_time(first, rest) if rest else Span(first, last)


def today(now: datetime.datetime) -> datetime.date:
    """The latest calendar day that it can be anywhere at this moment."""
    return (now.astimezone(datetime.UTC) + FARTHEST).date() if now.year < 9999 else datetime.date.max


def begins_after(date: str, moment: str) -> bool:
    """Whether this date's first day had not begun anywhere at that moment; False where either is unreadable."""
    claimed, then = parse(date), parse(moment)
    if isinstance(claimed, str) or isinstance(then, str):
        return False
    return claimed.first > (today(then.instant) if then.instant else then.last)


def _days(year: int, month: int) -> int:
    following = datetime.date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return (following - datetime.timedelta(days=1)).day if following else 31


def _impossible(year: int, month: int | str | None, day: int | str | None) -> str:
    if year == 0:
        return "there is no year 0000"
    if month is not None and not 1 <= int(month) <= 12:
        return f"there is no month {month:02}"
    if day is not None and month is not None and not 1 <= int(day) <= _days(year, int(month)):
        return f"{year:04}-{month:02} has no day {day:02}"
    return ""


def _at_time(day: datetime.date, rest: str) -> Span | str:
    found = re.fullmatch(_TIME, rest)
    if not found:
        return f"the part after the day, {rest[:40].strip()!r}, is no time with an offset"
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    if hour > 23 or minute > 59 or second > 59:
        return f"there is no time {found[1]}:{found[2]}:{found[3]}"
    if not (found[4] or found[5]):
        return Span(day, day)
    hours, minutes = int(found[6] or 0), int(found[7] or 0)
    offset = datetime.timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > (FARTHEST if found[5] != "-" else datetime.timedelta(hours=12)):
        return f"no clock on Earth has the offset {found[5]}{found[6]}:{found[7]}"
    return Span(day, day, _instant(day, (hour, minute, second), offset if found[5] != "-" else -offset))


def _instant(day: datetime.date, clock: tuple[int, int, int], offset: datetime.timedelta) -> datetime.datetime:
    """The moment in UTC; at the calendar's two ends, where it would fall outside, the local reading."""
    local = datetime.datetime(day.year, day.month, day.day, *clock, tzinfo=datetime.UTC)
    try:
        return local - offset
    except OverflowError:
        return local


def _unreadable(text: str) -> str:
    """Why this text is no date, with the likely rewriting where there is one."""
    parts = re.fullmatch(r"\s*([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})\s*", text)
    if parts:
        return f"it is not in a shape that can be read; write it `{parts[1]}-{int(parts[2]):02}-{int(parts[3]):02}`"
    if re.fullmatch(r"\s*[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}\s*", text):
        return "day and month cannot be told apart in this order; the year comes first"
    return "it is not in a shape that can be read"
