"""PG423 attestation-predicate-type."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG423",
    name="attestation-predicate-type",
    summary="A signed statement is not an attestation of provenance.",
    why="A statement that was signed for another purpose, such as a build, vouches for no claims here.",
    fix="Have the document attested with `provgate attest`.",
    bad="a signed build record",
    good="a statement of predicate type urn:provgate:attestation:v1",
    about="evidence",
    check=reported("attestation-predicate-type"),
)
