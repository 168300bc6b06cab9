"""What every format says alike: the headline, findings by document, what a claim rests on, fingerprints."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from typing import NamedTuple

from provgate.findings import CLAIMS, Agreement, DocumentResult, Finding, Judgement, Report, Results, Severity, Verdict
from provgate.report.escape import brief

CLAIM_LIMIT = 160
"""How many characters of a claimed or stated value a line about the claim shows."""


class Group(NamedTuple):
    """All findings about one document, or about one path that is none (`document` is None)."""

    path: str
    document: DocumentResult | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity error."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def failed(self) -> bool:
        """Whether this document, or this path, fails the run."""
        return bool(self.errors) or (self.document is not None and not self.document.passed)


class Row(NamedTuple):
    """One line about one claim; every part is inert."""

    claim: str
    verdict: Verdict
    parts: tuple[str, ...]

    @property
    def basis(self) -> str:
        """What the verdict rests on, on one line."""
        return " · ".join(self.parts)


def documents(report: Report) -> Iterable[DocumentResult]:
    """The documents by path."""
    held = report.documents
    return held if isinstance(held, Results) else sorted(held, key=lambda document: document.path)


def findings(report: Report) -> list[Finding]:
    """The findings in the order of `Finding.sort_key`, with ties broken so that no order depends on the run."""
    return sorted(report.findings, key=lambda finding: (finding.sort_key(), finding.severity.value, finding.help))


def groups(report: Report) -> Iterator[Group]:
    """Every document, and every other path that has findings, by path."""
    told = notable(report)
    known = {group.path for group in told}
    quiet = (Group(document.path, document, ()) for document in documents(report) if document.path not in known)
    return merge(told, quiet, key=lambda group: group.path)


def notable(report: Report) -> list[Group]:
    """The groups that have findings or fail, by path; in time that hardly grows with documents that pass."""
    named = {path for finding in report.findings for path in (finding.document, finding.location.path)}
    if isinstance(report.documents, Results):
        documents = report.documents.worth_telling({path for path in named if path is not None})
    else:
        documents = tuple(
            document
            for document in report.documents
            if not document.passed or document.path in named or document.sidecar in named
        )
    found = _grouped({document.path: document for document in documents}, findings(report))
    return [group for group in found if group.findings or group.failed]


def _grouped(known: Mapping[str, DocumentResult], told: Iterable[Finding]) -> Iterator[Group]:
    """These documents, and every other path that has findings, by path."""
    owners = {document.sidecar: path for path, document in known.items() if document.sidecar is not None}
    found: dict[str, list[Finding]] = {path: [] for path in known}
    for finding in told:
        place = finding.location.path
        found.setdefault(finding.document or owners.get(place, place), []).append(finding)
    return (Group(path, known.get(path), tuple(found[path])) for path in sorted(found))


def headline(report: Report) -> str:
    """One line: how many documents pass and fail under which level, and the findings by severity."""
    return _verdict(report) + "".join(f"; {counts}" for counts in [_counts(report.findings)] if counts)


def caveat(report: Report) -> str:
    """How little it says that documents pass at level declared; empty where none does or a finding says it."""
    if any(finding.name == "only-declared" for finding in report.findings):
        return ""
    counted = report.tally
    if not counted.declared:
        return ""
    return (
        f"{counted.declared} of {_plural(counted.documents, 'document')} only declared: the claims are complete and "
        "plausible on their face, but nobody held them against evidence"
    )


def place(finding: Finding) -> str:
    """`path:line:column`, as far as it is known; inert."""
    where = finding.location
    numbers = [str(number) for number in (where.line, where.column if where.line else None) if number]
    return ":".join([brief(where.path), *numbers])


def rows(document: DocumentResult) -> list[Row]:
    """A line for each of the five claims; empty when nothing was judged or everything is supported."""
    if not document.judgements or set(document.claims.values()) == {Verdict.SUPPORTED}:
        return []
    return all_rows(document)


def all_rows(document: DocumentResult) -> list[Row]:
    """A line for each of the five claims, whatever was judged."""
    verdicts = document.claims
    judged = {judgement.claim: judgement for judgement in document.judgements}
    return [Row(claim, verdicts[claim], tuple(_parts(judged.get(claim)))) for claim in CLAIMS]


def witnessed(document: DocumentResult) -> list[str]:
    """A line for each agreement and timestamp that counts: who, when and how; inert."""
    return [f"{brief(seen.name)}{_operator(seen)}, {seen.time}, {_how(seen)}" for seen in document.witnesses]


def _operator(seen: Agreement) -> str:
    return f" ({brief(seen.operator)})" if seen.operator else ""


def _how(seen: Agreement) -> str:
    if seen.kind == "archive":
        return f"copy of {brief(seen.memento_time)} in {brief(seen.archive)}"
    return f"timestamp of {brief(seen.archive)}" if seen.kind == "timestamp" else "live"


def fingerprints(found: Iterable[Finding]) -> list[str]:
    """One fingerprint for each finding, all different, that survive a change of line numbers."""
    seen: Counter[str] = Counter()
    prints = []
    for finding in found:
        place = finding.location
        identity = "\0".join([finding.code, place.path, place.pointer, finding.message])
        seen[identity] += 1
        raw = f"{identity}\0{seen[identity]}".encode("utf-8", "surrogatepass")
        prints.append(hashlib.sha256(raw).hexdigest()[:40])
    return prints


def _verdict(report: Report) -> str:
    total, passed, _declared = report.tally
    if not total:
        return "0 documents checked"
    failed = f", {total - passed} failed" if passed < total else ""
    return f"{_plural(total, 'document')} checked: {passed} passed{failed} (required level: {report.require.label})"


def _counts(found: Iterable[Finding]) -> str:
    counted = Counter(finding.severity for finding in found)
    return ", ".join(_plural(counted[severity], severity.value) for severity in Severity if counted[severity])


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _parts(judgement: Judgement | None) -> Iterator[str]:
    """What the sidecar says, what the evidence says and where, and the document's line."""
    if judgement is None:
        return
    if judgement.claimed:
        yield f"sidecar: {brief(judgement.claimed, CLAIM_LIMIT)}"
    if judgement.stated:
        where = f" ({brief(judgement.place, CLAIM_LIMIT)})" if judgement.place else ""
        source = "signed by" if judgement.place == "attestation" else "page:"
        yield f"{source} {brief(judgement.stated, CLAIM_LIMIT)}{where}"
    elif judgement.detail:
        yield brief(judgement.detail, CLAIM_LIMIT)
    if judgement.line:
        yield f"document line {judgement.line}"
