"""The rules as a whole: codes, names, families, and examples that do not lie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provgate import rules
from provgate.formats import schema, sidecar
from provgate.rules import FAMILIES, all_rules, family, of_fault
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


def test_every_rule_is_in_the_family_of_its_ground() -> None:
    for about in FAMILIES:
        listed = family(about)
        assert {rule.about for rule in listed} == {about.replace("judgements", "evidence")}
        assert [rule.code for rule in listed] == sorted(rule.code for rule in listed)


def test_every_rule_file_is_listed() -> None:
    folder = Path(str(rules.__file__)).parent
    named = {rule.name.replace("-", "_") for rule in RULES}
    holding = {path.stem for path in folder.glob("*.py") if "\nRULE = " in path.read_text("utf-8")}
    assert holding == named


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_fault_names_its_rule(rule: Rule) -> None:
    assert of_fault(rule.name) is rule


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
    parsed = sidecar.read(rule.good.encode())
    assert parsed.faults == ()
    assert parsed.data is not None
    assert schema.check("sidecar", parsed.data) == ()
