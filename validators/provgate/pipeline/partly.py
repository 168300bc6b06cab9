"""A corpus that differs in little from one that passed: only what differs is judged, by the same pipeline.

Every step that is not certain answers None, and the corpus is judged in full: a path that is odd in
any way, a name that another could be mistaken for, the same bytes twice, an error. So this can
save work, and can never turn a fail into a pass.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

from provgate import listing, pathnames
from provgate.corpus import EVIDENCE_SUFFIXES, Corpus, assemble, shadows, sort_by_name
from provgate.disk import Entry, Kind
from provgate.findings import Finding, Report, Severity, Verdicts
from provgate.memory.state import State
from provgate.memory.verdicts import Remembered
from provgate.pipeline import placing
from provgate.pipeline.reading import Reader
from provgate.pipeline.running import Found, judge_documents, only_declared
from provgate.pipeline.selection import Selection
from provgate.pipeline.trust import Trust
from provgate.policy import NAME as POLICY_NAME
from provgate.sidecar import SUFFIX
from provgate.snapshot import Snapshot, within

_MOST = 200
_MOST_SEARCHED = 1_000_000_000
"""Bytes of listings that the questions about changed paths may search through, all in all."""

_MOST_ALIKE = 64
_OF_PATHS = "PG200"
"""Findings below this code are about paths; what they say may rest on any other path."""


class Change(NamedTuple):
    """A remembered run, and the state that the corpus is in now."""

    snapshot: Snapshot
    trust: Trust
    old: State
    new: State
    differing: frozenset[str]
    documents: Remembered
    findings: tuple[Finding, ...]
    named: Mapping[str, tuple[str, ...]]
    now: datetime.datetime
    folder: Path
    attributes: bool


class _Scope(NamedTuple):
    """The documents to be judged anew, those that are gone, and evidence files that may have lost their sidecar."""

    judged: tuple[str, ...]
    gone: frozenset[str]
    evidence: frozenset[str]


def judge_change(change: Change) -> Verdicts | None:
    """The verdicts on the new state; None unless they are certain to be those of a full run, and to pass."""
    if any(_across(finding) for finding in change.findings):
        return None
    paths = _changed(change)
    names = listing.folded(change.new.listing)
    if paths is None or not all(_harmless(change, path, names) for path in paths):
        return None
    scope = _scope(change, paths)
    corpus = _corpus(change, scope.judged) if scope is not None else None
    if scope is None or corpus is None or not _all_different(change, corpus):
        return None
    reader = Reader(change.snapshot, corpus, change.trust, change.now)
    found = judge_documents(reader, Selection(), {}, lambda _done, _total: None, change.folder)
    return _merged(change, scope, found, reader)


def _across(finding: Finding) -> bool:
    return finding.name != "only-declared" and (finding.document is None or finding.code < _OF_PATHS)


def _changed(change: Change) -> list[str] | None:
    """The paths of the corpus at which something else stands now; None for too many."""
    old, new = change.old, change.new
    paths = change.differing
    if len(paths) > _MOST or len(paths) * (len(old.listing) + len(new.listing)) > _MOST_SEARCHED:
        return None
    roots = change.trust.policy.corpus
    if any(path.endswith(".gitattributes") or shadows(path, roots) for path in paths):
        return None
    return sorted(path for path in paths if within(path, roots) and old.identity(path) != new.identity(path))


def _harmless(change: Change, path: str, names: str) -> bool:
    """Whether nothing about this path's name or kind concerns any other path; `names` is the folded listing."""
    now = change.new.entry(path)
    if not pathnames.plain(path) or (now is not None and now.kind is not Kind.FILE):
        return False
    if now is None or change.old.has(path):
        return True
    meant = pathnames.meant_document(path)
    return not (meant and change.new.has(meant)) and _alone(change.new, path, names)


def _alone(state: State, path: str, names: str) -> bool:
    """Whether no other path is the same to a careless file system, or named after this one without belonging to it."""
    name = path.lower()
    others = {listing.folded(os.fsencode(other)) for other in state.overlay if other != path}
    here = listing.record_of(state.listing, path) is not None
    if names.count(f"\t{name}\0") != here or name in others:
        return False
    start = name + "."
    named_after = [*listing.beginning_with(names, start), *(other for other in others if other.startswith(start))]
    return all(map(_beside, named_after)) and not _meets_folder(names, others, name)


def _meets_folder(names: str, others: Set[str], name: str) -> bool:
    """Whether a folder has this name, or a file that of one of its folders."""
    folders = [name[:at] for at, letter in enumerate(name) if letter == "/"]
    return (f"\t{name}/" in names or any(other.startswith(name + "/") for other in others)
            or any(f"\t{folder}\0" in names or folder in others for folder in folders))


def _beside(path: str) -> bool:
    """Whether the name alone says that this is a sidecar or evidence, and so no document that means to be a sidecar."""
    return path.endswith((SUFFIX, *EVIDENCE_SUFFIXES))


