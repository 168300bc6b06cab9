"""PG303 impossible-date."""

from __future__ import annotations

from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import dates
from provgate.values.placeholders import placeholder
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """The date, when it cannot be read or does not exist."""
    claims = subject.claims
    read = dates.parse(claims.date) if claims else None
    if claims is None or not isinstance(read, str) or placeholder("date", claims.date):
        return []
    return [Problem(f"`date` is {shown(claims.date)}: {read}", help=f"write {dates.SHAPES}", pointer="/date")]


RULE = Rule(
    code="PG303",
    name="impossible-date",
    summary="The date is no date of the calendar.",
    why="A date that does not exist, or that can be read in two ways, cannot be held against a page.",
    fix=("Write YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 date-time with offset, as precisely as the page says it."),
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-02-30
author: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-02-28
author: Ines Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
