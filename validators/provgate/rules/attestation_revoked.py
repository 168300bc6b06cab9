"""PG429 attestation-revoked."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG429",
    name="attestation-revoked",
    summary="An attestation is signed with a revoked key.",
    why="A stolen key can sign under any date, so a revoked key supports nothing, not even what it signed before.",
    fix="Have the document attested again with another key.",
    bad="a key with a `revoked` date that has come",
    good="a key that is not revoked",
    about="evidence",
    check=reported("attestation-revoked"),
)
