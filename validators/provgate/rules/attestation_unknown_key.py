"""PG424 attestation-unknown-key."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG424",
    name="attestation-unknown-key",
    summary="An attestation is signed with a key that belongs to nobody in the attesters' file.",
    why="Anybody can make a key. Only people whose keys are registered may vouch.",
    fix="Have a registered attester sign, or have the key added to the attesters' file on the base branch first.",
    bad="a contributor's new key",
    good="a key that stands in attesters.yaml",
    about="evidence",
    check=reported("attestation-unknown-key"),
)
