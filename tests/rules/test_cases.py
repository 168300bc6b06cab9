"""Runs every case file of this folder: one YAML file a rule, with cases that must fail and cases that must pass.

A file names its rule by `code` and lists cases under `fail` and `pass`. What a rule with a row finds is found by a
reader, so its cases go through the command line (`case_repos` says what repository a case may ask for). A rule with a
check is shown what a case says:

    claims      fields laid over the base sidecar (a list in `without` takes fields away), or
    sidecar     the whole text of a sidecar instead, or
    each        one field with many values: a case for each of them
    outlets     the registry's outlets instead of the base ones
    now         the time of the check, RFC 3339
    require     the level that the policy asks for
    judgements  what the evidence says, as a list of mappings
    document    `sha256` and `size` of the document
    witnessed   `operators` that agreed, how many `receipts` there are and how many `unreachable`, `advice`
    threshold   how many operators must agree

A failing case may say what is found: `says` (a part of the message), `help` (a part of the advice), `at` (the JSON
Pointer), `severity`, `count` (how many problems), and in a repository `path`, `line` and `column`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from provgate.rules import TABLES, all_rules, family
from provgate.rules.rule import by_code
from rules.case_repos import checked
from rules.subjects import problems_of

HERE = Path(__file__).parent
BY_CODE = by_code(all_rules())
ROWS = {rule.code for name in TABLES for rule in family(name)}


def _cases(expected: str) -> Iterator[Any]:
    for path in sorted(HERE.glob("PG*.yaml")):
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        for case in data[expected]:
            for one in _unfolded(case):
                yield pytest.param(data["code"], one, id=f"{data['code']}-{one['name']}")


def _unfolded(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "each" not in case:
        yield case
        return
    for field, values in case["each"].items():
        for number, value in enumerate(values):
            fields = {**case.get("claims", {}), field: value}
            yield {**case, "name": f"{case['name']}-{field}-{number}", "claims": fields}


def _found(code: str, case: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """What the rule says of the case, as the JSON report says it."""
    if code in ROWS or "steps" in case:
        ran = checked(case, folder)
        errors = [found for found in ran.report["findings"] if found["severity"] == "error"]
        assert ran.code == int(bool(errors or ran.report["summary"]["failed"])), ran.err
        return [found for found in ran.report["findings"] if found["code"] == code]
    rule = BY_CODE[code]
    return [
        {
            "message": problem.message,
            "help": problem.help or rule.fix,
            "pointer": problem.pointer,
            "severity": (problem.severity or rule.severity).value,
        }
        for problem in problems_of(rule, case)
    ]


@pytest.mark.parametrize(("code", "case"), list(_cases("fail")))
def test_fails(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    found = _found(code, case, tmp_path)
    assert found
    assert len(found) == int(case.get("count", len(found)))
    assert case.get("says", "") in found[0]["message"]
    assert case.get("help", "") in found[0]["help"]
    expected = {"pointer": case["at"]} if "at" in case else {}
    expected |= {key: case[key] for key in ("severity", "path", "line", "column") if key in case}
    assert {key: str(found[0][key]) for key in expected} == expected


@pytest.mark.parametrize(("code", "case"), list(_cases("pass")))
def test_passes(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    assert _found(code, case, tmp_path) == []


def test_every_rule_has_failing_and_passing_cases() -> None:
    files = {yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["code"]: path for path in HERE.glob("PG*.yaml")}
    assert sorted(BY_CODE.keys() - files.keys()) == []
    for code, path in files.items():
        assert path.stem == f"{code}-{BY_CODE[code].name}"
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        assert data["fail"]
        assert data["pass"]


def test_a_row_is_shown_no_faults() -> None:
    """A case that hands a fault in and expects it back would prove nothing."""
    for path in HERE.glob("PG*.yaml"):
        for line in path.read_text("utf-8").splitlines():
            assert not line.strip().startswith("faults:"), path.name
