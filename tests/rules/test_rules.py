"""The rules as a whole: codes, names, families, and examples that do not lie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provgate import rules
from provgate.formats import schema, yaml_reader
from provgate.rules import CHECKS, TABLES, all_rules, family, of_fault
from provgate.rules.rule import Rule
from rules.subjects import problems_of

RULES = all_rules()
ON_SIDECARS = family("sidecar")


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"PG[1-69][0-9]{2}", code) for code in codes)
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


def test_rules_stand_in_order_in_one_module() -> None:
    for name in TABLES + CHECKS:
        codes = [rule.code for rule in family(name)]
        assert codes == sorted(codes)
    assert sum(len(family(name)) for name in TABLES + CHECKS) == len(RULES)


def test_every_rule_file_is_listed() -> None:
    folder = Path(str(rules.__file__)).parent
    listed = {rule.name.replace("-", "_") for name in CHECKS for rule in family(name)}
    holding = {path.stem for path in folder.glob("*.py") if "\nRULE = " in path.read_text("utf-8")}
    assert holding <= listed


@pytest.mark.parametrize("rule", [rule for name in TABLES for rule in family(name)], ids=lambda rule: rule.code)
def test_a_fault_names_its_rule(rule: Rule) -> None:
    assert of_fault(rule.name) is rule


def test_readers_name_only_faults_that_have_a_rule() -> None:
    """Every kind that stands in the source of a reader is a row; the registry's lint and its like name no rules."""
    package = Path(str(rules.__file__)).parents[1]
    named = set()
    for path in package.rglob("*.py"):
        if path.parent.name != "rules" and path.name != "registry_lint.py":
            named |= set(
                re.findall(
                    r'\b(?:Fault|DamagedError|_fault|_refused|\w+\.fault)\(\s*"([a-z-]+)"', path.read_text("utf-8")
                )
            )
    rows = {rule.name for name in TABLES for rule in family(name)}
    unknown = {kind for kind in named - rows if f"attestation-{kind}" not in rows}
    assert named and not unknown


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_texts_are_whole_sentences_for_people(rule: Rule) -> None:
    for text in (rule.summary, rule.why, rule.fix):
        assert text[0].isupper() or text[0] == "`"
        assert text.endswith(".")
        assert "  " not in text
    assert rule.bad.strip() != rule.good.strip()


@pytest.mark.parametrize("rule", ON_SIDECARS, ids=lambda rule: rule.code)
def test_refused_sidecars_are_refused_for_this_very_reason(rule: Rule) -> None:
    assert problems_of(rule, {"sidecar": rule.bad})
    broken = {other.code for other in ON_SIDECARS if problems_of(other, {"sidecar": rule.bad})}
    assert broken - {"PG208"} <= {rule.code}


@pytest.mark.parametrize("rule", ON_SIDECARS, ids=lambda rule: rule.code)
def test_accepted_sidecars_are_valid(rule: Rule) -> None:
    parsed = yaml_reader.read(rule.good.encode())
    assert parsed.faults == ()
    assert parsed.data is not None
    assert schema.check("sidecar", parsed.data) == ()
