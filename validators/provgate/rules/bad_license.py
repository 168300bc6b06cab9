"""PG319 bad-license."""

from __future__ import annotations

from provgate.findings import Severity
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import licenses
from provgate.values.placeholders import placeholder
from provgate.values.quoting import shown

_NOTHING_TO_SAY = frozenset({"", *licenses.COMMON})
_OTHERWISE = "write an SPDX identifier such as `CC-BY-4.0`, or `LicenseRef-` and a name for terms of your own"


def check(subject: Subject) -> list[Problem]:
    """`license`, when it is not well-formed, and identifiers that are probably misspelt."""
    claims = subject.claims
    if claims is None or claims.license in _NOTHING_TO_SAY or placeholder("license", claims.license):
        return []
    flaw = licenses.fault(claims.license)
    if flaw:
        return [
            Problem(
                f"`license` is {shown(claims.license)}, no SPDX expression: {flaw}",
                help=_advice(claims.license),
                pointer="/license",
            )
        ]
    return [
        Problem(
            f"`license` names {shown(name)}, which is none of the usual SPDX identifiers",
            help=_advice(name),
            pointer="/license",
            severity=Severity.WARNING,
        )
        for name in licenses.strangers(claims.license)
    ]


def _advice(text: str) -> str:
    meant = licenses.nearest(text)
    return f"did you mean `{meant}`? Otherwise, {_OTHERWISE}" if meant else _OTHERWISE


RULE = Rule(
    code="PG319",
    name="bad-license",
    summary="`license` is no SPDX expression.",
    why=(
        "Tools decide by the expression whether a text may be used; words of one's own decide nothing. An "
        "identifier that is only uncommon is a warning."
    ),
    fix=(
        "Write an identifier of the SPDX license list, such as `CC-BY-4.0`, or `LicenseRef-` and a name for "
        "terms of your own, or leave `license` out."
    ),
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
license: all rights reserved
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
license: CC-BY-4.0 OR LicenseRef-press-kit
""",
    about="claims",
    check=check,
)
