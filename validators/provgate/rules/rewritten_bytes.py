"""PG118 rewritten-bytes."""

from __future__ import annotations

from provgate.findings import Severity
from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG118",
    name="rewritten-bytes",
    summary="Git attributes rewrite a corpus file's bytes on checkout.",
    why=(
        "The bytes in a working tree then differ from the commit's, and pins, captures and people "
        "disagree about the document."
    ),
    fix=("Put `seeds/** -text -ident -filter -working-tree-encoding` (or your corpus root) into `.gitattributes`."),
    bad=".gitattributes with `*.txt ident`",
    good=".gitattributes with `seeds/** -text`",
    about="corpus",
    check=reported("rewritten-bytes"),
    severity=Severity.WARNING,
)
