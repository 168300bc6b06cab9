"""PG106 duplicate-sidecar."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG106",
    name="duplicate-sidecar",
    summary="A document has two sidecars.",
    why="Two sidecars can say two things, and which of them a tool believes is an accident.",
    fix="Keep the one named `<document>.source.yaml` and delete the other.",
    bad="seeds/a.txt.source.yaml and seeds/a.txt.source.yml",
    good="seeds/a.txt.source.yaml alone",
    about="corpus",
    check=reported("duplicate-sidecar"),
)
