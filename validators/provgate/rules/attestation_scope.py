"""PG430 attestation-scope."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG430",
    name="attestation-scope",
    summary="An attestation is signed by someone who may not vouch for this document.",
    why="The attesters' file says for which paths a person may vouch.",
    fix="Have someone sign whose `paths` cover the document.",
    bad="seeds/papers/a.txt signed by someone with paths seeds/interviews/**",
    good="seeds/interviews/a.txt signed by them",
    about="evidence",
    check=reported("attestation-scope"),
)
