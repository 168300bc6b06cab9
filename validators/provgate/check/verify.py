"""What a capture proves about the documents that name it; runs inside a bounded worker.

One job holds one set of capture files and every document that rests on it, so that a page
shared by several documents is read once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from selectolax.lexbor import LexborHTMLParser

from provgate.compare import claims as verdicts
from provgate.compare.text.pagetext import PageText
from provgate.compare.text.verdict import judge_text
from provgate.evidence.captures.capture import Capture, Chain, read_capture
from provgate.evidence.facts import Exchange, Statement
from provgate.evidence.pages import decode as html
from provgate.evidence.pages import doi
from provgate.evidence.pages.statements import read_page
from provgate.findings import Fault, Judgement, Place, Verdict
from provgate.formats.claims import Claims
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry

_SKEW = datetime.timedelta(hours=1)
_PAGES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})


class Asked(NamedTuple):
    """One document whose claims are to be held against the job's captures.

    `document` is its bytes (None when there are more than a page may have), `pointers` the
    sidecar's pointer of each capture, in the job's order.
    """

    path: str
    claims: Claims
    document: bytes | None
    pointers: tuple[str, ...]


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


def from_the_future(proof: Proof, now: datetime.datetime) -> Iterator[Fault]:
    """Captures that say they were made later than now."""
    for pointer, date in proof.captured:
        # WARC 1.1 allows a year, a month or a day: it begins with its first moment.
        moment = _moment(date if "T" in date else f"{date}-01-01"[:10])
        if moment is not None and moment > now + _SKEW:
            message = f"the capture says that it was made at {date}, which lies in the future"
            yield Fault("capture-date", message, place=Place(pointer))


class _WebPage(NamedTuple):
    """A page read once: its tree (None when the payload is no HTML), what it says of itself, and its text."""

    tree: LexborHTMLParser | None
    statements: tuple[Statement, ...]
    text: PageText | None


_Pages: TypeAlias = dict[tuple[int, str], _WebPage]
"""Pages read so far, by the capture's number in the job and the URL: two captures of one URL may differ."""


def prove(job: Job, registry: Registry) -> tuple[Proof, ...]:
    """Judge every document of a job."""
    captures = [read_capture(raw, name, job.limits) for name, raw in job.captures]
    pages: _Pages = {}
    return tuple(_prove(asked, captures, registry, pages) for asked in job.asked)


def failed(job: Job, reason: str) -> tuple[Proof, ...]:
    """The proofs of a job whose worker did not survive it."""
    return tuple(
        Proof(
            asked.path, tuple(Fault("evidence-worker", reason, place=Place(pointer)) for pointer in asked.pointers[:1])
        )
        for asked in job.asked
    )


def _prove(asked: Asked, captures: list[Capture], registry: Registry, pages: _Pages) -> Proof:
    faults: list[Fault] = []
    judgements: list[Judgement] = []
    chains: list[Chain] = []
    captured: list[tuple[str, str]] = []
    for number, (capture, pointer) in enumerate(zip(captures, asked.pointers, strict=True)):
        chain = capture.find(asked.claims.origin) if not capture.faults else None
        if isinstance(chain, Chain):
            chains.append(chain)
            captured += [(pointer, exchange.date) for exchange in chain.exchanges]
            judgements += _judge(asked, chain, registry, pages, number)
        else:
            found = capture.faults if chain is None else (chain,)
            faults += [Fault(fault.kind, fault.message, fault.advice, Place(pointer)) for fault in found]
    return Proof(asked.path, (*faults, *_retrieved(asked.claims, chains)), tuple(judgements), tuple(captured))


def _judge(asked: Asked, chain: Chain, registry: Registry, pages: _Pages, number: int) -> tuple[Judgement, ...]:
    final = chain.exchanges[-1]
    page = pages.get((number, final.url))
    if page is None:
        page = pages[number, final.url] = _read(final)
    outlet = registry.outlets.get(asked.claims.outlet)
    told = verdicts.judge_page(asked.claims, outlet, registry, chain.exchanges, page.statements, page.tree)
    return (*told, _judge_text(asked, final, page))


def _judge_text(asked: Asked, final: Exchange, page: _WebPage) -> Judgement:
    if asked.document is None:
        detail = "the document is larger than the largest page that is read"
        return Judgement("text", Verdict.UNSUPPORTED, detail=detail)
    kind = final.headers.get("content-type", "")
    return judge_text(asked.document, final.body, kind, page.text, asked.claims.excerpt)


def _read(exchange: Exchange) -> _WebPage:
    kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _PAGES or (not kind and exchange.body.lstrip()[:1] == b"<"):
        source = html.decode(exchange.body, exchange.headers.get("content-type", ""))
        tree = html.parse(source)
        statements = read_page(tree, source, exchange.url, exchange.headers)
        return _WebPage(tree, statements, PageText(tree))
    if kind.endswith("json"):
        source = exchange.body.decode("utf-8", "replace")
        return _WebPage(None, tuple(doi.read(source)), None)
    return _WebPage(None, (), None)


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
