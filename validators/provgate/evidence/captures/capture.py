"""A capture file → what it holds about one URL: the front that everyone else calls.

`read_capture` goes through the whole file once and keeps an index; `Capture.find` opens the few records
that an origin needs. Neither raises on bad input: damage to the file is in `Capture.faults`, anything
wrong with the origin's own records is what `find` returns.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from provgate.evidence.captures import wacz, zips
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.exchange import opened
from provgate.evidence.captures.warc import Budget, Record, records
from provgate.evidence.facts import Exchange
from provgate.findings import Fault
from provgate.formats.policy import Limits
from provgate.values import urls

MAX_REDIRECTS = 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_OPENED, _MAX_PAGES = 200, 4
_NEAREST, _SEARCHED = 3, 10_000
_SHOWN = 200
_WITHOUT_PAGE = frozenset({"request", "warcinfo", "metadata", "resource", "conversion", "continuation", "revisit"})


class Chain(NamedTuple):
    """How the origin answered: its own response, that of each redirect, the final 2xx last."""

    exchanges: tuple[Exchange, ...]

    @property
    def final(self) -> Exchange:
        """The response that holds the page."""
        return self.exchanges[-1]


class _Reader:
    """Opens records of one capture, within what one origin may cost: 200 responses, four pages' worth of bytes."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._opened, self._bytes = limits, _MAX_OPENED, limits.page_bytes * _MAX_PAGES

    def open(self, record: Record) -> Exchange:
        """The record's exchange; `DamagedError` for a damaged one, or too many."""
        exchange = opened(record, self._limits)
        self._opened -= 1
        self._bytes -= max(record.length, len(exchange.body))
        if self._opened < 0 or self._bytes < 0:
            message = "the capture holds too many responses between the origin and its page"
            raise DamagedError("capture-too-large", message, "keep one response for each URL")
        return exchange


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """What a capture file holds. With `faults`, nothing in it is to be trusted.

    `responses` are the response records by normalised URL, `others` the types of the other records
    that name a URL.
    """

    name: str
    limits: Limits
    faults: tuple[Fault, ...] = ()
    responses: Mapping[str, list[Record]] = field(default_factory=dict, repr=False)
    others: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def urls(self) -> tuple[str, ...]:
        """The normalised URLs whose responses the capture holds, in its own order."""
        return tuple(self.responses)

    def find(self, origin: str) -> Chain | Fault:
        """The responses from `origin` to the final 2xx, redirects followed inside the capture.

        Several responses to one URL are one if they agree in status, location and decoded body; of
        different ones exactly one must be usable (a 2xx or a redirect elsewhere), as behind a retry
        or a bounce for a cookie. Otherwise the capture leaves open what the origin says, and a gate
        must not choose.
        """
        if self.faults:
            return self.faults[0]
        try:
            return Chain(tuple(_follow(self, urls.normalise(origin))))
        except DamagedError as damage:
            return damage.fault


def read_capture(raw: bytes, name: str, limits: Limits) -> Capture:
    """The capture in these bytes, WARC or WACZ by their content; `name` is for messages only."""
    responses: dict[str, list[Record]] = {}
    others: dict[str, str] = {}
    try:
        for record in _records(raw, limits):
            _index(record, responses, others)
        if not responses and not others:
            raise DamagedError("capture-unreadable", "the capture holds no record about any URL", _AGAIN)
    except DamagedError as damage:
        return Capture(name, limits, (damage.fault,))
    return Capture(name, limits, (), responses, others)


def _records(raw: bytes, limits: Limits) -> Iterator[Record]:
    if len(raw) > limits.capture_bytes:
        advice = "keep only the pages that are needed, or raise `limits: capture-bytes` in the policy"
        message = f"the capture has {len(raw)} bytes, more than the policy's {limits.capture_bytes}"
        raise DamagedError("capture-too-large", message, advice)
    budget = Budget.of(limits)
    parts = wacz.warcs(raw, budget) if raw.startswith(zips.MAGIC) else iter(((raw, 0, len(raw)),))
    for buffer, start, end in parts:
        yield from records(buffer, start, end, budget)


