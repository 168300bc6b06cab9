"""The report for people, in the style of a compiler: place, code, message, the line, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from provgate.findings import Finding, Report, Severity, Verdict
from provgate.report.digest import Group, Row, caveat, headline, notable, place, rows
from provgate.report.escape import brief, clip
from provgate.report.excerpt import excerpt

Ink = Callable[[str, str], str]

_MOST = 5
"""How many warnings or notes of one kind are shown; the rest is counted."""

_WIDTH, _ROOM = 80, 54
"""Columns of a line about a claim, and of what the claim rests on."""

_GUTTER = 6
_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "place": "1",
    "gutter": "34",
    "help": "32",
    "supported": "32",
    "contradicted": "1;31",
    "unsupported": "33",
    "unchecked": "33",
}


def render(report: Report, *, colour: bool = False) -> Iterator[str]:
    """The findings by document, each document's claims where not all are supported, and a summary."""
    ink = _ansi if colour else plain
    told: Counter[str] = Counter()
    for group in notable(report):
        for block in _blocks(group, ink, told):
            yield f"{block}\n\n"
    yield from (f"{line}\n" for line in _more(report, told))
    yield from (f"{line}\n" for line in (headline(report), caveat(report), _details(report)) if line)


def plain(text: str, _style: str) -> str:
    """Text without colour."""
    return text


def finding_lines(finding: Finding, ink: Ink = plain) -> Iterator[str]:
    """One finding: its headline, the offending line with a marker, and the way to mend it."""
    severity = finding.severity.value
    label = ink(f"{severity}[{finding.code}]", severity)
    yield f"{ink(place(finding), 'place')}: {label} {brief(finding.message)}"
    yield from excerpt_lines(finding, ink)
    yield from _help(finding.help, ink)


def excerpt_lines(finding: Finding, ink: Ink = plain) -> Iterator[str]:
    """The offending line behind its number, and the marker below it."""
    shown, marker = excerpt(finding.location)
    if shown:
        yield f"{ink(f'{finding.location.line:>{_GUTTER - 1}} |', 'gutter')} {shown}"
    if marker:
        yield f"{ink(' ' * _GUTTER + '|', 'gutter')} {ink(marker, finding.severity.value)}"


def claim_lines(group: Group, ink: Ink = plain) -> Iterator[str]:
    """A line for each claim of a document whose claims are not all supported."""
    table = rows(group.document) if group.document else []
    if table and group.document:
        yield f"  claims of {brief(group.path)} (level {group.document.level.label}):"
    for row in table:
        yield from _claim(row, ink)


def _claim(row: Row, ink: Ink) -> Iterator[str]:
    """A claim in 80 columns: of one that holds, where; of one that does not, what each side says, a line each."""
    lead = f"    {row.claim:<6}  {ink(f'{row.verdict.value:<12}', row.verdict.value)}  "
    parts = row.parts[-1:] if row.verdict is Verdict.SUPPORTED else row.parts
    for part in parts or ("",):
        yield f"{lead}{clip(part, _ROOM)}".rstrip()
        lead = " " * (_WIDTH - _ROOM)


def _more(report: Report, told: Counter[str]) -> Iterator[str]:
    """How many warnings and notes of each kind were left out."""
    kinds = {finding.code: finding for finding in report.findings}
    for code, count in sorted(told.items()):
        if count > _MOST:
            finding = kinds[code]
            left = f"... and {count - _MOST} more {finding.severity.value}[{code}] {finding.name}"
            yield f"{left} (all of them: `provgate check --format json`)\n"


def _details(report: Report) -> str:
    """The command that explains the commonest errors; empty where nothing failed."""
    counted = Counter(finding.code for finding in report.findings if finding.severity is Severity.ERROR)
    codes = [code for code, _count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
    return f"details: `provgate explain {' '.join(codes[:3])}`" if codes else ""


def _blocks(group: Group, ink: Ink, told: Counter[str]) -> Iterator[str]:
    for finding in group.findings:
        if finding.severity is not Severity.ERROR:
            told[finding.code] += 1
            if told[finding.code] > _MOST:
                continue
        yield "\n".join(finding_lines(finding, ink))
    if group.document and group.failed and not group.errors:
        reason = f"level {group.document.level.label} is below the required level"
        yield f"{ink(brief(group.path), 'place')}: {ink('error', 'error')}: {reason}"
    claims = "\n".join(claim_lines(group, ink))
    if claims:
        yield claims


def _help(text: str, ink: Ink) -> Iterator[str]:
    label = "= help: "
    for number, line in enumerate(clip(text).split("\n") if text else ()):
        lead = ink(label, "help") if number == 0 else " " * len(label)
        yield f"{' ' * _GUTTER}{lead}{brief(line)}".rstrip()


def _ansi(text: str, style: str) -> str:
    return f"\033[{_STYLES[style]}m{text}\033[0m"
