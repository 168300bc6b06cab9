"""PG304 future-date."""

from __future__ import annotations

from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import dates
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """The date, when it has not begun anywhere on Earth."""
    claims = subject.claims
    read = dates.parse(claims.date) if claims else None
    if claims is None or not isinstance(read, dates.Span) or read.first <= dates.today(subject.now):
        return []
    return [
        Problem(
            f"`date` is {shown(claims.date)}, which lies in the future: today is {subject.now:%Y-%m-%d}",
            help="write the day on which it was published, such as `date: 2026-03-12`",
            pointer="/date",
        )
    ]


RULE = Rule(
    code="PG304",
    name="future-date",
    summary="The date lies in the future.",
    why="What will only be published cannot have been obtained.",
    fix="Write the day on which the document was published, not the day of an event that it speaks of.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2999-01-01
author: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2025/12/31/dredging.html
date: 2025-12-31
author: Ines Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
