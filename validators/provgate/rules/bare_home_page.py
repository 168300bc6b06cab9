"""PG310 bare-home-page."""

from __future__ import annotations

from provgate.compare import origin_form as origins
from provgate.findings import Severity
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.quoting import shown_url


def check(subject: Subject) -> list[Problem]:
    """The origin, when its path names no document."""
    claims = subject.claims
    url = origins.split(claims.origin) if claims else None
    if claims is None or url is None or not origins.is_web(url) or not origins.is_home_page(url):
        return []
    captured = any(evidence.kind == "capture" for evidence in claims.evidence)
    return [
        Problem(
            f"`origin` is a bare home page: {shown_url(claims.origin)} does not name the document",
            help="open the document itself and write the address of its own page",
            pointer="/origin",
            severity=Severity.WARNING if captured else None,
        )
    ]


RULE = Rule(
    code="PG310",
    name="bare-home-page",
    summary="The origin is a home page.",
    why=(
        "A home page shows something else every day; it does not say where this document stands. Where a "
        "capture is listed, it decides, and this is only a warning."
    ),
    fix="Open the document itself and copy the address of that page.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/
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
