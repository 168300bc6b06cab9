"""Real keys made by ssh-keygen, and envelopes signed with them."""

from __future__ import annotations

import base64
import datetime
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from provgate.evidence.attestations import dsse, intoto, signing
from provgate.evidence.attestations.attestation import Attestation, verify
from provgate.evidence.attestations.keyring import keyring
from provgate.evidence.attestations.signing import PrivateKey
from provgate.formats.registries import Attester, AttesterKey, Attesters
from provgate.formats.yaml_reader import Value

needs_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")

PATH = "seeds/interviews/a.txt"
PASSPHRASE = "harbour wall at dusk"
SHA256 = "5e" * 32
NOW = datetime.datetime(2026, 6, 1, 12, 0, tzinfo=datetime.UTC)
DATA: dict[str, Value] = {
    "schema": "1",
    "origin": "tag:harbourgazette.example,2026:interview-7",
    "date": "2026-03-12",
    "author": ["Ines Calder", {"organization": "Harbour Gazette"}],
    "outlet": "harbour-gazette",
    "title": "Dredging resumes",
    "sha256": SHA256,
    "notes": "free text",
    "x-desk": "local",
}


def make_key(folder: Path, name: str, kind: str = "ed25519", passphrase: str = "", *more: str) -> Path:
    """A private key made by ssh-keygen; the public half stands beside it as `<name>.pub`."""
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", f"{name}@desk", "-f", str(path), *more]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return path


def public_line(path: Path) -> str:
    """The public half, as ssh-keygen wrote it."""
    return path.with_name(path.name + ".pub").read_text().strip()


def load(path: Path, passphrase: str = "") -> PrivateKey:
    """The private half, ready to sign."""
    return signing.load_key(path.read_bytes(), passphrase.encode() or None)


def statement(
    data: dict[str, Value] | None = None,
    path: str = PATH,
    sha256: str = SHA256,
    role: str = "author",
    time: datetime.datetime = NOW,
) -> bytes:
    """The payload for this document and these claims."""
    claims = intoto.claims_of(DATA if data is None else data)
    return intoto.write(intoto.SignedStatement(path, sha256, claims, role, time))


class Desk:
    """Three people with keys, one of them with two, and one stranger."""

    def __init__(self, folder: Path) -> None:
        self.ines = load(make_key(folder, "ines"))
        self.ines_old = load(make_key(folder, "ines-old", "ecdsa", "", "-b", "384"))
        self.omar = load(make_key(folder, "omar", "ecdsa", PASSPHRASE, "-b", "256"), PASSPHRASE)
        self.lene = load(make_key(folder, "lene", "ecdsa", "", "-b", "521"))
        self.stranger = load(make_key(folder, "stranger"))
        self.people = {
            "ines-calder": Attester(
                "ines-calder", "Ines Calder", (AttesterKey(self.ines.line), AttesterKey(self.ines_old.line))
            ),
            "omar-veld": Attester("omar-veld", "Omar Veld", (AttesterKey(self.omar.line),)),
            "lene-holt": Attester("lene-holt", "Lene Holt", (AttesterKey(self.lene.line),)),
        }

    def register(self, threshold: int = 1, **changed: Attester) -> Attesters:
        """attesters.yaml, with some people changed."""
        return Attesters(threshold, {**self.people, **{name.replace("_", "-"): who for name, who in changed.items()}})

    def bound(self, **limits: str) -> Attesters:
        """attesters.yaml with limits on Ines Calder's key."""
        person = self.people["ines-calder"]._replace(keys=(AttesterKey(self.ines.line, **limits),))
        return self.register(ines_calder=person)


def judge(
    raw: bytes,
    register: Attesters,
    data: dict[str, Value] | None = None,
    path: str = PATH,
    sha256: str = SHA256,
    now: datetime.datetime = NOW,
) -> Attestation:
    return verify(
        raw,
        document_path=path,
        document_sha256=sha256,
        data=DATA if data is None else data,
        keyring=keyring(register),
        now=now,
        pointer="/evidence/0",
    )


def kinds(found: Attestation) -> list[str]:
    return [fault.kind.removeprefix("attestation-") for fault in found.faults]


def signed_by(payload: bytes, *signers: PrivateKey) -> bytes:
    """One envelope with several signatures."""
    envelopes = [dsse.read(signing.sign(payload, each)) for each in signers]
    return dsse.write(envelopes[0]._replace(signatures=tuple(each.signatures[0] for each in envelopes)))


def edited(raw: bytes, **changes: Any) -> bytes:
    """The envelope with some members replaced."""
    return json.dumps({**json.loads(raw), **changes}).encode()


def repacked(raw: bytes, **changes: Any) -> bytes:
    """The envelope with members of the signed statement replaced, the signature kept."""
    payload = {**json.loads(base64.b64decode(json.loads(raw)["payload"])), **changes}
    return edited(raw, payload=base64.b64encode(json.dumps(payload).encode()).decode())