def _scope(change: Change, paths: list[str]) -> _Scope | None:
    """What the changed paths concern; None where a document and its sidecar are not both there or both gone."""
    entries = [change.new.entry(path) or change.old.entry(path) for path in paths]
    sorting = sort_by_name([entry for entry in entries if entry is not None], change.trust.policy)
    documents = {*sorting.documents, *(path.removesuffix(SUFFIX) for path in sorting.sidecars)}
    touched = sorting.evidence.keys()
    documents |= {path for path, named in change.named.items() if not touched.isdisjoint(named)}
    gone = frozenset(path for path in documents if not change.new.has(path))
    if any(change.new.has(path + SUFFIX) == (path in gone) for path in documents):
        return None
    evidence = {*sorting.evidence, *(path for name in documents for path in change.named.get(name, ()))}
    return _Scope(tuple(sorted(documents - gone)), gone, frozenset(path for path in evidence if change.new.has(path)))


def _corpus(change: Change, documents: tuple[str, ...]) -> Corpus | None:
    """A corpus of these documents alone, with the evidence of all; None if anything is odd about them."""
    wanted = [change.new.entry(path) for name in documents for path in (name, name + SUFFIX)]
    entries = _as_stored(change.snapshot, [entry for entry in wanted if entry is not None])
    corpus = assemble(sorted(entries, key=lambda entry: entry.path), change.trust.policy)
    found = tuple(document.path for document in corpus.documents)
    if found != documents or corpus.strays or corpus.orphans or any(each.oddities for each in corpus.documents):
        return None
    if change.attributes and change.snapshot.rewritten(documents):
        return None
    return corpus._replace(evidence=_Evidence(change))


def _as_stored(snapshot: Snapshot, entries: list[Entry]) -> list[Entry]:
    """The entries with the bytes that git would store for what is only on the disk."""
    if snapshot.repository is None:
        return entries
    loose = [entry for entry in entries if entry.object_id is None]
    return [*(entry for entry in entries if entry.object_id is not None), *snapshot.as_git_would_store(loose)]


class _Evidence(Mapping[str, Entry]):
    """The evidence files of the new state, looked up one by one."""

    def __init__(self, change: Change) -> None:
        self.change = change

    def __getitem__(self, path: str) -> Entry:
        policy = self.change.trust.policy
        counts = path.endswith(EVIDENCE_SUFFIXES) and within(path, policy.corpus)
        entry = self.change.new.entry(path) if counts else None
        if entry is None or path not in sort_by_name([entry], policy).evidence:
            raise KeyError(path)
        return _as_stored(self.change.snapshot, [entry])[0]

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _all_different(change: Change, corpus: Corpus) -> bool:
    """Whether none of these documents has the bytes of another path."""
    held = change.new.listing
    seen: set[str] = set()
    for document in corpus.documents:
        if change.snapshot.repository is None:
            alike = _of_same_size(change, document.path)
            names = [change.snapshot.blob_id(path, 40) for path in alike]
            if len(alike) > _MOST_ALIKE or len(set(names)) < len(names):
                return False
            continue
        loose = document.entry.object_id is None
        name = change.snapshot.blob_id(document.path, _digits(held)) if loose else document.entry.object_id or ""
        told = listing.record_of(held, document.path) or b""
        if name in seen or held.count(name.encode("ascii")) != (name.encode("ascii") in told):
            return False
        seen.add(name)
    return True


def _of_same_size(change: Change, path: str) -> list[str]:
    size = str(change.snapshot.size_on_disk(path))
    return listing.of_size(change.new.listing, size)[: _MOST_ALIKE + 1]


def _digits(held: bytes) -> int:
    """How long this repository's object ids are."""
    return max((len(field) for field in held[: held.find(b"\t") + 1].split()), default=40)


def _merged(change: Change, scope: _Scope, found: Found, reader: Reader) -> Verdicts | None:
    """The remembered verdicts with those that were found laid over them."""
    if any(_across(finding) or finding.severity is Severity.ERROR for finding in found.findings):
        return None
    replaced = {*scope.judged, *scope.gone}
    evidence = {path: named for path, named in change.named.items() if path not in replaced} | dict(found.named)
    named = {path for paths in evidence.values() for path in paths}
    if not scope.evidence <= named or not all(result.passed for result in found.results):
        return None
    kept = [finding for finding in change.findings
            if finding.document is not None and finding.document not in replaced]
    documents = change.documents.revised(scope.gone, found.results)
    roots = change.trust.policy.corpus
    if scope.gone and not all(any(within(path, (root,)) for path in documents.paths()) for root in roots):
        return None
    declared = only_declared(documents.tally.declared)
    if declared is not None:
        kept += placing.of_oddities(reader.subject(POLICY_NAME, (declared,)))
    findings = sorted((*kept, *found.findings), key=Finding.sort_key)
    return Verdicts(Report(change.trust.policy.require, documents, tuple(findings)), evidence)
