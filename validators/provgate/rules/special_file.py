"""PG117 special-file."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG117",
    name="special-file",
    summary="A path is a device, pipe or socket.",
    why="Reading it could hang or do something else than yield bytes; git cannot hold it.",
    fix="Remove it from the corpus.",
    bad="a FIFO in seeds/",
    good="a regular file",
    about="corpus",
    check=reported("special-file"),
)
