"""PG317 bad-retrieved."""

from __future__ import annotations

import datetime

from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import dates
from provgate.values.placeholders import placeholder
from provgate.values.quoting import shown

_HELP = "write when the capture was made, such as `retrieved: 2026-03-13T09:14:07Z`"
_SKEW = datetime.timedelta(minutes=15)


def check(subject: Subject) -> list[Problem]:
    """`retrieved`, when it is no date-time with an offset or lies in the future."""
    claims = subject.claims
    if claims is None or not claims.retrieved or placeholder("retrieved", claims.retrieved):
        return []
    flaw = _flaw(claims.retrieved, subject.now)
    if not flaw:
        return []
    return [Problem(f"`retrieved` is {shown(claims.retrieved)}: {flaw}", help=_HELP, pointer="/retrieved")]


def _flaw(text: str, now: datetime.datetime) -> str:
    read = dates.parse(text)
    if isinstance(read, str):
        return read
    if read.instant is None:
        return "it is no moment: a time with an offset (or `Z`) is missing"
    return f"it lies in the future: now it is {now:%Y-%m-%dT%H:%M:%SZ}" if read.instant > now + _SKEW else ""


RULE = Rule(
    code="PG317",
    name="bad-retrieved",
    summary="`retrieved` is no moment in the past.",
    why="The time of the capture is compared with the capture's own, so that it must say exactly when.",
    fix=(
        "Write the capture's WARC-Date, such as `retrieved: 2026-03-13T09:14:07Z`; `provgate capture` writes "
        "it by itself."
    ),
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
retrieved: yesterday
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2025/12/12/dredging.html
date: 2025-12-12
author: Ines Calder
outlet: harbour-gazette
retrieved: 2025-12-13T09:14:07Z
""",
    about="claims",
    check=check,
)
