"""PG407 evidence-kind."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG407",
    name="evidence-kind",
    summary="An evidence file is not of the kind that the entry says.",
    why="A capture and a signed statement prove different things and are read differently.",
    fix="Name captures `.warc`, `.warc.gz` or `.wacz`, and attestations `.dsse.json`.",
    bad="kind: capture, path: a.txt",
    good="kind: capture, path: a.warc.gz",
    about="evidence",
    check=reported("evidence-kind"),
)
