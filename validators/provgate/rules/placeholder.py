"""PG301 placeholder."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.formats.claims import Claims
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.licenses import COMMON
from provgate.values.placeholders import placeholder
from provgate.values.quoting import shown_url

_HELP = {
    "author": "write the author's name as the page gives it, or `author: {organization: NAME}` where nobody is named",
    "organization": "write the name of the body that published it, such as `{organization: Harbour Gazette}`",
    "origin": "write the address that the document was obtained from: `origin: https://...`",
    "date": "write the day of publication as the page gives it, such as `date: 2026-03-12`; a month or a year will do",
    "outlet": "write a key of the outlets registry, such as `outlet: harbour-gazette`",
}


def check(subject: Subject) -> list[Problem]:
    """Every claim that only fills its field."""
    claims = subject.claims
    if claims is None:
        return []
    decided = bool(claims.evidence)
    return [
        Problem(
            f"`{pointer.split('/')[1]}` is only filled in: {shown_url(text)} is a placeholder",
            help=_HELP.get(field, f"write the true value, or leave `{field}` out"),
            pointer=pointer,
        )
        for field, text, pointer in _fields(claims, subject)
        if text and placeholder(field, text, decided)
    ]


def _fields(claims: Claims, subject: Subject) -> Iterator[tuple[str, str, str]]:
    yield "origin", claims.origin, "/origin"
    yield "date", claims.date, "/date"
    yield "title", claims.title, "/title"
    yield "retrieved", claims.retrieved, "/retrieved"
    for author in claims.authors:
        yield "organization" if author.organization else "author", author.name, author.pointer
    if subject.outlet is None:
        yield "outlet", claims.outlet, "/outlet"
    if claims.license not in COMMON:
        yield "license", claims.license, "/license"
    if len(claims.language) > 3:
        yield "language", claims.language, "/language"


RULE = Rule(
    code="PG301",
    name="placeholder",
    summary="A field holds a placeholder instead of a value.",
    why=(
        'A word such as "unknown" or "TBD" fills a field without claiming anything, so that nothing can ever '
        "be held against it."
    ),
    fix=(
        "Find out who wrote the document, where and when, and write that. Nobody named? Write `author: "
        "{organization: NAME}` with the body that published it. Drop an optional field that nobody can fill."
    ),
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Unknown
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: {organization: Harbour Gazette}
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