def _index(record: Record, responses: dict[str, list[Record]], others: dict[str, str]) -> None:
    """File the record under every URL it names; one of unknown type counts as a response, so that its flaw is told."""
    for target in record.targets:
        url = urls.normalise(target)
        if record.kind not in _WITHOUT_PAGE:
            responses.setdefault(url, []).append(record)
        elif target:
            others[url] = max(others.get(url, ""), record.kind)  # of several, `revisit` says most


def _follow(capture: Capture, url: str) -> Iterator[Exchange]:
    """Each exchange from here to the final 2xx."""
    seen: set[str] = set()
    reader = _Reader(capture.limits)
    while True:
        exchange = _answer(capture, reader, url, first=not seen)
        yield exchange
        if 200 <= exchange.status < 300 and exchange.status != 206:
            return
        seen.add(url)
        url = _next(url, exchange)
        if url in seen or len(seen) > MAX_REDIRECTS:
            raise _fault("capture-redirect", f"the redirects from {_shown(exchange.url)} do not come to an end")


def _next(url: str, exchange: Exchange) -> str:
    """Where a redirect leads; any other status is a fault."""
    if exchange.status not in _REDIRECTS:
        what = "a part of the page" if exchange.status == 206 else "no page"
        message = f"the captured response of {_shown(url)} is {what}: status {exchange.status}"
        raise _fault("capture-status", message, "capture the page when it answers with status 200")
    target = urls.join(url, exchange.headers.get("location", ""))
    if not exchange.headers.get("location") or not target:
        raise _fault("capture-redirect", f"{_shown(url)} redirects to no URL")
    return target


def _answer(capture: Capture, reader: _Reader, url: str, first: bool) -> Exchange:
    """The one response to this URL (see `Capture.find`)."""
    found = capture.responses.get(url, [])
    if not found:
        raise _absent(capture, url, first)
    answer = reader.open(found[0])
    for record in found[1:]:
        exchange = reader.open(record)
        if not _usable(url, answer):
            answer = exchange
        elif _usable(url, exchange) and _essence(answer) != _essence(exchange):
            where = f"at bytes {answer.offset} and {exchange.offset}"
            message = f"the capture holds different responses of {_shown(url)}, {where}"
            raise _fault("capture-ambiguous", message, "keep one response for each URL")
    return answer


def _usable(url: str, exchange: Exchange) -> bool:
    """Whether the response is a page, or leads to another URL."""
    if exchange.status in _REDIRECTS:
        return urls.join(url, exchange.headers.get("location", "")) != url
    return 200 <= exchange.status < 300


def _essence(exchange: Exchange) -> tuple[int, str, bytes]:
    body = b"" if exchange.status in _REDIRECTS else hashlib.sha256(exchange.body).digest()
    return exchange.status, exchange.headers.get("location", ""), body


def _absent(capture: Capture, url: str, first: bool) -> DamagedError:
    """Why there is no response to this URL."""
    kind = capture.others.get(url)
    if not first:
        message = f"the origin redirects to {_shown(url)}, which the capture does not hold"
        return _fault("capture-redirect", message, _AGAIN)
    if kind is not None:
        message = f"the capture's only record of {_shown(url)} is of type {kind}, not a response"
        return _fault("capture-record", message, _AGAIN)
    near = ", ".join(_shown(other) for other in _nearest(url, capture.responses))
    advice = f"it does hold {near}" if near else _AGAIN
    return _fault("capture-missing-origin", f"the capture holds no response of {_shown(url)}", advice)


def _nearest(url: str, held: Mapping[str, list[Record]]) -> list[str]:
    """The held URLs most like this one: those with the longest beginning in common."""

    def alike(other: str) -> int:
        return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(url, other, strict=False)))

    return heapq.nlargest(_NEAREST, itertools.islice(held, _SEARCHED), key=alike)


def _fault(kind: str, message: str, advice: str = "") -> DamagedError:
    return DamagedError(kind, message, advice)


def _shown(url: str) -> str:
    """The URL for a message: without credentials, printable, not endless."""
    parts = urls.split(url)
    if parts and parts.userinfo:
        url = url.replace(f"{parts.userinfo}@", "", 1)
    text = "".join(character if character.isprintable() else "\ufffd" for character in url[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_AGAIN = "capture the origin again, with its redirects, in one file"
