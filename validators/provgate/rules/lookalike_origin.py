"""PG312 lookalike-origin."""

from __future__ import annotations

from provgate.compare import lookalikes
from provgate.compare import origin_form as origins
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """The origin, when its host would be read as a registered one or hides its letters."""
    url = origins.split(subject.claims.origin) if subject.claims else None
    outlet = subject.outlet
    if url is None or not origins.is_web(url) or url.host.startswith("[") or (outlet and outlet.owns(url.host)):
        return []
    host = shown(lookalikes.as_read(url.host)) + (f" ({shown(url.host)})" if "xn--" in url.host else "")
    twin = lookalikes.twin(url.host, subject.registry)
    if twin is not None:
        return [
            Problem(
                f"`origin` names the host {host}, which looks like `{twin[0]}` of {shown(twin[1].name)} but is another",
                help=f"write `{twin[0]}` if that is where the document comes from",
                pointer="/origin",
            )
        ]
    flaw = lookalikes.disguise(url.host)
    if not flaw:
        return []
    return [
        Problem(
            f"`origin` names the host {host}, whose letters deceive: {flaw}",
            help="type the host by hand, in the letters of one alphabet",
            pointer="/origin",
        )
    ]


RULE = Rule(
    code="PG312",
    name="lookalike-origin",
    summary="The origin's host passes for another.",
    why=("Letters of other alphabets, or letters drawn alike, make a host look like a known one that it is not."),
    fix=(
        "Write the host of the outlet itself, typed by hand and not pasted. A true name in another alphabet "
        "belongs into the outlets registry."
    ),
    bad="""\
schema: 1
origin: https://www.harbourgazettе.example/2026/03/12/dredging.html
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
