"""One look at a document's origin: what came of it, and the exchanges it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from provgate.capture.exchange import FetchError, Options, RawExchange
from provgate.capture.fetch import fetch
from provgate.capture.warc_writer import to_warc
from provgate.evidence.receipts import statement
from provgate.evidence.receipts.statement import Hop, Observation
from provgate.findings import CLAIMS, CannotCheckError, Verdict
from provgate.witness.comparison import Question, compare

GONE = frozenset({404, 410, 451})
UNCHECKED: Mapping[str, str] = dict.fromkeys(CLAIMS, Verdict.UNCHECKED.value)


class Look(NamedTuple):
    """What one fetch found: `outcome` as in receipts, why, the claims' verdicts, and how it was seen.

    `fetched` are the exchanges as they went over the wire.
    """

    outcome: str
    reasons: tuple[str, ...]
    verdicts: Mapping[str, str]
    seen: Observation
    fetched: tuple[RawExchange, ...] = ()
    status: int = 0


def look_live(question: Question, options: Options) -> Look:
    """Fetch the origin itself."""
    try:
        exchanges = fetch(question.claims.origin, options)
    except FetchError as error:
        outcome = "gone" if error.status in GONE else "unreachable"
        seen = Observation("live", hops(error.chain), user_agent=options.user_agent)
        return Look(outcome, (str(error),), UNCHECKED, seen, error.chain, error.status)
    seen = Observation("live", hops(exchanges), user_agent=options.user_agent)
    return judged(question._replace(capture=to_warc(exchanges)), seen, exchanges)


def judged(question: Question, seen: Observation, fetched: tuple[RawExchange, ...]) -> Look:
    """The outcome of a page that came whole: it agrees, has changed, or may not be the page at all."""
    try:
        answer = compare(question)
    except CannotCheckError as error:
        return Look("unreachable", (str(error),), UNCHECKED, seen, fetched)
    if answer.agrees:
        return Look("agreed", (), answer.verdicts, seen, fetched)
    if answer.doubts:
        return Look("unreachable", answer.doubts, answer.verdicts, seen, fetched)
    differing = seen._replace(differences=answer.differences[:32])
    return Look("changed", answer.differences, answer.verdicts, differing, fetched)


def hops(exchanges: Sequence[RawExchange]) -> tuple[Hop, ...]:
    """The exchanges as a receipt names them."""
    return tuple(
        Hop(
            each.url,
            str(each.status),
            each.address,
            _spki(each.certificate),
            hashlib.sha256(each.body).hexdigest(),
            each.date,
        )
        for each in exchanges[: statement.MOST_HOPS]
    )


def _spki(certificate: bytes) -> str:
    """The SHA-256 of the public key that the server showed, in lower-case hex."""
    if not certificate:
        return ""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
