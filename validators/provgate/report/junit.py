"""JUnit XML as Jenkins and GitLab read it: one suite, one test case a document.

Errors are the case's failure, warnings and notes its output. A path with findings that is no
document (an orphan, the policy) is a case too. There are no times: the same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from provgate.findings import Finding, Report, Severity
from provgate.report.digest import Group, caveat, groups, headline, notable
from provgate.report.escape import brief, inert, markup
from provgate.report.text import claim_lines, finding_lines


def render(report: Report) -> Iterator[str]:
    """The whole report as one XML document, a line at a time."""
    told = notable(report)
    others = sum(group.document is None for group in told)
    counts = f'tests="{len(report.documents) + others}" failures="{sum(group.failed for group in told)}" errors="0"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="provgate" {counts}>\n'
    yield f'<testsuite name="provgate" {counts} skipped="0">\n'
    yield from (f"{line}\n" for case in groups(report) for line in _case(case))
    closing = " — ".join(part for part in (headline(report), caveat(report)) if part)
    yield f"<system-out>{markup(closing)}</system-out>\n</testsuite>\n</testsuites>\n"


def _case(case: Group) -> Iterator[str]:
    folder = case.path.rpartition("/")[0] or "."
    opening = f'<testcase classname="{markup(inert(folder))}" name="{markup(inert(case.path))}" time="0"'
    if not (case.failed or case.findings):
        yield f"{opening}/>"
        return
    yield f"{opening}>"
    if case.failed:
        yield _failure(case)
    others = [finding for finding in case.findings if finding.severity is not Severity.ERROR]
    if others:
        yield f"<system-out>{markup(_texts(others))}</system-out>"
    yield "</testcase>"


def _failure(case: Group) -> str:
    errors = case.errors
    reason = f"{errors[0].code} {errors[0].message}" if errors else "below the required level"
    body = "\n".join(part for part in (_texts(errors), "\n".join(claim_lines(case))) if part)
    kind = errors[0].name if errors else "level"
    return f'<failure type="{markup(inert(kind))}" message="{markup(brief(reason))}">{markup(body)}</failure>'


def _texts(findings: Iterable[Finding]) -> str:
    return "\n".join(line for finding in findings for line in finding_lines(finding))
