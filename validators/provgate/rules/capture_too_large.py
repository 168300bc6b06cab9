"""PG419 capture-too-large."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG419",
    name="capture-too-large",
    summary="A capture or page is larger than the policy allows.",
    why="Unbounded input lets one file stall the gate for everyone.",
    fix="Capture only the page, or raise `limits` in the policy.",
    bad="a page of 100 MB",
    good="a page of 300 KB",
    about="evidence",
    check=reported("capture-too-large"),
)
