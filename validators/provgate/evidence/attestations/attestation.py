"""Signed statements: who of the registered attesters vouches for this document and these claims.

Verifying needs no network and no clock of its own. A key counts if the statement's own time lies between the
key's `from` and `until`; an expired key keeps supporting what it signed while it was valid, because honest old
statements must not rot. A signer chooses that time freely, so it protects nobody against a stolen key: `revoked`
does, and refuses everything that the key ever signed. The future is refused, up to an hour of clock difference.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from provgate.evidence.attestations import dsse, intoto
from provgate.evidence.attestations.intoto import SignedStatement
from provgate.evidence.attestations.keyring import Keyring, Listed
from provgate.evidence.attestations.strict_json import MalformedError, TrailingError
from provgate.findings import CLAIMS, Fault, Place
from provgate.formats.registries import Attesters
from provgate.formats.yaml_reader import Value, child

SKEW = datetime.timedelta(hours=1)
SIGN_AGAIN = "have the document attested again: `provgate attest DOC --key KEY`"


class Signer(NamedTuple):
    """One person who vouches: their key in attesters.yaml, name, role, when they signed, and the key's fingerprint."""

    attester: str
    name: str
    role: str
    time: datetime.datetime
    fingerprint: str


class Attestation(NamedTuple):
    """What one envelope, or all of a document's together, proves; `signers` is empty if there is any fault."""

    signers: tuple[Signer, ...] = ()
    faults: tuple[Fault, ...] = ()


def verify(
    raw: bytes,
    *,
    document_path: str,
    document_sha256: str,
    data: Mapping[str, Value],
    keyring: Keyring,
    now: datetime.datetime,
    pointer: str = "",
) -> Attestation:
    """Judge one envelope.

    `document_path` is the document's POSIX path from the repository's root, `data` the sidecar's data as its reader
    gives it, `now` an aware time, `pointer` the sidecar's entry that names the envelope.
    """
    try:
        envelope = dsse.read(raw)
    except TrailingError as error:
        return _refused("extra-signature", f"the attestation {error}", pointer)
    except MalformedError as error:
        return _refused("malformed", f"the attestation {error}", pointer)
    if envelope.payload_type != dsse.PAYLOAD_TYPE:
        message = f"the payload type is `{envelope.payload_type[:80]}`, not `{dsse.PAYLOAD_TYPE}`"
        return _refused("payload-type", message, pointer)
    listed, faults = _signatures(envelope, keyring, pointer)
    if faults:
        return Attestation(faults=faults)
    statement = _statement(envelope.payload, pointer)
    if isinstance(statement, Fault):
        return Attestation(faults=(statement,))
    faults = (
        *_about(statement, document_path, document_sha256, pointer),
        *_differing(statement.claims, intoto.claims_of(data), pointer),
        *(fault for each in listed for fault in _allowed(each, statement, document_path, now, pointer)),
    )
    if faults:
        return Attestation(faults=faults)
    return Attestation(
        tuple(
            Signer(each.person.key, each.person.name, statement.role, statement.time, each.fingerprint)
            for each in listed
        )
    )


def settle(attestations: Sequence[Attestation], attesters: Attesters, pointer: str = "/evidence") -> Attestation:
    """All attestations of one document together: enough different people must have signed.

    Faults of single envelopes are passed on, and leave no signers; the threshold is only judged without them.
    """
    faults = tuple(fault for each in attestations for fault in each.faults)
    signers = tuple(signer for each in attestations for signer in each.signers)
    # Two entries of one name may be one person with two keys, so the names count.
    people = {" ".join(unicodedata.normalize("NFKC", one.name).casefold().split()): one.name for one in signers}
    if not faults and len(people) < attesters.threshold:
        names = ", ".join(people.values()) or "nobody"
        once = "; a person counts once, however often they sign" if len(signers) > len(people) else ""
        message = f"{attesters.threshold} different people must sign, {len(people)} did ({names}){once}"
        advice = "have another registered attester run `provgate attest` on the document"
        faults = (Fault("attestation-threshold", message, advice, Place(pointer)),)
    return Attestation(() if faults else signers, faults)


def _refused(kind: str, message: str, pointer: str, advice: str = SIGN_AGAIN) -> Attestation:
    return Attestation(faults=(Fault(f"attestation-{kind}", message, advice, Place(pointer)),))


