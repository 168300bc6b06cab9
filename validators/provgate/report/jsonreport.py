"""The JSON report, version 1 (DESIGN 1.8, schemas/report.schema.json): sorted, one line an entry, byte-stable.

Values are exact: every string reads back as it is, except that a byte of a file name that is not
UTF-8 stands as `\\xNN` (strict readers refuse lone surrogates).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from provgate import __version__
from provgate.findings import DocumentResult, Finding, Report
from provgate.report import digest
from provgate.report.escape import dump, unicode


def render(report: Report) -> Iterator[str]:
    """The whole report as strict ASCII JSON."""
    head = dump(
        {
            "schema": 1,
            "tool": {"name": "provgate", "version": __version__},
            "require": report.require.label,
            "summary": summary(report),
        }
    )
    yield f'{head[:-1]},\n"documents":'
    yield from listing(map(_document, digest.documents(report)))
    yield ',\n"findings":'
    yield from listing(map(finding, digest.findings(report)))
    yield "}\n"


def summary(report: Report) -> dict[str, int]:
    """The counts of the report."""
    total, passed, _declared = report.tally
    return {
        "documents": total,
        "passed": passed,
        "failed": total - passed,
        "findings": len(report.findings),
    }


def listing(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A JSON array with one entry a line, so that two reports can be compared with diff."""
    before = "[\n"
    for entry in entries:
        yield before + dump(entry)
        before = ",\n"
    yield "\n]" if before == ",\n" else "[]"


def _document(document: DocumentResult) -> dict[str, Any]:
    entry = {
        "path": unicode(document.path),
        "sidecar": None if document.sidecar is None else unicode(document.sidecar),
        "level": document.level.label,
        "passed": document.passed,
        "claims": {claim: verdict.value for claim, verdict in document.claims.items()},
    }
    return {**entry, "witnesses": agreements(document)} if document.witnesses else entry


def agreements(document: DocumentResult) -> list[dict[str, str]]:
    """Who fetched the origin again and agrees, when and how."""
    names = ("witness", "name", "operator", "time", "kind", "archive", "mementoTime")
    return [dict(zip(names, map(unicode, seen), strict=True)) for seen in document.witnesses]


def finding(found: Finding) -> dict[str, Any]:
    """One finding, with its place."""
    where = found.location
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "path": unicode(where.path),
        "line": where.line,
        "column": where.column,
        "pointer": unicode(where.pointer),
        "message": unicode(found.message),
        "help": unicode(found.help),
    }
