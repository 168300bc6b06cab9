"""Trusted timestamps (RFC 3161) over captures: a line of the receipts file proves that a capture existed by then.

The authority signed the capture's SHA-256, which the sidecar pins. It says nothing about the page.
"""

from __future__ import annotations

import base64
import datetime
import importlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from provgate.evidence.attestations import strict_json
from provgate.evidence.attestations.dsse import members, text
from provgate.evidence.attestations.strict_json import MalformedError
from provgate.findings import CannotCheckError, UsageError

MEDIA_TYPE = "application/vnd.provgate.timestamp.v1+json"
START = b'{"mediaType":'
"""How the line of a timestamp begins, and that of no receipt."""

_SHA256 = "2.16.840.1.101.3.4.2.1"


class Timestamp(NamedTuple):
    """The capture as the sidecar names it, and the authority's answer (a DER TimeStampResp)."""

    path: str
    answer: bytes


class TimestampError(ValueError):
    """The timestamp proves nothing; the message says why."""


def write(timestamp: Timestamp) -> bytes:
    """The line to append."""
    answer = base64.b64encode(timestamp.answer).decode("ascii")
    return strict_json.write({"mediaType": MEDIA_TYPE, "path": timestamp.path, "rfc3161": answer}) + b"\n"


def read(raw: bytes) -> Timestamp:
    """The timestamp in a line; MalformedError for all that is not one in its only spelling."""
    data = members(strict_json.read(raw), "the timestamp", ("mediaType", "path", "rfc3161"))
    if data["mediaType"] != MEDIA_TYPE:
        raise MalformedError(f"has the media type `{text(data['mediaType'], 'mediaType')[:80]}`, not `{MEDIA_TYPE}`")
    try:
        answer = base64.b64decode(text(data["rfc3161"], "rfc3161"), validate=True)
    except ValueError:
        raise MalformedError("has an `rfc3161` that is not base64") from None
    timestamp = Timestamp(text(data["path"], "path"), answer)
    if write(timestamp) != raw + b"\n":
        raise MalformedError("is not spelled as provgate spells it: sorted members, no white space")
    return timestamp


def authorities(pem: bytes, path: str) -> tuple[Any, ...]:
    """The certificates in a PEM file; UsageError for any other."""
    from cryptography import x509

    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except ValueError:
        raise UsageError(f"{path}: holds no PEM certificates of timestamp authorities") from None


def stamped(answer: bytes, sha256: str, certificates: tuple[Any, ...]) -> tuple[datetime.datetime, str]:
    """When the authority signed this SHA-256, and who that is; TimestampError unless it did."""
    try:
        client = importlib.import_module("rfc3161_client")
    except ImportError:
        raise CannotCheckError('timestamps need rfc3161-client: pip install "provgate[timestamp]"') from None
    try:
        return _verified(client, answer, bytes.fromhex(sha256), certificates)
    except (TimestampError, KeyboardInterrupt):
        raise
    except BaseException as error:
        # The library's parser is Rust: what it does not expect comes as a panic, which is no Exception.
        raise TimestampError(f"it does not verify ({type(error).__name__}: {str(error)[:100]})") from None


def _verified(
    client: Any, answer: bytes, digest: bytes, certificates: tuple[Any, ...]
) -> tuple[datetime.datetime, str]:
    response = client.decode_timestamp_response(answer)
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256:
        raise TimestampError("it is not over a SHA-256")
    builder = client.VerifierBuilder()
    for certificate in certificates:
        own = certificate.issuer == certificate.subject
        add = builder.add_root_certificate if own else builder.add_intermediate_certificate
        builder = add(certificate)
    builder.build().verify(response, digest)
    moment: datetime.datetime = response.tst_info.gen_time
    return moment.astimezone(datetime.UTC), name_of(list(response.signed_data.certificates))


def name_of(certificates: Sequence[bytes]) -> str:
    """What the first certificate (DER) calls its holder, for people."""
    from cryptography import x509

    if not certificates:
        return "a timestamp authority"
    return x509.load_der_x509_certificate(certificates[0]).subject.rfc4514_string()[:128]
