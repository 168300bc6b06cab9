"""docs/hardening.md: every entry has a line, and every test that a line names exists."""

from __future__ import annotations

import re

from repos import ROOT

TEXT = (ROOT / "docs" / "hardening.md").read_text(encoding="utf-8")
LAST = {"A": 23, "B": 8, "C": 16, "D": 9, "E": 8, "F": 20, "G": 12, "H": 6, "I": 4, "J": 5, "K": 18}
NEVER_GIVEN = {"A12", "C3", "C6", "C14", "F3"}


def test_every_entry_has_a_line() -> None:
    wanted = {f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)} - NEVER_GIVEN
    assert set(re.findall(r"^\| ([A-K]\d+) \| \S", TEXT, re.MULTILINE)) == wanted


def test_every_named_test_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
    assert len(named) > 80
    missing = [(path, name) for path, name in named if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")]
    assert missing == []
