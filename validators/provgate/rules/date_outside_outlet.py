"""PG305 date-outside-outlet."""

from __future__ import annotations

from provgate.formats.registries import Outlet
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import dates
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """The date, when it lies before the outlet's first day or after its last, as precisely as each is known."""
    claims, outlet = subject.claims, subject.outlet
    if claims is None or outlet is None or not (outlet.since or outlet.until):
        return []
    read = dates.parse(claims.date)
    flaw = _outside(read, outlet) if isinstance(read, dates.Span) else ""
    if not flaw:
        return []
    return [
        Problem(
            f"`date` is {shown(claims.date)}, but {shown(outlet.name)} {flaw}",
            help=f"correct `date` or `outlet`, or `from` and `until` of `{outlet.key}` in outlets.yaml",
            pointer="/date",
        )
    ]


def _outside(date: dates.Span, outlet: Outlet) -> str:
    since = dates.parse(outlet.since)
    if isinstance(since, dates.Span) and date.last < since.first:
        return f"was founded in {outlet.since}"
    until = dates.parse(outlet.until)
    if isinstance(until, dates.Span) and date.first > until.last:
        return f"closed in {outlet.until}"
    return ""


RULE = Rule(
    code="PG305",
    name="date-outside-outlet",
    summary="The outlet did not exist at this date.",
    why="An outlet publishes nothing before it was founded nor after it closed.",
    fix="Correct the date or the outlet. If the outlets registry is wrong, correct `from` or `until` there.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 1899-05-01
author: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 1921-05-01
author: Ines Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
