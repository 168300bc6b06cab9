"""PG107 moved."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG107",
    name="moved",
    summary="A document or a sidecar was renamed without the other.",
    why=(
        "The pair belongs together; renaming one half leaves a document without provenance and claims "
        "without a document."
    ),
    fix="Rename the other half too, with the `git mv` that the message gives.",
    bad="seeds/a.txt renamed to seeds/b.txt, seeds/a.txt.source.yaml left behind",
    good="both renamed",
    about="corpus",
    check=reported("moved"),
)
