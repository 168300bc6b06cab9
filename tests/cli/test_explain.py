"""`provgate explain` and `provgate rules`: every rule tells what it means, why, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from gating import run
from provgate.rules import all_rules
from provgate.rules.rule import Rule

RULES = all_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(tmp_path: Path, rule: Rule) -> None:
    ran = run(tmp_path, "explain", rule.code)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == run(tmp_path, "explain", rule.name.upper()).out
    lines = ran.out.split("\n")
    assert lines[0] == f"{rule.code} {rule.name} ({rule.severity.value})"
    for part in ("Why", "What to do", "Refused", "Accepted"):
        assert lines.count(part) == 1
    words = " ".join(ran.out.split())
    for text in (rule.summary, rule.why, rule.fix, rule.bad, rule.good):
        assert " ".join(text.split()) in words


def test_several_rules_at_once(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", "pg101", "orphan-sidecar")
    assert ran.out == run(tmp_path, "explain", "PG101").out + "\n" + run(tmp_path, "explain", "PG102").out


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("PG1011", "did you mean PG1"),
        ("missing-sidcar", "did you mean missing-sidecar"),
        ("pg-101", "did you mean PG101"),
        ("zzzz", "`provgate rules` lists them all"),
        ("", "`provgate rules` lists them all"),
    ],
)
def test_an_unknown_rule_is_a_usage_error(tmp_path: Path, code: str, hint: str) -> None:
    ran = run(tmp_path, "explain", code)
    assert (ran.code, ran.out) == (2, "")
    assert f"there is no rule `{code}`; {hint}" in ran.err


def test_without_a_code(tmp_path: Path) -> None:
    assert run(tmp_path, "explain").code == 2


def test_the_list_has_every_rule_once_in_order(tmp_path: Path) -> None:
    lines = run(tmp_path, "rules").out.splitlines()
    assert [line.split()[:3] for line in lines] == [[rule.code, rule.severity.value, rule.name] for rule in RULES]
    assert all(line.endswith(rule.summary) for line, rule in zip(lines, RULES, strict=True))


def test_the_page_has_every_rule_once_in_order(tmp_path: Path) -> None:
    page = run(tmp_path, "rules", "--markdown").out
    headings = [line[4:] for line in page.splitlines() if line.startswith("### ")]
    assert headings == [f"{rule.code} {rule.name}" for rule in RULES]
    assert page.count("```") == 4 * len(RULES)
    for rule in RULES:
        assert rule.bad.rstrip() in page
