"""PG431 attestation-replay."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG431",
    name="attestation-replay",
    summary="An attestation was signed for another document.",
    why="A signature vouches for one path and one set of bytes; copied beside another document it says "
    "nothing about it.",
    fix="Have this document attested. After an intended change of its text or path it must be attested again.",
    bad="the attestation of a.txt beside b.txt",
    good="the attestation of b.txt beside b.txt",
    about="evidence",
    check=reported("attestation-replay"),
)
