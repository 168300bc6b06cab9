"""One page from URL or file to its three files on the disk."""

from __future__ import annotations

import contextlib
import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from provgate.capture.crawl import Crop, Refused, Wanted, crops
from provgate.capture.disagreement import disagreements
from provgate.capture.draft import Draft, Request, draft
from provgate.capture.exchange import Options
from provgate.capture.fetch import checked_url, fetch
from provgate.capture.paths import (
    Place,
    capture_beside,
    finished,
    inside,
    origin_of,
    require_free,
    require_own,
    stem_for,
)
from provgate.capture.warc_writer import to_warc
from provgate.check.sandbox import bounded
from provgate.corpus.files import ChangedError, sweep, write_together
from provgate.evidence.captures import mementos
from provgate.findings import CannotCheckError, UsageError
from provgate.formats import edit, yaml_reader
from provgate.formats.claims import SUFFIX
from provgate.formats.compose import Entry, render
from provgate.formats.policy import Policy
from provgate.formats.registries import Registry

_BYTES_A_SECOND = 8 << 20
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z")
"""A WARC-Date that is exact enough for `retrieved`; WARC 1.1 allows less."""


class Settings(NamedTuple):
    """What holds for every page of a run. `root` is the repository's, or the folder that the policy stands in.

    `refuse_walls`: nothing is written of a page that looks like a wall, so that it can be tried again.
    """

    root: Path
    policy: Policy = Policy()
    registry: Registry = Registry()
    options: Options = Options()
    raw: bool = False
    outlet: str = ""
    force: bool = False
    refuse_walls: bool = False
    markdown: bool = False


class Task(NamedTuple):
    """One page: its URL, and where it goes or comes from.

    `to` is the document to make, `document` one that exists, `source` a file that another tool
    captured, `retrieved` when a page was saved by hand (RFC 3339).
    """

    url: str = ""
    to: Path | None = None
    document: Path | None = None
    source: Path | None = None
    retrieved: str = ""


class Taken(NamedTuple):
    """What a task made: the files, what the page said, and where a sidecar that was there says something else."""

    place: Place
    draft: Draft
    disagreements: tuple[str, ...] = ()


class _Captured(NamedTuple):
    """A capture, the page in it that is meant, the file ending that fits it, and how it was put together."""

    raw: bytes
    origin: str
    ending: str = ".warc.gz"
    comment: str = ""


def take(task: Task, settings: Settings, crop: Crop | Refused | None = None) -> Taken:
    """Fetch or import, draft, write. CannotCheckError or UsageError, and then nothing was written.

    `crop` is what `imported` has made of the task's source.
    """
    task = _completed(task, settings)
    if crop is None and task.source:
        with imported(task.source, [page_of(task.url)] if task.url else [], task.retrieved, settings) as found:
            return take(task, settings, found[0])
    early = _place(task, settings, "", "", ".warc.gz") if (task.to or task.document) and crop is None else None
    captured = _cropped(crop) if crop else _fetched(task.url, settings.options)
    wanted = Request(
        str(task.source or task.url),
        captured.raw,
        captured.origin,
        settings.raw,
        settings.markdown,
        _bytes_of(task.document),
        settings.outlet,
        settings.registry,
        settings.policy.limits,
    )
    made = bounded(draft, wanted, settings.policy.limits)
    if made.walls and settings.refuse_walls:
        raise CannotCheckError(f"{made.walls[0]}; nothing was written, so the same command tries again")
    place = early or _place(task, settings, made.origin, made.suffix, captured.ending)
    sweep(place.document.parent) if place.document.parent.is_dir() else None
    held = place.sidecar.read_bytes() if task.document and place.sidecar.exists() else None
    claimed = yaml_reader.read(held).data if held is not None else None
    _write(list(_files(task, place, made, captured)), {place.sidecar: held} if task.document else {})
    return Taken(place, made, disagreements(made.entries, claimed or {}))


