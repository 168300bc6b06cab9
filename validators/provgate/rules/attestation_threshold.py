"""PG433 attestation-threshold."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG433",
    name="attestation-threshold",
    summary="Fewer different people than required signed for this document.",
    why="The attesters' file asks for several people. A person counts once, with however many keys or signatures.",
    fix="Have another registered attester run `provgate attest` on the document.",
    bad="threshold 2, two signatures by Ines Calder",
    good="threshold 2, signed by Ines Calder and Omar Veld",
    about="evidence",
    check=reported("attestation-threshold"),
)
