"""What attestations prove about one document: allowed people who sign all claims support all of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from provgate.check.load import Exhibit, Read
from provgate.evidence.attestations.attestation import Attestation, settle, verify
from provgate.evidence.attestations.keyring import keyring
from provgate.findings import CLAIMS, Fault, Judgement, Signer, Verdict
from provgate.formats.registries import Attesters


class Vouching:
    """Verifies attestations against one register of attesters."""

    def __init__(self, attesters: Attesters, now: datetime.datetime, path: str) -> None:
        self.attesters = attesters
        self.now = now
        self.keyring = keyring(attesters, path)

    def signers(self, read: Read) -> Iterator[tuple[str, Signer]]:
        """Who signed which attestation, by the pointer of its entry."""
        exhibits = [exhibit for exhibit in read.exhibits if exhibit.ref.kind == "attestation"]
        for exhibit in exhibits:
            for one in self._verify(read, exhibit).signers:
                signer = Signer(one.attester, one.name, one.role, one.time.isoformat(), one.fingerprint)
                yield exhibit.ref.pointer, signer

    def vouch(self, read: Read) -> tuple[tuple[Judgement, ...], tuple[Fault, ...]]:
        """Judgements when enough people vouch, faults otherwise."""
        exhibits = [exhibit for exhibit in read.exhibits if exhibit.ref.kind == "attestation"]
        settled = settle([self._verify(read, exhibit) for exhibit in exhibits], self.attesters)
        if settled.faults:
            return (), settled.faults
        people = ", ".join(dict.fromkeys(f"{signer.name} ({signer.role})" for signer in settled.signers))
        return tuple(Judgement(claim, Verdict.SUPPORTED, stated=people, place="attestation") for claim in CLAIMS), ()

    def _verify(self, read: Read, exhibit: Exhibit) -> Attestation:
        subject = read.subject
        assert subject.document is not None
        assert subject.parsed is not None
        return verify(
            exhibit.data,
            document_path=subject.path,
            document_sha256=subject.document.sha256,
            data=subject.parsed.data or {},
            keyring=self.keyring,
            now=self.now,
            pointer=exhibit.ref.pointer,
        )
