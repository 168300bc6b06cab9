"""PG211 control-character."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG211",
    name="control-character",
    summary="A value holds a control character.",
    why="Control characters change what terminals and logs show.",
    fix="Remove the character.",
    bad="""\
schema: 1
title: "Dredging\\e[31m resumes"
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("control-character"),
)
