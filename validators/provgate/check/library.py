"""What other programs call: `check` over a repository or folder, and a `Verifier` of documents that lie in no folder.

Both end in the code that the command line runs: an item is read as if its files lay in a folder of their own.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from provgate.check import place
from provgate.check.judge import Judge
from provgate.check.load import KEPT, Read, Reader, beside, read_claims, safe_reference
from provgate.check.run import Request, run_check
from provgate.check.settings import Trust
from provgate.corpus import worktree as disk
from provgate.corpus.documents import EVIDENCE_SUFFIXES, RECEIPTS_SUFFIX, assemble
from provgate.corpus.snapshot import Snapshot
from provgate.corpus.worktree import Content, Entry, Kind
from provgate.findings import CannotCheckError, Finding, Level, Report, Severity, UsageError, Verdict
from provgate.formats.claims import SUFFIX, EvidenceRef

_TOGETHER = 256
"""Items that are judged together: a capture that several of them rest on is read once."""


class Item(NamedTuple):
    """One document with what speaks for it.

    `name` is its path as a sidecar beside it, attesters and levels would see it: relative, with slashes. `sidecar` is
    the file's bytes, or its data; data without `evidence` stands for one that pins all captures as they are.
    `captures` (WARC or WACZ) and `attestations` (DSSE) belong to the entries of `evidence` that pin them, the others to
    the entries that are left, in order. `receipts` is the file of witnesses' receipts.
    """

    name: str
    sidecar: bytes | Mapping[str, Any]
    document: bytes
    captures: Sequence[bytes] = ()
    attestations: Sequence[bytes] = ()
    receipts: bytes | None = None


class Result(NamedTuple):
    """What `check` says of an item: its level, whether it passes, the verdict of each claim, and the findings."""

    name: str
    level: Level
    passed: bool
    verdicts: Mapping[str, Verdict]
    findings: tuple[Finding, ...]


def check(
    path: str | os.PathLike[str] = ".",
    staged: bool = False,
    rev: str | None = None,
    policy_from: str | None = None,
    require: str | Level | None = None,
) -> Report:
    """The report of `provgate check` in the folder `path`; it neither reads nor writes a cache.

    UsageError is the command line's exit code 2, CannotCheckError its 3.
    """
    try:
        level = Level.of(require) if isinstance(require, str) else require
    except KeyError:
        raise UsageError(f"`{require}` is not a level: declared, evidenced or witnessed") from None
    _require_utf8()
    now = datetime.datetime.now(datetime.UTC)
    start = Path(path)
    if not start.is_dir():
        raise UsageError(f"`{start}` is not a folder")
    return run_check(Request(start, now, (), staged, rev, policy_from, level))


class _Given(NamedTuple):
    """An item as it was read, and the findings about the names of its other files."""

    read: Read
    findings: tuple[Finding, ...]


class Verifier:
    """Judges items as `check` judges files, at the time `now`; use it as a context manager.

    Evidence is read in sandboxed processes, at most `workers` at once. Rules across documents (the same bytes twice)
    are the caller's. UsageError for a wrong argument, CannotCheckError where the machine fails: never a failed item.
    """

    def __init__(self, trust: Trust, now: datetime.datetime, isolation: str = "process", workers: int = 1) -> None:
        _require_utf8()
        if isolation != "process":
            raise UsageError(f"`{isolation}` is not an isolation: evidence is read in a process")
        if now.tzinfo is None:
            raise UsageError("`now` needs a time zone, such as datetime.datetime.now(datetime.UTC)")
        if workers < 1:
            raise UsageError("`workers` is at least 1")
        # An item has no corpus around it: wherever its name points, it is a document.
        self.trust = trust._replace(policy=trust.policy._replace(corpus=(".",), ignore=()))
        self.now = now
        self._judge = Judge(self.trust, now, workers=workers)

    def __enter__(self) -> Verifier:
        return self

    def __exit__(self, *exception: object) -> None:
        self._judge.__exit__(*exception)

    def verify(self, item: Item) -> Result:
        """The result of one item."""
        [result] = self.verify_many([item])
        return result

    def verify_many(self, items: Iterable[Item]) -> Iterator[Result]:
        """The result of each item, in order; items that rest on the same capture should follow each other."""
        group: dict[str, _Given] = {}
        weight = 0
        for item in items:
            given = self._read(item)
            if item.name in group or weight > KEPT or len(group) == _TOGETHER:
                yield from self._results(group)
                group, weight = {}, 0
            group[item.name] = given
            weight += len(item.document) + sum(map(len, item.captures))
        yield from self._results(group)

    def _results(self, group: Mapping[str, _Given]) -> Iterator[Result]:
        judged = self._judge.judge([given.read for given in group.values()])
        for given, one in zip(group.values(), judged, strict=True):
            found = tuple(sorted((*one.findings, *given.findings), key=Finding.sort_key))
            passed = one.result.passed and not any(finding.severity is Severity.ERROR for finding in given.findings)
            yield Result(one.result.path, one.result.level, passed, one.result.claims, found)

    def _read(self, item: Item) -> _Given:
        snapshot = _Files(_files(item))
        entries = [Entry(path, Kind.FILE) for path in sorted(snapshot.files, key=os.fsencode)]
        corpus = assemble(entries, self.trust.policy)
        documents = [document for document in corpus.documents if document.path == item.name]
        if not documents:
            raise UsageError(f"`{item.name}` is not the name of a document")
        reader = Reader(snapshot, corpus, self.trust, self.now)
        [read] = reader.read(documents, {})
        strays = (reader.subject(stray.path, stray.faults) for stray in corpus.strays)
        return _Given(read, tuple(finding for subject in strays for finding in place.of_paths(subject)))


def _require_utf8() -> None:
    """No verdict rests on the locale: where paths are not UTF-8, names that are whole would be found broken."""
    if sys.getfilesystemencoding() != "utf-8":
        raise CannotCheckError("Python reads paths in another encoding than UTF-8; start it with `-X utf8`")


class _Files(Snapshot):
    """Files that are held in memory, as a snapshot outside git."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(None, None, "worktree")
        self.files = files

    def load_many(self, wanted: Iterable[tuple[Entry, int]]) -> Iterator[Content]:
        """The content of each file, in order."""
        return iter([disk.content(iter([self.files[entry.path]]), limit) for entry, limit in wanted])


