"""PG411 capture-truncated."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG411",
    name="capture-truncated",
    summary="A capture is cut off.",
    why="A record that ends early may lack the very passage that matters.",
    fix="Make the capture again, or fetch the whole file.",
    bad="the first half of a WARC",
    good="the whole WARC",
    about="evidence",
    check=reported("capture-truncated"),
)
