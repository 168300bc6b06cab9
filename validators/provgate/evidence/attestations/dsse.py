"""DSSE envelopes (Dead Simple Signing Envelope, v1.0.2), read strictly: one spelling for one envelope.

Reading here only takes the envelope apart. Signatures are made and checked by securesystemslib, over the
payload's type and bytes as they stand, never over re-serialised JSON.
"""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from provgate.evidence.attestations import strict_json
from provgate.evidence.attestations.strict_json import Json, MalformedError

PAYLOAD_TYPE = "application/vnd.in-toto+json"
MAX_SIGNATURES = 64


class Signature(NamedTuple):
    """One signature: the signer's hint at the key, and the bytes."""

    keyid: str
    sig: bytes


class Envelope(NamedTuple):
    """A payload, what it is, and who signed it."""

    payload: bytes
    payload_type: str
    signatures: tuple[Signature, ...]


def read(raw: bytes) -> Envelope:
    """The envelope in these bytes; MalformedError says what is wrong with them."""
    data = members(strict_json.read(raw), "the envelope", ("payload", "payloadType", "signatures"))
    entries = data["signatures"]
    if not isinstance(entries, list) or not 0 < len(entries) <= MAX_SIGNATURES:
        raise MalformedError(f"needs `signatures`, a list of 1 to {MAX_SIGNATURES}")
    return Envelope(
        payload=_bytes(data["payload"], "payload"),
        payload_type=text(data["payloadType"], "payloadType"),
        signatures=tuple(map(_signature, entries)),
    )


def write(envelope: Envelope) -> bytes:
    """The envelope as a file."""
    entries: list[Json] = [{"keyid": each.keyid, "sig": _base64(each.sig)} for each in envelope.signatures]
    data: Json = {"payload": _base64(envelope.payload), "payloadType": envelope.payload_type, "signatures": entries}
    return strict_json.write(data) + b"\n"


def signed_bytes(envelope: Envelope) -> bytes:
    """What is signed: the payload's type and bytes, each with its length (DSSE's pre-authentication encoding)."""
    from securesystemslib.dsse import Envelope as Encoder

    encoded: bytes = Encoder(envelope.payload, envelope.payload_type, {}).pae()
    return encoded


def members(value: Json, what: str, names: tuple[str, ...]) -> dict[str, Json]:
    """A mapping with exactly these members."""
    if not isinstance(value, dict):
        raise MalformedError(f"holds no mapping where {what} belongs")
    for name in names:
        if name not in value:
            raise MalformedError(f"lacks `{name}` in {what}")
    for name in value:
        if name not in names:
            raise MalformedError(f"has an unknown member `{name[:40]}` in {what}")
    return value


def text(value: Json, name: str) -> str:
    """A member that must be text."""
    if not isinstance(value, str):
        raise MalformedError(f"has something else than text as `{name}`")
    return value


def _signature(value: Json) -> Signature:
    entry = members(value, "a signature", ("keyid", "sig"))
    return Signature(text(entry["keyid"], "keyid"), _bytes(entry["sig"], "sig"))


def _bytes(value: Json, name: str) -> bytes:
    """Standard base64 with padding in its only spelling, so that no bit of the file is unsigned slack."""
    spelled = text(value, name)
    try:
        found = base64.b64decode(spelled, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedError(f"has a `{name}` that is not base64") from None
    if _base64(found) != spelled:
        raise MalformedError(f"has a `{name}` that is not canonical base64")
    return found


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
