"""PG416 capture-status."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG416",
    name="capture-status",
    summary="The captured response is not a success.",
    why="An error, consent or missing page is not the document's source.",
    fix="Capture the page when it answers with 200.",
    bad="HTTP/1.1 404",
    good="HTTP/1.1 200",
    about="evidence",
    check=reported("capture-status"),
)
