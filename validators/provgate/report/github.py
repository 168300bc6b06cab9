"""GitHub workflow commands: an annotation for each finding, after a summary.

A line is `::error file=F,line=N,col=N,title=T::message`. Properties and messages are percent-escaped as
the runner decodes them (actions/runner, ActionCommand.cs); what a log or a terminal would obey after
decoding is inert before that.
"""

from __future__ import annotations

from collections.abc import Iterator

from provgate.findings import Finding, Report, Severity
from provgate.report import digest
from provgate.report.escape import brief

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SHOWN = 10
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def render(report: Report) -> Iterator[str]:
    """One line a finding; the summary comes first, because GitHub shows only the first of each kind."""
    found = digest.findings(report)
    summary = _command("notice", {"title": "provgate"}, "\n".join(_summary(report)))
    yield f"{summary}\n"
    yield from (f"{_annotation(finding)}\n" for finding in found)


def _summary(report: Report) -> Iterator[str]:
    yield digest.headline(report)
    caveat = digest.caveat(report)
    if caveat:
        yield caveat
    counts = [sum(finding.severity is severity for finding in report.findings) for severity in Severity]
    if max(counts) > _SHOWN:
        yield f"GitHub shows {_SHOWN} errors and {_SHOWN} warnings of a step; the log of the step holds them all."


def _annotation(finding: Finding) -> str:
    where = finding.location
    properties = {"file": brief(where.path)}
    if where.line:
        properties["line"] = str(where.line)
        if where.column:
            properties |= {"col": str(where.column), "endColumn": str(where.column + max(where.width, 1))}
    properties["title"] = f"{finding.code} {finding.name}"
    lines = [brief(finding.message), brief(finding.help), digest.place(finding)]
    return _command(_COMMANDS[finding.severity], properties, "\n".join(line for line in lines if line))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    pairs = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {pairs}::{message.translate(_DATA)}"
