"""Signing: the keys that people have work, and everything else is refused with what to do."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import ssh

import keys
from keys import PASSPHRASE
from provgate.evidence.attestations import dsse, signing
from provgate.evidence.attestations.public_keys import public_key
from provgate.evidence.attestations.signing import PassphraseError, load_key
from provgate.findings import CannotCheckError, UsageError

pytestmark = keys.needs_ssh_keygen

KINDS = {
    "ed25519": ("ed25519", ()),
    "ecdsa 256": ("ecdsa", ("-b", "256")),
    "ecdsa 384": ("ecdsa", ("-b", "384")),
    "ecdsa 521": ("ecdsa", ("-b", "521")),
    "ecdsa in PKCS #8": ("ecdsa", ("-m", "PKCS8")),
    "ecdsa in PEM": ("ecdsa", ("-m", "PEM")),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_keys_of_ssh_keygen(tmp_path: Path, kind: str, passphrase: str) -> None:
    name, more = KINDS[kind]
    path = keys.make_key(tmp_path, "key", name, passphrase, *more)
    key = load_key(path.read_bytes(), passphrase.encode() or None)
    line = keys.public_line(path)
    assert line.startswith(key.line)
    assert public_key(line).ids == key.public.ids
    envelope = dsse.read(signing.sign(b"{}", key))
    assert key.public.made(envelope.signatures[0].sig, dsse.signed_bytes(envelope))


@pytest.mark.parametrize("kind", KINDS)
def test_passphrases(tmp_path: Path, kind: str) -> None:
    name, more = KINDS[kind]
    raw = keys.make_key(tmp_path, "key", name, PASSPHRASE, *more).read_bytes()
    with pytest.raises(PassphraseError, match="passphrase is needed"):
        load_key(raw)
    with pytest.raises(PassphraseError, match="passphrase is wrong"):
        load_key(raw, b"something else")


@pytest.mark.parametrize("kind", KINDS)
def test_a_passphrase_that_is_not_needed_is_no_matter(tmp_path: Path, kind: str) -> None:
    name, more = KINDS[kind]
    path = keys.make_key(tmp_path, "key", name, "", *more)
    assert keys.public_line(path).startswith(load_key(path.read_bytes(), b"x").line)


def test_other_files(tmp_path: Path) -> None:
    path = keys.make_key(tmp_path, "key")
    rsa = keys.make_key(tmp_path, "rsa", "rsa", "", "-b", "2048")
    for raw, words in (
        (path.with_name("key.pub").read_bytes(), "public half"),
        (b"-----BEGIN PUBLIC KEY-----\n", "public half"),
        (b"", "no private key"),
        (b"\x00" * 100, "no private key"),
        (path.read_bytes().replace(b"b3BlbnNz", b"AAAAAAAA"), "damaged"),
        (path.read_bytes()[:100], "damaged"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "damaged"),
        (rsa.read_bytes(), "RSA keys are not supported"),
    ):
        with pytest.raises(UsageError, match=words):
            load_key(raw)


def test_keys_of_an_unknown_kind(tmp_path: Path) -> None:
    raw = keys.make_key(tmp_path, "key").read_bytes()
    body = base64.b64decode(b"".join(raw.splitlines()[1:-1])).replace(b"ssh-ed25519", b"ssh-edXXXXX")
    text = base64.encodebytes(body)
    with pytest.raises(UsageError, match="not supported"):
        load_key(b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + text + b"-----END OPENSSH PRIVATE KEY-----\n")


def test_a_missing_bcrypt_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `cryptography` puts in place of the missing package."""
    raw = keys.make_key(tmp_path, "key", "ed25519", PASSPHRASE).read_bytes()

    def kdf(*_arguments: object, **_options: object) -> bytes:
        raise UnsupportedAlgorithm("Need bcrypt module")

    monkeypatch.setattr(ssh, "_bcrypt_kdf", kdf)
    with pytest.raises(CannotCheckError, match="pip install bcrypt"):
        load_key(raw, PASSPHRASE.encode())
