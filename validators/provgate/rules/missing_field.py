"""PG208 missing-field."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG208",
    name="missing-field",
    summary="A required field is missing or empty.",
    why=("Origin, date, author and outlet are the least that provenance consists of; an empty value claims nothing."),
    fix="Add the field with its value.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
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
    check=reported("missing-field"),
)
