"""PG110 unsafe-path."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG110",
    name="unsafe-path",
    summary="A path holds characters that terminals, logs or systems do not carry.",
    why=(
        "Control, bidirectional and invisible characters make a path look like another one; some break "
        "scripts and checkouts."
    ),
    fix="Rename the file with `git mv`, using letters, digits, `-`, `_` and `.`.",
    bad="a file name with a line break in it",
    good="seeds/dredging-resumes.txt",
    about="corpus",
    check=reported("unsafe-path"),
)
