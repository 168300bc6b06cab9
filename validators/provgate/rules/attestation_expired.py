"""PG428 attestation-expired."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG428",
    name="attestation-expired",
    summary="An attestation was signed after its key had expired.",
    why="A key speaks for a person only in the time that the attesters' file gives it. What was signed while "
    "the key was valid goes on being supported.",
    fix="Sign again with a key that is still valid.",
    bad="signed on 2026-07-01 with a key until 2026-06-30",
    good="signed on 2026-06-30 with that key",
    about="evidence",
    check=reported("attestation-expired"),
)
