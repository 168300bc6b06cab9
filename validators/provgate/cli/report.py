"""`provgate report`: each claim of each document beside its evidence."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from provgate.check.run import Request, run_check
from provgate.findings import DocumentResult, Report
from provgate.report.digest import all_rows, headline, witnessed
from provgate.report.escape import brief


def configure(parser: argparse.ArgumentParser) -> None:
    """What to show, and from where."""
    parser.epilog = (
        "A line a claim: the verdict, the sidecar's wording, and what the evidence says and where.\n"
        "The exit code is that of `provgate check`."
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", help="documents or folders to show (default: all)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--staged", action="store_true", help="judge the git index")
    source.add_argument("--rev", metavar="REV", help="judge this commit")


def run(arguments: argparse.Namespace) -> int:
    """Judge and show; 1 when a document does not pass."""
    now = datetime.datetime.now(datetime.UTC)
    request = Request(Path.cwd(), now, tuple(arguments.paths), arguments.staged, arguments.rev)
    report = run_check(request)
    sys.stdout.write("".join(f"{line}\n" for line in _lines(report)))
    return 1 if report.failed else 0


def _lines(report: Report) -> Iterator[str]:
    for document in report.documents:
        yield from _of_document(document)
        yield ""
    yield headline(report)


def _of_document(document: DocumentResult) -> Iterator[str]:
    yield f"{brief(document.path)}  {document.level.label}, {'passes' if document.passed else 'fails'}"
    for row in all_rows(document):
        yield f"  {row.claim:<6}  {row.verdict.value:<12}  {row.basis}".rstrip()
    yield from (f"  witness {line}" for line in witnessed(document))
