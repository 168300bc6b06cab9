"""GitLab Code Quality: a JSON array in the subset of the Code Climate format that GitLab reads.

Required there: description, check_name, fingerprint (unique), severity, location.path,
location.lines.begin; no byte order mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provgate.findings import Finding, Report, Severity
from provgate.report import digest
from provgate.report.escape import brief, unicode
from provgate.report.jsonreport import listing

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report) -> Iterator[str]:
    """The findings as a Code Quality report."""
    found = digest.findings(report)
    yield from listing(_issue(*pair) for pair in zip(found, digest.fingerprints(found), strict=True))
    yield "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{brief(finding.message)} ({finding.name})",
        "content": {"body": brief(finding.help)},
        "categories": ["Style"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {"path": unicode(finding.location.path), "lines": {"begin": finding.location.line or 1}},
    }
