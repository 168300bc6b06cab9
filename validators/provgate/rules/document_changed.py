"""PG401 document-changed."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.rules.rule import Problem, Rule, Subject


def check(subject: Subject) -> Iterator[Problem]:
    """The pin against the bytes as committed."""
    claims, document = subject.claims, subject.document
    if claims and document and claims.sha256 and claims.sha256 != document.sha256:
        yield Problem(
            f"the document's bytes are not the pinned ones; their SHA-256 is {document.sha256}",
            pointer="/sha256",
            width=64,
        )


RULE = Rule(
    code="PG401",
    name="document-changed",
    summary="The document is not the one that the sidecar pins.",
    why=("The claims were made for other bytes; someone changed the document after they were checked."),
    fix=(
        "If the change is meant, check that the claims still hold and run `provgate pin` on the "
        "document; else restore it."
    ),
    bad="sha256 of other bytes",
    good="sha256 of the document",
    about="claims",
    check=check,
)
