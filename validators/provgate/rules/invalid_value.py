"""PG210 invalid-value."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG210",
    name="invalid-value",
    summary="A value has the wrong form.",
    why="A value of the wrong form cannot be compared with anything.",
    fix="Write the value in the form that the message shows.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
sha256: 12ab
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("invalid-value"),
)
