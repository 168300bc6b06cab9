"""The claimed date against what a page states."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.compare.date import agrees, judge_date
from provgate.evidence.facts import Statement
from provgate.findings import Verdict

SUPPORTED, CONTRADICTED, UNSUPPORTED = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED


def firm(value: str, rank: int = 0) -> Statement:
    return Statement("date", value, "JSON-LD datePublished", rank)


def seen(value: str, offset: int | None = 2, rank: int = 3) -> Statement:
    return Statement("date", value, "visible date", rank, offset=offset)


def verdict(claim: str, *statements: Statement) -> Verdict:
    return judge_date(claim, statements).verdict


@pytest.mark.parametrize(
    "claim",
    [
        "2026",
        "2026-03",
        "2026-03-12",
        "2026-03-12T06:00:00Z",
        "2026-03-12T06:00:00.847000+00:00",
        "2026-03-12T07:00:00+01:00",
        "2026-03-12T00:00:00",
    ],
)
def test_precision_of_the_claim(claim: str) -> None:
    assert verdict(claim, firm("2026-03-12T06:00:00Z")) is SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "2025",
        "2026-02",
        "2026-03-13",
        "2026-03-09",
        "2026-03-15",
        "2027-03-12",
        "2025-03-12",
        "2026-03-15T06:00:00Z",
        "2026-03-12T23:30:00Z",
        "2026-03-12T06:01:00Z",
        "2026-03-12T06:00:01Z",
        "2026-03-12T06:00:00+01:00",
        "2026-12-03",
    ],
)
def test_another_day_is_contradicted(claim: str) -> None:
    found = judge_date(claim, [firm("2026-03-12T06:00:00Z")])
    assert (found.verdict, found.place) == (CONTRADICTED, "JSON-LD datePublished")
    assert found.detail == f"the page says that it was published 2026-03-12T06:00:00Z, not {claim}"


@pytest.mark.parametrize("claim", ["2026-03-12", "2026-03-13", "2026-03-12T23:30:00-05:00", "2026-03-13T04:30:00Z"])
def test_the_pages_own_offset_and_utc_both_count(claim: str) -> None:
    assert verdict(claim, firm("2026-03-12T23:30:00-05:00")) is SUPPORTED


def test_a_weaker_place_shifts_metadata_by_a_day_and_no_more() -> None:
    utc = firm("2026-03-13T02:18:00Z")
    assert verdict("2026-03-12", utc) is CONTRADICTED
    assert verdict("2026-03-12", utc, seen("12 March 2026")) is SUPPORTED
    assert verdict("2026-03-10", utc, seen("10 March 2026")) is CONTRADICTED
    assert verdict("2026-03-12", seen("13 March 2026"), seen("12 March 2026", 30)) is UNSUPPORTED


def test_visible_dates_count_where_metadata_are_silent_and_the_nearest_only() -> None:
    assert verdict("2026-03-12", seen("12 March 2026")) is SUPPORTED
    assert verdict("2026-03-09", seen("12 March 2026"), seen("9 March 2026", 20)) is UNSUPPORTED
    assert verdict("2026-03-12", seen("12 March 2026", None)) is SUPPORTED
    assert verdict("2026-03-12", Statement("date", "2026-03-12", "URL", 4)) is SUPPORTED


def test_what_a_modification_a_comment_or_nothing_says() -> None:
    assert verdict("2026-03-12", Statement("modified", "2026-03-12", "JSON-LD dateModified", 0)) is UNSUPPORTED
    assert verdict("2026-03-12", firm("2026-03-12", 9)) is UNSUPPORTED
    assert verdict("2026-03-12", firm("soon"), seen("soon")) is UNSUPPORTED
    assert verdict("2026-03-12") is UNSUPPORTED


def test_a_page_that_gives_only_the_month() -> None:
    assert verdict("2026-03", firm("2026-03")) is SUPPORTED
    assert verdict("2026-03-12", firm("2026-03")) is CONTRADICTED
    assert verdict("2026", firm("2026")) is SUPPORTED


DAYS = st.dates(datetime.date(1980, 1, 1), datetime.date(2100, 1, 1))
OFFSETS = st.integers(-14 * 4, 14 * 4).map(
    lambda quarters: datetime.timezone(datetime.timedelta(minutes=15 * quarters))
)


@given(st.datetimes(datetime.datetime(1980, 1, 1), datetime.datetime(2100, 1, 1), timezones=OFFSETS))
def test_a_moment_is_supported_on_its_own_day_and_in_utc(moment: datetime.datetime) -> None:
    stated = firm(moment.isoformat())
    assert verdict(moment.date().isoformat(), stated) is SUPPORTED
    assert verdict(moment.astimezone(datetime.UTC).date().isoformat(), stated) is SUPPORTED
    assert verdict(moment.isoformat(), stated) is SUPPORTED


@given(
    st.datetimes(datetime.datetime(1980, 1, 1), datetime.datetime(2100, 1, 1), timezones=OFFSETS),
    st.sampled_from([-366, -365, -3, 3, 365, 366]),
)
def test_three_days_or_a_year_away_is_never_supported(moment: datetime.datetime, away: int) -> None:
    lie = moment + datetime.timedelta(days=away)
    assert verdict(lie.isoformat(), firm(moment.isoformat())) is CONTRADICTED


@given(DAYS, DAYS)
def test_agreement_is_symmetric(one: datetime.date, other: datetime.date) -> None:
    assert agrees(one.isoformat(), [other]) == agrees(other.isoformat(), [one]) == (one == other)
