"""PG102 orphan-sidecar."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG102",
    name="orphan-sidecar",
    summary="A sidecar has no document.",
    why=("A sidecar that speaks for nothing is what remains when a document was deleted or renamed alone."),
    fix=("Delete the sidecar together with its document, or rename it so that it carries the document's full name."),
    bad="seeds/a.txt.source.yaml without seeds/a.txt",
    good="seeds/a.txt.source.yaml beside seeds/a.txt",
    about="corpus",
    check=reported("orphan-sidecar"),
)
