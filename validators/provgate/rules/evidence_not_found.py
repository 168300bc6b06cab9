"""PG404 evidence-not-found."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG404",
    name="evidence-not-found",
    summary="A named evidence file does not exist.",
    why="Evidence that is not in the commit proves nothing to anyone else.",
    fix="Add the file, or correct `path`.",
    bad="path: gone.warc.gz",
    good="path of a file beside the sidecar",
    about="evidence",
    check=reported("evidence-not-found"),
)
