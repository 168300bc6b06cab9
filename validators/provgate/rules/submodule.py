"""PG112 submodule."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG112",
    name="submodule",
    summary="A submodule or nested repository stands in the corpus.",
    why="Its files are not part of this repository's commits, so nothing in it can be checked.",
    fix="Copy the documents in, or move the submodule out of the corpus.",
    bad="seeds/archive as a submodule",
    good="seeds/archive/ with its documents committed",
    about="corpus",
    check=reported("submodule"),
)
