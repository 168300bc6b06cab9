"""PG434 attestation-role."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG434",
    name="attestation-role",
    summary="An attestation gives no role in one word.",
    why="Readers must know in which role somebody vouches: as author, witness, archivist or editor.",
    fix="Sign again with `provgate attest --role`.",
    bad='role: "chief editor"',
    good="role: editor",
    about="evidence",
    check=reported("attestation-role"),
)
