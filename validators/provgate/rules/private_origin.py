"""PG309 private-origin."""

from __future__ import annotations

from provgate.compare import origin_form as origins
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.hosts import unreachable
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """The origin, when its host is nobody else's to reach, however it is spelled."""
    url = origins.split(subject.claims.origin) if subject.claims else None
    reason = unreachable(url.host) if url and url.host else ""
    if url is None or not reason:
        return []
    return [
        Problem(
            f"`origin` cannot be looked up by others: its host {shown(url.host)} is {reason}",
            help="write the public address that the document was obtained from",
            pointer="/origin",
        )
    ]


RULE = Rule(
    code="PG309",
    name="private-origin",
    summary="The origin lies on a private network or on one machine.",
    why=("Nobody else can look up what stands on a loopback, private or reserved address, or under a local name."),
    fix="Write the public address of the document.",
    bad="""\
schema: 1
origin: http://127.0.0.1:8000/dredging.html
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
