"""Copies in web archives (Memento, RFC 7089): the one nearest to a time, unaltered, and whose it really is.

A timegate leads to a copy and names its time; the copy's raw address then gives the response as it was archived. A
response without `Memento-Datetime` is the archive's own, so that its 404 says nothing about the page.
"""

from __future__ import annotations

import datetime
import email.utils
import re
from typing import NamedTuple

from provgate.capture.exchange import FetchError, Options, RawExchange
from provgate.capture.fetch import REDIRECTS, request
from provgate.capture.warc_writer import to_warc
from provgate.evidence.receipts.addresses import original
from provgate.evidence.receipts.statement import Observation
from provgate.formats.witnesses import Archive
from provgate.values import urls
from provgate.witness.comparison import Question
from provgate.witness.observation import GONE, UNCHECKED, Look, hops, judged

_MOST = 10
_TRIES = 3
_STAMP = "%Y%m%d%H%M%S"
_LINK = re.compile(r'<([^>]*)>\s*((?:;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^",;]*)\s*)*)')
_DATETIME = re.compile(r';\s*datetime\s*=\s*"([^"]*)"', re.IGNORECASE)
_REL = re.compile(r';\s*rel\s*=\s*"?([^";]*)"?', re.IGNORECASE)


class _Copy(NamedTuple):
    """One archived response: the URL of which it is a copy, when it was made, and the exchange with the archive."""

    url: str
    time: datetime.datetime
    exchange: RawExchange


def look_archived(question: Question, archive: Archive, moment: datetime.datetime, options: Options) -> Look:
    """The copy of the origin that this archive has nearest to a moment."""
    hosts = {urls.host_of(archive.raw.partition("{")[0]), urls.host_of(archive.timegate.partition("{")[0])}
    options = options._replace(allowed=hosts.__contains__)
    fetched: list[RawExchange] = []
    seen = Observation("archive", (), archive.name, user_agent=options.user_agent)
    try:
        copies = _copies(question.claims.origin, archive, moment, options, fetched)
    except FetchError as error:
        seen = seen._replace(chain=hops(fetched))
        return Look("unreachable", (str(error),), UNCHECKED, seen, tuple(fetched), error.status)
    last = copies[-1]
    seen = seen._replace(chain=hops(fetched), memento_time=f"{copies[0].time:%Y-%m-%dT%H:%M:%SZ}")
    if last.exchange.status in GONE:
        reason = f"the copy of {last.time:%Y-%m-%d} says {last.exchange.status}"
        return Look("gone", (reason,), UNCHECKED, seen, tuple(fetched), last.exchange.status)
    if last.exchange.status not in (200, 203):
        reason = f"the copy of {last.time:%Y-%m-%d} says {last.exchange.status}, which is not the page"
        return Look("unreachable", (reason,), UNCHECKED, seen, tuple(fetched), last.exchange.status)
    capture = to_warc([_as_served(copy, copies[place + 1 :]) for place, copy in enumerate(copies)])
    return judged(question._replace(capture=capture), seen, tuple(fetched))


def _copies(
    origin: str, archive: Archive, moment: datetime.datetime, options: Options, fetched: list[RawExchange]
) -> list[_Copy]:
    """The copies from the origin's to the one that is no redirect; the exchanges that count go into `fetched`."""
    url, time = origin, _nearest(origin, archive, moment, options)
    copies: list[_Copy] = []
    while len(copies) < _MOST:
        copy = _raw(url, time, archive, options)
        fetched.append(copy.exchange)
        copies.append(copy)
        if copy.exchange.status not in REDIRECTS:
            return copies
        url = _target(copy, archive)
        if any(urls.normalise(url) == urls.normalise(earlier.url) for earlier in copies):
            raise FetchError(f"the copies in `{archive.name}` redirect in a circle")
        time = _nearest(url, archive, copy.time, options)
    raise FetchError(f"the copies in `{archive.name}` redirect more than {_MOST} times")


