"""The tables that are generated from Unicode CLDR: up to date, and with the names that readers meet."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from provgate.evidence.pages.days import month_of
from provgate.evidence.pages.months import MONTHS
from provgate.values.language_names import NAMES
from provgate.values.languages import meant

SCRIPT = Path(__file__).parent.parent / "docs" / "tables.py"


def test_they_are_up_to_date(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("babel")
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), "--check"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert (ended.value.code, capsys.readouterr().out) == (0, "")


def test_their_source_is_named() -> None:
    for module in ("evidence/pages/months.py", "values/language_names.py"):
        source = (SCRIPT.parent.parent / "validators" / "provgate" / module).read_text("utf-8")
        assert "Unicode CLDR 47 as Babel 2.18.0 has it" in source.split('"""')[1].replace("\n", " ")


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("March", (3,)),
        ("März", (3,)),
        ("Mrz.", (3,)),
        ("d'agost", (8,)),
        ("d’octubre".replace("’", "'"), (10,)),
        ("января", (1,)),
        ("listopad", (10, 11)),
        ("三月", (3,)),
        ("آذار", (3,)),
        ("harbour", ()),
    ],
)
def test_months(name: str, months: tuple[int, ...]) -> None:
    assert month_of(name) == months


def test_each_month_has_names_and_few_have_two_months() -> None:
    assert {month for months in MONTHS.values() for month in months} == set(range(1, 13))
    assert sum(len(months) > 1 for months in MONTHS.values()) < 12


@pytest.mark.parametrize(
    ("name", "tag"), [("German", "de"), ("Deutsch", "de"), ("日本語", "ja"), ("jp", "ja"), ("Klingonese", "")]
)
def test_languages(name: str, tag: str) -> None:
    assert meant(name) == tag
    assert all(len(code) == 2 for code in NAMES.values())
