"""PG427 attestation-not-yet-valid."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG427",
    name="attestation-not-yet-valid",
    summary="An attestation was signed before its key counts, or in the future.",
    why="A key speaks for a person only in the time that the attesters' file gives it.",
    fix="Correct the clock and sign again, or correct `from` in the attesters' file.",
    bad="signed on 2026-01-05 with a key from 2026-02-01",
    good="signed on 2026-02-03 with that key",
    about="evidence",
    check=reported("attestation-not-yet-valid"),
)
