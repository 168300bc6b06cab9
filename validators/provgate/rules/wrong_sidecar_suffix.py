"""PG105 wrong-sidecar-suffix."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG105",
    name="wrong-sidecar-suffix",
    summary="A file looks like a sidecar, but its name is not one.",
    why=("Only `<document>.source.yaml` is a sidecar; any other name is a document of its own and hides the claims."),
    fix="Rename it with `git mv` to the document's full name and `.source.yaml`.",
    bad="seeds/a.txt.source.yml",
    good="seeds/a.txt.source.yaml",
    about="corpus",
    check=reported("wrong-sidecar-suffix"),
)
