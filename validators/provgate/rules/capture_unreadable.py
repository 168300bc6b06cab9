"""PG410 capture-unreadable."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG410",
    name="capture-unreadable",
    summary="A capture is not a readable WARC or WACZ file.",
    why="What cannot be read whole proves nothing.",
    fix="Make the capture again with `provgate capture`.",
    bad="a text file named a.warc.gz",
    good="a WARC made by any archiving tool",
    about="evidence",
    check=reported("capture-unreadable"),
)
