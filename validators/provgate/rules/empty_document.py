"""PG119 empty-document."""

from __future__ import annotations

from provgate.findings import Severity
from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG119",
    name="empty-document",
    summary="A document has no bytes.",
    why=("An empty file has no words to hold against evidence; it is usually a failed download or an accident."),
    fix="Put the document's text in, or delete it with its sidecar.",
    bad="seeds/a.txt with 0 bytes",
    good="seeds/a.txt with its text",
    about="corpus",
    check=reported("empty-document"),
    severity=Severity.WARNING,
)
