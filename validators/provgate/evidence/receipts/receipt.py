"""Receipts of one document → agreements that count, and faults (DESIGN 1.10).

Verifying needs no network and no clock of its own. Only an agreement grants anything, so no line can be gained by
leaving another out: a receipt of a page that has changed or is gone is a note, and one that does not count is told.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple, cast

from provgate.evidence.attestations import dsse
from provgate.evidence.attestations.strict_json import MalformedError
from provgate.evidence.receipts import addresses, lines, statement, timestamps
from provgate.evidence.receipts.facts import Witnessed
from provgate.evidence.receipts.keyring import Keyring, Listed
from provgate.evidence.receipts.statement import Receipt
from provgate.findings import Agreement, Fault, Place, Severity, Verdict
from provgate.formats.policy import Timestamps
from provgate.formats.witnesses import Witnesses
from provgate.formats.yaml_reader import Value

SKEW = datetime.timedelta(hours=1)
_AGAIN = "run `provgate verify` as a listed witness again"


class Against(NamedTuple):
    """What receipts are held against: the document, its sidecar's data, and the register in force.

    `attested` are the ids of keys that signed an attestation of this document, `now` is an aware time, `authorities`
    are the certificates of the timestamp authorities in force.
    """

    path: str
    sha256: str
    data: Mapping[str, Value]
    witnesses: Witnesses
    ring: Keyring
    now: datetime.datetime
    attested: Collection[str] = ()
    timestamps: Timestamps = Timestamps()
    authorities: tuple[Any, ...] = ()


class _RefusedError(Exception):
    """This receipt does not count."""

    def __init__(self, kind: str, message: str, advice: str = "", *, lenient: bool = False) -> None:
        super().__init__(message)
        self.fault = Fault(kind, message, advice, severity=Severity.WARNING if lenient else None)


def judge(raw: bytes, place: str, against: Against) -> Witnessed:
    """All receipts of the file at `place`."""
    try:
        split = lines.split(raw)
    except lines.TooManyError as error:
        advice = "keep the newest receipts and remove the rest"
        message = f"the receipts file {error}"
        return Witnessed(
            place, faults=(Fault("receipt-malformed", message, advice, Place(line=1, column=1, path=place)),)
        )
    agreements: list[Agreement] = []
    faults: list[Fault] = []
    stamps: list[Agreement] = []
    unreachable = 0
    for line in split:
        try:
            if line.raw.startswith(timestamps.START):
                stamps.append(_stamp(line.raw, against))
                continue
            receipt, listed = _signed(line.raw, against.ring)
            faults += [_at(note, place, line.number) for note in _checked(receipt, listed, against)]
            if receipt.outcome == "agreed":
                agreements.append(_agreement(receipt, listed))
            unreachable += receipt.outcome == "unreachable"
        except _RefusedError as refused:
            faults.append(_at(refused.fault, place, line.number))
    agreements.sort(key=lambda each: each.time)
    count = len(split) - len(stamps)
    return Witnessed(place, tuple(agreements), tuple(faults), count, unreachable, timestamps=tuple(stamps))


def _stamp(raw: bytes, against: Against) -> Agreement:
    """The timestamp of one line; _RefusedError for one that proves nothing here."""
    try:
        stamp = timestamps.read(raw)
    except MalformedError as error:
        raise _RefusedError("receipt-malformed", f"the timestamp {error}", "remove the line") from None
    pinned = {ref["path"]: ref["sha256"] for ref in cast("list[dict[str, str]]", against.data.get("evidence", []))}
    if stamp.path not in pinned:
        message = f"a timestamp is for `{stamp.path[:200]}`, which is not evidence here"
        raise _RefusedError("timestamp-unproven", message)
    if not against.authorities:
        raise _RefusedError("timestamp-unproven", "`timestamps` in the policy lists no authority for this timestamp")
    try:
        moment, name = timestamps.stamped(stamp.answer, pinned[stamp.path], against.authorities)
    except timestamps.TimestampError as error:
        raise _RefusedError("timestamp-unproven", f"the timestamp of `{stamp.path[:200]}`: {error}") from None
    retrieved, within = _moment(str(against.data.get("retrieved", ""))), against.timestamps.within
    if moment > against.now + SKEW:
        raise _RefusedError("timestamp-unproven", f"the timestamp is of {moment:%Y-%m-%d}, which is in the future")
    if within and (retrieved is None or moment > retrieved + datetime.timedelta(days=within)):
        message = f"the timestamp is of {moment:%Y-%m-%d}, more than {within} days after `retrieved`"
        raise _RefusedError("timestamp-unproven", message)
    return Agreement("", name, "", f"{moment:%Y-%m-%dT%H:%M:%SZ}", "timestamp", stamp.path)


def _at(fault: Fault, path: str, line: int) -> Fault:
    return fault._replace(place=Place(line=line, column=1, path=path))


def _signed(raw: bytes, ring: Keyring) -> tuple[Receipt, Listed]:
    """The receipt of one line, and whose it is."""
    try:
        envelope = dsse.read(raw)
        if dsse.write(envelope) != raw + b"\n":
            raise MalformedError("is not spelled as provgate spells it: sorted members, no white space")
        if envelope.payload_type != dsse.PAYLOAD_TYPE:
            raise MalformedError(f"has the payload type `{envelope.payload_type[:80]}`, not `{dsse.PAYLOAD_TYPE}`")
        if len(envelope.signatures) != 1:
            raise MalformedError(f"has {len(envelope.signatures)} signatures, not one")
        receipt = statement.read(envelope.payload)
    except MalformedError as error:
        raise _RefusedError("receipt-malformed", f"the receipt {error}", "remove the line, or " + _AGAIN) from None
    [signature] = envelope.signatures
    listed = ring.get(signature.keyid)
    if listed is None:
        message = f"the witness `{receipt.witness[:80]}` signed with a key that is not listed: `{signature.keyid[:80]}`"
        raise _RefusedError("receipt-signature", message, "ask a maintainer to add the key", lenient=True)
    if listed.witness.key != receipt.witness:
        message = f"a key of `{listed.witness.key}` signed as the witness `{receipt.witness[:80]}`"
        raise _RefusedError("receipt-signature", message, "remove the line; ask a maintainer to check that key")
    if not listed.public.made(signature.sig, dsse.signed_bytes(envelope)):
        message = f"the signature of `{listed.witness.key}` does not match what the receipt says now"
        raise _RefusedError("receipt-signature", message, "remove the line, or " + _AGAIN)
    return receipt, listed


def _checked(receipt: Receipt, listed: Listed, against: Against) -> tuple[Fault, ...]:
    """Notes on a receipt that counts for what it says; _RefusedError for one that does not."""
    _same_document(receipt, against)
    _key_counts(receipt, listed, against)
    _in_scope(receipt, listed, against)
    if any(name in against.attested for key in _keys_of(listed, against.ring) for name in key.public.ids):
        message = f"`{receipt.witness}` also attested this document, so it cannot witness it"
        raise _RefusedError("self-witness", message, "have another listed witness run `provgate verify`")
    addresses_fault = addresses.fault(receipt, str(against.data.get("origin", "")), against.witnesses)
    if addresses_fault is not None:
        raise _RefusedError(*addresses_fault, _AGAIN)
    if receipt.outcome == "agreed":
        _agrees(receipt, against)
    return tuple(_notes(receipt))


def _agrees(receipt: Receipt, against: Against) -> None:
    """What only an agreement has to meet: its time, and all of its verdicts."""
    _in_time(receipt, against)
    unproven = [claim for claim, verdict in receipt.verdicts.items() if verdict != Verdict.SUPPORTED.value]
    if unproven:
        message = f"the receipt says `agreed`, but `{unproven[0]}` is {receipt.verdicts[unproven[0]]}"
        raise _RefusedError("receipt-malformed", message, "remove the line, or " + _AGAIN)


def _same_document(receipt: Receipt, against: Against) -> None:
    if receipt.path != against.path:
        message = f"the receipt is for `{receipt.path[:200]}`, not for this document"
        raise _RefusedError("receipt-claims", message, _AGAIN)
    if receipt.sha256 != against.sha256:
        message = f"the receipt is for other bytes: SHA-256 {receipt.sha256[:16]}..., document {against.sha256[:16]}..."
        raise _RefusedError("receipt-claims", message, _AGAIN)
    stated = statement.claims_of(against.data)
    for name in statement.SIGNED:
        if receipt.claims[name] != stated.get(name):
            message = (
                f"`{name}` is {_shown(stated.get(name))} in the sidecar, {_shown(receipt.claims[name])} in the receipt"
            )
            raise _RefusedError("receipt-claims", message, _AGAIN)


def _shown(value: Value | None) -> str:
    return "missing" if value is None else ascii(value)[:120] if not str(value).isprintable() else f"{value!r}"[:120]


def _key_counts(receipt: Receipt, listed: Listed, against: Against) -> None:
    name, key = receipt.witness, listed.key
    day, today = receipt.time.date().isoformat(), against.now.astimezone(datetime.UTC).date().isoformat()
    reason = ""
    if key.revoked and key.revoked <= today:
        reason = f"the key of `{name}` was revoked on {key.revoked}"
    elif key.since and day < key.since:
        reason = f"`{name}` signed on {day}, but the key counts only from {key.since}"
    elif key.until and day > key.until:
        reason = f"`{name}` signed on {day}, but the key counted only until {key.until}"
    elif receipt.time > against.now + SKEW:
        reason = f"`{name}` signed on {receipt.time:%Y-%m-%d %H:%M} UTC, which is in the future"
    if reason:
        raise _RefusedError("receipt-scope", reason, "run `provgate verify` again with a key that counts")


def _in_scope(receipt: Receipt, listed: Listed, against: Against) -> None:
    kind, party = receipt.observation.kind, listed.witness
    if not listed.covers(against.path):
        message = f"`{receipt.witness}` may speak only of {', '.join(party.paths)}"
    elif kind not in party.kinds:
        message = f"`{receipt.witness}` may only report what it saw {' or '.join(party.kinds)}, not {kind}"
    else:
        return
    raise _RefusedError("receipt-scope", message, "have a witness run `provgate verify` whose scope covers this")


def _keys_of(listed: Listed, ring: Keyring) -> Iterator[Listed]:
    return (other for other in ring.values() if other.witness.key == listed.witness.key)


def _in_time(receipt: Receipt, against: Against) -> None:
    retrieved, within = _moment(str(against.data.get("retrieved", ""))), against.witnesses.within
    if retrieved is None:
        message = "the sidecar has no valid `retrieved`, so no receipt can come after it"
        raise _RefusedError("receipt-window", message, "write the capture's own date as `retrieved`")
    if receipt.time < retrieved:
        message = f"the receipt is of {receipt.time:%Y-%m-%dT%H:%M:%SZ}, before `retrieved`"
        raise _RefusedError("receipt-window", message, _AGAIN)
    if within and receipt.time > retrieved + datetime.timedelta(days=within):
        message = f"the receipt is of {receipt.time:%Y-%m-%d}, more than {within} days after `retrieved`"
        raise _RefusedError("receipt-window", message, "capture the page again, then run `provgate verify` in time")


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def _notes(receipt: Receipt) -> Iterator[Fault]:
    when = f"{receipt.time:%Y-%m-%d}"
    if receipt.outcome == "changed":
        what = "; ".join(receipt.observation.differences)[:200]
        message = f"`{receipt.witness}` found the page changed on {when}"
        yield Fault("origin-changed", f"{message}: {what}" if what else message)
    elif receipt.outcome == "gone":
        yield Fault("origin-gone", f"`{receipt.witness}` found the page gone on {when}")


def _agreement(receipt: Receipt, listed: Listed) -> Agreement:
    seen, party = receipt.observation, listed.witness
    time = f"{receipt.time:%Y-%m-%dT%H:%M:%SZ}"
    return Agreement(party.key, party.name, party.operator, time, seen.kind, seen.archive, seen.memento_time[:64])
