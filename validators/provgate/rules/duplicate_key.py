"""PG205 duplicate-key."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG205",
    name="duplicate-key",
    summary="A key stands twice.",
    why="Parsers silently keep one of the two, and reviewers see the other.",
    fix="Remove one of the two lines.",
    bad="""\
schema: 1
date: 2026-03-12
date: 2025-03-12
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("duplicate-key"),
)
