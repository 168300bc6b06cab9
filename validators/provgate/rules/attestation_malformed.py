"""PG421 attestation-malformed."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG421",
    name="attestation-malformed",
    summary="An attestation is not a DSSE envelope with an in-toto statement in it.",
    why="What can be read in two ways can be signed in one and shown in the other, so only one spelling is accepted.",
    fix="Have the document attested again with `provgate attest`.",
    bad="a file with the key `payload` twice",
    good="one envelope as `provgate attest` writes it",
    about="evidence",
    check=reported("attestation-malformed"),
)
