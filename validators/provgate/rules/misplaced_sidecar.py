"""PG104 misplaced-sidecar."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG104",
    name="misplaced-sidecar",
    summary="A document's sidecar stands in another folder.",
    why=("A sidecar speaks for the document beside it and for no other; from another folder it speaks for nothing."),
    fix="Move the sidecar with `git mv` into the document's folder.",
    bad="seeds/2026/a.txt with seeds/a.txt.source.yaml",
    good="seeds/2026/a.txt with seeds/2026/a.txt.source.yaml",
    about="corpus",
    check=reported("misplaced-sidecar"),
)
