"""Signing a statement with a key that the person has already: OpenSSH private keys and PEM (PKCS #8)."""

from __future__ import annotations

from typing import Any, NamedTuple

from provgate.evidence.attestations import dsse, public_keys
from provgate.evidence.attestations.dsse import Envelope, Signature
from provgate.evidence.attestations.public_keys import PublicKey
from provgate.findings import CannotCheckError, UsageError

MAX_BYTES = 64 * 1024


class PassphraseError(UsageError):
    """The key is encrypted, and the passphrase is missing or wrong."""


class PrivateKey(NamedTuple):
    """A key that can sign; `line` is its public half as an OpenSSH line."""

    signer: Any
    public: PublicKey
    line: str


def load_key(raw: bytes, passphrase: bytes | None = None) -> PrivateKey:
    """The key in these bytes; PassphraseError or UsageError for a key that cannot be read or used."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]

    _look(raw)
    try:
        private = _load(raw, passphrase)
        public = public_keys.from_crypto(private.public_key())
    except public_keys.UnusableKeyError as error:
        raise UsageError(f"the key cannot sign: {error}") from None
    except UnsupportedAlgorithm as error:
        if "bcrypt" in str(error):
            raise CannotCheckError("reading an encrypted OpenSSH key needs `pip install bcrypt`") from None
        raise UsageError(f"the key cannot sign: keys of this kind are not supported; {public_keys.SUPPORTED}") from None
    return PrivateKey(CryptoSigner(private, public.verifier), public, public_keys.openssh_line(private.public_key()))


def sign(payload: bytes, key: PrivateKey) -> bytes:
    """The envelope that holds this in-toto statement and the key's signature over it."""
    unsigned = Envelope(payload, dsse.PAYLOAD_TYPE, ())
    signature = bytes.fromhex(key.signer.sign(dsse.signed_bytes(unsigned)).signature)
    return dsse.write(Envelope(payload, dsse.PAYLOAD_TYPE, (Signature(key.public.ids[0], signature),)))


def _look(raw: bytes) -> None:
    """Say what people commonly pass instead of a private key."""
    head = raw[:4096].lstrip()
    if head.startswith((b"ssh-", b"ecdsa-sha2-", b"-----BEGIN PUBLIC KEY")):
        raise UsageError("this is the public half of the key; pass the private one (the file without `.pub`)")
    if b"PRIVATE KEY-----" not in head:
        raise UsageError("this is no private key in OpenSSH or PEM format")


def _load(raw: bytes, passphrase: bytes | None) -> Any:
    from cryptography.hazmat.primitives import serialization

    openssh = b"BEGIN OPENSSH PRIVATE KEY" in raw
    load: Any = serialization.load_ssh_private_key if openssh else serialization.load_pem_private_key
    try:
        return load(raw, password=passphrase)
    except TypeError:
        if passphrase is not None:
            return _load(raw, None)
        raise PassphraseError("the key is encrypted; its passphrase is needed") from None
    except ValueError:
        if passphrase is not None:
            raise PassphraseError("the passphrase is wrong, or the key is damaged") from None
        raise UsageError("the key is damaged") from None
