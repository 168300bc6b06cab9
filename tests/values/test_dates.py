"""Claimed dates: the days that each shape covers, and what is wrong with the others."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.values import dates
from provgate.values.dates import Span

UTC = datetime.UTC


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("2026-03-12", date(2026, 3, 12), date(2026, 3, 12)),
        ("2024-04-30T00:00:00", date(2024, 4, 30), date(2024, 4, 30)),
    ],
)
def test_days(text: str, first: date, last: date) -> None:
    assert dates.parse(text) == Span(first, last)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-12T10:00:00Z", datetime.datetime(2026, 3, 12, 10, tzinfo=UTC)),
        ("2026-03-12t10:00:00z", datetime.datetime(2026, 3, 12, 10, tzinfo=UTC)),
        ("2026-03-12 10:00:00+02:00", datetime.datetime(2026, 3, 12, 8, tzinfo=UTC)),
        ("2026-03-12T10:00:00.847000-03:30", datetime.datetime(2026, 3, 12, 13, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", datetime.datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59-12:00", datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_moments(text: str, instant: datetime.datetime) -> None:
    read = dates.parse(text)
    assert isinstance(read, Span)
    assert read.instant == instant
    assert read.first == read.last == date.fromisoformat(text[:10])


@given(st.dates())
def test_every_day_of_the_calendar_is_read_as_itself(day: date) -> None:
    assert dates.parse(day.isoformat()) == Span(day, day)


@given(
    st.datetimes(
        timezones=st.integers(-720, 840).map(lambda m: datetime.timezone(datetime.timedelta(minutes=m))),
        min_value=datetime.datetime(2, 1, 1),
        max_value=datetime.datetime(9998, 12, 31),
    )
)
def test_every_moment_is_read_as_itself(moment: datetime.datetime) -> None:
    read = dates.parse(moment.isoformat())
    assert isinstance(read, Span)
    assert read.instant == moment.replace(microsecond=0)
    assert read.first == moment.date()


@given(st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.+\-Z]*"))
def test_any_text_gets_an_answer(text: str) -> None:
    read = dates.parse(text)
    assert isinstance(read, Span) or len(read) < 200


def test_the_latest_day_anywhere() -> None:
    assert dates.today(datetime.datetime(2026, 6, 1, 9, 59, tzinfo=UTC)) == date(2026, 6, 1)
    assert dates.today(datetime.datetime(2026, 6, 1, 10, 0, tzinfo=UTC)) == date(2026, 6, 2)
    assert dates.today(datetime.datetime(9999, 12, 31, 23, tzinfo=UTC)) == date.max


@pytest.mark.parametrize(
    ("date", "moment", "after"),
    [
        ("2026-03-12", "2026-03-11T09:59:59Z", True),
        ("2026-03-12", "2026-03-11T10:00:00Z", False),
        ("2026-03-12", "2026-03-11", True),
        ("2026-03-12", "2026", False),
        ("2026-04", "2026-03", True),
        ("2026", "2026-03-12", False),
        ("2026-03-12", "", False),
        ("soon", "2026-03-12", False),
        ("2026-03-12", "yesterday", False),
    ],
)
def test_what_had_not_begun(date: str, moment: str, after: bool) -> None:
    assert dates.begins_after(date, moment) is after
