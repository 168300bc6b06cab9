"""Findings summed up by code, the commonest first: what to look at in a corpus with many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from provgate.findings import Report, Severity
from provgate.report.digest import caveat, headline

_ORDER = list(Severity)


def render(report: Report) -> Iterator[str]:
    """A line for each code: how many findings in how many files, severity, code and name; then the summary."""
    counted = Counter((finding.severity, finding.code, finding.name) for finding in report.findings)
    places: dict[str, set[str]] = {}
    for finding in report.findings:
        places.setdefault(finding.code, set()).add(finding.location.path)
    rows = sorted(counted.items(), key=lambda row: (_ORDER.index(row[0][0]), -row[1], row[0][1]))
    for (severity, code, name), count in rows:
        files = len(places[code])
        yield f"{count:>9,}  {severity.value:<7}  {code}  {name} ({files:,} {'file' if files == 1 else 'files'})\n"
    if rows:
        yield "\n"
    yield from (f"{line}\n" for line in (headline(report), caveat(report)) if line)
