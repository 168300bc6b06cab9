"""`provgate check`: judge the corpus, or the documents named."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from provgate.check.groups import Progress, Tell
from provgate.check.run import Request, run_check
from provgate.check.settings import Changes
from provgate.findings import Details, Level, Report, UsageError
from provgate.report import FORMATS, STATISTICS

_EPILOG = """\
examples:
  provgate check                                the whole corpus, as the working tree has it
  provgate check seeds/dredging.txt             show one document's findings
  provgate check --staged                       what the next commit would hold (pre-commit hook)
  provgate check --rev HEAD --policy-from refs/remotes/origin/main      in CI

REV is a full ref name such as refs/heads/main, a full object id, or a name that can mean one thing only.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of DESIGN 1.7."""
    parser.epilog = _EPILOG
    parser.add_argument("paths", metavar="PATH", nargs="*", help="documents or folders to show (default: all)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--staged", action="store_true", help="judge the git index: exactly what a commit would hold")
    source.add_argument("--rev", metavar="REV", help="judge this commit (CI, server-side hooks, bare repositories)")
    parser.add_argument(
        "--policy-from",
        metavar="REV",
        help="read policy, outlets and attesters from this commit, such as the protected branch",
    )
    changes = parser.add_mutually_exclusive_group()
    changes.add_argument(
        "--allow-settings",
        action="store_true",
        help="with --policy-from: settings that differ decide, and the corpus has to pass under them",
    )
    changes.add_argument(
        "--refuse-settings",
        action="store_true",
        help="with --policy-from: settings that differ are an error instead of a warning",
    )
    parser.add_argument(
        "--require",
        metavar="LEVEL",
        choices=("declared", "evidenced", "witnessed"),
        help="declared, evidenced or witnessed, instead of the policy's level",
    )
    parser.add_argument("--format", choices=(*FORMATS, "jsonl"), default="text", help="how to report (default: text)")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write into sidecars what the evidence makes certain (pins, moved evidence, claims), after showing it",
    )
    parser.add_argument("--statistics", action="store_true", help="sum the findings up by code instead")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the report there instead of standard output")
    parser.add_argument(
        "--no-cache",
        dest="cache",
        action="store_false",
        help="judge everything anew: recall no run that passed, and remember none (`provgate cache`)",
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours in the text report (default: auto, only on a terminal)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Judge and report; 1 when there are errors."""
    if (arguments.allow_settings or arguments.refuse_settings) and arguments.policy_from is None:
        raise UsageError("--allow-settings and --refuse-settings go with --policy-from")
    request = Request(
        start=Path.cwd(),
        now=datetime.datetime.now(datetime.UTC),
        paths=tuple(arguments.paths),
        staged=arguments.staged,
        rev=arguments.rev,
        policy_from=arguments.policy_from,
        require=Level.of(arguments.require) if arguments.require else None,
        changes=_changes(arguments),
    )
    progress = progress_line() if sys.stderr.isatty() else _silent
    if arguments.format == "jsonl":
        report = _tell_details(request, progress, arguments)
    else:
        judge = runner(arguments.cache)
        report = judge(request, progress)
        if arguments.fix and _fixed(report, request):
            report = judge(request, progress)
        deliver(report, arguments)
    return 1 if report.failed else 0


def _changes(arguments: argparse.Namespace) -> Changes:
    if arguments.allow_settings:
        return Changes.ALLOWED
    return Changes.REFUSED if arguments.refuse_settings else Changes.TOLD


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody sees."""


def _fixed(report: Report, request: Request) -> bool:
    """Whether sidecars were fixed; only files of the work tree can be."""
    if request.staged or request.rev is not None or request.policy_from is not None:
        raise UsageError("--fix writes into the working tree: leave out --staged, --rev and --policy-from")
    from provgate.cli.fix import apply

    return apply(report, request.start)


def _tell_details(request: Request, progress: Progress, arguments: argparse.Namespace) -> Report:
    """A row a document, each written when its document has been judged; the cache knows no details."""
    if arguments.fix or arguments.statistics:
        raise UsageError("--fix and --statistics go with other formats than jsonl")
    output: Path | None = arguments.output
    if output is None:
        report = run_check(request, progress, _to(sys.stdout))
    else:
        import tempfile

        from provgate.corpus.files import write_report

        with tempfile.TemporaryFile("w+", encoding="ascii") as rows:
            report = run_check(request, progress, _to(rows))
            rows.seek(0)
            write_report(output, (row.encode("ascii") for row in rows))
    others = sum(finding.document is None for finding in report.findings)
    if others:
        # A row is a document's: what else was found is told where nobody takes it for one.
        about = "1 finding is" if others == 1 else f"{others} findings are"
        sys.stderr.write(f"note: {about} not about a document; `provgate check` shows them\n")
    return report


def _to(stream: TextIO) -> Tell:
    from provgate.report.details import line

    def tell(details: Details) -> None:
        stream.write(line(details))

    return tell


def runner(cached: bool) -> Callable[[Request, Progress], Report]:
    """The one way to a report: through the cache if it may be used and is installed, else straight to the run."""
    if cached:
        try:
            from provgate.cache import run_check as through_the_cache
        except ModuleNotFoundError as error:
            if error.name != "provgate.cache":
                raise
        else:
            return through_the_cache
    return run_check


def deliver(report: Report, arguments: argparse.Namespace) -> None:
    """Write the report where it was asked for."""
    to_terminal = arguments.output is None and sys.stdout.isatty()
    colour = arguments.color == "always" or (arguments.color == "auto" and to_terminal)
    text = STATISTICS(report) if arguments.statistics else FORMATS[arguments.format](report, colour=colour)
    if arguments.output is None:
        sys.stdout.writelines(text)
    else:
        from provgate.corpus.files import write_report

        data = (piece.encode("utf-8", "backslashreplace") for piece in text)
        write_report(arguments.output, data)


def progress_line() -> Callable[[int, int], None]:
    """A counter on the terminal once a run takes longer than a second; it removes itself at the end."""
    import time

    begun = time.monotonic()

    def show(done: int, total: int) -> None:
        if time.monotonic() - begun > 1:
            end = "\r\x1b[K" if done == total else ""
            sys.stderr.write(f"\r{done:,} of {total:,} documents{end}")
            sys.stderr.flush()

    return show
