"""The time of day beside a date, in words and figures: machine date-times, epoch seconds, "14:05 Uhr", "9:15 p.m."."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from provgate.evidence.pages.days import plain_digits

_OFFSET = r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))"
_HALF = r"\s?([ap])\.?\s?m\b\.?"
_CLOCK = re.compile(
    rf"(?<![\d:.])(\d{{1,2}})(?::|\sh\s|h|時|시\s)(\d{{2}})(?::(\d{{2}})(?:[.,]\d{{1,9}})?)?(?![\d:])(?:{_HALF})?\s?{_OFFSET}?",
    re.IGNORECASE,
)
_COMPACT = re.compile(rf"\d{{8}}T(\d{{2}})(\d{{2}})(\d{{2}})?{_OFFSET}?")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}T")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+|\d{3})?")
_POINTED = re.compile(rf"(?<![\d.])(\d{{1,2}})\.(\d{{2}})(?![\d.])(?:\s?Uhr|{_HALF})", re.IGNORECASE)


class Clock(NamedTuple):
    """A time of day as it is written; seconds and offset (minutes east of UTC) are None where it gives none."""

    hour: int
    minute: int
    second: int | None = None
    offset: int | None = None


def clock_of(value: str) -> Clock | None:
    """The first time of day in a date's wording; None where there is none."""
    plain = plain_digits(value.strip()[:300])
    epoch = _EPOCH.fullmatch(plain)
    if epoch:
        moment = datetime.datetime.fromtimestamp(int(epoch[1]), datetime.UTC)
        return Clock(moment.hour, moment.minute, moment.second, 0)
    compact = _COMPACT.search(plain)
    if compact:
        return _clock(compact[1], compact[2], compact[3], None, compact[4])
    found = _CLOCK.search(_ISO.sub(" ", plain))
    if found:
        return _clock(*found.groups())
    pointed = _POINTED.search(plain)
    return _clock(pointed[1], pointed[2], None, pointed[3], None) if pointed else None


def _clock(hour: str, minute: str, second: str | None, half: str | None, offset: str | None) -> Clock | None:
    hours = int(hour) % 12 + 12 * (half in ("p", "P")) if half else int(hour)
    if hours > 23 or int(minute) > 59:
        return None
    return Clock(hours, int(minute), None if second is None else int(second), _minutes(offset))


def _minutes(offset: str | None) -> int | None:
    if offset is None:
        return None
    if offset[0] not in "+-":
        return 0
    figures = offset[1:].replace(":", "").ljust(4, "0")
    return (int(figures[:2]) * 60 + int(figures[2:])) * (-1 if offset[0] == "-" else 1)


def tells(clock: Clock, claim: datetime.datetime) -> bool:
    """Whether a clock shows the claimed moment's time of day, to the precision that it gives.

    With an offset moments are compared; without one, what the claim's own clock shows.
    """
    moment = claim
    if clock.offset is not None and claim.tzinfo is not None:
        moment = claim.astimezone(datetime.UTC) + datetime.timedelta(minutes=clock.offset)
    same = (moment.hour, moment.minute) == (clock.hour, clock.minute)
    return same and moment.second == (clock.second or 0)
