"""The report for people, in the style of a compiler: place, code, message, the line, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from provgate.findings import Finding, Report
from provgate.report.digest import Group, caveat, headline, notable, place, rows
from provgate.report.escape import brief, clip
from provgate.report.excerpt import excerpt

Ink = Callable[[str, str], str]

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
    for group in notable(report):
        for block in _blocks(group, ink):
            yield f"{block}\n\n"
    yield from (f"{line}\n" for line in (headline(report), caveat(report)) if line)


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
        yield f"    {row.claim:<6}  {ink(f'{row.verdict.value:<12}', row.verdict.value)}  {row.basis}".rstrip()


def _blocks(group: Group, ink: Ink) -> Iterator[str]:
    for finding in group.findings:
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
