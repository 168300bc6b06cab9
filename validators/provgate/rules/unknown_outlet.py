"""PG313 unknown-outlet."""

from __future__ import annotations

from provgate.compare import origin_form as origins
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.placeholders import placeholder
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """The outlet, when the registry does not know its key."""
    claims = subject.claims
    registry = subject.policy.outlets
    if claims is None or subject.outlet is not None or placeholder("outlet", claims.outlet):
        return []
    if claims.outlet in subject.proposed:
        return [
            Problem(
                f"outlet {shown(claims.outlet)} is new in this change; the check uses the protected {registry}",
                help=f"land {registry} first, in a pull request of its own; then check this change again",
                pointer="/outlet",
            )
        ]
    return [
        Problem(
            f"`outlet` is {shown(claims.outlet)}, which the outlets registry does not know",
            help=_advice(subject, claims.origin, claims.outlet),
            pointer="/outlet",
        )
    ]


def _advice(subject: Subject, origin: str, outlet: str) -> str:
    add = "if it is missing there, add it with `provgate outlets add`"
    url = origins.split(origin)
    owners = subject.registry.of_host(url.host) if url else ()
    if owners:
        return f"the host of `origin` belongs to {shown(owners[0].name)}: write `outlet: {owners[0].key}`, or {add}"
    from provgate.compare.nearest_outlet import nearest

    near = [f"`{key}`" for key in nearest(outlet, subject.registry)]
    if near:
        return f"did you mean {' or '.join(near)}? Otherwise, {add}"
    return f"write a key of `{subject.policy.outlets}`; {add}"


RULE = Rule(
    code="PG313",
    name="unknown-outlet",
    summary="The outlet is not in the registry.",
    why="Only the registry says which domains speak for whom; an outlet that it does not know can be anybody.",
    fix="Write the key of a known outlet, or let a maintainer add the outlet: `provgate outlets add`.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbor-gazette
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
