"""PG204 yaml-feature."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG204",
    name="yaml-feature",
    summary="A sidecar uses a YAML feature that is not allowed.",
    why=("Anchors, aliases, tags, merge keys and further documents make a file say other things than a reader sees."),
    fix="Write the value out as plain text.",
    bad="""\
schema: 1
author: &a Ines Calder
title: *a
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("yaml-feature"),
)
