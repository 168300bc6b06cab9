"""A corpus that differs in little from one that passed: only what differs is judged, by the same pipeline.

Every step that is not certain answers None, and the corpus is judged in full: a path that is odd in
any way, a name that another could be mistaken for, the same bytes twice, an error. So this can
save work, and can never turn a fail into a pass.

Pays for `one document added`: 0.15 s instead of 1.84 s at 10,000 documents.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from provgate.cache.serialized import Remembered
from provgate.cache.state import State
from provgate.check import place
from provgate.check.groups import Found, judge_documents, only_declared
from provgate.check.judge import ProofStore
from provgate.check.load import Reader
from provgate.check.selection import Selection
from provgate.check.settings import Trust
from provgate.corpus import listing
from provgate.corpus import paths as pathnames
from provgate.corpus.collisions import shadows
from provgate.corpus.documents import EVIDENCE_SUFFIXES, RECEIPTS_SUFFIX, Corpus, Role, assemble, by_name
from provgate.corpus.snapshot import Snapshot, within
from provgate.corpus.worktree import Entry, Kind
from provgate.findings import Finding, Report, Severity, Verdicts
from provgate.formats.claims import SUFFIX
from provgate.formats.policy import NAME as POLICY_NAME

_MOST_SEARCHED = 4_000_000_000
"""Bytes of listings that the questions about new names may search through, all in all: some seconds."""

_MOST_ALIKE = 64
_OF_PATHS = "PG200"
"""Findings below this code are about paths; what they say may rest on any other path."""


class Change(NamedTuple):
    """A cached run, and the state that the corpus is in now."""

    snapshot: Snapshot
    trust: Trust
    old: State
    new: State
    differing: frozenset[str]
    documents: Remembered
    findings: tuple[Finding, ...]
    named: Mapping[str, tuple[str, ...]]
    now: datetime.datetime
    store: ProofStore
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
    if paths is None or not _harmless(change, paths):
        return None
    scope = _scope(change, paths)
    corpus = _corpus(change, scope.judged) if scope is not None else None
    if scope is None or corpus is None or not _all_different(change, corpus):
        return None
    reader = Reader(change.snapshot, corpus, change.trust, change.now, attributes=change.attributes)
    found = judge_documents(reader, Selection(), {}, lambda _done, _total: None, change.store)
    return _merged(change, scope, found, reader)


def _across(finding: Finding) -> bool:
    return finding.name != "only-declared" and (finding.document is None or finding.code < _OF_PATHS)


def _changed(change: Change) -> list[str] | None:
    """The paths of the corpus at which something else stands now; None if they may have a say about others."""
    roots = change.trust.policy.corpus
    if any(path.endswith(".gitattributes") or shadows(path, roots) for path in change.differing):
        return None
    return sorted(
        path
        for path in change.differing
        if within(path, roots) and change.old.identity(path) != change.new.identity(path)
    )


def _harmless(change: Change, paths: list[str]) -> bool:
    """Whether nothing about the names and kinds of these paths concerns any other path."""
    entries = [change.new.entry(path) for path in paths]
    present = {entry.path: entry for entry in entries if entry is not None}
    if not all(map(pathnames.plain, paths)) or any(entry.kind is not Kind.FILE for entry in present.values()):
        return False
    added = [path for path in present if not change.old.has(path)]
    if len(added) * change.new.listing.size > _MOST_SEARCHED:
        return False
    meant = list(filter(None, map(pathnames.meant_document, added)))
    return not any(map(change.new.has, meant)) and (not added or _alone(change.new, added))


def _alone(state: State, added: list[str]) -> bool:
    """Whether no other path is the same to a careless file system, or named after one of these without belonging to it.

    Nor may a folder have one of these names, or a file that of one of their folders.
    """
    names = {path.lower() for path in added}
    folders = {name[:at] for name in names for at, letter in enumerate(name) if letter == "/"}
    overlay = b"".join(b"\t%b\0" % os.fsencode(path) for path in state.overlay if not state.listing.record_of(path))
    met = 0
    for block in (*state.listing.blocks(), overlay):
        folded = listing.folded(block)
        if any(f"\t{folder}\0" in folded for folder in folders):
            return False
        for name in names:
            for following in listing.beginning_with(folded, name):
                met += not following
                if following[:1] == "/" or (following[:1] == "." and not _beside(following)):
                    return False
    return met == len(added) == len(names)


def _beside(path: str) -> bool:
    """Whether the name alone says that this is no document, and so none that means to be a sidecar."""
    return path.endswith((SUFFIX, RECEIPTS_SUFFIX, *EVIDENCE_SUFFIXES))


def _scope(change: Change, paths: list[str]) -> _Scope | None:
    """What the changed paths concern; None where a document and its sidecar are not both there or both gone."""
    entries = [change.new.entry(path) or change.old.entry(path) for path in paths]
    named = list(by_name((entry for entry in entries if entry is not None), change.trust.policy))
    documents = {_owner(role, entry.path) for role, entry in named if role is not Role.EVIDENCE}
    touched = {entry.path for role, entry in named if role is Role.EVIDENCE}
    documents |= {path for path, evidence in change.named.items() if not touched.isdisjoint(evidence)}
    gone = frozenset(path for path in documents if not change.new.has(path))
    if any(change.new.has(path + SUFFIX) == (path in gone) for path in documents):
        return None
    if any(change.new.has(path + RECEIPTS_SUFFIX) for path in gone):
        return None
    evidence = {*touched, *(path for name in documents for path in change.named.get(name, ()))}
    return _Scope(tuple(sorted(documents - gone)), gone, frozenset(path for path in evidence if change.new.has(path)))


def _owner(role: Role, path: str) -> str:
    """The document that a sidecar or a file of receipts belongs to, or that the path is."""
    return path.removesuffix(RECEIPTS_SUFFIX if role is Role.RECEIPTS else SUFFIX)


def _corpus(change: Change, documents: tuple[str, ...]) -> Corpus | None:
    """A corpus of these documents alone, with the evidence of all; None if anything is odd about them."""
    wanted = [change.new.entry(path) for name in documents for path in (name, name + SUFFIX, name + RECEIPTS_SUFFIX)]
    entries = _as_stored(change.snapshot, [entry for entry in wanted if entry is not None])
    corpus = assemble(sorted(entries, key=lambda entry: os.fsencode(entry.path)), change.trust.policy)
    found = list(corpus.documents)
    if (
        [document.path for document in found] != list(documents)
        or corpus.strays
        or corpus.orphans
        or any(document.faults for document in found)
    ):
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
        if entry is None or not any(role is Role.EVIDENCE for role, _entry in by_name([entry], policy)):
            raise KeyError(path)
        return _as_stored(self.change.snapshot, [entry])[0]

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _all_different(change: Change, corpus: Corpus) -> bool:
    """Whether none of these documents has the bytes of another path."""
    if change.snapshot.repository is None:
        sizes = {change.snapshot.size_on_disk(document.path) for document in corpus.documents}
        alike = listing.of_sizes(change.new.listing, sizes, _MOST_ALIKE) if sizes else {}
        return alike is not None and all(_unlike(change, paths) for paths in alike.values())
    held = change.new.listing
    digits = len(next((entry.object_id or "" for entry in held.entries()), ""))
    names: dict[bytes, bool] = {}
    for document in corpus.documents:
        loose = document.entry.object_id is None
        name = change.snapshot.blob_id(document.path, digits) if loose else document.entry.object_id or ""
        if name.encode("ascii") in names:
            return False
        names[name.encode("ascii")] = name in (held.record_of(document.path) or "")
    return held.counts(list(names)) == [int(listed) for listed in names.values()]


def _unlike(change: Change, paths: list[str]) -> bool:
    """Whether no two of these have the same bytes."""
    return len({change.snapshot.blob_id(path, 40) for path in paths}) == len(paths)


def _merged(change: Change, scope: _Scope, found: Found, reader: Reader) -> Verdicts | None:
    """The cached verdicts with those that were found laid over them."""
    if any(_across(finding) or finding.severity is Severity.ERROR for finding in found.findings):
        return None
    replaced = {*scope.judged, *scope.gone}
    evidence = {path: named for path, named in change.named.items() if path not in replaced} | dict(found.named)
    named = {path for paths in evidence.values() for path in paths}
    if not scope.evidence <= named or not all(result.passed for result in found.results):
        return None
    kept = [finding for finding in change.findings if finding.document is not None and finding.document not in replaced]
    documents = change.documents.revised(scope.gone, found.results)
    roots = change.trust.policy.corpus
    if scope.gone and not all(any(within(path, (root,)) for path in documents.paths) for root in roots):
        return None
    declared = only_declared(documents.tally.declared)
    if declared is not None:
        kept += place.of_paths(reader.subject(POLICY_NAME, (declared,)))
    findings = sorted((*kept, *found.findings), key=Finding.sort_key)
    return Verdicts(Report(change.trust.policy.require, documents, tuple(findings)), evidence)
