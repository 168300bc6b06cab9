"""One page from URL or file to its three files on the disk."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from provgate.capture.draft import Draft, Request, draft
from provgate.capture.exchange import Options
from provgate.capture.fetch import checked_url, fetch
from provgate.capture.paths import Place, capture_beside, finished, inside, origin_of, require_free, stem_for
from provgate.capture.warc_writer import saved_page, to_warc
from provgate.check.sandbox import bounded
from provgate.corpus.files import sweep, write_together
from provgate.findings import CannotCheckError, UsageError
from provgate.formats import edit
from provgate.formats.claims import SUFFIX
from provgate.formats.compose import Entry, render
from provgate.formats.policy import Policy
from provgate.formats.registries import Registry

SAVED_BY_HAND = "imported from a page that was saved by hand: the response's head was put together, not recorded"
_NOT_RECORDED = "imported from a page saved by hand"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z")
"""A WARC-Date that is exact enough for `retrieved`; WARC 1.1 allows less."""


class Settings(NamedTuple):
    """What holds for every page of a run. `root` is the repository's, or the folder that the policy stands in."""

    root: Path
    policy: Policy = Policy()
    registry: Registry = Registry()
    options: Options = Options()
    raw: bool = False
    outlet: str = ""
    force: bool = False


class Task(NamedTuple):
    """One page: its URL, and where it goes or comes from.

    `to` is the document to make, `document` one that exists, `source` a file that another tool
    captured, `retrieved` when that was a page saved by hand (RFC 3339).
    """

    url: str = ""
    to: Path | None = None
    document: Path | None = None
    source: Path | None = None
    retrieved: str = ""


class Taken(NamedTuple):
    """What a task made: the files, and what the page said."""

    place: Place
    draft: Draft


def take(task: Task, settings: Settings) -> Taken:
    """Fetch or import, draft, write. CannotCheckError or UsageError, and then nothing was written."""
    task = _completed(task, settings)
    early = _place(task, settings, "", "") if task.to or task.document else None
    raw = _imported(task, settings) if task.source else _fetched(task.url, settings.options)
    wanted = Request(
        str(task.source or task.url),
        raw,
        task.url,
        settings.raw,
        _bytes_of(task.document),
        settings.outlet,
        settings.registry,
        settings.policy.limits,
    )
    made = bounded(draft, wanted, wanted.limits)
    place = early or _place(task, settings, made.origin, made.suffix)
    sweep(place.document.parent) if place.document.parent.is_dir() else None
    _write(list(_files(task, place, made, raw)))
    return Taken(place, made)


def already(task: Task, settings: Settings) -> Path | None:
    """The document that an earlier run made for this task."""
    stem = task.to or stem_for(settings.root / settings.policy.corpus[0], task.url)
    return finished(stem, task.url)


def _completed(task: Task, settings: Settings) -> Task:
    """The task with its URL in normal form: for a document that exists, its sidecar has it."""
    url = checked_url(task.url) if task.url else ""
    if task.document is None:
        return task._replace(url=url)
    inside(settings.root, settings.policy.corpus, task.document)
    path = task.document.with_name(task.document.name + SUFFIX)
    claimed = origin_of(path) if path.exists() else ""
    if not claimed and not url and task.source is None:
        raise UsageError(f"`{path}` names no origin; give the URL as well")
    if claimed and url and url != claimed:
        raise UsageError(f"`{path}` names another origin than the URL given")
    return task._replace(url=url or (checked_url(claimed) if claimed else ""))


def _place(task: Task, settings: Settings, origin: str, suffix: str) -> Place:
    document = task.document or task.to
    if document is None:
        stem = stem_for(settings.root / settings.policy.corpus[0], origin)
        document = stem.with_name(stem.name + suffix)
    inside(settings.root, settings.policy.corpus, document)
    source = task.source.name if task.source else ""
    place = Place(document, capture_beside(document, source))
    require_free(place, settings.force, task.document is not None)
    return place


def _fetched(url: str, options: Options) -> bytes:
    return to_warc(fetch(url, options))


def _imported(task: Task, settings: Settings) -> bytes:
    """The capture in a file; a page saved by hand is wrapped, and the WARC says so."""
    source = task.source
    assert source is not None
    limit = settings.policy.limits.capture_bytes
    try:
        with source.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        raise UsageError(f"{source}: cannot be read: {error.strerror}") from None
    if len(raw) > limit:
        raise CannotCheckError(f"{source}: larger than the {limit:,} bytes that the policy allows for a capture")
    if not source.name.lower().endswith((".html", ".htm", ".xhtml", ".mhtml")):
        return raw
    return _wrapped(task, raw)


def _wrapped(task: Task, raw: bytes) -> bytes:
    if not task.url or not task.retrieved:
        raise UsageError("a page saved by hand does not say where and when it was saved: give --url and --retrieved")
    if raw.lstrip().startswith((b"From:", b"MIME-Version:")):
        raise UsageError(f"{task.source}: is a web archive of one browser (MHTML); save the page as HTML or WACZ")
    page = saved_page(task.url, raw, "text/html", _utc(task.retrieved))
    return to_warc([page], SAVED_BY_HAND)


def _utc(text: str) -> str:
    """An RFC 3339 date-time as WARC writes it."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError("--retrieved is a date-time with an offset, such as 2026-03-13T09:14:07Z")
    if moment > datetime.datetime.now(datetime.UTC):
        raise UsageError("--retrieved lies in the future")
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _bytes_of(document: Path | None) -> bytes | None:
    if document is None:
        return None
    if not document.is_file():
        raise UsageError(f"`{document}` is not a file, so it cannot be a document")
    return document.read_bytes()


def _files(task: Task, place: Place, made: Draft, raw: bytes) -> Iterator[tuple[Path, bytes]]:
    """The files in the order in which they are put in place: whoever sees the sidecar sees the rest."""
    yield place.capture, raw
    if task.document is None:
        yield place.document, made.document
    yield place.sidecar, _sidecar(task, place, made, hashlib.sha256(raw).hexdigest())


def _sidecar(task: Task, place: Place, made: Draft, capture_digest: str) -> bytes:
    digest = hashlib.sha256(made.document).hexdigest()
    if task.document is not None and place.sidecar.exists():
        old = place.sidecar.read_bytes()
        with_evidence = edit.append_evidence(old, "capture", place.capture.name, capture_digest)
        pinned = edit.set_value(with_evidence, "/sha256", digest)
        return edit.set_value(pinned, "/retrieved", made.retrieved) if _MOMENT.fullmatch(made.retrieved) else pinned
    saved = task.retrieved != ""
    entries = [Entry("schema", "1"), *made.entries]
    if _MOMENT.fullmatch(made.retrieved):
        entries.append(Entry("retrieved", made.retrieved, _NOT_RECORDED if saved else "when the capture was made"))
    entries.append(Entry("sha256", digest))
    entries.append(Entry("evidence", [{"kind": "capture", "path": place.capture.name, "sha256": capture_digest}]))
    return render(entries)


def _write(files: list[tuple[Path, bytes]]) -> None:
    try:
        write_together(files)
    except OSError as error:
        raise CannotCheckError(f"{error.filename or files[0][0]}: cannot be written: {error.strerror}") from None
