"""PG426 attestation-extra-signature."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG426",
    name="attestation-extra-signature",
    summary="An attestation holds a further signature, or something behind its end.",
    why="Each signature must add one registered person. One more, or a person twice, lends weight that is not there.",
    fix="Keep one valid signature of each person and nothing else.",
    bad="two signatures by Ines Calder",
    good="one signature by Ines Calder and one by Omar Veld",
    about="evidence",
    check=reported("attestation-extra-signature"),
)
