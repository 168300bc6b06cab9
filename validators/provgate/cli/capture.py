"""`provgate capture`: fetch or import a page, and write capture, document and sidecar from what it says of itself."""

from __future__ import annotations

import argparse
import importlib
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from provgate.findings import CannotCheckError, UsageError

if TYPE_CHECKING:
    from provgate.capture.page import Settings, Task

_NEEDED = ("urllib3", "rich")
_EPILOG = """\
examples:
  provgate capture https://www.harbourgazette.example/2026/03/12/dredging.html
  provgate capture --for seeds/dredging.txt            evidence for a document that has a sidecar
  provgate capture --from page.wacz --url https://www.harbourgazette.example/dredging.html
  provgate capture --list urls.txt                     one URL a line; run again to go on after an interruption
  provgate capture --list urls.txt --from crawl.wacz   the pages of a list, out of one crawl

Every claim is taken from the page and held against it; what the page does not plainly say stays empty.
robots.txt is not asked: it speaks to programs that follow links, and each URL here was named by a person.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Options: what to capture, where it goes, how it is fetched."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    parser.add_argument("url", metavar="URL", nargs="?", default="", help="the page: http or https")
    what = parser.add_argument_group("what and where")
    what.add_argument("--to", metavar="PATH", type=Path, help="the document to write (default: named after the URL)")
    what.add_argument("--raw", action="store_true", help="keep the payload itself as the document, not its main text")
    what.add_argument(
        "--markdown", action="store_true", help="write the main text as Markdown: headings, lists and tables marked"
    )
    what.add_argument("--for", dest="document", metavar="DOC", type=Path, help="gather evidence for this document")
    what.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        type=Path,
        help="import a WARC (.warc, .warc.gz, .warc.zst), WACZ or HAR, or a page saved as HTML or MHTML",
    )
    what.add_argument("--url", dest="page", metavar="URL", default="", help="which page of FILE is meant")
    what.add_argument(
        "--retrieved", metavar="TIME", default="", help="when a page was saved by hand: 2026-03-13T09:14:07Z"
    )
    what.add_argument(
        "--list",
        dest="urls",
        metavar="FILE",
        type=Path,
        help="capture every URL of FILE: one a line, optionally a tab and a path; `#` begins a comment",
    )
    what.add_argument("--outlet", metavar="KEY", default="", help="the outlet's key, instead of the one of the host")
    what.add_argument("--force", action="store_true", help="replace files that are there")
    how = parser.add_argument_group("how")
    how.add_argument(
        "--max-bytes",
        metavar="N",
        type=count,
        default=32 * 1024 * 1024,
        help="refuse larger responses (default: 33554432)",
    )
    how.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=60.0,
        help="for a page with all its redirects (default: 60)",
    )
    how.add_argument(
        "--delay",
        metavar="SECONDS",
        type=seconds,
        default=2.0,
        help="between two requests to one host, with --list (default: 2)",
    )
    how.add_argument("--use-proxy", action="store_true", help="go through the environment's proxies")
    how.add_argument(
        "--allow-private",
        action="store_true",
        help="allow loopback and private addresses, for an archive of your own network",
    )


def run(arguments: argparse.Namespace) -> int:
    """Capture, tell, and let the gate judge the result; 3 when a page could not be had."""
    require_extras("capture", _NEEDED)
    task = _task(arguments)
    settings = _settings(arguments)
    if arguments.urls is not None:
        return _run_list(arguments, settings._replace(refuse_walls=True))
    from provgate.capture.messages import outlet_lines, taken_lines
    from provgate.capture.page import take

    taken = take(task, settings)
    for line in taken_lines(taken):
        sys.stdout.write(line + "\n")
    for line in outlet_lines(taken.draft.new_outlet) if taken.draft.new_outlet else ():
        sys.stdout.write(line + "\n")
    sys.stdout.write("\n")
    return _gate([taken.place.document])


def _run_list(arguments: argparse.Namespace, settings: Settings) -> int:
    from provgate.capture.many import Outcome, Pace, read_list, take_all, take_from
    from provgate.capture.messages import outcome_lines, outlet_lines, progress

    path, source = arguments.urls, arguments.source
    try:
        tasks = read_list(path.read_bytes(), str(path), Path.cwd())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    outcomes: list[Outcome] = []
    with progress(len(tasks)) as (tell, advance):
        pages = take_from(source, tasks, settings) if source else take_all(tasks, settings, Pace(arguments.delay))
        for outcome in pages:
            outcomes.append(outcome)
            tell(f"[{len(outcomes)}/{len(tasks)}] " + "\n".join(outcome_lines(outcome)))
            advance()
    new_outlets = {new.domain: new for o in outcomes if o.taken and (new := o.taken.draft.new_outlet)}
    for new in new_outlets.values():
        sys.stdout.write("".join(line + "\n" for line in outlet_lines(new)))
    documents = [outcome.document for outcome in outcomes if outcome.document]
    failed = len(outcomes) - len(documents)
    sys.stdout.write(f"\n{len(documents)} of {len(tasks)} captured, {failed} failed\n\n")
    verdict = _gate(documents) if documents else 0
    return 3 if failed else verdict


def _gate(documents: list[Path]) -> int:
    """The gate's judgement of what was captured."""
    from provgate.capture.messages import shown
    from provgate.cli import check

    parser = argparse.ArgumentParser(prog="provgate check")
    check.configure(parser)
    return check.run(parser.parse_args(["--", *map(shown, documents)]))


