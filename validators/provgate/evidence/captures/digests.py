"""Digests that captures declare (`sha1:BASE32`, `sha256:hex`, ...): do they agree with the bytes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

ALGORITHMS = {name: name.replace("-", "") for name in ("sha1", "sha-1", "sha256", "sha-256", "sha512", "sha-512")}


def verdict(declared: str, readings: Iterable[bytes | memoryview]) -> bool | None:
    """Whether the declared digest is that of one of the readings; None when it proves nothing.

    Absent digests and algorithms that are broken or unknown (MD5) prove nothing. Readings are looked
    at lazily, in order.
    """
    algorithm, _, value = declared.partition(":")
    name = ALGORITHMS.get(algorithm.strip().lower())
    if name is None:
        return None
    digests = (hashlib.new(name, reading, usedforsecurity=False).digest() for reading in readings)
    return any(agrees(value.strip(), digest) for digest in digests)


def agrees(text: str, digest: bytes) -> bool:
    """Whether the text spells this digest: hexadecimal, base32 or base64, padded or not, as tools differ."""
    bare = text.rstrip("=")
    spellings = (base64.b64encode(digest), base64.urlsafe_b64encode(digest))
    return (
        bare.lower() == digest.hex()
        or bare.upper() == base64.b32encode(digest).decode().rstrip("=")
        or bare in {spelling.decode().rstrip("=") for spelling in spellings}
    )
