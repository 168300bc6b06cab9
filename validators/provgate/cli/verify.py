"""`provgate verify`: fetch origins again, hold them against the claims, and sign what came out."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from provgate.cli.attest import key_of
from provgate.cli.capture import count, require_extras, seconds
from provgate.findings import UsageError

if TYPE_CHECKING:
    from provgate.check.load import Reader
    from provgate.check.selection import Selection
    from provgate.check.settings import Trust
    from provgate.corpus.snapshot import Snapshot
    from provgate.witness.receipts import Signer
    from provgate.witness.run import Plan

_NEEDED = ("urllib3", "rich")
_EPILOG = """\
examples:
  provgate verify                                      does every page still say what its document says?
  provgate verify --key witness --as <name in witnesses.yaml>    and sign a receipt beside each document
  provgate verify --no-live                            ask only the archives that witnesses.yaml lists
  provgate verify --robots --stale 90 --format markdown    in a scheduled run

outcomes: agreed; changed (a page on which a claim no longer holds); gone (404, 410, 451); unreachable (anything that
may not be the page: errors, walls, logins, stand-ins). Changes around the text, such as advertisements, still agree.
exit codes: 0 all agreed; 1 something changed; 3 something is gone or unreachable, and nothing changed.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """What to look at, how, and what to sign."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    parser.add_argument("paths", metavar="PATH", nargs="*", help="documents or folders (default: all)")
    parser.add_argument("--rev", metavar="REV", help="the documents of this commit")
    parser.add_argument("--policy-from", metavar="REV", help="take policy and registers from this commit")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    sign = parser.add_argument_group("signing")
    sign.add_argument("--key", metavar="FILE", help="sign each outcome with this private key (OpenSSH or PEM)")
    sign.add_argument("--as", dest="witness", metavar="WITNESS", help="the key's witness in witnesses.yaml")
    sign.add_argument("--passphrase-file", metavar="FILE", help="read the key's passphrase from this file's first line")
    sign.add_argument(
        "--timestamp",
        metavar="FILE",
        type=Path,
        help="fetch nothing; add an authority's answer (RFC 3161) over the SHA-256 of the document's capture",
    )
    how = parser.add_argument_group("how")
    where = how.add_mutually_exclusive_group()
    where.add_argument("--archive", metavar="NAME", help="ask only this archive after the origin")
    where.add_argument("--no-live", action="store_true", help="ask the archives only, not the origin")
    how.add_argument(
        "--stale", metavar="DAYS", type=_days, help="leave out documents that were confirmed in the last DAYS"
    )
    how.add_argument("--keep", metavar="DIR", type=Path, help="write what was fetched here, as WARC")
    how.add_argument("--robots", action="store_true", help="obey robots.txt, for runs that no person started")
    how.add_argument(
        "--delay", metavar="SECONDS", type=seconds, default=2.0, help="between two requests to one host (default: 2)"
    )
    how.add_argument(
        "--timeout", metavar="SECONDS", type=seconds, default=60.0, help="for a page with its redirects (default: 60)"
    )
    how.add_argument(
        "--max-bytes",
        metavar="N",
        type=count,
        default=32 * 1024 * 1024,
        help="refuse larger responses (default: 33554432)",
    )
    how.add_argument("--use-proxy", action="store_true", help="go through the environment's proxies")
    how.add_argument("--allow-private", action="store_true", help="allow loopback and private addresses")


def run(arguments: argparse.Namespace) -> int:
    """Look at each document's origin, tell, sign."""
    require_extras("verify", (*_NEEDED, *(("protego",) if arguments.robots else ())))
    from provgate.check.load import Reader
    from provgate.check.run import entries_of
    from provgate.check.selection import select
    from provgate.check.settings import establish
    from provgate.corpus.documents import assemble
    from provgate.corpus.snapshot import open_snapshot

    start, now = Path.cwd(), datetime.datetime.now(datetime.UTC)
    with open_snapshot(start, rev=arguments.rev) as snapshot:
        trust = establish(snapshot, start, arguments.policy_from, None)
        plan = _plan(arguments, snapshot, trust, now)
        corpus = assemble(entries_of(snapshot, trust), trust.policy)
        selection = select(corpus, snapshot, start, arguments.paths)
        reader = Reader(snapshot, corpus, trust, now)
        if arguments.timestamp is not None:
            return _stamp(reader, selection, arguments.timestamp, plan)
        return _tell(reader, selection, plan, arguments.format)


