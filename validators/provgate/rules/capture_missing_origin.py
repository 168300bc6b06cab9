"""PG414 capture-missing-origin."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG414",
    name="capture-missing-origin",
    summary="A capture holds no response for the origin.",
    why="A capture of another page says nothing about this one.",
    fix="Name the capture that holds exactly this URL, or correct `origin`.",
    bad="origin: .../a with a capture of .../b",
    good="origin and capture agree",
    about="evidence",
    check=reported("capture-missing-origin"),
)