def _nearest(url: str, archive: Archive, moment: datetime.datetime, options: Options) -> datetime.datetime:
    """When the copy nearest to a moment was made, as the timegate says; FetchError where the archive has none.

    It is only a hint: some timegates answer with a frame around the copy, which names the time that was asked for.
    """
    wanted = archive.timegate.replace("{timestamp}", moment.strftime(_STAMP)).replace("{url}", url)
    asked = options._replace(headers=(("Accept-Datetime", email.utils.format_datetime(moment, usegmt=True)),))
    for _ in range(_MOST):
        exchange = request(wanted, asked)
        time = _memento_time(exchange) or _linked_time(exchange)
        if time is not None:
            return time
        if exchange.status not in REDIRECTS:
            break
        wanted = urls.join(exchange.url, exchange.headers.get("location", ""))
    raise FetchError(f"the archive `{archive.name}` has no copy of {url}", exchange.status)


def _raw(url: str, time: datetime.datetime, archive: Archive, options: Options) -> _Copy:
    """The copy itself, at the address of its own time, which must say that it is the one, and of what."""
    for _ in range(_TRIES):
        # The address as the template makes it: what a normal form would escape is part of the archived URL.
        address = archive.raw.replace("{timestamp}", time.strftime(_STAMP)).replace("{url}", url)
        exchange = request(address, options)._replace(url=address)
        said = _memento_time(exchange) or _stamped(exchange, url, archive)
        if said is None:
            raise FetchError(f"the archive `{archive.name}` gave no copy, but an answer of its own", exchange.status)
        if said == time and "memento-datetime" in exchange.headers:
            named = _linked(exchange, "original")
            if named and urls.normalise(named[0]) != urls.normalise(url):
                raise FetchError(f"the archive `{archive.name}` gave a copy of {named[0][:200]}, not of {url}")
            return _Copy(url, time, exchange)
        time = said
    raise FetchError(f"the archive `{archive.name}` names another time for a copy each time it is asked")


def _stamped(exchange: RawExchange, url: str, archive: Archive) -> datetime.datetime | None:
    """The time in the address of a copy of this URL that the archive redirects to."""
    if exchange.status not in REDIRECTS:
        return None
    place = urls.join(exchange.url, exchange.headers.get("location", ""))
    if urls.normalise(original(place, archive)) != urls.normalise(url):
        return None
    start = len(archive.raw.partition("{timestamp}")[0])
    try:
        return datetime.datetime.strptime(place[start : start + 14], _STAMP).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def _target(copy: _Copy, archive: Archive) -> str:
    """Where an archived redirect leads, as the origin said it: an archive may have made it an address of its own."""
    place = copy.exchange.headers.get("location", "")
    within = urls.join(copy.exchange.url, place)
    for template in (archive.raw, archive.timegate):
        found = original(within, archive._replace(raw=template)) if "{timestamp}" in template else ""
        if found:
            return found
    target = urls.join(copy.url, place)
    if not target:
        raise FetchError(f"a copy in `{archive.name}` redirects to something that is no URL")
    return target


def _memento_time(exchange: RawExchange) -> datetime.datetime | None:
    return _moment(exchange.headers.get("memento-datetime", ""))


def _linked_time(exchange: RawExchange) -> datetime.datetime | None:
    """The time of the copy that a timegate names without leading to it."""
    linked = _linked(exchange, "memento")
    stated = _DATETIME.search(linked[1]) if linked and exchange.status == 200 else None
    return _moment(stated[1]) if stated else None


def _moment(text: str) -> datetime.datetime | None:
    try:
        time = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return time.replace(tzinfo=datetime.UTC) if time.tzinfo is None else time.astimezone(datetime.UTC)


def _linked(exchange: RawExchange, wanted: str) -> tuple[str, str] | None:
    """The first link of this relation (RFC 8288), with its parameters."""
    for url, parameters in _LINK.findall(exchange.headers.get("link", "")):
        relation = _REL.search(parameters)
        if relation and wanted in relation[1].lower().split():
            return str(url), str(parameters)
    return None


def _as_served(copy: _Copy, following: list[_Copy]) -> RawExchange:
    """The exchange as the origin gave it: its own URL, its time, and a redirect to where it led."""
    exchange = copy.exchange._replace(url=copy.url, request=b"", date=f"{copy.time:%Y-%m-%dT%H:%M:%SZ}")
    if not following:
        return exchange
    head = f"HTTP/1.1 {exchange.status} Redirect\r\nLocation: {following[0].url}\r\nContent-Length: 0\r\n\r\n"
    return exchange._replace(head=head.encode("utf-8"), body=b"")
