"""PG501 origin-unproven."""

from __future__ import annotations

from provgate.rules.rule import Rule, judged

RULE = Rule(
    code="PG501",
    name="origin-unproven",
    summary="The evidence does not show the origin.",
    why="The document may have been taken from somewhere else.",
    fix="Correct `origin`, or name the capture that holds it.",
    bad="a capture that holds another page than the origin",
    good="a capture of exactly the origin",
    about="evidence",
    check=judged("origin"),
)
