"""PG412 capture-digest."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG412",
    name="capture-digest",
    summary="A record does not match its own digest.",
    why="The payload was changed after it was recorded.",
    fix="Make the capture again.",
    bad="a response whose WARC-Payload-Digest is another one",
    good="digests that match",
    about="evidence",
    check=reported("capture-digest"),
)
