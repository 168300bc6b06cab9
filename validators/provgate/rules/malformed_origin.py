"""PG307 malformed-origin."""

from __future__ import annotations

from provgate.compare import origin_form as origins
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.placeholders import placeholder
from provgate.values.quoting import shown_url

_HELP = "write the full address as the browser's address bar shows it: `origin: https://host/path`"


def check(subject: Subject) -> list[Problem]:
    """The origin, when it cannot be read in exactly one way."""
    claims = subject.claims
    flaw = origins.fault(claims.origin) if claims else ""
    if claims is None or not flaw or placeholder("origin", claims.origin):
        return []
    return [Problem(f"`origin` is {shown_url(claims.origin)}, no absolute URI: {flaw}", help=_HELP, pointer="/origin")]


RULE = Rule(
    code="PG307",
    name="malformed-origin",
    summary="The origin is no absolute URI.",
    why="Programs read a broken address in different ways, so that nobody can say which page it means.",
    fix=(
        "Copy the full address out of the browser's address bar, beginning with `https://`. What has no web "
        "address gets another URI, such as `doi:10.1000/182` or `urn:isbn:9780306406157`."
    ),
    bad="""\
schema: 1
origin: www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: doi:10.1000/182
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
