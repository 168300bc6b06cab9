"""Runs every case file of this folder: one YAML file a rule, with cases that must fail and cases that must pass.

A file names its rule by `code` and lists cases under `fail` and `pass`. A case has a `name` and

    claims      fields laid over the base sidecar (a list in `without` takes fields away), or
    sidecar     the whole text of a sidecar instead, or
    each        one field with many values: a case for each of them
    outlets     the registry's outlets instead of the base ones
    now         the time of the check, RFC 3339
    require     the level that the policy asks for
    faults, judgements   what readers and the evidence say, as lists of mappings
    document    `sha256` and `size` of the document

A failing case may say what is found: `says` (a part of the message), `help` (a part of the advice),
`at` (the JSON Pointer), `severity`, and `count` (how many problems).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from provgate.rules import all_rules
from provgate.rules.rule import by_code
from rules.subjects import problems_of

HERE = Path(__file__).parent
BY_CODE = by_code(all_rules())


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


@pytest.mark.parametrize(("code", "case"), list(_cases("fail")))
def test_fails(code: str, case: dict[str, Any]) -> None:
    rule = BY_CODE[code]
    problems = problems_of(rule, case)
    assert len(problems) == int(case.get("count", len(problems) or 1))
    first = problems[0]
    assert case.get("says", "") in first.message
    assert case.get("help", "") in (first.help or rule.fix)
    assert case.get("at", first.pointer) == first.pointer
    assert case.get("severity", (first.severity or rule.severity).value) == (first.severity or rule.severity).value


@pytest.mark.parametrize(("code", "case"), list(_cases("pass")))
def test_passes(code: str, case: dict[str, Any]) -> None:
    assert problems_of(BY_CODE[code], case) == []


def test_every_rule_has_failing_and_passing_cases() -> None:
    files = {yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["code"]: path for path in HERE.glob("PG*.yaml")}
    assert sorted(BY_CODE.keys() - files.keys()) == []
    for code, path in files.items():
        assert path.stem == f"{code}-{BY_CODE[code].name}"
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        assert data["fail"]
        assert data["pass"]
