"""PG206 merge-conflict."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG206",
    name="merge-conflict",
    summary="A merge conflict marker was left in a sidecar.",
    why="Two versions of the claims stand in one file.",
    fix="Keep the right version and delete the marker lines.",
    bad="""\
schema: 1
<<<<<<< HEAD
date: 2026-03-12
=======
date: 2026-03-13
>>>>>>> other
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="sidecar",
    check=reported("merge-conflict"),
)
