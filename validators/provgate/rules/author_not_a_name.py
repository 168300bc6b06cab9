"""PG302 author-not-a-name."""

from __future__ import annotations

from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.placeholders import placeholder
from provgate.values.plausible_names import fault
from provgate.values.quoting import shown


def check(subject: Subject) -> list[Problem]:
    """Every author that is something else than a name."""
    claims = subject.claims
    if claims is None:
        return []
    domains = subject.outlet.domains if subject.outlet else ()
    problems = []
    for author in claims.authors:
        flaw = fault(author.name, author.organization, domains, bool(claims.evidence))
        if flaw and not placeholder("author", author.name):
            problems.append(
                Problem(
                    f"{shown(author.name)} is no author's name: {flaw}",
                    help="write the name as the page gives it; several people make a list",
                    pointer=author.pointer,
                )
            )
    return problems


RULE = Rule(
    code="PG302",
    name="author-not-a-name",
    summary="An author is no name.",
    why=("An address, a number or a sentence does not say who wrote a document, and no page states it as its author."),
    fix="Write the name as the page gives it, one list entry for each person.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: ines@harbourgazette.example
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: "Ines O'Calder"
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
