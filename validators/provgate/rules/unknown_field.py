"""PG209 unknown-field."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG209",
    name="unknown-field",
    summary="A sidecar has a key that the format does not know.",
    why="A misspelt key is a claim that nobody checks.",
    fix="Correct the spelling, remove the key, or begin it with `x-`.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
autor: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("unknown-field"),
)
