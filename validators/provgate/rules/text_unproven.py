"""PG505 text-unproven."""

from __future__ import annotations

from provgate.rules.rule import Rule, judged

RULE = Rule(
    code="PG505",
    name="text-unproven",
    summary="The document's words are not the page's words.",
    why="A changed number, name or negation, or a passage left out, makes another statement of it.",
    fix=("Take the text from the page as it stands; set `excerpt: true` where passages are left out on purpose."),
    bad="a document with one paragraph less than the page",
    good="the page's text",
    about="evidence",
    check=judged("text"),
)
