"""PG108 reserved-name."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG108",
    name="reserved-name",
    summary="A name cannot exist on every system.",
    why=("A corpus is cloned on Linux, macOS and Windows; a name that one of them refuses breaks the clone there."),
    fix="Rename the file with `git mv`.",
    bad="seeds/con.txt",
    good="seeds/con-man.txt",
    about="corpus",
    check=reported("reserved-name"),
)
