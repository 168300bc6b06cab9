"""An authority's answer (RFC 3161) about a capture → a line beside the document, once it is verified."""

from __future__ import annotations

from pathlib import Path

from provgate.check.load import Reader
from provgate.check.selection import Selection
from provgate.evidence.receipts import timestamps
from provgate.evidence.receipts.timestamps import Timestamp, TimestampError
from provgate.findings import UsageError
from provgate.formats.policy import NAME
from provgate.witness.receipts import append


def add(reader: Reader, selection: Selection, answer: bytes, root: Path) -> str:
    """Append the answer to the receipts of the one selected document; what was done, for people."""
    chosen = [document for document in reader.corpus.documents if selection.holds(document.path)]
    if len(chosen) != 1:
        raise UsageError(f"--timestamp goes with one document, and {len(chosen)} are named")
    trust = reader.trust
    certificates = timestamps.authorities(trust.authorities, trust.policy.timestamps.authorities or NAME)
    [read] = reader.read(chosen, {})
    claims, reason = read.subject.claims, "its sidecar names no capture"
    for ref in claims.evidence if claims is not None else ():
        if ref.kind != "capture":
            continue
        try:
            moment, name = timestamps.stamped(answer, ref.sha256, certificates)
        except TimestampError as error:
            reason = str(error)
            continue
        append(root, read.subject.path, timestamps.write(Timestamp(ref.path, answer)))
        return f"{ref.path} existed by {moment:%Y-%m-%dT%H:%M:%SZ}, says {name}"
    raise UsageError(f"the timestamp proves nothing about {read.subject.path}: {reason}")
