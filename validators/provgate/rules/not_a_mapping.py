"""PG207 not-a-mapping."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG207",
    name="not-a-mapping",
    summary="A sidecar is not a list of `key: value` lines.",
    why="There is nothing in it that could be read as a claim.",
    fix="Run `provgate new` on the document for a sidecar to fill in.",
    bad="- a list",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("not-a-mapping"),
)