def _stamp(reader: Reader, selection: Selection, file: Path, plan: Plan) -> int:
    """Add one timestamp, and say what it proves."""
    from provgate.report.escape import brief
    from provgate.witness import timestamping

    try:
        answer = file.read_bytes()
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {error.strerror}") from None
    sys.stdout.write(f"{brief(timestamping.add(reader, selection, answer, plan.root))}\n")
    return 0


def _tell(reader: Reader, selection: Selection, plan: Plan, form: str) -> int:
    """Each document as it is done, then the sum; the lines for people go elsewhere where a machine reads."""
    from provgate.witness import summary as sums
    from provgate.witness.run import verify

    summary = sums.Summary()
    out, aside = sys.stdout, sys.stdout if form == "text" else sys.stderr
    before = sums.json_head()
    with _resumable(plan):
        for one in verify(reader, selection, plan):
            summary.add(one)
            aside.writelines(f"{line}\n" for line in sums.lines(one))
            aside.flush()
            if form == "json":
                out.write(before + sums.as_json(one))
                before = ",\n"
    if form == "json":
        out.write((before if before != ",\n" else "") + sums.json_tail(summary))
    out.write(sums.as_markdown(summary) if form == "markdown" else "")
    aside.write(sums.closing(summary))
    return summary.code


@contextlib.contextmanager
def _resumable(plan: Plan) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        if plan.signer is not None:
            sys.stderr.write("\ninterrupted; what is signed is kept, and `--stale 1` leaves it out of the next run\n")
        raise


def _plan(arguments: argparse.Namespace, snapshot: Snapshot, trust: Trust, now: datetime.datetime) -> Plan:
    from provgate.capture.exchange import Options
    from provgate.witness.pace import Pace
    from provgate.witness.run import Plan

    archives = trust.witnesses.archives
    if arguments.archive is not None:
        archives = tuple(archive for archive in archives if archive.name == arguments.archive)
        if not archives:
            raise UsageError(f"`{arguments.archive}` is not an archive in {trust.policy.witnesses}")
    if arguments.no_live and not archives:
        raise UsageError(f"--no-live needs `archives` in {trust.policy.witnesses}")
    options = Options(
        arguments.timeout, arguments.max_bytes, allow_private=arguments.allow_private, use_proxy=arguments.use_proxy
    )
    return Plan(
        options,
        Pace(arguments.delay, options, robots=arguments.robots),
        snapshot.root or Path.cwd(),
        live=not arguments.no_live,
        archives=archives,
        stale=now - datetime.timedelta(days=arguments.stale) if arguments.stale is not None else None,
        keep=arguments.keep,
        signer=_signer(arguments, snapshot, trust),
    )


def _signer(arguments: argparse.Namespace, snapshot: Snapshot, trust: Trust) -> Signer | None:
    """Who signs; UsageError unless the key is one that the register lists for this witness."""
    if bool(arguments.key) != bool(arguments.witness):
        raise UsageError("--key and --as go together: a receipt names its witness")
    if not arguments.key:
        return None
    if snapshot.root is None:
        raise UsageError("receipts are written beside the documents, and here is no working tree")
    from provgate.corpus.snapshot import open_snapshot
    from provgate.evidence.receipts.keyring import keyring
    from provgate.formats import policy
    from provgate.witness.receipts import Signer, digest

    key = key_of(arguments)
    listed = keyring(trust.witnesses, trust.policy.witnesses).get(key.public.ids[0])
    if listed is None or listed.witness.key != arguments.witness:
        raise UsageError(f"the key {key.public.ids[0]} is not one of `{arguments.witness}` in {trust.policy.witnesses}")
    with open_snapshot(Path.cwd(), rev=arguments.policy_from or arguments.rev) as base:
        raw = base.read(policy.NAME, policy.MAX_BYTES)
    return Signer(arguments.witness, key, (policy.NAME, digest(raw)))


def _days(text: str) -> int:
    return count(text.removesuffix("d"))
