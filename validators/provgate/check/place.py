"""Problems → findings: symbolic places become lines and columns, late and once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provgate.findings import Finding, Location
from provgate.formats.claims import SUFFIX
from provgate.formats.yaml_reader import Span, lines_of
from provgate.rules import family, of_fault
from provgate.rules.rule import Problem, Rule, Subject

_SHOWN = 4000
"""Characters of an offending line that are kept for showing."""


def findings(
    subject: Subject, problems: Sequence[tuple[Rule, Problem]], sidecar: bytes, document: bytes
) -> Iterator[Finding]:
    """The findings of one subject; `sidecar` and `document` are the bytes that lines are quoted from."""
    if not problems:
        return
    sources = {False: lines_of(sidecar), True: lines_of(document)}
    for rule, problem in problems:
        yield Finding(
            code=rule.code,
            name=rule.name,
            severity=problem.severity or rule.severity,
            location=_location(subject, rule, problem, sources[problem.in_document]),
            message=problem.message,
            help=problem.help or rule.fix,
            document=subject.path,
        )


def of_paths(subject: Subject) -> Iterator[Finding]:
    """The findings about a path that is no document."""
    for found in findings(subject, of_faults(subject), b"", b""):
        yield found._replace(document=None)


def of_faults(subject: Subject) -> list[tuple[Rule, Problem]]:
    """What readers found wrong, under the rules that report it."""
    rules = [of_fault(kind) for kind in dict.fromkeys(fault.kind for fault in subject.faults)]
    return [(rule, problem) for rule in rules for problem in rule.check(subject)]


def apply(about: str, subject: Subject) -> list[tuple[Rule, Problem]]:
    """What the rules that need this ground object to in this subject."""
    return [(rule, problem) for rule in family(about) for problem in rule.check(subject)]


def _location(subject: Subject, rule: Rule, problem: Problem, lines: list[str]) -> Location:
    if problem.path:
        return Location(problem.path, problem.line, problem.column)
    if problem.in_document:
        return _at(subject.path, problem.line, problem.column, problem.width, "", lines)
    if rule.about == "corpus" or subject.sidecar_path is None or subject.parsed is None:
        return Location(subject.path, problem.line or 1, problem.column or 1)
    if problem.line is not None:
        return _at(subject.sidecar_path, problem.line, problem.column, problem.width, problem.pointer, lines)
    span = _span(subject, problem)
    return _at(subject.sidecar_path, span.line, span.column, span.width, problem.pointer, lines)


def _span(subject: Subject, problem: Problem) -> Span:
    """The place of the value (or its key); for a value that is not there, of what would hold it."""
    parsed = subject.parsed
    assert parsed is not None
    pointer = problem.pointer
    if problem.on_key and pointer in parsed.keys:
        return parsed.keys[pointer]
    while pointer and pointer not in parsed.values:
        pointer = pointer.rpartition("/")[0]
    return parsed.values.get(pointer) or Span(1, 1, 1)


def _at(path: str, line: int | None, column: int | None, width: int, pointer: str, lines: list[str]) -> Location:
    if line is None or line > len(lines):
        return Location(path, line, column, pointer)
    text = lines[line - 1]
    quotable = len(text) <= _SHOWN and not _may_hold_a_password(text, path, pointer)
    return Location(path, line, column, pointer, text if quotable else None, width)


def _may_hold_a_password(text: str, path: str, pointer: str) -> bool:
    """Whether quoting this line of a sidecar could print what PG308 keeps secret: an `@`, but for an author's own."""
    if "@" not in text or not path.endswith(SUFFIX):
        return False
    return not pointer.startswith("/author") or "//" in text or "origin" in text
