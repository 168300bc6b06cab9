"""PG311 search-or-shortener."""

from __future__ import annotations

from provgate.compare import origin_form as origins
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.quoting import shown_url


def check(subject: Subject) -> list[Problem]:
    """The origin, when it is a link to the document and not its place."""
    claims, outlet = subject.claims, subject.outlet
    url = origins.split(claims.origin) if claims else None
    if claims is None or url is None or not url.host or not origins.is_web(url):
        return []
    found = origins.detour(url, own=outlet is not None and outlet.owns(url.host))
    if not found:
        return []
    return [
        Problem(
            f"`origin` is {shown_url(claims.origin)}, {found}",
            help="follow it and write the address of the page that it leads to",
            pointer="/origin",
        )
    ]


RULE = Rule(
    code="PG311",
    name="search-or-shortener",
    summary="The origin leads through somebody else.",
    why=(
        "A short link, a page of search results, a cache or a share button only points to the document; what "
        "it points to can change at any time."
    ),
    fix="Follow the link and copy the address of the page that it leads to.",
    bad="""\
schema: 1
origin: https://bit.ly/3Dredge
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
