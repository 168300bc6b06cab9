"""The responses that lead from an origin to its page, redirects followed inside one capture."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from provgate.evidence.captures import mementos, revisits
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.exchange import Opened, opened
from provgate.evidence.captures.warc import Record
from provgate.evidence.facts import Exchange
from provgate.formats.policy import Limits
from provgate.values import urls

MAX_REDIRECTS = 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_OPENED, _MAX_PAGES = 200, 4
_SHOWN = 200
AGAIN = "capture the origin again, with its redirects, in one file"

Records: TypeAlias = Mapping[str, list[Record]]
"""Records by the normalised URL of the page that they are about."""


class Held(NamedTuple):
    """What a capture holds: responses, revisits that refer to one, and copies of web archives (mementos)."""

    responses: Records
    revisits: Records
    mementos: Records


class Step(NamedTuple):
    """One response on the way, and the records that it rests on."""

    exchange: Exchange
    records: tuple[Record, ...]


class _Reader:
    """Opens records of one capture, within what one origin may cost: 200 responses, four pages' worth of bytes."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self._opened, self._bytes = limits, _MAX_OPENED, limits.page_bytes * _MAX_PAGES

    def open(self, record: Record) -> Opened:
        """The record, opened; `DamagedError` for a damaged one, or too many."""
        found = opened(record, self.limits)
        self._opened -= 1
        self._bytes -= max(record.length, len(found.exchange.body))
        if self._opened < 0 or self._bytes < 0:
            message = "the capture holds too many responses between the origin and its page"
            raise DamagedError("capture-too-large", message, "keep one response for each URL")
        return found


def follow(held: Held, url: str, limits: Limits, absent: Callable[[str], DamagedError]) -> Iterator[Step]:
    """Each step from here to the final 2xx; `absent` says why there is no response to the first URL.

    What an archive answered is followed in the archive alone.
    """
    reader, seen = _Reader(limits), set[str]()
    archived = not (held.responses.get(url) or held.revisits.get(url)) and bool(held.mementos.get(url))
    while True:
        candidates = _copies(held, url, reader) if archived else _answers(held, url, reader)
        step = _one(url, candidates)
        if step is None:
            raise _leads_out(url) if seen else absent(url)
        yield step
        if 200 <= step.exchange.status < 300 and step.exchange.status != 206:
            return
        seen.add(url)
        url = _next(url, step.exchange)
        if url in seen or len(seen) > MAX_REDIRECTS:
            message = f"the redirects from {shown(step.exchange.url)} do not come to an end"
            raise DamagedError("capture-redirect", message)


def _answers(held: Held, url: str, reader: _Reader) -> Iterator[Step]:
    """The responses to this URL; where there is none, the revisits that stand for one."""
    for record in held.responses.get(url, ()):
        yield Step(reader.open(record).exchange, (record,))
    if not held.responses.get(url):
        for record in held.revisits.get(url, ()):
            referred, exchange = revisits.resolved(record, held.responses, reader.open, reader.limits)
            yield Step(exchange, (record, referred))


def _copies(held: Held, url: str, reader: _Reader) -> Iterator[Step]:
    """What archives answered for this URL."""
    for record in held.mementos.get(url, ()):
        exchange = reader.open(record).exchange
        memento = mementos.read(exchange.url)
        assert memento is not None  # it is filed under this URL for being one
        yield Step(mementos.original(exchange, memento), (record,))


def _one(url: str, candidates: Iterator[Step]) -> Step | None:
    """The one step of several that is usable: they agree, or all others are a retry or a bounce for a cookie."""
    answer = next(candidates, None)
    for step in candidates:
        if answer is None or not usable(url, answer.exchange):
            answer = step
        elif usable(url, step.exchange) and _essence(answer.exchange) != _essence(step.exchange):
            where = f"at bytes {answer.exchange.offset} and {step.exchange.offset}"
            message = f"the capture holds different responses of {shown(url)}, {where}"
            raise DamagedError("capture-ambiguous", message, "keep one response for each URL")
    return answer


def _next(url: str, exchange: Exchange) -> str:
    """Where a redirect leads; any other status is a fault."""
    if exchange.status not in _REDIRECTS:
        what = "a part of the page" if exchange.status == 206 else "no page"
        message = f"the captured response of {shown(url)} is {what}: status {exchange.status}"
        raise DamagedError("capture-status", message, "capture the page when it answers with status 200")
    target = urls.join(url, exchange.headers.get("location", ""))
    if not exchange.headers.get("location") or not target:
        raise DamagedError("capture-redirect", f"{shown(url)} redirects to no URL")
    return target


def usable(url: str, exchange: Exchange) -> bool:
    """Whether the response is a page, or leads to another URL."""
    if exchange.status in _REDIRECTS:
        return urls.join(url, exchange.headers.get("location", "")) != url
    return 200 <= exchange.status < 300


def _essence(exchange: Exchange) -> tuple[int, str, bytes]:
    body = b"" if exchange.status in _REDIRECTS else hashlib.sha256(exchange.body).digest()
    return exchange.status, exchange.headers.get("location", ""), body


def _leads_out(url: str) -> DamagedError:
    message = f"the origin redirects to {shown(url)}, which the capture does not hold"
    return DamagedError("capture-redirect", message, AGAIN)


def shown(url: str) -> str:
    """The URL for a message: without credentials, printable, not endless."""
    parts = urls.split(url)
    if parts and parts.userinfo:
        url = url.replace(f"{parts.userinfo}@", "", 1)
    text = "".join(character if character.isprintable() else "\ufffd" for character in url[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
