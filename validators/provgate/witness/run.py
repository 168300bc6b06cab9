"""Documents → looks at their origins → outcomes and receipts; one document at a time, in the order of free hosts.

A run holds a few documents that wait for their hosts, and nothing of those that are done. What it signs is appended
at once, so that a run which is interrupted goes on with `--stale`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from provgate.capture.exchange import Options
from provgate.capture.warc_writer import to_warc
from provgate.check.load import Read, Reader
from provgate.check.receipts import Witnessing
from provgate.check.selection import Selection
from provgate.corpus.documents import RECEIPTS_SUFFIX
from provgate.corpus.files import write_atomically
from provgate.evidence.receipts import receipt
from provgate.evidence.receipts.keyring import Keyring, keyring
from provgate.evidence.receipts.statement import Observation
from provgate.findings import CannotCheckError
from provgate.formats.witnesses import Archive
from provgate.values import urls
from provgate.witness.archives import look_archived
from provgate.witness.comparison import Question
from provgate.witness.observation import UNCHECKED, Look, look_live
from provgate.witness.pace import Pace
from provgate.witness.receipts import About, Signer, append, receipt_of, written

_WAITING, _HELD = 64, 64 * 1024 * 1024
_BATCH = 16


class Plan(NamedTuple):
    """How to look: at the origin itself (`live`), in which archives, and what to keep and sign.

    `stale` leaves out documents that a listed witness (the signer, if there is one) confirmed after this time.
    """

    options: Options
    pace: Pace
    root: Path
    live: bool = True
    archives: tuple[Archive, ...] = ()
    stale: datetime.datetime | None = None
    keep: Path | None = None
    signer: Signer | None = None
    clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC).replace(microsecond=0)


class Verified(NamedTuple):
    """What came of one document: the looks in order, or why there was none; `notes` are for people."""

    path: str
    outlet: str
    looks: tuple[Look, ...] = ()
    reason: str = ""
    skipped: bool = False
    notes: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """`agreed` if any look agrees, else what the first one found."""
        if any(look.outcome == "agreed" for look in self.looks):
            return "agreed"
        return self.looks[0].outcome if self.looks else "unreachable"


class _Waiting(NamedTuple):
    about: About
    document: bytes | None
    outlet: str

    @property
    def origin(self) -> str:
        return self.about.claims.origin


def verify(reader: Reader, selection: Selection, plan: Plan) -> Iterator[Verified]:
    """The outcome of each selected document, in the order in which they come about."""
    ring = keyring(reader.trust.witnesses, reader.trust.policy.witnesses) if plan.signer else {}
    incoming = _incoming(reader, selection, plan)
    waiting: list[_Waiting] = []
    held = 0
    for one in incoming:
        if isinstance(one, Verified):
            yield one
            continue
        waiting.append(one)
        held += len(one.document or b"")
        while len(waiting) >= _WAITING or held > _HELD:
            chosen = _next(waiting, plan)
            held -= len(chosen.document or b"")
            yield _verified(chosen, reader, plan, ring)
    while waiting:
        yield _verified(_next(waiting, plan), reader, plan, ring)


def _next(waiting: list[_Waiting], plan: Plan) -> _Waiting:
    """Take out the first document whose host is free soonest."""
    chosen = min(waiting, key=lambda one: plan.pace.free_at(one.origin))
    waiting.remove(chosen)
    return chosen


def _incoming(reader: Reader, selection: Selection, plan: Plan) -> Iterator[_Waiting | Verified]:
    chosen = (document for document in reader.corpus.documents if selection.holds(document.path))
    witnessing = Witnessing(reader.trust, reader.now)
    while batch := list(islice(chosen, _BATCH)):
        for read in reader.read(batch, {}):
            one = _ready(read, reader)
            if isinstance(one, _Waiting) and _fresh(read, witnessing, plan):
                one = Verified(read.subject.path, one.outlet, reason="confirmed lately", skipped=True)
            yield one


def _ready(read: Read, reader: Reader) -> _Waiting | Verified:
    """The document as far as a look needs it; or why no look is possible."""
    subject = read.subject
    claims, parsed, document = subject.claims, subject.parsed, subject.document
    if claims is None or parsed is None or parsed.data is None or document is None:
        return Verified(subject.path, "", reason="it has no valid sidecar; `provgate check` says what is wrong")
    parts = urls.split(claims.origin)
    if parts is None or parts.scheme not in urls.DEFAULT_PORTS:
        return Verified(subject.path, claims.outlet, reason="`origin` is not a web address", skipped=True)
    if not reader.trust.registry.of_host(parts.host):
        return Verified(subject.path, claims.outlet, reason=f"{parts.host} is not a host of a registered outlet")
    about = About(subject.path, document.sha256, parsed.data, claims)
    return _Waiting(about, read.document.data if read.document.whole else None, claims.outlet)


def _fresh(read: Read, witnessing: Witnessing, plan: Plan) -> bool:
    """Whether a receipt that counts is young enough; those that nobody has added to git yet are there, too."""
    if plan.stale is None:
        return False
    beside = written(plan.root, read.subject.path)
    held = read._replace(receipts=beside if beside is not None else read.receipts)
    if held.receipts is None:
        return False
    limit, own = f"{plan.stale:%Y-%m-%dT%H:%M:%SZ}", plan.signer.witness if plan.signer else ""
    return any(seen.time >= limit and own in ("", seen.witness) for seen in witnessing.judge(held).agreements)


def _verified(one: _Waiting, reader: Reader, plan: Plan, ring: Keyring) -> Verified:
    trust = reader.trust
    question = Question(one.about.path, one.about.claims, one.document, b"", trust.registry, trust.policy.limits)
    looks: list[Look] = []
    for look in _looks(one, question, plan, reader):
        looks.append(look)
        if look.outcome == "agreed":
            break
    notes = [note for look in looks for note in _kept(look, one, plan)]
    notes += [note for look in _worth_signing(looks) for note in _signed(look, one, reader, plan, ring)]
    return Verified(one.about.path, one.outlet, tuple(looks), notes=tuple(notes))


def _looks(one: _Waiting, question: Question, plan: Plan, reader: Reader) -> Iterator[Look]:
    """The origin itself first, then the archives until one agrees."""
    if plan.live:
        registered = reader.trust.registry.of_host
        options = plan.options._replace(allowed=lambda host: bool(registered(host)))
        yield _paced(one.origin, plan, lambda: look_live(question, options), Observation("live", ()))
    moment = retrieved(one.about.claims.retrieved) or plan.clock()
    for archive in plan.archives:

        def look(archive: Archive = archive) -> Look:
            return look_archived(question, archive, moment, plan.options)

        yield _paced(archive.raw.partition("{")[0], plan, look, Observation("archive", (), archive.name))


def _paced(url: str, plan: Plan, look: Callable[[], Look], seen: Observation) -> Look:
    refused = plan.pace.wait(url)
    if refused:
        return Look("unreachable", (refused,), UNCHECKED, seen)
    found = look()
    plan.pace.asked(url, found.status)
    return found


def retrieved(text: str) -> datetime.datetime | None:
    """When the capture was made; None where the sidecar does not say it."""
    try:
        moment = datetime.datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def _kept(look: Look, one: _Waiting, plan: Plan) -> Iterator[str]:
    """Write what was fetched, where it is to be kept."""
    if plan.keep is None or not look.fetched:
        return
    name = look.seen.archive or "live"
    place = plan.keep / f"{one.about.path}.{name}.warc.gz"
    try:
        write_atomically(place, to_warc(look.fetched))
    except OSError as error:
        raise CannotCheckError(f"{place}: cannot be written: {error.strerror}") from None
    yield f"kept {place}"


def _worth_signing(looks: list[Look]) -> list[Look]:
    """What was found at the origin itself, and a copy that agrees; an archive without one says nothing."""
    return [look for look in looks if look.seen.kind == "live" or look.outcome == "agreed"]


def _signed(look: Look, one: _Waiting, reader: Reader, plan: Plan, ring: Keyring) -> Iterator[str]:
    """Sign and append; and say so if the gate is not going to count it."""
    if plan.signer is None or (not look.fetched and look.outcome == "unreachable"):
        return
    now = plan.clock()
    line = receipt_of(look, one.about, plan.signer, now)
    append(plan.root, one.about.path, line)
    against = receipt.Against(one.about.path, one.about.sha256, one.about.data, reader.trust.witnesses, ring, now)
    yield f"signed in {one.about.path}{RECEIPTS_SUFFIX}"
    if look.outcome == "agreed":
        found = receipt.judge(line, "", against)
        yield from (f"the gate will not count it: {fault.message}" for fault in found.faults)
