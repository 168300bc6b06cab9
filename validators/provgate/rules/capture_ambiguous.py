"""PG415 capture-ambiguous."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG415",
    name="capture-ambiguous",
    summary="A capture holds different responses for the origin.",
    why="Which of them the document was taken from would be a guess.",
    fix="Keep the one response that the document was taken from.",
    bad="two different bodies for one URL",
    good="one response",
    about="evidence",
    check=reported("capture-ambiguous"),
)
