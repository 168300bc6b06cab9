"""What a capture proves about the documents that name it; runs inside a bounded worker.

One job holds one set of capture files and every document that rests on it, so that a page
shared by several documents is read once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from provgate.check.details import Seen, seen
from provgate.check.sources import Exhibit, beside_origin, one_source
from provgate.check.webpage import WebPage, WebPages
from provgate.compare import claims as verdicts
from provgate.compare.text.verdict import judge_text
from provgate.evidence.captures.capture import Capture, Chain, read_capture
from provgate.evidence.facts import Exchange
from provgate.findings import Fault, Judgement, Place, Verdict
from provgate.formats.claims import Claims
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry

_SKEW = datetime.timedelta(hours=1)


class Asked(NamedTuple):
    """One document whose claims are to be held against the job's captures.

    `document` is its bytes (None when there are more than a page may have), `pointers` the
    sidecar's pointer of each capture, in the job's order; `details` asks for all that the proof rests on.
    """

    path: str
    claims: Claims
    document: bytes | None
    pointers: tuple[str, ...]
    details: bool = False


class Job(NamedTuple):
    """Capture files (name and bytes) and the documents that rest on all of them."""

    captures: tuple[tuple[str, bytes], ...]
    asked: tuple[Asked, ...]
    limits: Limits = Limits()


class Proof(NamedTuple):
    """What was found out about one document.

    `captured` is when its pages were captured, by their captures' own word: the sidecar's pointer
    and a date (RFC 3339) each. What it is now is no business of a proof, which holds at any time.
    """

    path: str
    faults: tuple[Fault, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    captured: tuple[tuple[str, str], ...] = ()
    seen: tuple[Seen, ...] = ()


def from_the_future(proof: Proof, now: datetime.datetime) -> Iterator[Fault]:
    """Captures that say they were made later than now."""
    for pointer, date in proof.captured:
        # WARC 1.1 allows a year, a month or a day: it begins with its first moment.
        moment = _moment(date if "T" in date else f"{date}-01-01"[:10])
        if moment is not None and moment > now + _SKEW:
            message = f"the capture says that it was made at {date}, which lies in the future"
            yield Fault("capture-date", message, place=Place(pointer))


def prove(job: Job, registry: Registry) -> tuple[Proof, ...]:
    """Judge every document of a job."""
    captures = [read_capture(raw, name, job.limits) for name, raw in job.captures]
    reader = WebPages()
    return tuple(_prove(asked, captures, registry, reader) for asked in job.asked)


def failed(job: Job, reason: str) -> tuple[Proof, ...]:
    """The proofs of a job whose worker did not survive it."""
    return tuple(
        Proof(
            asked.path, tuple(Fault("evidence-worker", reason, place=Place(pointer)) for pointer in asked.pointers[:1])
        )
        for asked in job.asked
    )


def _prove(asked: Asked, captures: Sequence[Capture], registry: Registry, reader: WebPages) -> Proof:
    faults: list[Fault] = []
    chains: list[tuple[str, Chain]] = []
    sources: list[tuple[Judgement, ...]] = []
    others: list[Exhibit] = []
    for number, (capture, pointer) in enumerate(zip(captures, asked.pointers, strict=True)):
        found = capture.find(asked.claims.origin) if not capture.faults else None
        if isinstance(found, Chain):
            chains.append((pointer, found))
            sources.append(_judge(asked, found, registry, reader.read(number, found.final)))
        elif found is None:
            faults += [_at(pointer, fault) for fault in capture.faults]
        if not capture.faults:
            missing = _at(pointer, found) if isinstance(found, Fault) else None
            others.append(Exhibit(number, capture, pointer, missing))
    beside = beside_origin(asked.claims, others, chains, registry, reader)
    faults += beside.faults
    chains += beside.chains
    captured = tuple((pointer, exchange.date) for pointer, chain in chains for exchange in chain.exchanges)
    retrieved = _retrieved(asked.claims, [chain for _, chain in chains])
    shown = tuple(_seen(asked, chains, reader)) if asked.details else ()
    return Proof(asked.path, (*faults, *retrieved), one_source(sources, beside.judged), captured, shown)


def _seen(asked: Asked, chains: Sequence[tuple[str, Chain]], reader: WebPages) -> Iterator[Seen]:
    """What each capture that speaks of this document showed."""
    for pointer, chain in chains:
        page = reader.read(asked.pointers.index(pointer), chain.final)
        yield seen(pointer, chain, page.statements)


def _at(pointer: str, fault: Fault) -> Fault:
    return Fault(fault.kind, fault.message, fault.advice, Place(pointer))


def _judge(asked: Asked, chain: Chain, registry: Registry, page: WebPage) -> tuple[Judgement, ...]:
    outlet = registry.outlets.get(asked.claims.outlet)
    told = verdicts.judge_page(asked.claims, outlet, registry, chain.exchanges, page.statements, page.tree)
    return (*told, _judge_text(asked, chain.final, page))


def _judge_text(asked: Asked, final: Exchange, page: WebPage) -> Judgement:
    if asked.document is None:
        detail = "the document is larger than the largest page that is read"
        return Judgement("text", Verdict.UNSUPPORTED, detail=detail)
    kind = final.headers.get("content-type", "")
    return judge_text(asked.document, final.body, kind, page.text, asked.claims.excerpt, asked.path)


def _retrieved(claims: Claims, chains: Sequence[Chain]) -> Iterator[Fault]:
    """`retrieved` has to be the own date of one of the captures, to the second."""
    wanted = _moment(claims.retrieved)
    dates = [exchange.date for chain in chains for exchange in chain.exchanges]
    if wanted is None or not dates or wanted in map(_moment, dates):
        return
    date = dates[-1]
    yield Fault(
        "retrieved-differs",
        f"the capture was made at {date}, not at {claims.retrieved}",
        f"write `retrieved: {date}`",
        Place("/retrieved"),
    )


def _moment(text: str) -> datetime.datetime | None:
    """An RFC 3339 date-time to the second, in UTC; None for anything else, which other rules report."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    try:
        return moment.astimezone(datetime.UTC).replace(microsecond=0)
    except OverflowError:
        return None