@contextlib.contextmanager
def imported(
    source: Path, origins: Sequence[str], retrieved: str, settings: Settings
) -> Iterator[tuple[Crop | Refused, ...]]:
    """A capture, or why there is none, for each of the pages in a file of another tool; without pages, of its only one.

    The captures are there until the context is left. A larger file may take longer.
    """
    limits = settings.policy.limits
    try:
        size = source.stat().st_size
    except OSError as error:
        raise UsageError(f"{source}: cannot be read: {error.strerror}") from None
    patient = limits._replace(worker_seconds=limits.worker_seconds + size // _BYTES_A_SECOND)
    with tempfile.TemporaryDirectory(prefix="provgate-") as folder:
        yield bounded(crops, Wanted(source, tuple(origins), Path(folder), retrieved, limits), patient)


def _cropped(crop: Crop | Refused) -> _Captured:
    if isinstance(crop, Refused):
        raise UsageError(crop.message) if crop.usage else CannotCheckError(crop.message)
    return _Captured(crop.path.read_bytes(), crop.origin, crop.ending, crop.comment)


def already(task: Task, settings: Settings) -> Path | None:
    """The document that an earlier run made for this task."""
    origin = page_of(task.url)
    if task.to is not None:
        inside(settings.root, settings.policy, task.to)
    stem = task.to or stem_for(settings.root / settings.policy.corpus[0], origin)
    return finished(stem, origin)


def page_of(url: str) -> str:
    """The page that a URL is captured for: a web archive's copy is a capture of the page's own URL."""
    memento = mementos.read(url)
    if memento and not memento.raw:
        raw = memento.raw_address
        raise UsageError(f"{url}: is a copy that {memento.archive} has rewritten; capture {raw} instead")
    return memento.url if memento else url


def _completed(task: Task, settings: Settings) -> Task:
    """The task with its URL in normal form: for a document that exists, its sidecar has it."""
    url = checked_url(task.url) if task.url else ""
    origin = page_of(url)
    if task.document is None:
        return task._replace(url=url)
    inside(settings.root, settings.policy, task.document)
    path = task.document.with_name(task.document.name + SUFFIX)
    claimed = origin_of(path) if path.exists() else ""
    if not claimed and not url and task.source is None:
        raise UsageError(f"`{path}` names no origin; give the URL as well")
    if claimed and url and origin != claimed:
        raise UsageError(f"`{path}` names another origin than the URL given")
    return task._replace(url=url or (checked_url(claimed) if claimed else ""))


def _place(task: Task, settings: Settings, origin: str, suffix: str, ending: str) -> Place:
    document = task.document or task.to
    if document is None:
        stem = stem_for(settings.root / settings.policy.corpus[0], origin)
        document = stem.with_name(stem.name + suffix)
    inside(settings.root, settings.policy, document)
    place = Place(document, capture_beside(document, ending))
    require_free(place, settings.force, task.document is not None)
    require_own(settings.root, place)
    return place


def _fetched(url: str, options: Options) -> _Captured:
    return _Captured(to_warc(fetch(url, options)), page_of(url))


def _bytes_of(document: Path | None) -> bytes | None:
    if document is None:
        return None
    if not document.is_file():
        raise UsageError(f"`{document}` is not a file, so it cannot be a document")
    return document.read_bytes()


def _files(task: Task, place: Place, made: Draft, captured: _Captured) -> Iterator[tuple[Path, bytes]]:
    """The files in the order in which they are put in place: whoever sees the sidecar sees the rest."""
    yield place.capture, captured.raw
    if task.document is None:
        yield place.document, made.document
    yield place.sidecar, _sidecar(task, place, made, captured)


def _sidecar(task: Task, place: Place, made: Draft, captured: _Captured) -> bytes:
    digest, capture_digest = (hashlib.sha256(held).hexdigest() for held in (made.document, captured.raw))
    if task.document is not None and place.sidecar.exists():
        old = place.sidecar.read_bytes()
        with_evidence = edit.append_evidence(old, "capture", place.capture.name, capture_digest)
        pinned = edit.set_value(with_evidence, "/sha256", digest)
        return edit.set_value(pinned, "/retrieved", made.retrieved) if _MOMENT.fullmatch(made.retrieved) else pinned
    entries = [Entry("schema", "1"), *made.entries]
    if _MOMENT.fullmatch(made.retrieved):
        entries.append(Entry("retrieved", made.retrieved, captured.comment or "when the capture was made"))
    entries.append(Entry("sha256", digest))
    entries.append(Entry("evidence", [{"kind": "capture", "path": place.capture.name, "sha256": capture_digest}]))
    return render(entries)


def _write(files: list[tuple[Path, bytes]], before: Mapping[Path, bytes | None]) -> None:
    try:
        write_together(files, before)
    except ChangedError as error:
        raise UsageError(f"`{error}` was changed by another program; nothing was written. Run again") from None
    except OSError as error:
        raise CannotCheckError(f"{error.filename or files[0][0]}: cannot be written: {error.strerror}") from None
