"""PG103 untracked-sidecar."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG103",
    name="untracked-sidecar",
    summary="A sidecar is on disk, but git does not have it.",
    why="The commit would hold the document alone; on every other machine its sidecar is missing.",
    fix="Run `git add` on the sidecar (`git add -f` when an ignore rule hides it).",
    bad="seeds/a.txt is committed; seeds/a.txt.source.yaml is only on disk",
    good="both are added with `git add`",
    about="corpus",
    check=reported("untracked-sidecar"),
)
