"""PG406 unsafe-evidence-path."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG406",
    name="unsafe-evidence-path",
    summary="An evidence path leaves the sidecar's folder.",
    why=("A path with `..`, an absolute path or a link can make the gate read files outside the corpus."),
    fix="Put the evidence beside the document and name it by its file name.",
    bad="path: ../../etc/passwd",
    good="path: dredging.warc.gz",
    about="evidence",
    check=reported("unsafe-evidence-path"),
)
