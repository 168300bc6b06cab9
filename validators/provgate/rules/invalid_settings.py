"""PG901 invalid-settings."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG901",
    name="invalid-settings",
    summary="A changed policy or registry is not valid.",
    why=(
        "The version in force comes from another commit, but once this change lands the gate could not "
        "read its own settings."
    ),
    fix="Correct the file at the place that the message gives.",
    bad="provgate.yaml with `require: everything`",
    good="provgate.yaml with `require: evidenced`",
    about="corpus",
    check=reported("invalid-settings"),
)
