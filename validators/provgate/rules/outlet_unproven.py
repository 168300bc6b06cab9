"""PG504 outlet-unproven."""

from __future__ import annotations

from provgate.rules.rule import Rule, judged

RULE = Rule(
    code="PG504",
    name="outlet-unproven",
    summary="The evidence does not show the outlet.",
    why="The outlet is whom a reader holds responsible for the text.",
    fix="Name the outlet whose site the page is on.",
    bad="outlet: another-paper",
    good="outlet: harbour-gazette",
    about="evidence",
    check=judged("outlet"),
)
