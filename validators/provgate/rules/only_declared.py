"""PG508 only-declared."""

from __future__ import annotations

from provgate.findings import Severity
from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG508",
    name="only-declared",
    summary="Documents are only declared.",
    why=("At level declared nobody has held the claims against anything: whoever wrote them could have made them up."),
    fix=("Gather evidence (`provgate capture --for`, `provgate attest`) and set `require: evidenced` in the policy."),
    bad="require: declared",
    good="require: evidenced",
    about="corpus",
    check=reported("only-declared"),
    severity=Severity.NOTE,
)
