"""PG417 capture-redirect."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG417",
    name="capture-redirect",
    summary="A redirect leads out of the capture.",
    why="The page that the origin ends at is not in the capture, so nothing shows what it says.",
    fix="Capture the page again, following redirects.",
    bad="a 301 whose target is missing",
    good="a 301 and the page it leads to",
    about="evidence",
    check=reported("capture-redirect"),
)
