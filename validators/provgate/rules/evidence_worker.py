"""PG440 evidence-worker."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG440",
    name="evidence-worker",
    summary="Reading an evidence file exceeded its bounds.",
    why="A page that takes this much time or memory is made to stall a gate.",
    fix="Capture the page again; if it is truly this heavy, raise `limits` in the policy.",
    bad="a page that needs gigabytes to parse",
    good="an ordinary page",
    about="evidence",
    check=reported("evidence-worker"),
)
