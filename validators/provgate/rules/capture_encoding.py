"""PG418 capture-encoding."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG418",
    name="capture-encoding",
    summary="A response cannot be decoded as its headers say.",
    why="A body that is not what its headers say can be read in two ways.",
    fix="Capture the page again.",
    bad="Content-Encoding: gzip on plain text",
    good="a body that decodes",
    about="evidence",
    check=reported("capture-encoding"),
)
