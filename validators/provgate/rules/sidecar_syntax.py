"""PG201 sidecar-syntax."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG201",
    name="sidecar-syntax",
    summary="A sidecar is not readable as YAML.",
    why="A file that only some parsers can read means something else to each of them.",
    fix="Correct the line; values with `: ` or ` #` in them need quotes.",
    bad="""\
schema: 1
title: Harbour: dredging resumes
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("sidecar-syntax"),
)
