"""PG441 retrieved-differs."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG441",
    name="retrieved-differs",
    summary="`retrieved` is not the capture's own date.",
    why="The date of retrieval is what the capture says, not what someone remembers.",
    fix="Set `retrieved` to the date in the message.",
    bad="retrieved: 2026-03-01T00:00:00Z, captured 2026-03-13T09:14:07Z",
    good="the same moment in both",
    about="evidence",
    check=reported("retrieved-differs"),
)
