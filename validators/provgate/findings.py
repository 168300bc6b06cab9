"""What a run says: severities, verdicts, levels, findings and the report that holds them."""

from __future__ import annotations

import enum
from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

CLAIMS = ("origin", "date", "author", "outlet", "text")
OPTIONAL_CLAIMS = ("title", "language", "license")
"""Claims that need no support, and that evidence may contradict."""


class CannotCheckError(Exception):
    """Something could not be looked at; the run ends with exit code 3, never with a pass."""


class UsageError(Exception):
    """The caller, the policy or a registry is wrong; the run ends with exit code 2."""


class Severity(enum.Enum):
    """How much a finding weighs: only errors fail a document."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Verdict(enum.Enum):
    """What the evidence says about one claim (DESIGN 1.6)."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"


class Level(enum.IntEnum):
    """How far a document's provenance holds, in rising order."""

    NONE = 0
    DECLARED = 1
    EVIDENCED = 2
    WITNESSED = 3

    @property
    def label(self) -> str:
        """The level as policies and reports spell it."""
        return self.name.lower()

    @classmethod
    def of(cls, label: str) -> Level:
        """The level with this label; KeyError for any other text."""
        return cls[label.upper()]


class Location(NamedTuple):
    """Where a finding is: line and column are 1-based, None where a place makes no sense.

    `pointer` is a JSON Pointer (RFC 6901) into the sidecar; `width` is the number of
    characters that a marker under `source`, the offending line, should cover.
    """

    path: str
    line: int | None = None
    column: int | None = None
    pointer: str = ""
    source: str | None = None
    width: int = 1


class Place(NamedTuple):
    """Where a fault is, in symbols: `pointer` names the value in its file, or its key with `on_key`.

    `line` and `column` (1-based) override that where a reader knows them before there is any value. `path` is the
    file, where it is not the sidecar.
    """

    pointer: str = ""
    line: int | None = None
    column: int | None = None
    on_key: bool = False
    path: str = ""


class Fault(NamedTuple):
    """Something that a reader found wrong; `kind` names the rule that reports it, `advice` says how to fix it.

    `severity` is its own where it weighs less than the rule's other cases.
    """

    kind: str
    message: str
    advice: str = ""
    place: Place = Place()
    severity: Severity | None = None


class Finding(NamedTuple):
    """One thing that is wrong, where, and how to mend it. `document` is the document it is about, if any."""

    code: str
    name: str
    severity: Severity
    location: Location
    message: str
    help: str
    document: str | None = None

    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """Reports are sorted by place, then code, then wording, so that two runs agree byte for byte."""
        place = self.location
        return (place.path, place.line or 0, place.column or 0, self.code, place.pointer, self.message)


class Judgement(NamedTuple):
    """The verdict on one claim and what it rests on.

    `claimed` is the sidecar's wording, `stated` what the evidence says (empty where it says
    nothing), `place` where it says so ("JSON-LD author"), `detail` a sentence for the finding.
    `line` and `column` (1-based) point into the document, for the text claim only; `width` is
    the number of characters there that differ.
    """

    claim: str
    verdict: Verdict
    claimed: str = ""
    stated: str = ""
    place: str = ""
    detail: str = ""
    line: int | None = None
    column: int | None = None
    width: int = 1


class Agreement(NamedTuple):
    """A witness that fetched the origin again and found the claims to hold: who, when (RFC 3339), and how.

    `witness` and `operator` are their keys in witnesses.yaml; `kind` is live or archive, and then `archive` and
    `memento_time` say which copy.
    """

    witness: str
    name: str
    operator: str
    time: str
    kind: str
    archive: str = ""
    memento_time: str = ""


class DocumentResult(NamedTuple):
    """What the run decided about one document; `witnesses` are the agreements that count."""

    path: str
    sidecar: str | None
    level: Level
    passed: bool
    judgements: tuple[Judgement, ...] = ()
    witnesses: tuple[Agreement, ...] = ()

    @property
    def claims(self) -> Mapping[str, Verdict]:
        """The verdict of each of the five claims; unchecked where nothing was looked at."""
        known = {judgement.claim: judgement.verdict for judgement in self.judgements}
        return {claim: known.get(claim, Verdict.UNCHECKED) for claim in CLAIMS}


class Tally(NamedTuple):
    """How many documents there are, how many of them pass, and how many pass at level declared."""

    documents: int
    passed: int
    declared: int


def tally(documents: Iterable[DocumentResult]) -> Tally:
    """Count documents."""
    levels = [(document.passed, document.level) for document in documents]
    passing = [level for passed, level in levels if passed]
    return Tally(len(levels), len(passing), passing.count(Level.DECLARED))


class Results(Sequence[DocumentResult]):
    """Documents by path that are told only when somebody asks: a million of them take little room until then."""

    @property
    @abstractmethod
    def tally(self) -> Tally:
        """How many there are, pass, and pass at level declared."""

    @abstractmethod
    def worth_telling(self, paths: Collection[str]) -> tuple[DocumentResult, ...]:
        """Those that fail, and those whose document or sidecar is at one of these paths; by path."""


class Report(NamedTuple):
    """Everything one run has to say, sorted."""

    require: Level
    documents: Sequence[DocumentResult] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def tally(self) -> Tally:
        """How many documents there are, pass, and pass at level declared."""
        return self.documents.tally if isinstance(self.documents, Results) else tally(self.documents)

    @property
    def failed(self) -> bool:
        """Whether anything keeps this run from passing."""
        counted = self.tally
        return bool(self.errors) or counted.passed < counted.documents

    @property
    def errors(self) -> int:
        """How many findings have severity error."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


class Response(NamedTuple):
    """One response of a capture's chain: the record's target, HTTP status, WARC-Date and WARC-Record-ID."""

    url: str
    status: int
    date: str
    record_id: str


class Signer(NamedTuple):
    """A person who signed: their key in attesters.yaml, name, role, when, and the signature key's fingerprint."""

    attester: str
    name: str
    role: str
    time: str
    fingerprint: str


class Weighed(NamedTuple):
    """One thing that evidence states about a claim; rank 0 is the strongest place, `evidence` the sidecar's pointer."""

    evidence: str
    about: str
    value: str
    place: str
    rank: int


class Piece(NamedTuple):
    """One entry of `evidence` with its pin, the chain of responses that was used, and who signed.

    `omitted` is how many statements of the page were too many to tell.
    """

    pointer: str
    kind: str
    path: str
    sha256: str
    chain: tuple[Response, ...] = ()
    signers: tuple[Signer, ...] = ()
    omitted: int = 0


class Details(NamedTuple):
    """All that the judgement of one document rested on (DESIGN 1.11); `claims` is the sidecar's data as written."""

    result: DocumentResult
    findings: tuple[Finding, ...]
    sha256: str
    claims: Mapping[str, Any]
    evidence: tuple[Piece, ...] = ()
    weighed: tuple[Weighed, ...] = ()


class Verdicts(NamedTuple):
    """A report, and the evidence files that each document's sidecar names."""

    report: Report
    evidence: Mapping[str, tuple[str, ...]]
