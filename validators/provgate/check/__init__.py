"""The run: bytes → documents → subjects → problems → findings → report, in one direction."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from provgate.check import place as placing
from provgate.check.groups import Found, Progress, judge_documents, only_declared
from provgate.check.load import Reader
from provgate.check.selection import Selection, select
from provgate.check.settings import Trust, establish
from provgate.corpus import renames as moves
from provgate.corpus.documents import Corpus, Oddity, assemble, shadows
from provgate.corpus.duplicates import same_bytes
from provgate.corpus.snapshot import Entries, Snapshot, open_snapshot, within
from provgate.findings import CannotCheckError, Finding, Level, Report, UsageError, Verdicts
from provgate.formats.policy import NAME as POLICY_NAME

if TYPE_CHECKING:
    from provgate.cache.runs import Memory


class Request(NamedTuple):
    """What the command line asks for; `paths` are relative to `start`, the folder that provgate runs in.

    `cache` allows to remember a run that passes, and to recall one.
    """

    start: Path
    now: datetime.datetime
    paths: tuple[str, ...] = ()
    staged: bool = False
    rev: str | None = None
    policy_from: str | None = None
    require: Level | None = None
    cache: bool = False


def run_check(request: Request, progress: Progress = lambda _done, _total: None) -> Report:
    """Judge a corpus; UsageError for a wrong request or policy, CannotCheckError for what cannot be looked at."""
    with open_snapshot(request.start, staged=request.staged, rev=request.rev) as snapshot:
        folder, memory = _remembered(snapshot, request) if request.cache else (None, None)
        known = memory.same() if memory is not None else None
        if known is not None:
            return known
        trust = establish(snapshot, request.start, request.policy_from, request.require)
        _refuse_unbuilt(trust)
        known = memory.nearly_same(trust) if memory is not None else None
        if known is not None:
            return known
        entries = _entries(snapshot, trust)
        corpus = assemble(entries, trust.policy)
        selection = select(corpus, snapshot, request.start, request.paths)
        shadowing = _shadowing(entries, trust)
        found = _judge(Reader(snapshot, corpus, trust, request.now), selection, shadowing, folder, progress)
        if memory is not None:
            memory.keep(found)
        return found.report


def _remembered(snapshot: Snapshot, request: Request) -> tuple[Path | None, Memory | None]:
    """Where things are remembered, and the memory of a run over the whole corpus; None where there may be none."""
    from provgate.cache.runs import memory_folder, open_memory

    folder = memory_folder(snapshot)
    if folder is None or request.paths or request.policy_from is not None:
        return folder, None
    return folder, open_memory(snapshot, folder, request.require, request.now)


def _refuse_unbuilt(trust: Trust) -> None:
    if trust.policy.require >= Level.WITNESSED:
        raise CannotCheckError(
            "level `witnessed` cannot be checked by this version of provgate: it does not read witnesses yet; "
            "ask for `require: evidenced`"
        )


def _entries(snapshot: Snapshot, trust: Trust) -> Entries:
    roots = trust.policy.corpus
    entries = snapshot.entries(roots)
    for root in roots:
        link = snapshot.link_above(root)
        if link:
            # Git's index still lists what stood there; a commit of this work tree would hold the link in its place.
            raise UsageError(f"the corpus root `{root}` does not exist: `{link}` is a link; put a folder in its place")
        if not any(within(entry.path, (root,)) for entry in entries) and not snapshot.has_folder(root):
            raise UsageError(
                f"the corpus root `{root}` does not exist; create it, or name the right folder as "
                f"`corpus` in {POLICY_NAME}"
            )
    return entries


def _shadowing(entries: Entries, trust: Trust) -> dict[str, Oddity]:
    """The paths outside the corpus that fall on one inside where case does not count."""
    roots = trust.policy.corpus
    landing = ((entry.path, shadows(entry.path, roots)) for entry in entries.others())
    return {path: Oddity("path-collision", other=inside) for path, inside in landing if inside}


def _judge(
    reader: Reader, selection: Selection, shadowing: Mapping[str, Oddity], folder: Path | None, progress: Progress
) -> Verdicts:
    odd = _across(reader.snapshot, reader.corpus)
    found = judge_documents(reader, selection, odd, progress, folder)
    findings = list(found.findings)
    for path, oddities in sorted(_strays(reader, odd, shadowing, found, selection).items()):
        findings += placing.of_oddities(reader.subject(path, oddities))
    report = Report(reader.trust.policy.require, found.results, tuple(sorted(findings, key=Finding.sort_key)))
    return Verdicts(report, found.named)


def _across(snapshot: Snapshot, corpus: Corpus) -> dict[str, list[Oddity]]:
    """What only a look at the whole corpus tells, by path."""
    odd: dict[str, list[Oddity]] = defaultdict(list)
    moved = moves.recognise(snapshot, corpus)
    for found in (same_bytes(snapshot, corpus), moved.of_documents, moved.of_orphans):
        for path, oddity in found.items():
            odd[path].append(oddity)
    return odd


def _strays(
    reader: Reader,
    odd: Mapping[str, list[Oddity]],
    shadowing: Mapping[str, Oddity],
    judged: Found,
    selection: Selection,
) -> dict[str, list[Oddity]]:
    """What is to be said about paths that are no documents."""
    corpus, trust = reader.corpus, reader.trust
    found: dict[str, list[Oddity]] = defaultdict(list)
    for stray in (*corpus.strays, *trust.strays):
        found[stray.path] += stray.oddities
    for orphan in corpus.orphans:
        found[orphan.path] += odd.get(orphan.path, [])
    for path, oddity in shadowing.items():
        found[path].append(oddity)
    named = {path for paths in judged.named.values() for path in paths}
    for path in corpus.evidence:
        if path not in named:
            found[path].append(Oddity("orphan-evidence"))
    shown = {
        path: oddities
        for path, oddities in found.items()
        if selection.holds(path) or any(stray.path == path for stray in trust.strays)
    }
    declared = only_declared(judged.results.tally.declared)
    if declared is not None:
        shown.setdefault(POLICY_NAME, []).append(declared)
    return shown


__all__ = ["Request", "run_check"]
