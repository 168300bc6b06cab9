"""PG101 missing-sidecar."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG101",
    name="missing-sidecar",
    summary="A document has no sidecar.",
    why=("Without a sidecar nobody can say where the document comes from, so nothing about it can be checked."),
    fix=("Run `provgate new` on the document, fill in the sidecar that it writes, and add both to the commit."),
    bad="seeds/a.txt without seeds/a.txt.source.yaml",
    good="seeds/a.txt with seeds/a.txt.source.yaml beside it",
    about="corpus",
    check=reported("missing-sidecar"),
)
