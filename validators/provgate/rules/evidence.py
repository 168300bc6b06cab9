"""Faults of evidence files of any kind: whether they are there, pinned and readable."""

from __future__ import annotations

from provgate.rules.rule import Row, table

RULES = table(
    "evidence",
    Row(
        "PG404",
        "evidence-not-found",
        summary="A named evidence file does not exist.",
        why="Evidence that is not in the commit proves nothing to anyone else.",
        fix="Add the file, or correct `path`.",
        bad="path: gone.warc.gz",
        good="path of a file beside the sidecar",
    ),
    Row(
        "PG405",
        "evidence-changed",
        summary="An evidence file is not the one that the sidecar pins.",
        why="The file changed after the sidecar was written, so it may say something else now.",
        fix="Restore the file, or check it again and pin it with `provgate pin`.",
        bad="sha256 of other bytes",
        good="sha256 of the file",
    ),
    Row(
        "PG406",
        "unsafe-evidence-path",
        summary="An evidence path leaves the sidecar's folder.",
        why="A path with `..`, an absolute path or a link can make the gate read files outside the corpus.",
        fix="Put the evidence beside the document and name it by its file name.",
        bad="path: ../../etc/passwd",
        good="path: dredging.warc.gz",
    ),
    Row(
        "PG407",
        "evidence-kind",
        summary="An evidence file is not of the kind that the entry says.",
        why="A capture and a signed statement prove different things and are read differently.",
        fix="Name captures `.warc`, `.warc.gz` or `.wacz`, and attestations `.dsse.json`.",
        bad="kind: capture, path: a.txt",
        good="kind: capture, path: a.warc.gz",
    ),
    Row(
        "PG440",
        "evidence-worker",
        summary="Reading an evidence file exceeded its bounds.",
        why="A page that takes this much time or memory is made to stall a gate.",
        fix="Capture the page again; if it is truly this heavy, raise `limits` in the policy.",
        bad="a page that needs gigabytes to parse",
        good="an ordinary page",
    ),
    Row(
        "PG441",
        "retrieved-differs",
        summary="`retrieved` is not the capture's own date.",
        why="The date of retrieval is what the capture says, not what someone remembers.",
        fix="Set `retrieved` to the date in the message.",
        bad="retrieved: 2026-03-01T00:00:00Z, captured 2026-03-13T09:14:07Z",
        good="the same moment in both",
    ),
)
