"""PG203 sidecar-too-large."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG203",
    name="sidecar-too-large",
    summary="A sidecar is too large or too deep.",
    why="A sidecar is a page of text; huge or deeply nested ones exist only to exhaust a parser.",
    fix="Keep it under 64 KiB and 8 levels; long texts belong into the document.",
    bad="notes: [[[[[[[[[deep]]]]]]]]]",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("sidecar-too-large"),
)
