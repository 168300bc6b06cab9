"""PG503 author-unproven."""

from __future__ import annotations

from provgate.rules.rule import Rule, judged

RULE = Rule(
    code="PG503",
    name="author-unproven",
    summary="The evidence does not show these authors.",
    why="A name that the page does not give, or one left out, is a false attribution.",
    fix="Write exactly the names of the byline; use {organization: NAME} where no person is named.",
    bad="author: Mallory Fake where the page states Ines Calder",
    good="author: Ines Calder",
    about="evidence",
    check=judged("author"),
)
