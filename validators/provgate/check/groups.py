"""The documents of a corpus, group by group: read, judged, and what is said of them collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from provgate.check.judge import Judge, ProofStore
from provgate.check.load import KEPT, Read, Reader, named_evidence
from provgate.check.results import Gathered
from provgate.check.selection import Selection
from provgate.findings import Details, Fault, Finding

_BATCH = 256
Progress = Callable[[int, int], None]
Tell = Callable[[Details], None]


class Found(NamedTuple):
    """What was decided about documents, and the evidence files that their sidecars name.

    `renamed` are evidence files that a sidecar pins under another name, `unread` folders with a document whose sidecar
    could not be read and may name any evidence below: findings tell of both, so nothing more is said of that evidence.
    """

    results: Gathered
    findings: tuple[Finding, ...]
    named: Mapping[str, tuple[str, ...]]
    renamed: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()


def judge_documents(
    reader: Reader,
    selection: Selection,
    odd: Mapping[str, list[Fault]],
    progress: Progress,
    store: ProofStore | None = None,
    tell: Tell | None = None,
) -> Found:
    """Judge the reader's corpus; `odd` holds what only a look across the corpus tells, by path.

    `store` may know proofs from earlier runs; `tell` is given what each judgement rests on, and nothing of it is kept.
    """
    results = Gathered()
    findings: list[Finding] = []
    named: dict[str, tuple[str, ...]] = {}
    renamed: set[str] = set()
    unread: set[str] = set()
    with Judge(reader.trust, reader.now, store, details=tell is not None) as judge:
        for group in _groups(reader, selection, odd, named):
            for read in group:
                renamed.update(read.renamed)
                if read.subject.claims is None:
                    unread.add(read.subject.path.rpartition("/")[0])
            for judged in judge.judge(group):
                results.add(judged.result)
                findings += judged.findings
                if tell is not None and judged.details is not None:
                    tell(judged.details)
            progress(len(results), len(reader.corpus.documents))
    return Found(results, tuple(findings), named, frozenset(renamed), frozenset(unread))


def only_declared(declared: int) -> Fault | None:
    """How many documents pass although nothing was held against evidence."""
    if not declared:
        return None
    who = "1 document passes" if declared == 1 else f"{declared} documents pass"
    message = (
        f"{who} at level declared: their claims are only filled in and plausible, and nothing was held against evidence"
    )
    return Fault("only-declared", message)


def _groups(
    reader: Reader, selection: Selection, odd: Mapping[str, list[Fault]], named: dict[str, tuple[str, ...]]
) -> Iterator[list[Read]]:
    """Documents that are judged together: as many as fit the bytes that may be held at once."""
    chosen = (document for document in reader.corpus.documents if selection.needs(document.path))
    while batch := list(islice(chosen, _BATCH)):
        group: list[Read] = []
        weight = 0
        for document, read in zip(batch, reader.read(batch, odd), strict=True):
            evidence = tuple(named_evidence(document, read.subject.claims))
            if evidence:
                named[document.path] = evidence
            if not selection.holds(document.path):
                continue
            group.append(read)
            weight += len(read.document.data) + sum(len(exhibit.data) for exhibit in read.exhibits)
            if weight > KEPT:
                yield group
                group, weight = [], 0
        if group:
            yield group
