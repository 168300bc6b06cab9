"""PG403 missing-evidence."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.findings import Level
from provgate.rules.rule import Problem, Rule, Subject


def check(subject: Subject) -> Iterator[Problem]:
    """From level evidenced up something has to show that the claims hold."""
    if subject.claims and not subject.claims.evidence and subject.require >= Level.EVIDENCED:
        yield Problem("no evidence: the claims are only declared, and nothing here can verify them")


RULE = Rule(
    code="PG403",
    name="missing-evidence",
    summary="A sidecar names no evidence.",
    why="Claims without evidence are only declared; nobody outside can verify them.",
    fix=(
        "Run `provgate capture --for` the document to gather a capture, or `provgate attest` it if it "
        "cannot be captured."
    ),
    bad="no evidence key",
    good="evidence with a capture",
    about="claims",
    check=check,
)
