"""PG413 capture-record."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG413",
    name="capture-record",
    summary="The origin's record is not a usable response.",
    why="Revisit, resource and metadata records do not hold what the server sent.",
    fix="Capture the page itself, without deduplication.",
    bad="a revisit record",
    good="a response record",
    about="evidence",
    check=reported("capture-record"),
)
