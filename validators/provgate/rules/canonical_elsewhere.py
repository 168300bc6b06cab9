"""PG506 canonical-elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.findings import Severity, Verdict
from provgate.rules.rule import Problem, Rule, Subject


def check(subject: Subject) -> Iterator[Problem]:
    """An origin that the capture holds, on a page that says its own place is another owner's."""
    for judgement in subject.judgements:
        if judgement.claim == "origin" and judgement.verdict is Verdict.SUPPORTED and judgement.detail:
            yield Problem(f"the capture holds `origin`, but {judgement.detail}", pointer="/origin")


RULE = Rule(
    code="PG506",
    name="canonical-elsewhere",
    summary="The captured page names another owner's page as its canonical place.",
    why=(
        "The text may have appeared there first, and this page may be a syndicated copy. It was obtained where the "
        "sidecar says, so this is only a warning."
    ),
    fix="Look at the page that is named; if the document should cite it, capture it there.",
    bad="a capture whose canonical link leads to another outlet's site",
    good="a capture whose canonical link leads to itself, or to another address of the same outlet",
    about="evidence",
    check=check,
    severity=Severity.WARNING,
)
