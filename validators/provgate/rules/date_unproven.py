"""PG502 date-unproven."""

from __future__ import annotations

from provgate.rules.rule import Rule, judged

RULE = Rule(
    code="PG502",
    name="date-unproven",
    summary="The evidence does not show the date.",
    why="A wrong day puts a document before or after events that it speaks of.",
    fix="Write the day of publication that the page states; the day it was changed is another one.",
    bad="date: 2026-03-15 where the page states 2026-03-12",
    good="date: 2026-03-12",
    about="evidence",
    check=judged("date"),
)
