"""PG111 symlink."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG111",
    name="symlink",
    summary="A path in the corpus is a symbolic link.",
    why=(
        "A link can point outside the repository and at something else on every machine; its bytes are "
        "not the commit's."
    ),
    fix="Replace the link by the file itself.",
    bad="seeds/a.txt -> /etc/passwd",
    good="seeds/a.txt as a regular file",
    about="corpus",
    check=reported("symlink"),
)
