"""PG109 path-collision."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG109",
    name="path-collision",
    summary="Two paths differ only in case or Unicode form.",
    why="On a file system that ignores case or Unicode form one of the two overwrites the other.",
    fix="Rename one of the two with `git mv`.",
    bad="seeds/Report.txt and seeds/report.txt",
    good="seeds/report.txt and seeds/report-2.txt",
    about="corpus",
    check=reported("path-collision"),
)
