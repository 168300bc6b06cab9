"""PG306 date-after-retrieved."""

from __future__ import annotations

from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import dates
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """The date, when its day had not begun anywhere on Earth at the time of the capture."""
    claims = subject.claims
    if claims is None or not claims.retrieved or not dates.begins_after(claims.date, claims.retrieved):
        return []
    return [
        Problem(
            f"`date` is {shown(claims.date)}, after `retrieved` ({shown(claims.retrieved)})",
            help="correct `date`, or set `retrieved` to the time of the capture",
            pointer="/date",
        )
    ]


RULE = Rule(
    code="PG306",
    name="date-after-retrieved",
    summary="The date lies after the capture.",
    why="A page cannot have been captured before it was published.",
    fix="Correct `date`, or `retrieved` to the time of the capture (its WARC-Date).",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2025-03-14
author: Ines Calder
outlet: harbour-gazette
retrieved: 2025-03-12T09:14:07Z
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2025-03-12
author: Ines Calder
outlet: harbour-gazette
retrieved: 2025-03-13T09:14:07Z
""",
    about="claims",
    check=check,
)
