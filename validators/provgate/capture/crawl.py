"""A file of another tool → for each wanted page a capture with that page's records and no others.

A crawl holds thousands of pages, and a browser's archive of one page its pictures and scripts too. What proves a page
is its response, the redirects that lead to it, their requests, and what the tool says of itself. Runs in a bounded
process; the file is read in parts, and each capture is left in a folder.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from provgate.capture.sources import Given, Opened, opened
from provgate.capture.which_page import only_page
from provgate.evidence.captures.capture import Capture, Index, records_of
from provgate.evidence.captures.chain import Step
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.response import MAX_HEAD
from provgate.evidence.captures.warc import Record
from provgate.findings import CannotCheckError, Fault, UsageError
from provgate.formats.policy import Limits
from provgate.values import urls

MOST_RECORDS = 300_000
_MOST_REQUESTS, _LARGEST_REQUEST = 50, 1 << 20


class Wanted(NamedTuple):
    """The file, the pages wanted of it (none: the only one that it holds), and where their captures are to be put."""

    path: Path
    origins: tuple[str, ...]
    folder: Path
    retrieved: str = ""
    limits: Limits = Limits()


class Crop(NamedTuple):
    """The capture of one page: its file and the ending that fits it, and how it was put together, for the sidecar."""

    origin: str
    path: Path
    ending: str
    comment: str = ""


class Refused(NamedTuple):
    """Why there is no capture of a page; `usage` where other options would help."""

    origin: str
    message: str
    usage: bool = False


def crops(wanted: Wanted) -> tuple[Crop | Refused, ...]:
    """A capture, or why there is none, for every wanted page, in their order."""
    url = wanted.origins[0] if len(wanted.origins) == 1 else ""
    given = Given(wanted.path, url, wanted.retrieved, wanted.limits.capture_bytes)
    with ExitStack() as stack:
        try:
            file = opened(given, stack)
            crawl = _read(wanted, file)
            origins = wanted.origins or (file.url or only_page(wanted.path.name, file.source, crawl.capture),)
        except UsageError as error:
            return tuple(Refused(origin, str(error), usage=True) for origin in wanted.origins or ("",))
        except (CannotCheckError, DamagedError) as error:
            told = str(error) if isinstance(error, CannotCheckError) else f"{wanted.path}: {error}"
            return tuple(Refused(origin, told) for origin in wanted.origins or ("",))
        return tuple(_crop(wanted, file, crawl, origin, number) for number, origin in enumerate(origins))


class _Crawl(NamedTuple):
    """A file's index, with the records that go with responses, and the number of all records."""

    capture: Capture
    requests: dict[str, list[Record]]
    infos: list[Record]
    total: int


def _read(wanted: Wanted, file: Opened) -> _Crawl:
    """Everything that the file holds; `DamagedError` where it is not whole."""
    limits = wanted.limits._replace(capture_bytes=max(wanted.limits.capture_bytes, len(file.source)))
    index, requests, infos, count = Index(), dict[str, list[Record]](), list[Record](), 0
    for record in records_of(file.source, limits, MOST_RECORDS):
        count += 1
        index.file(record)
        if record.kind == "request":
            requests.setdefault(urls.normalise(record.targets[0]), []).append(record)
        elif record.kind == "warcinfo":
            infos.append(record)
    return _Crawl(index.capture(wanted.path.name, limits), requests, infos, count)


def _crop(wanted: Wanted, file: Opened, crawl: _Crawl, origin: str, number: int) -> Crop | Refused:
    steps = crawl.capture.steps(origin)
    if isinstance(steps, Fault):
        if urls.normalise(origin) in map(urls.normalise, file.bodiless):
            return Refused(origin, f"{wanted.path}: leaves out the body of {origin}: export it with content")
        hint = f"; {steps.advice}" if steps.advice else ""
        return Refused(origin, f"{wanted.path}: {steps.message}{hint}")
    try:
        needed = tuple(_needed(crawl, steps))
        raw = b"".join(gzip.compress(record.whole(_cap(wanted)), mtime=0) for record in needed)
    except DamagedError as damage:
        return Refused(origin, f"{wanted.path}: {damage}")
    ending = ".warc.gz"
    if file.kept and len(needed) == crawl.total and len(file.source) <= wanted.limits.capture_bytes:
        raw, ending = file.source[: len(file.source)], file.ending
    if len(raw) > wanted.limits.capture_bytes:
        most = f"{wanted.limits.capture_bytes:,} bytes that the policy allows for a capture"
        return Refused(origin, f"{wanted.path}: the page alone is larger than the {most}")
    path = wanted.folder / f"{number}{ending}"
    path.write_bytes(raw)
    return Crop(origin, path, ending, file.comment)


def _cap(wanted: Wanted) -> int:
    return wanted.limits.page_bytes + MAX_HEAD


def _needed(crawl: _Crawl, steps: tuple[Step, ...]) -> Iterator[Record]:
    """The records of these steps, each once: what describes their file, responses, requests."""
    responses = tuple(dict.fromkeys(record for step in steps for record in step.records))
    yield from dict.fromkeys(info for record in responses if (info := _info(crawl, record)))
    for record in responses:
        yield record
        asked = crawl.requests.get(urls.normalise(record.targets[0]), ())[:_MOST_REQUESTS]
        yield from (request for request in asked if _belongs(request, record))


def _info(crawl: _Crawl, record: Record) -> Record | None:
    """The last warcinfo before the record in its file."""
    before = [info for info in crawl.infos if info.raw is record.raw and info.position < record.position]
    return before[-1] if before else None


def _belongs(request: Record, record: Record) -> bool:
    """Whether this is the request of this response: one names the other, or both are of one moment."""
    asked, answered = request.read(_LARGEST_REQUEST)[0], record.read(record.length)[0]
    named = (asked.get("warc-concurrent-to"), answered.get("warc-concurrent-to"))
    if any(named):
        return record.identity == named[0] or request.identity == named[1]
    return asked.get("warc-date") == answered.get("warc-date")
