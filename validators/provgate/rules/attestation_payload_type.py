"""PG422 attestation-payload-type."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG422",
    name="attestation-payload-type",
    summary="An envelope holds something else than an in-toto statement.",
    why="A signature is made for one kind of content; under another name it may mean something else.",
    fix="Have the document attested again with `provgate attest`.",
    bad="an envelope of payload type text/plain",
    good="an envelope of payload type application/vnd.in-toto+json",
    about="evidence",
    check=reported("attestation-payload-type"),
)
