"""PG114 unmerged."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG114",
    name="unmerged",
    summary="A path is in the middle of a merge.",
    why=("Git holds two or three versions of the file, and none of them is what the commit will hold."),
    fix="Resolve the conflict and run `git add`.",
    bad="a path that `git status` calls unmerged",
    good="the path after `git add`",
    about="corpus",
    check=reported("unmerged"),
)