def _files(item: Item) -> dict[str, bytes]:
    """The files that `check` would find, by path."""
    parts = item.name.split("/")
    if any(part in ("", ".", "..") for part in parts) or not _encodable(item.name):
        raise UsageError(f"{item.name!r} is not a relative path")
    sidecar = item.sidecar if isinstance(item.sidecar, bytes) else _written(item.sidecar, item.captures)
    files = {item.name: item.document, item.name + SUFFIX: sidecar}
    if item.receipts is not None:
        files[item.name + RECEIPTS_SUFFIX] = item.receipts
    claims = read_claims(sidecar).claims
    for kind, held in (("capture", item.captures), ("attestation", item.attestations)):
        refs = [ref for ref in claims.evidence if ref.kind == kind] if claims else []
        for ref, data in _matched(refs, held):
            path = beside(item.name, ref.path)
            if safe_reference(ref.path) and path.endswith(EVIDENCE_SUFFIXES) and _encodable(path):
                files[path] = data
    return files


def _encodable(path: str) -> bool:
    """Whether a file can have this name: it may hold a byte that is not UTF-8 (PEP 383), but not half a character."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def _written(data: Mapping[str, Any], captures: Sequence[bytes]) -> bytes:
    """A sidecar that says this; JSON is YAML, and every scalar of a sidecar is the text that stands there."""
    said = {key: value for key, value in data.items() if value is not None}
    said.setdefault("evidence", [_entry(capture) for capture in captures])
    if not said["evidence"]:
        del said["evidence"]
    try:
        return json.dumps(said, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(f"the data of a sidecar cannot be written: {error}") from None


def _entry(capture: bytes) -> dict[str, str]:
    digest = hashlib.sha256(capture).hexdigest()
    ending = ".wacz" if capture.startswith(b"PK") else ".warc.gz" if capture.startswith(b"\x1f\x8b") else ".warc"
    return {"kind": "capture", "path": digest[:32] + ending, "sha256": digest}


def _matched(refs: Sequence[EvidenceRef], held: Sequence[bytes]) -> Iterator[tuple[EvidenceRef, bytes]]:
    """Each entry with the bytes that it pins; entries whose bytes are not there get what is left, in order."""
    by_digest = {hashlib.sha256(data).hexdigest(): data for data in held}
    pinned = {ref.sha256 for ref in refs}
    left = iter([data for digest, data in by_digest.items() if digest not in pinned])
    for ref in refs:
        data = by_digest.get(ref.sha256)
        data = next(left, None) if data is None else data
        if data is not None:
            yield ref, data
