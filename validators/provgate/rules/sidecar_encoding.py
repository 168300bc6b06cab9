"""PG202 sidecar-encoding."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG202",
    name="sidecar-encoding",
    summary="A sidecar is not plain UTF-8.",
    why="Reviewers' tools do not show UTF-16 or broken bytes, so what stands there goes unseen.",
    fix="Save the file as UTF-8 without a byte order mark.",
    bad="﻿schema: 1",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("sidecar-encoding"),
)
