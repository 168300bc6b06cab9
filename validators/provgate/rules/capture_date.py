"""PG420 capture-date."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG420",
    name="capture-date",
    summary="A capture's own date is impossible.",
    why="A record without a true date cannot show when the page said so.",
    fix="Make the capture again.",
    bad="WARC-Date: yesterday",
    good="WARC-Date: 2026-03-13T09:14:07Z",
    about="evidence",
    check=reported("capture-date"),
)
