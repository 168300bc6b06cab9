"""A capture file → what it holds about one URL: the front that everyone else calls.

`read_capture` goes through the whole file once and keeps an index; `Capture.find` opens the few records
that an origin needs. Neither raises on bad input: damage to the file is in `Capture.faults`, anything
wrong with the origin's own records is what `find` returns.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from provgate.evidence.captures import mementos, wacz, zips
from provgate.evidence.captures.chain import AGAIN, Held, Records, Step, follow, shown
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.source import Source
from provgate.evidence.captures.warc import MAX_RECORDS, Budget, Record, records
from provgate.evidence.facts import Exchange
from provgate.findings import Fault
from provgate.formats.policy import Limits
from provgate.values import urls

_NEAREST, _SEARCHED = 3, 10_000
_WITHOUT_PAGE = frozenset({"request", "warcinfo", "metadata", "resource", "conversion", "continuation", "revisit"})


class Chain(NamedTuple):
    """How the origin answered: its own response, that of each redirect, the final 2xx last."""

    exchanges: tuple[Exchange, ...]

    @property
    def final(self) -> Exchange:
        """The response that holds the page."""
        return self.exchanges[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """What a capture file holds. With `faults`, nothing in it is to be trusted.

    `held` are the records that may answer for a URL, `others` the types of the other records that name one,
    `rewritten` the archives whose copies of a URL are not as they received them.
    """

    name: str
    limits: Limits
    faults: tuple[Fault, ...] = ()
    held: Held = field(default=Held({}, {}, {}), repr=False)
    others: Mapping[str, str] = field(default_factory=dict, repr=False)
    rewritten: Mapping[str, mementos.Memento] = field(default_factory=dict, repr=False)

    @property
    def urls(self) -> tuple[str, ...]:
        """The normalised URLs whose responses the capture holds, in its own order."""
        return tuple(self.held.responses)

    def find(self, origin: str) -> Chain | Fault:
        """The responses from `origin` to the final 2xx, redirects followed inside the capture.

        Several responses to one URL are one if they agree in status, location and decoded body; of
        different ones exactly one must be usable (a 2xx or a redirect elsewhere), as behind a retry
        or a bounce for a cookie. Otherwise the capture leaves open what the origin says, and a gate
        must not choose. Where there is none, a copy that a web archive made stands for it.
        """
        found = self.steps(origin)
        return found if isinstance(found, Fault) else Chain(tuple(step.exchange for step in found))

    def steps(self, origin: str) -> tuple[Step, ...] | Fault:
        """What `find` returns, with the records that it rests on."""
        if self.faults:
            return self.faults[0]
        try:
            return tuple(follow(self.held, urls.normalise(origin), self.limits, self._absent))
        except DamagedError as damage:
            return damage.fault

    def _absent(self, url: str) -> DamagedError:
        """Why there is no response to this URL."""
        copy, kind = self.rewritten.get(url), self.others.get(url)
        if copy is not None:
            message = f"the capture's only copy of {shown(url)} is one that {copy.archive} has rewritten"
            return DamagedError("capture-missing-origin", message, f"capture {shown(copy.raw_address)} instead")
        if kind is not None:
            message = f"the capture's only record of {shown(url)} is of type {kind}, not a response"
            return DamagedError("capture-record", message, AGAIN)
        near = ", ".join(shown(other) for other in _nearest(url, self.held.responses))
        advice = f"it does hold {near}" if near else AGAIN
        return DamagedError("capture-missing-origin", f"the capture holds no response of {shown(url)}", advice)


def read_capture(raw: Source, name: str, limits: Limits) -> Capture:
    """The capture in these bytes, WARC or WACZ by their content; `name` is for messages only."""
    index = Index()
    try:
        for record in records_of(raw, limits):
            index.file(record)
        if not index.responses and not index.others:
            raise DamagedError("capture-unreadable", "the capture holds no record about any URL", AGAIN)
    except DamagedError as damage:
        return Capture(name, limits, (damage.fault,))
    return index.capture(name, limits)


def records_of(raw: Source, limits: Limits, most: int = MAX_RECORDS) -> Iterator[Record]:
    """Every record of a capture, in order; `DamagedError` where the file stops being whole."""
    if len(raw) > limits.capture_bytes:
        advice = "keep only the pages that are needed, or raise `limits: capture-bytes` in the policy"
        message = f"the capture has {len(raw)} bytes, more than the policy's {limits.capture_bytes}"
        raise DamagedError("capture-too-large", message, advice)
    budget = Budget.of(limits, most)
    parts: Iterable[tuple[Source, int, int]] = ((raw, 0, len(raw)),)
    if raw[: len(zips.MAGIC)] == zips.MAGIC:
        parts = wacz.warcs(raw, budget)
    for buffer, start, end in parts:
        yield from records(buffer, start, end, budget)


class Index:
    """Records, filed as they come by the URLs that they are about."""

    def __init__(self) -> None:
        self.responses: dict[str, list[Record]] = {}
        self.others: dict[str, str] = {}
        self._revisits: dict[str, list[Record]] = {}
        self._mementos: dict[str, list[Record]] = {}
        self._rewritten: dict[str, mementos.Memento] = {}

    def file(self, record: Record) -> None:
        """File the record under every URL it names; one of unknown type is a response, so that its flaw is told."""
        for target in record.targets:
            url = urls.normalise(target)
            if record.kind not in _WITHOUT_PAGE:
                self.responses.setdefault(url, []).append(record)
                self._file_memento(record, url)
            elif target:
                self.others.setdefault(url, record.kind)
            if record.kind == "revisit":
                self._revisits.setdefault(url, []).append(record)

    def _file_memento(self, record: Record, url: str) -> None:
        memento = mementos.at(url)
        if memento and memento.raw and memento.exact and len(record.targets) == 1:
            self._mementos.setdefault(memento.url, []).append(record)
        elif memento and not memento.raw:
            self._rewritten[memento.url] = memento

    def capture(self, name: str, limits: Limits) -> Capture:
        """What was filed, as the capture of this name."""
        held = Held(self.responses, self._revisits, self._mementos)
        return Capture(name, limits, (), held, self.others, self._rewritten)


def _nearest(url: str, held: Records) -> list[str]:
    """The held URLs most like this one: those with the longest beginning in common."""

    def alike(other: str) -> int:
        return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(url, other, strict=False)))

    return heapq.nlargest(_NEAREST, itertools.islice(held, _SEARCHED), key=alike)
