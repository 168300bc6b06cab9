"""The run: bytes → documents → subjects → problems → findings → report, in one direction."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from provgate.corpus import Corpus, Oddity, assemble
from provgate.findings import CannotCheckError, Finding, Level, Report, UsageError
from provgate.pipeline import moves, placing
from provgate.pipeline.reading import Reader
from provgate.pipeline.running import Found, Progress, judge_documents, only_declared
from provgate.pipeline.selection import Selection, select
from provgate.pipeline.trust import Trust, establish
from provgate.pipeline.twins import same_bytes
from provgate.policy import NAME as POLICY_NAME
from provgate.snapshot import Entry, Snapshot, open_snapshot, within


class Request(NamedTuple):
    """What the command line asks for; `paths` are relative to `start`, the folder that provgate runs in."""

    start: Path
    now: datetime.datetime
    paths: tuple[str, ...] = ()
    staged: bool = False
    rev: str | None = None
    policy_from: str | None = None
    require: Level | None = None


def run_check(request: Request, progress: Progress = lambda _done, _total: None) -> Report:
    """Judge a corpus; UsageError for a wrong request or policy, CannotCheckError for what cannot be looked at."""
    with open_snapshot(request.start, staged=request.staged, rev=request.rev) as snapshot:
        trust = establish(snapshot, request.start, request.policy_from, request.require)
        _refuse_unbuilt(trust)
        corpus = assemble(_entries(snapshot, trust), trust.policy)
        selection = select(corpus, snapshot, request.start, request.paths)
        return _judge(snapshot, trust, corpus, selection, request.now, progress)


def _refuse_unbuilt(trust: Trust) -> None:
    if trust.policy.require >= Level.WITNESSED:
        raise CannotCheckError(
            "level `witnessed` cannot be checked by this version of provgate: it does not read witnesses yet; "
            "ask for `require: evidenced`")


def _entries(snapshot: Snapshot, trust: Trust) -> list[Entry]:
    roots = trust.policy.corpus
    entries = snapshot.entries(roots)
    for root in roots:
        if not any(within(entry.path, (root,)) for entry in entries) and not snapshot.has_folder(root):
            raise UsageError(f"the corpus root `{root}` does not exist; create it, or name the right folder as "
                             f"`corpus` in {POLICY_NAME}")
    return entries


def _judge(snapshot: Snapshot, trust: Trust, corpus: Corpus, selection: Selection, now: datetime.datetime,
           progress: Progress) -> Report:
    reader = Reader(snapshot, corpus, trust, now)
    odd = _across(snapshot, corpus)
    found = judge_documents(reader, selection, odd, progress)
    findings = list(found.findings)
    for path, oddities in sorted(_strays(corpus, trust, odd, found, selection).items()):
        findings += placing.of_oddities(reader.subject(path, oddities))
    return Report(trust.policy.require, found.results, tuple(sorted(findings, key=Finding.sort_key)))


def _across(snapshot: Snapshot, corpus: Corpus) -> dict[str, list[Oddity]]:
    """What only a look at the whole corpus tells, by path."""
    odd: dict[str, list[Oddity]] = defaultdict(list)
    moved = moves.recognise(snapshot, corpus)
    for found in (same_bytes(snapshot, corpus), moved.of_documents, moved.of_orphans):
        for path, oddity in found.items():
            odd[path].append(oddity)
    rewritten = snapshot.rewritten([document.path for document in corpus.documents])
    for path, attribute in rewritten.items():
        odd[path].append(Oddity("rewritten-bytes", attribute))
    return odd


def _strays(corpus: Corpus, trust: Trust, odd: Mapping[str, list[Oddity]], judged: Found,
            selection: Selection) -> dict[str, list[Oddity]]:
    """What is to be said about paths that are no documents."""
    found: dict[str, list[Oddity]] = defaultdict(list)
    for stray in (*corpus.strays, *trust.strays):
        found[stray.path] += stray.oddities
    for orphan in corpus.orphans:
        found[orphan.path] += odd.get(orphan.path, [])
    named = {path for paths in judged.named.values() for path in paths}
    for path in corpus.evidence:
        if path not in named:
            found[path].append(Oddity("orphan-evidence"))
    shown = {path: oddities for path, oddities in found.items()
             if selection.holds(path) or any(stray.path == path for stray in trust.strays)}
    declared = only_declared(judged.results)
    if declared is not None:
        shown.setdefault(POLICY_NAME, []).append(declared)
    return shown


__all__ = ["Request", "run_check"]