def require_extras(command: str, needed: Sequence[str]) -> None:
    """CannotCheckError unless all of these modules can be imported."""
    for name in needed:
        try:
            importlib.import_module(name)
        except ImportError:
            raise CannotCheckError(f'`provgate {command}` needs {name}: pip install "provgate[capture]"') from None


def _task(arguments: argparse.Namespace) -> Task:
    """The page that the options name; UsageError for options that contradict each other."""
    from provgate.capture.page import Task

    url = arguments.url or arguments.page
    if arguments.url and arguments.page and arguments.url != arguments.page:
        raise UsageError("the URL is given twice, and differs")
    if arguments.urls is not None:
        if url or arguments.to or arguments.document or arguments.outlet or arguments.retrieved:
            raise UsageError("--list goes with none of URL, --to, --for, --outlet and --retrieved")
    elif not (url or arguments.document or arguments.source):
        raise UsageError("say what to capture: a URL, --for, --from or --list")
    if arguments.document and (arguments.to or arguments.raw or arguments.markdown):
        raise UsageError("--for keeps the document that is there, so it goes with none of --to, --raw and --markdown")
    if arguments.raw and arguments.markdown:
        raise UsageError("--raw keeps the payload as it is, so it does not go with --markdown")
    if arguments.retrieved and not arguments.source:
        raise UsageError("--retrieved goes with --from: a fetch knows its own time")
    return Task(url, arguments.to, arguments.document, arguments.source, arguments.retrieved)


def _settings(arguments: argparse.Namespace) -> Settings:
    """The policy and registry of the repository around the current folder, and the options of the fetch."""
    from provgate.capture.exchange import Options
    from provgate.capture.page import Settings
    from provgate.check.settings import establish
    from provgate.corpus.snapshot import open_snapshot

    start = Path.cwd()
    with open_snapshot(start) as snapshot:
        trust = establish(snapshot, start, None, None)
        root = snapshot.root or start
    options = Options(
        arguments.timeout, arguments.max_bytes, allow_private=arguments.allow_private, use_proxy=arguments.use_proxy
    )
    return Settings(
        root,
        trust.policy,
        trust.registry,
        options,
        arguments.raw,
        arguments.outlet,
        arguments.force,
        markdown=arguments.markdown,
    )


def count(text: str) -> int:
    """A number from 1, for an option."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def seconds(text: str) -> float:
    """A length of time up to a day, for an option."""
    number = float(text)
    if not (math.isfinite(number) and 0 <= number <= 86400):
        raise ValueError
    return number
