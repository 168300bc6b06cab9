"""PG115 duplicate-document."""

from __future__ import annotations

from provgate.findings import Severity
from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG115",
    name="duplicate-document",
    summary="Two documents have the same bytes.",
    why=("The same text twice counts twice in every statistic; often one of the two has the wrong provenance."),
    fix="Keep one of the two, unless both origins really carried the same bytes.",
    bad="seeds/a.txt and seeds/b.txt with the same bytes",
    good="one of them",
    about="corpus",
    check=reported("duplicate-document"),
    severity=Severity.WARNING,
)
