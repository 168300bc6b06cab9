"""Public keys as people have them: OpenSSH lines and PEM blocks → securesystemslib keys.

The key's id is its OpenSSH fingerprint (`SHA256:...`), which `ssh-keygen -l` shows, whichever way it is written.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from provgate.evidence.attestations import ed25519_points

if TYPE_CHECKING:
    from securesystemslib.signer._key import SSlibKey

SUPPORTED = "use an Ed25519 key (`ssh-keygen -t ed25519`) or ECDSA on P-256, P-384 or P-521"


_OPENSSH = frozenset({"ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"})
_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----\s[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----")


class UnusableKeyError(ValueError):
    """A key that cannot be used; the message says why."""


class PublicKey(NamedTuple):
    """A usable key; `ids` are the names that an envelope may call it by: fingerprint, securesystemslib's id."""

    ids: tuple[str, str]
    verifier: SSlibKey

    def made(self, signature: bytes, data: bytes) -> bool:
        """Whether this key made this signature over these bytes."""
        from securesystemslib.exceptions import UnverifiedSignatureError
        from securesystemslib.signer import Signature  # type: ignore[attr-defined]

        try:
            self.verifier.verify_signature(Signature(self.verifier.keyid, signature.hex()), data)
        except UnverifiedSignatureError:
            return False
        return True


@functools.lru_cache(maxsize=4096)
def public_key(written: str) -> PublicKey:
    """The key in an OpenSSH line (`ssh-ed25519 AAAA... comment`) or a PEM block; UnusableKeyError otherwise."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    stripped = written.strip()
    in_pem = stripped.startswith("-----BEGIN ")
    _require_known_form(stripped, in_pem)
    load: Any = serialization.load_pem_public_key if in_pem else serialization.load_ssh_public_key
    try:
        key = load(stripped.encode("utf-8"))
    except UnsupportedAlgorithm:
        raise UnusableKeyError(f"keys of this kind are not supported; {SUPPORTED}") from None
    except ValueError:
        raise UnusableKeyError("it is neither an OpenSSH public key line nor a PEM block") from None
    if not in_pem and openssh_line(key).split()[1] != stripped.split()[1]:
        raise UnusableKeyError("the OpenSSH line is not spelled as `ssh-keygen` spells it")
    return from_crypto(key)


def _require_known_form(written: str, in_pem: bool) -> None:
    """Refuse by name what is not one plain public key; a loader may take the first of several, or a key out of more."""
    if "PRIVATE KEY" in written:
        raise UnusableKeyError("this is a private key, which must never be committed; treat it as stolen")
    if in_pem:
        if written.count("-----BEGIN ") > 1:
            raise UnusableKeyError("these are several PEM blocks; list each key in an entry of its own")
        if _PEM.fullmatch(written) is None:
            name = written[len("-----BEGIN ") :].partition("-----")[0][:40]
            raise UnusableKeyError(f"a PEM block `{name}` is not supported; write a `PUBLIC KEY` block")
        return
    if "\n" in written or "\r" in written:
        raise UnusableKeyError("an OpenSSH public key is one line")
    kind = written.split(maxsplit=1)[0] if written else ""
    if kind.startswith(("sk-ssh-", "sk-ecdsa-")):
        raise UnusableKeyError(f"keys on a security token cannot sign statements; {SUPPORTED}")
    if "-cert-v" in kind:
        raise UnusableKeyError("SSH certificates are not supported; list the key itself, with `from` and `until`")
    if kind.startswith(("ssh-", "ecdsa-")) and kind not in _OPENSSH:
        raise UnusableKeyError(f"`{kind[:40]}` keys are not supported; {SUPPORTED}")


def from_crypto(key: Any) -> PublicKey:
    """The usable form of a `cryptography` public key; UnusableKeyError for kinds that are not supported."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]

    curves = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
    elliptic = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, curves)
    if not elliptic and not isinstance(key, ed25519.Ed25519PublicKey):
        raise UnusableKeyError(f"{_kind(key)} keys are not supported; {SUPPORTED}")
    if not elliptic and not ed25519_points.is_sound(key.public_bytes_raw()):
        raise UnusableKeyError("its Ed25519 point is not one that a key can have; anybody could sign for it")
    verifier = SSlibKey.from_crypto(key)
    return PublicKey((fingerprint(key), verifier.keyid), verifier)


def fingerprint(key: Any) -> str:
    """The OpenSSH fingerprint of a `cryptography` public key."""
    blob = base64.b64decode(openssh_line(key).split()[1])
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")


def openssh_line(key: Any) -> str:
    """A `cryptography` public key as an OpenSSH line without comment."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    line: bytes = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return line.decode("ascii")


def _kind(key: Any) -> str:
    return type(key).__name__.lstrip("_").removesuffix("PublicKey").replace("EllipticCurve", "such elliptic-curve")
