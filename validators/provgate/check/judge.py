"""One group of documents: evidence is read by workers, rules are asked, levels are decided."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from provgate.check import place
from provgate.check.causes import without_consequences
from provgate.check.load import Read
from provgate.check.settings import Trust
from provgate.evidence.receipts.facts import Witnessed
from provgate.findings import (
    CLAIMS,
    OPTIONAL_CLAIMS,
    Details,
    DocumentResult,
    Fault,
    Finding,
    Judgement,
    Level,
    Severity,
    Verdict,
)
from provgate.formats.claims import on_their_face
from provgate.formats.registries import Registry
from provgate.formats.yaml_reader import Value
from provgate.rules.rule import Problem, Rule, Subject

if TYPE_CHECKING:
    from provgate.check.attesters import Vouching
    from provgate.check.pool import Pool
    from provgate.check.receipts import Witnessing
    from provgate.check.verify import Asked, Job, Proof

_SUPPORT = {Verdict.CONTRADICTED: 0, Verdict.SUPPORTED: 1, Verdict.UNSUPPORTED: 2, Verdict.UNCHECKED: 3}


class KnownProofs(Protocol):
    """Proofs that were made before: a proof is a pure function of bytes, so it need not be made twice."""

    def seek(self, jobs: Sequence[Job]) -> tuple[Mapping[str, Proof], Sequence[Job]]:
        """The proofs that are known, by document, and the jobs that are left."""

    def keep(self, proofs: Iterable[Proof]) -> None:
        """Hear of proofs of the jobs last sought."""


ProofStore: TypeAlias = Callable[[Registry], KnownProofs | None]
"""Opens what is known under this registry, once evidence is to be read; None where nothing can be."""


class Judged(NamedTuple):
    """What was decided about one document, with its findings, and what that rests on where it was asked for."""

    result: DocumentResult
    findings: tuple[Finding, ...]
    details: Details | None = None


class Judge:
    """Judges groups of documents; holds the worker pool. Use it as a context manager.

    What reads evidence is imported only when a sidecar names some: a hook starts at every commit.
    `store` may know proofs from earlier runs; `workers` is how many processes read evidence, by default one a core.
    With `details`, all that a judgement rests on is gathered; an earlier run's proofs do not know it.
    """

    def __init__(
        self,
        trust: Trust,
        now: datetime.datetime,
        store: ProofStore | None = None,
        workers: int | None = None,
        details: bool = False,
    ) -> None:
        self.trust = trust
        self.now = now
        self.store = None if details else store
        self.workers = workers
        self.details = details
        self._known: KnownProofs | None = None
        self._pool: Pool | None = None
        self._vouching: Vouching | None = None
        self._witnessing: Witnessing | None = None

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._pool is not None:
            self._pool.close()

    def judge(self, group: Sequence[Read]) -> Iterator[Judged]:
        """Every document of the group, in order."""
        proofs = self._proofs(group)
        for read in group:
            proof = proofs.get(read.subject.path)
            judged = _judged(self._with_evidence(read, proof), read)
            yield self._detailed(judged, read, proof) if self.details else judged

    def _detailed(self, judged: Judged, read: Read, proof: Proof | None) -> Judged:
        from provgate.check.details import details

        signers = tuple(self._vouching.signers(read)) if self._vouching is not None else ()
        return judged._replace(details=details(read, proof, signers, judged.result, judged.findings))

    def _proofs(self, group: Sequence[Read]) -> dict[str, Proof]:
        jobs = _jobs(group, self.trust, self.details)
        if not jobs:
            return {}
        if self._known is None and self.store is not None:
            self._known = self.store(self.trust.registry)
        if self._known is None:
            return {proof.path: proof for proof in self._workers().run(jobs)}
        known, left = self._known.seek(jobs)
        made: dict[str, Proof] = {}
        try:
            for proof in self._workers().run(left) if left else ():
                made[proof.path] = proof
        finally:
            self._known.keep(made.values())
        return {**known, **made}

    def _workers(self) -> Pool:
        if self._pool is None:
            from provgate.check.pool import Pool

            self._pool = Pool(self.trust.registry, self.trust.policy.limits, self.workers)
        return self._pool

    def _with_evidence(self, read: Read, proof: Proof | None) -> Subject:
        """The subject with what captures and attestations say."""
        subject = read.subject
        faults, judgements = subject.faults, list(proof.judgements if proof else ())
        if proof is not None:
            from provgate.check.verify import from_the_future

            faults += (*proof.faults, *from_the_future(proof, self.now))
        if any(exhibit.ref.kind == "attestation" for exhibit in read.exhibits):
            vouched, refused = self._vouch(read)
            judgements += vouched
            faults += refused
        witnessed = subject.witnessed
        if read.receipts is not None and subject.claims is not None:
            witnessed = self._witness(read)
            faults += witnessed.faults
        return subject._replace(faults=faults, judgements=merge(judgements), witnessed=witnessed)

    def _vouch(self, read: Read) -> tuple[tuple[Judgement, ...], tuple[Fault, ...]]:
        if self._vouching is None:
            from provgate.check.attesters import Vouching

            self._vouching = Vouching(self.trust.attesters, self.now, self.trust.policy.attesters)
        return self._vouching.vouch(read)

    def _witness(self, read: Read) -> Witnessed:
        if self._witnessing is None:
            from provgate.check.receipts import Witnessing

            self._witnessing = Witnessing(self.trust, self.now)
        return self._witnessing.judge(read)


def merge(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """One judgement a claim: a contradiction wins, then support, then what was looked for in vain."""
    best: dict[str, Judgement] = {}
    for judgement in judgements:
        known = best.get(judgement.claim)
        if known is None or _SUPPORT[judgement.verdict] < _SUPPORT[known.verdict]:
            best[judgement.claim] = judgement
    return tuple(best[claim] for claim in (*CLAIMS, *OPTIONAL_CLAIMS) if claim in best)


def _jobs(group: Sequence[Read], trust: Trust, details: bool) -> list[Job]:
    """The captures to be read, each set of them once, with all the documents that rest on it."""
    grouped: dict[tuple[tuple[str, str], ...], list[Read]] = defaultdict(list)
    for read in group:
        # Documents that come from different places may name different files alike.
        named = tuple((exhibit.path, exhibit.ref.sha256) for exhibit in read.exhibits if exhibit.ref.kind == "capture")
        if named:
            grouped[named].append(read)
    if not grouped:
        return []
    from provgate.check.verify import Job

    return [
        Job(
            tuple((e.path, e.data) for e in reads[0].exhibits if e.ref.kind == "capture"),
            tuple(_asked(read, details) for read in reads),
            trust.policy.limits,
        )
        for reads in grouped.values()
    ]


def _asked(read: Read, details: bool) -> Asked:
    from provgate.check.verify import Asked

    claims = read.subject.claims
    assert claims is not None
    pointers = tuple(exhibit.ref.pointer for exhibit in read.exhibits if exhibit.ref.kind == "capture")
    return Asked(read.subject.path, claims, read.document.data if read.document.whole else None, pointers, details)


def _judged(subject: Subject, read: Read) -> Judged:
    problems = without_consequences(_problems(subject))
    found = tuple(place.findings(subject, problems, read.sidecar, read.document.data))
    errors = [finding.code for finding in found if finding.severity is Severity.ERROR]
    level = _level(subject, errors)
    passed = not errors and level >= subject.require
    seen = subject.witnessed
    witnesses = (*seen.agreements, *seen.timestamps) if seen is not None else ()
    result = DocumentResult(subject.path, subject.sidecar_path, level, passed, subject.judgements, witnesses)
    return Judged(result, found)


def _problems(subject: Subject) -> list[tuple[Rule, Problem]]:
    """Ask the rules whose ground is there: paths first, then the file, then its claims, then the evidence."""
    problems = place.of_faults(subject)
    if subject.claims is not None:
        problems += place.apply("claims", subject)
    elif subject.parsed is not None and subject.parsed.data is not None and not subject.parsed.faults:
        problems += _on_their_face(subject, subject.parsed.data)
    if subject.judgements:
        problems += place.apply("verdicts", subject)
    if subject.witnessed is not None and subject.claims is not None:
        problems += place.apply("witnesses", subject)
    return problems


def _on_their_face(subject: Subject, data: Mapping[str, Value]) -> list[tuple[Rule, Problem]]:
    """What is wrong with the sound fields of a sidecar whose schema is not met, so that one run tells everything."""
    faulted = {_field(fault.place.pointer) for fault in subject.faults}
    problems = place.apply("claims", subject._replace(claims=on_their_face(data, faulted)))
    return [(rule, problem) for rule, problem in problems if _field(problem.pointer) in data.keys() - faulted]


def _field(pointer: str) -> str:
    """The field of a sidecar that a JSON Pointer leads into."""
    return pointer.split("/")[1] if pointer else ""


def _level(subject: Subject, errors: Sequence[str]) -> Level:
    """The highest level that holds (DESIGN 1.6)."""
    claims, document = subject.claims, subject.document
    if claims is None or document is None or any(code < "PG400" for code in errors):
        return Level.NONE
    verdicts = {judgement.claim: judgement.verdict for judgement in subject.judgements}
    proven = all(verdicts.get(claim) is Verdict.SUPPORTED for claim in CLAIMS)
    of_receipts = [code for code in errors if "PG600" <= code < "PG700"]
    if len(errors) > len(of_receipts) or claims.sha256 != document.sha256 or not proven:
        return Level.DECLARED
    operators = len(subject.witnessed.operators) if subject.witnessed is not None else 0
    return Level.WITNESSED if not of_receipts and operators >= subject.witnesses.threshold else Level.EVIDENCED
