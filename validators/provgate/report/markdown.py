"""Markdown for a pull request's summary or comment (GitHub flavoured; GitLab reads it alike).

Whatever a contributor can choose stands in code spans or fenced blocks: no HTML, links, images, mentions
or references come out of it. The whole stays below what a comment may hold (65,536 characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from provgate.findings import CLAIMS, DocumentResult, Report
from provgate.report.digest import Group, Row, caveat, headline, notable, place, rows, witnessed
from provgate.report.escape import brief
from provgate.report.text import excerpt_lines

LIMIT = 60_000
"""The most bytes of UTF-8 that the report takes."""

_TABLE = 20_000
_ROOM = 1000


def render(report: Report) -> Iterator[str]:
    """Headline, a table of the failing documents, then each finding with the way to mend it."""
    cases = notable(report)
    failing = [case for case in cases if case.failed]
    parts = [_heading(report, failing), *_table(failing), *_witnesses(report)]
    yield _capped(parts, [block for case in cases for block in _blocks(case)])


def span(text: str, limit: int = _ROOM) -> str:
    """A code span that shows this text and nothing else, in a table too."""
    safe = brief(text, limit).replace("|", "\\x7c") or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", safe)), default=0))
    pad = " " if len(fence) > 1 or safe != safe.strip() else ""
    return f"{fence}{pad}{safe}{pad}{fence}"


def _heading(report: Report, failing: list[Group]) -> str:
    verdict = "fails" if failing else "passes" if report.documents else "checked nothing"
    note = caveat(report)
    return f"## provgate {verdict}\n\n{headline(report)}\n" + (f"\n{note}.\n" if note else "")


def _table(failing: list[Group]) -> Iterator[str]:
    documents = [case.document for case in failing if case.document]
    if not documents:
        return
    head = f"| document | level | {' | '.join(CLAIMS)} |\n|---|---|{'---|' * len(CLAIMS)}\n"
    shown = _fitting(list(map(_row, documents)), _TABLE)
    yield head + "".join(shown)
    if len(documents) > len(shown):
        yield f"And {len(documents) - len(shown)} more failing documents.\n"


def _witnesses(report: Report) -> Iterator[str]:
    """Who fetched origins again and agrees, as far as there is room."""
    seen = [(document.path, line) for document in report.documents for line in witnessed(document)]
    if not seen:
        return
    shown = _fitting([f"- {span(path, 200)}: {span(line)}\n" for path, line in seen], _TABLE)
    yield "Witnessed:\n\n" + "".join(shown)
    if len(seen) > len(shown):
        yield f"And {len(seen) - len(shown)} more agreements.\n"


def _row(document: DocumentResult) -> str:
    verdicts = " | ".join(verdict.value for verdict in document.claims.values())
    return f"| {span(document.path, 200)} | {document.level.label} | {verdicts} |\n"


def _blocks(case: Group) -> Iterator[str]:
    for finding in case.findings:
        lines = [f"- **{finding.severity.value} {finding.code}** at {span(place(finding))}: {span(finding.message)}"]
        if finding.help:
            lines.append(f"  To mend it: {span(finding.help)}")
        yield "\n".join([*lines, *_fenced(list(excerpt_lines(finding)))]) + "\n"
    if case.document and (case.findings or case.failed):
        claims = "".join(f"\n  - {_claim(row)}" for row in rows(case.document))
        if claims:
            yield f"- claims of {span(case.path)}:{claims}\n"


def _claim(row: Row) -> str:
    return f"{row.claim} {row.verdict.value}" + (f": {span(row.basis)}" if row.basis else "")


def _fenced(lines: list[str]) -> list[str]:
    """The excerpt inside the list item; no line of it can close the fence, because each begins with a gutter."""
    return ["", "  ```text", *(f"  {line}" for line in lines), "  ```"] if lines else []


def _capped(parts: list[str], blocks: list[str]) -> str:
    """As many blocks as there is room for, and a line that says how many were left out."""
    kept = _fitting(blocks, LIMIT - 200 - len("\n".join(parts).encode()))
    left = len(blocks) - len(kept)
    tail = [f"And {left} more entries; the `text` and `json` formats hold them all.\n"] if left else []
    return "\n".join([*parts, *kept, *tail])


def _fitting(blocks: list[str], room: int) -> list[str]:
    """The first blocks that take no more than so many bytes, with a line feed after each."""
    ends = accumulate(len(block.encode()) + 1 for block in blocks)
    return [block for block, end in zip(blocks, ends, strict=True) if end <= room]
