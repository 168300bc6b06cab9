"""The run: bytes → documents → subjects → problems → findings → report, in one direction."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from provgate.check import place
from provgate.check.groups import Found, Progress, Tell, judge_documents, only_declared
from provgate.check.judge import ProofStore
from provgate.check.load import Reader
from provgate.check.selection import Selection, select
from provgate.check.settings import Changes, Trust, establish
from provgate.corpus import renames
from provgate.corpus.collisions import collision, folders_above, shadows
from provgate.corpus.documents import assemble, only_ignored
from provgate.corpus.duplicates import same_bytes
from provgate.corpus.snapshot import Entries, Snapshot, open_snapshot, within
from provgate.findings import Fault, Finding, Level, Report, UsageError, Verdicts
from provgate.formats.policy import NAME as POLICY_NAME


class Request(NamedTuple):
    """What the command line asks for; `paths` are relative to `start`, the folder that provgate runs in."""

    start: Path
    now: datetime.datetime
    paths: tuple[str, ...] = ()
    staged: bool = False
    rev: str | None = None
    policy_from: str | None = None
    require: Level | None = None
    changes: Changes = Changes.TOLD


def _silent(_done: int, _total: int | None) -> None:
    """Progress that nobody sees."""


def run_check(request: Request, progress: Progress = _silent, tell: Tell | None = None) -> Report:
    """Judge a corpus; UsageError for a wrong request or policy, CannotCheckError for what cannot be looked at.

    `tell` is given all that each judgement rests on, document by document.
    """
    with open_snapshot(request.start, staged=request.staged, rev=request.rev) as snapshot:
        return judge_snapshot(snapshot, read_trust(snapshot, request), request, progress, tell=tell).report


def read_trust(snapshot: Snapshot, request: Request) -> Trust:
    """The settings that this request is judged by."""
    return establish(snapshot, request.start, request.policy_from, request.require, request.changes)


def judge_snapshot(
    snapshot: Snapshot,
    trust: Trust,
    request: Request,
    progress: Progress = _silent,
    store: ProofStore | None = None,
    tell: Tell | None = None,
) -> Verdicts:
    """Judge what a snapshot holds; `store` may know proofs from earlier runs, and is told of new ones."""
    entries = entries_of(snapshot, trust)
    corpus = assemble(entries, trust.policy)
    hidden = only_ignored(entries, trust.policy) if not corpus.documents else 0
    if hidden:
        raise UsageError(
            f"`ignore` in {POLICY_NAME} leaves no document to check, and hides {hidden:,} files of the corpus; "
            "name only what is not a document"
        )
    selection = select(corpus, snapshot, request.start, request.paths)
    shadowing = _shadowing(entries, trust)
    return _judge(Reader(snapshot, corpus, trust, request.now), selection, shadowing, store, progress, tell)


def entries_of(snapshot: Snapshot, trust: Trust) -> Entries:
    """The paths of the corpus; UsageError where a root of it is not there."""
    roots = trust.policy.corpus
    entries = snapshot.entries(roots)
    for root in roots:
        link = snapshot.link_above(root)
        if link:
            # Git's index still lists what stood there; a commit of this work tree would hold the link in its place.
            raise UsageError(f"the corpus root `{root}` does not exist: `{link}` is a link; put a folder in its place")
        if not any(within(entry.path, (root,)) for entry in entries) and not snapshot.has_folder(root):
            raise UsageError(f"the corpus root `{root}` does not exist; {_way_on(snapshot)}")
    return entries


def _way_on(snapshot: Snapshot) -> str:
    """What to do about a corpus that is not there."""
    if snapshot.find(POLICY_NAME) is None:
        return f"there is no {POLICY_NAME} here either: run `provgate init` to set up the repository"
    return f"create it, or name the right folder as `corpus` in {POLICY_NAME}"


def _shadowing(entries: Entries, trust: Trust) -> dict[str, Fault]:
    """The paths outside the corpus that fall on one inside where case does not count."""
    roots = trust.policy.corpus
    landing = ((entry.path, shadows(entry.path, roots)) for entry in entries.others())
    return {path: collision(inside) for path, inside in landing if inside}


def _judge(
    reader: Reader,
    selection: Selection,
    shadowing: Mapping[str, Fault],
    store: ProofStore | None,
    progress: Progress,
    tell: Tell | None,
) -> Verdicts:
    moved = renames.recognise(reader.snapshot, reader.corpus)
    odd = _across(reader, moved)
    found = judge_documents(reader, selection, odd, progress, store, tell)
    findings = list(found.findings)
    for orphan, document in moved.owners.items():
        if selection.holds(document):
            del odd[orphan]
    for path, faults in sorted(_strays(reader, odd, shadowing, found, selection).items()):
        findings += place.of_paths(reader.subject(path, faults))
    report = Report(reader.trust.policy.require, found.results, tuple(sorted(findings, key=Finding.sort_key)))
    return Verdicts(report, found.named)


def _across(reader: Reader, moved: renames.Moves) -> dict[str, list[Fault]]:
    """What only a look at the whole corpus tells, by path."""
    odd: dict[str, list[Fault]] = defaultdict(list)
    for found in (same_bytes(reader.snapshot, reader.corpus), moved.of_documents, moved.of_orphans):
        for path, fault in found.items():
            odd[path].append(fault)
    return odd


def _strays(
    reader: Reader,
    odd: Mapping[str, list[Fault]],
    shadowing: Mapping[str, Fault],
    judged: Found,
    selection: Selection,
) -> dict[str, list[Fault]]:
    """What is to be said about paths that are no documents."""
    corpus, trust = reader.corpus, reader.trust
    found: dict[str, list[Fault]] = defaultdict(list)
    for stray in (*corpus.strays, *trust.strays):
        found[stray.path] += stray.faults
    for orphan in corpus.orphans:
        found[orphan.path] += odd.get(orphan.path, [])
    for path, fault in shadowing.items():
        found[path].append(fault)
    named = {path for paths in judged.named.values() for path in paths} | judged.renamed
    for path in corpus.evidence:
        if path not in named and judged.unread.isdisjoint(folders_above(path)):
            found[path].append(Fault("orphan-evidence", "no sidecar names this evidence file"))
    shown = {
        path: faults
        for path, faults in found.items()
        if selection.holds(path) or any(stray.path == path for stray in trust.strays)
    }
    declared = only_declared(judged.results.tally.declared)
    if declared is not None:
        shown.setdefault(POLICY_NAME, []).append(declared)
    return shown
