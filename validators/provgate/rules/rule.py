"""What a rule is: its texts, and a pure function from one frozen Subject to Problems."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from provgate.evidence.receipts.facts import Witnessed
from provgate.findings import Fault, Judgement, Level, Severity
from provgate.formats.claims import Claims
from provgate.formats.policy import Policy
from provgate.formats.registries import Outlet, Registry
from provgate.formats.witnesses import Witnesses
from provgate.formats.yaml_reader import Parsed


class DocumentFacts(NamedTuple):
    """What the document's bytes are: SHA-256 in lower-case hex, and size in bytes."""

    sha256: str
    size: int


class Subject(NamedTuple):
    """All that is known about one path of the corpus when the rules see it.

    `path` is the document (or a stray file), `faults` all that readers found wrong with it. `claims` is None unless the
    sidecar is valid, `document` None unless its bytes were read. `judgements` is empty unless
    evidence was read; `proposed` are outlets that only the change itself would register.
    """

    path: str
    sidecar_path: str | None = None
    faults: tuple[Fault, ...] = ()
    parsed: Parsed | None = None
    claims: Claims | None = None
    document: DocumentFacts | None = None
    judgements: tuple[Judgement, ...] = ()
    policy: Policy = Policy()
    registry: Registry = Registry()
    now: datetime.datetime = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    proposed: frozenset[str] = frozenset()
    witnesses: Witnesses = Witnesses()
    witnessed: Witnessed | None = None

    @property
    def outlet(self) -> Outlet | None:
        """The claimed outlet, when the registry knows it."""
        return self.registry.outlets.get(self.claims.outlet) if self.claims else None

    @property
    def require(self) -> Level:
        """The level that the policy asks of this document."""
        return self.policy.required(self.path)


class Problem(NamedTuple):
    """One thing a rule objects to.

    The place is symbolic: `pointer` names the sidecar's value (or its key, with `on_key`), and the
    pipeline makes line and column of it. `line` and `column` (1-based) override that; `in_document`
    says that they count in the document instead of the sidecar. `width` is the marker's length.
    `help` and `severity` override the rule's own. `path` is the file that `line` counts in where that is neither.
    """

    message: str
    help: str = ""
    pointer: str = ""
    on_key: bool = False
    line: int | None = None
    column: int | None = None
    width: int = 1
    in_document: bool = False
    severity: Severity | None = None
    path: str = ""


Check = Callable[[Subject], Iterable[Problem]]


class Rule(NamedTuple):
    """One rule. `summary`, `why` and `fix` are its documentation; `bad` and `good` are sidecars or situations.

    `about` says what the rule needs before it is asked: "corpus" (a fault of a path), "sidecar" (one of the
    file), "claims" (a valid sidecar), "evidence" (a fault of an evidence file, or judgements) or
    "witnesses" (receipts, or that some are required).
    """

    code: str
    name: str
    summary: str
    why: str
    fix: str
    bad: str
    good: str
    about: str
    check: Check
    severity: Severity = Severity.ERROR


class Row(NamedTuple):
    """A rule that reports a reader's fault: `name` is the fault's kind, and the reader's words are the message."""

    code: str
    name: str
    summary: str
    why: str
    fix: str
    bad: str
    good: str
    severity: Severity = Severity.ERROR


def table(about: str, *rows: Row) -> tuple[Rule, ...]:
    """The rules of these rows."""
    return tuple(
        Rule(*row[:-1], about=about, check=functools.partial(_reported, row.name), severity=row.severity)
        for row in rows
    )


def _reported(kind: str, subject: Subject) -> Iterator[Problem]:
    for fault in subject.faults:
        if fault.kind == kind:
            yield Problem(
                fault.message,
                fault.advice,
                fault.place.pointer,
                fault.place.on_key,
                fault.place.line,
                fault.place.column,
                severity=fault.severity,
                path=fault.place.path,
            )


def by_code(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """The rules by their code."""
    return {rule.code: rule for rule in rules}
