"""Faults of receipts: what is wrong with one, and what it notes."""

from __future__ import annotations

from provgate.findings import Severity
from provgate.rules.rule import Row, table

RULES = table(
    "witnesses",
    Row(
        "PG602",
        "receipt-malformed",
        summary="A line of the receipts file is not a receipt.",
        why="Receipts are read strictly: what two readers could take differently is not accepted as signed.",
        fix="Remove the line, or restore it from the commit that added it.",
        bad="a line that was cut in half",
        good="one DSSE envelope per line, as `provgate verify --key` writes it",
    ),
    Row(
        "PG603",
        "receipt-signature",
        summary="A receipt is not signed by the witness that it names.",
        why=(
            "An unlisted key proves nothing (a warning). A signature by a listed key that does not verify means that "
            "somebody edited the receipt (an error)."
        ),
        fix="Remove the line, or have the witness run `provgate verify` again.",
        bad="a receipt whose outcome was edited after it was signed",
        good="a receipt as its witness signed it",
    ),
    Row(
        "PG604",
        "receipt-claims",
        summary="A receipt is about another document, other claims or another address.",
        why="A witness confirms one document with one set of claims: after any change it has to look again.",
        fix="Undo the change, or have a witness run `provgate verify` again.",
        bad="the `date` was changed after the receipt was signed",
        good="a receipt for the document and claims as they are",
        severity=Severity.WARNING,
    ),
    Row(
        "PG605",
        "receipt-scope",
        summary="A receipt is signed with a key that does not count for it.",
        why=(
            "A key counts between its `from` and `until`, for its paths and kinds, over the listed schemes, and never "
            "once it is revoked; a receipt from the future counts for nothing."
        ),
        fix="Have a witness run `provgate verify` whose key and scope cover this document.",
        bad="a receipt signed with a revoked key",
        good="a receipt signed with a key that counts",
        severity=Severity.WARNING,
    ),
    Row(
        "PG606",
        "self-witness",
        summary="A witness attested the document itself.",
        why="Whoever vouches for a document is not a second party to it.",
        fix="Have another listed witness run `provgate verify`.",
        bad="one key signed both the attestation and the receipt",
        good="the attestation and the receipt by different parties",
        severity=Severity.WARNING,
    ),
    Row(
        "PG608",
        "receipt-window",
        summary="An agreement was not made in the time that counts.",
        why="It has to come after `retrieved`, and within as many days as `within` in witnesses.yaml allows.",
        fix="Capture the page again, then have a witness run `provgate verify` in time.",
        bad="within: 30, and an agreement of 90 days after `retrieved`",
        good="an agreement of the day after `retrieved`",
        severity=Severity.WARNING,
    ),
    Row(
        "PG609",
        "origin-changed",
        summary="The origin has changed since.",
        why="Pages are edited. The document and its level stay what they are, but a reader may want to know.",
        fix="Read what changed; if the outlet corrected the article, decide whether the document should follow.",
        bad="a receipt with outcome `changed`",
        good="no receipt, or only agreements",
        severity=Severity.NOTE,
    ),
    Row(
        "PG610",
        "origin-gone",
        summary="The origin is gone.",
        why="Pages disappear. The document and its level stay what they are; the capture is now the copy.",
        fix="Nothing has to be done; keep the capture.",
        bad="a receipt with outcome `gone`",
        good="no receipt, or only agreements",
        severity=Severity.NOTE,
    ),
    Row(
        "PG611",
        "archive-not-listed",
        summary="A receipt rests on an archive that is not listed.",
        why="A copy proves something only in an archive that crawls by itself; the maintainers list those.",
        fix="Run `provgate verify` against a listed archive, or ask a maintainer to list this one.",
        bad="an observation of kind archive in an archive that witnesses.yaml does not list",
        good="an observation in a listed archive",
        severity=Severity.WARNING,
    ),
    Row(
        "PG612",
        "orphan-receipts",
        summary="Receipts without their document.",
        why="A receipts file needs no sidecar, so a document that only calls itself one would slip past the gate.",
        fix="Move it beside its document, or delete it.",
        bad="seeds/a.txt.intoto.jsonl without seeds/a.txt",
        good="seeds/a.txt.intoto.jsonl beside seeds/a.txt",
    ),
    Row(
        "PG613",
        "timestamp-unproven",
        severity=Severity.WARNING,
        summary="A timestamp over a capture proves nothing, or one is missing.",
        why=(
            "A timestamp of a listed authority proves that a capture existed by then, so that nobody forged it later. "
            "It says nothing about the page."
        ),
        fix="Have a listed authority stamp the capture's SHA-256, and add the answer: `provgate verify --timestamp`.",
        bad="a timestamp over another file",
        good="a timestamp over the capture that the sidecar pins",
    ),
)
