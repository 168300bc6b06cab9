"""PG432 attestation-claims."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG432",
    name="attestation-claims",
    summary="The sidecar claims something else than what was signed.",
    why="People vouched for the claims as they were. A change of any of them takes their word away.",
    fix="Undo the change, or have the document attested again.",
    bad="date 2026-03-13 in the sidecar, 2026-03-12 signed",
    good="the same date in both",
    about="evidence",
    check=reported("attestation-claims"),
)
