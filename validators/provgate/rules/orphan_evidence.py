"""PG116 orphan-evidence."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG116",
    name="orphan-evidence",
    summary="No sidecar names this evidence file.",
    why=("Evidence needs no sidecar of its own, so a file that only calls itself evidence would slip past the gate."),
    fix="Name it in a sidecar's `evidence`, or delete it.",
    bad="seeds/a.warc.gz that no sidecar names",
    good="seeds/a.warc.gz named in seeds/a.txt.source.yaml",
    about="corpus",
    check=reported("orphan-evidence"),
)
