"""PG405 evidence-changed."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG405",
    name="evidence-changed",
    summary="An evidence file is not the one that the sidecar pins.",
    why="The file changed after the sidecar was written, so it may say something else now.",
    fix="Restore the file, or check it again and pin it with `provgate pin`.",
    bad="sha256 of other bytes",
    good="sha256 of the file",
    about="evidence",
    check=reported("evidence-changed"),
)
