"""PG425 attestation-signature."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG425",
    name="attestation-signature",
    summary="A signature does not fit what the attestation says.",
    why="The statement was edited after it was signed, or the signature was never made by this key.",
    fix="Restore the file, or have the document attested again.",
    bad="a statement whose date was edited",
    good="a statement as it was signed",
    about="evidence",
    check=reported("attestation-signature"),
)
