"""Days in words and figures of many languages."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.evidence.pages.days import MAX_TEXT, compact_days, days_of, find_days, month_of

DAY = datetime.date(2024, 4, 28)


@pytest.mark.parametrize(
    "text",
    [
        "28. April 2024",
        "28 de abril de 2024",
        "April 28th, 2024",
        "Apr 28, 2024 5:52 PM",
        "2024年4月28日",
        "2024. 4. 28.",
        "28.04.24",
        "04/28/2024",
        "٢٨ أبريل ٢٠٢٤",
        "28 เมษายน 2567",
        "2024. április 28.",
        "2024 m. balandžio 28 d.",
        "Sun, 28 Apr 2024 17:52:31 GMT",
        "28 апреля 2024",
        "28 avril 2024 à 10h",
        "28-Apr-2024",
        "28-04-2024",
        "२८ अप्रैल २०२४",
        "28 Nisan 2024 Pazar",
        "2024년 4월 28일",
        "28 d'abril de 2024",
        "28 نيسان / أبريل 2024",
        "２０２４年４月２８日",
        "2024-04-28T17:52:31.847000+00:00",
    ],
)
def test_one_day_in_many_languages(text: str) -> None:
    assert [dated.days for dated in find_days(f"x {text} y")] == [{DAY}]
    assert DAY in days_of(text)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-04-28T23:30:00-05:00", {DAY, datetime.date(2024, 4, 29)}),
        ("2024-04-28T00:30:00+0200", {DAY, datetime.date(2024, 4, 27)}),
        ("2024-04-28T12:00:00+02:00", {DAY}),
        ("20240428", {DAY}),
        ("20240428T003000+0200", {DAY, datetime.date(2024, 4, 27)}),
        ("1714326751", {DAY}),
        ("1714326751000", {DAY}),
        ("2024-04-28T10:00Z", {DAY}),
        ("", set()),
        ("soon", set()),
        ("2024-13-45", set()),
        ("0000-01-01", set()),
    ],
)
def test_machine_values(value: str, days: set[datetime.date]) -> None:
    assert days_of(value) == days


def test_both_readings_of_an_ambiguous_date_are_kept() -> None:
    assert find_days("03/04/2024")[0].days == {datetime.date(2024, 4, 3), datetime.date(2024, 3, 4)}
    assert days_of("1 listopada 2024") == {datetime.date(2024, 11, 1), datetime.date(2024, 10, 1)}


def test_old_two_figure_years() -> None:
    assert days_of("28.04.87") == {datetime.date(1987, 4, 28)}


def test_several_dates_in_order() -> None:
    assert [min(d.days).day for d in find_days("12 March 2026, updated 14 March 2026")] == [12, 14]


def test_overlapping_readings_are_one_date() -> None:
    (found,) = find_days("28-Apr-2024-05-01")
    assert found.days == {DAY, datetime.date(2024, 5, 1)}


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert find_days("x" * MAX_TEXT + " 28 April 2024") == ()


def test_eight_figures_in_a_path() -> None:
    assert compact_days("/a/20240428/20249999/b") == {DAY}


@pytest.mark.parametrize(("word", "months"), [("März", (3,)), ("Sept.", (9,)), ("d'août", (8,)), ("Maudes", ())])
def test_months(word: str, months: tuple[int, ...]) -> None:
    assert month_of(word) == months


@given(st.dates(datetime.date(1970, 1, 2), datetime.date(2199, 1, 1)))
def test_every_iso_day_is_read_as_itself(day: datetime.date) -> None:
    assert days_of(day.isoformat()) == {day}
    assert [d.days for d in find_days(f"({day.isoformat()})")] == [{day}]


@given(st.text(max_size=300))
def test_any_text_is_only_text(text: str) -> None:
    assert all(0 <= d.start < d.end and d.days for d in find_days(text))
