"""Receipts beside documents: read with them, and held against them where there are some.

What verifies receipts is imported only then: a hook starts at every commit.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from provgate.corpus.documents import RECEIPTS_SUFFIX, Document, not_in_commit
from provgate.corpus.snapshot import Kind, Snapshot
from provgate.evidence.receipts.facts import Witnessed
from provgate.findings import Fault, Severity

if TYPE_CHECKING:
    from provgate.check.load import Read
    from provgate.check.settings import Trust
    from provgate.evidence.receipts.keyring import Keyring
    from provgate.formats.policy import Policy

MAX_BYTES = 8 * 1024 * 1024 + 1
"""Bytes of one file that are read: one more than a file of receipts may have."""


def read(snapshot: Snapshot, batch: Sequence[Document]) -> dict[str, bytes]:
    """The receipts of those documents that have some, as far as a commit would hold them with the document."""
    found = {
        document.path: document.receipts
        for document in batch
        if document.receipts is not None
        and document.receipts.kind is Kind.FILE
        and (document.receipts.tracked or not document.entry.tracked)
    }
    contents = snapshot.load_many((entry, MAX_BYTES) for entry in found.values()) if found else iter(())
    return {path: content.data for path, content in zip(found, contents, strict=True)}


def absent(snapshot: Snapshot, path: str) -> Witnessed:
    """That no receipts were read for this document, and what to do if git only has not got them."""
    place = path + RECEIPTS_SUFFIX
    state = snapshot.untracked(place)
    return Witnessed(place, advice=not_in_commit(place, state)[1] if state else "")


def untimed(seen: Witnessed, policy: Policy) -> tuple[Fault, ...]:
    """That a timestamp is missing, where the policy asks for one."""
    if not policy.timestamps.require or seen.timestamps:
        return ()
    message = "no timestamp proves when a capture existed"
    return (Fault("timestamp-unproven", message, severity=Severity.ERROR),)


class Witnessing:
    """Holds receipts against one register of witnesses; its keys are read when the first receipt comes."""

    def __init__(self, trust: Trust, now: datetime.datetime) -> None:
        self.trust = trust
        self.now = now
        self._ring: Keyring | None = None
        self._authorities: tuple[Any, ...] = ()

    def judge(self, read: Read) -> Witnessed:
        """What the receipts of one document say."""
        from provgate.evidence.receipts import receipt
        from provgate.evidence.receipts.keyring import keyring

        subject = read.subject
        assert read.receipts is not None
        if self._ring is None:
            self._ring = keyring(self.trust.witnesses, self.trust.policy.witnesses)
            if self.trust.authorities:
                from provgate.evidence.receipts.timestamps import authorities

                self._authorities = authorities(self.trust.authorities, self.trust.policy.timestamps.authorities)
        data = subject.parsed.data if subject.parsed is not None else None
        against = receipt.Against(
            subject.path,
            subject.document.sha256 if subject.document is not None else "",
            data or {},
            self.trust.witnesses,
            self._ring,
            self.now,
            _attested(read),
            self.trust.policy.timestamps,
            self._authorities,
        )
        found = receipt.judge(read.receipts, subject.path + RECEIPTS_SUFFIX, against)
        return found._replace(faults=(*found.faults, *untimed(found, self.trust.policy)))


def _attested(read: Read) -> frozenset[str]:
    """The ids of all keys that signed an attestation of this document, as its envelopes name them."""
    raws = [exhibit.data for exhibit in read.exhibits if exhibit.ref.kind == "attestation"]
    if not raws:
        return frozenset()
    from provgate.evidence.attestations import dsse
    from provgate.evidence.attestations.strict_json import MalformedError

    names: set[str] = set()
    for raw in raws:
        try:
            names.update(signature.keyid for signature in dsse.read(raw).signatures)
        except MalformedError:
            continue  # A finding of its own, and an error.
    return frozenset(names)
