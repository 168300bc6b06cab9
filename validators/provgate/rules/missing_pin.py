"""PG402 missing-pin."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.findings import Level
from provgate.rules.rule import Problem, Rule, Subject


def check(subject: Subject) -> Iterator[Problem]:
    """From level evidenced up a document is pinned."""
    if subject.claims and not subject.claims.sha256 and subject.require >= Level.EVIDENCED:
        yield Problem("`sha256` is missing: nothing ties these claims to the document's bytes")


RULE = Rule(
    code="PG402",
    name="missing-pin",
    summary="The sidecar does not pin the document.",
    why="Without `sha256` the document can change under its claims unseen.",
    fix="Run `provgate pin` on the document.",
    bad="no sha256",
    good="sha256 of the document",
    about="claims",
    check=check,
)