def _signatures(
    envelope: dsse.Envelope, keyring: Keyring, pointer: str
) -> tuple[tuple[Listed, ...], tuple[Fault, ...]]:
    """Whose signatures these are. Beside a good one, any other that adds no further person is one too many."""
    signed = dsse.signed_bytes(envelope)
    good: dict[str, Listed] = {}
    faults = []
    for signature in envelope.signatures:
        listed = keyring.get(signature.keyid)
        if listed is None:
            faults.append(_unknown(signature.keyid, pointer))
        elif not listed.public.made(signature.sig, signed):
            message = f"the signature of {listed.person.name} does not fit what the attestation says now"
            faults.append(Fault("attestation-signature", message, SIGN_AGAIN, Place(pointer)))
        elif listed.person.key in good:
            faults.append(
                Fault(
                    "attestation-extra-signature",
                    f"{listed.person.name} signed twice here",
                    "keep one signature of each person",
                    Place(pointer),
                )
            )
        else:
            good[listed.person.key] = listed
    if good:
        faults = [
            fault
            if fault.kind == "attestation-extra-signature"
            else fault._replace(kind="attestation-extra-signature", message=f"a further signature: {fault.message}")
            for fault in faults
        ]
    return tuple(good.values()), tuple(faults)


def _unknown(keyid: str, pointer: str) -> Fault:
    return Fault(
        "attestation-unknown-key",
        f"the key `{keyid[:80]}` belongs to nobody in the attesters' file",
        "have it signed by a registered attester, or have the key added on the base branch",
        Place(pointer),
    )


def _statement(payload: bytes, pointer: str) -> SignedStatement | Fault:
    try:
        return intoto.read(payload)
    except intoto.PredicateTypeError as error:
        return Fault(
            "attestation-predicate-type",
            f"the statement {error}, not `{intoto.PREDICATE_TYPE}`",
            SIGN_AGAIN,
            Place(pointer),
        )
    except intoto.RoleError as error:
        return Fault(
            "attestation-role",
            f"the statement {error}, which is not one lower-case word",
            f"sign again with a role such as {', '.join(intoto.ROLES)}",
            Place(pointer),
        )
    except MalformedError as error:
        return Fault("attestation-malformed", f"the signed statement {error}", SIGN_AGAIN, Place(pointer))


def _about(statement: SignedStatement, path: str, sha256: str, pointer: str) -> Iterator[Fault]:
    if statement.path != path:
        message = f"the statement was signed for `{statement.path[:200]}`, not for this document"
        yield Fault("attestation-replay", message, SIGN_AGAIN, Place(pointer))
    if statement.sha256 != sha256:
        message = (
            f"the statement was signed for other bytes (SHA-256 {statement.sha256[:16]}...) "
            f"than the document has ({sha256[:16]}...)"
        )
        yield Fault("attestation-replay", message, SIGN_AGAIN, Place(pointer))


def _differing(signed: Mapping[str, Value], stated: Mapping[str, Value], pointer: str) -> Iterator[Fault]:
    for key in sorted({*signed, *stated}):
        if key not in stated or key not in signed or signed[key] != stated[key]:
            kind = "claim" if key in CLAIMS else "field"
            message = (
                f"the {kind} `{key[:40]}` is {_shown(stated.get(key))} in the sidecar; signed was "
                f"{_shown(signed.get(key))}"
            )
            yield Fault(
                "attestation-claims",
                message,
                f"undo the change, or {SIGN_AGAIN}",
                Place(child("", key) if key in stated else pointer),
            )


def _shown(value: Value | None) -> str:
    return "missing" if value is None else ascii(value)[:120] if not str(value).isprintable() else f"{value!r}"[:120]


def _allowed(
    listed: Listed, statement: SignedStatement, path: str, now: datetime.datetime, pointer: str
) -> Iterator[Fault]:
    """What attesters.yaml says about this key and this document."""
    day, today = statement.time.date().isoformat(), now.astimezone(datetime.UTC).date().isoformat()
    name, key = listed.person.name, listed.key
    if statement.time > now + SKEW:
        message = f"{name} signed on {statement.time:%Y-%m-%d %H:%M} UTC, which is still to come"
        yield Fault("attestation-not-yet-valid", message, "correct the clock and sign again", Place(pointer))
    if key.revoked and key.revoked <= today:
        message = f"the key of {name} ({listed.fingerprint}) was revoked on {key.revoked}"
        yield Fault("attestation-revoked", message, "sign again with a key that is not revoked", Place(pointer))
    if key.since and day < key.since:
        message = f"{name} signed on {day}, but the key counts only from {key.since}"
        yield Fault("attestation-not-yet-valid", message, SIGN_AGAIN, Place(pointer))
    if key.until and day > key.until:
        message = f"{name} signed on {day}, but the key counted only until {key.until}"
        yield Fault("attestation-expired", message, "sign again with a key that is still valid", Place(pointer))
    if not listed.covers(path):
        message = f"{name} may vouch for {', '.join(listed.person.paths)} only"
        yield Fault("attestation-scope", message, "have it signed by someone whose paths cover it", Place(pointer))
