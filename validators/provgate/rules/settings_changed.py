"""PG902 settings-changed."""

from __future__ import annotations

from provgate.findings import Severity
from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG902",
    name="settings-changed",
    summary="The change edits the policy or a registry.",
    why=("A change is judged by the protected version, so what it adds here counts only after it has landed there."),
    fix=("Let a maintainer land this file first, in a change of its own; then documents can rely on it."),
    bad="a change to outlets.yaml together with a document of the new outlet",
    good="the outlet first, the document afterwards",
    about="corpus",
    check=reported("settings-changed"),
    severity=Severity.WARNING,
)
