"""`provgate new`: write a sidecar to fill in beside a document, or beside every document of a folder that has none."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from provgate.check.sandbox import bounded
from provgate.cli.documents import Target, shown, target
from provgate.cli.editor import heading
from provgate.corpus.documents import assemble
from provgate.corpus.files import ChangedError, write_together
from provgate.corpus.snapshot import Kind, Snapshot, open_snapshot
from provgate.exchange.stated import MAX_BYTES, Stated, readable, stated
from provgate.findings import CannotCheckError, UsageError
from provgate.formats import policy as policies
from provgate.formats.compose import Entry, author_value, render
from provgate.formats.policy import Policy

_HINTS = {
    "origin": "<URL, doi: or other URI where it was obtained>",
    "date": "<day of publication: YYYY, YYYY-MM, YYYY-MM-DD or a date-time with offset>",
    "author": "<name>, a list of names, or {organization: <name>}",
    "outlet": "<key of outlets.yaml> (`provgate outlets list`)",
}
_MORE = ("title", "language", "license")


def configure(parser: argparse.ArgumentParser) -> None:
    """Documents to write sidecars for."""
    parser.epilog = (
        "What a document states of itself (front matter, e-mail headers, metadata of PDFs and images) is filled\n"
        "in and marked as such; nothing verifies it yet. Of a folder, the documents without a sidecar are taken."
    )
    parser.add_argument("documents", metavar="DOC", nargs="+", help="a document without a sidecar, or a folder of them")
    parser.add_argument("--force", action="store_true", help="replace a sidecar that is there")


def run(arguments: argparse.Namespace) -> int:
    """Write each sidecar; nothing that exists is overwritten unless forced."""
    with open_snapshot(Path.cwd()) as snapshot:
        targets = list(dict.fromkeys(_targets(snapshot, arguments.documents)))
        if not targets:
            sys.stdout.write("nothing to write: every document there has a sidecar\n")
        for one in targets:
            if one.sidecar.exists() and not arguments.force:
                raise UsageError(f"`{shown(one.sidecar)}` exists already; edit it, or use --force to start again")
        for one in targets:
            _write(one, _sidecar(one.document, snapshot), replace=arguments.force)
            sys.stdout.write(
                f"wrote {shown(one.sidecar)}: fill in origin, date, author and outlet, then run "
                f"`provgate check {shown(one.document)}`\n"
            )
    return 0


def _write(one: Target, raw: bytes, *, replace: bool) -> None:
    try:
        write_together([(one.sidecar, raw)], None if replace else {one.sidecar: None})
    except ChangedError:
        raise UsageError(f"`{shown(one.sidecar)}` was written by another program just now; it was kept") from None


def _targets(snapshot: Snapshot, arguments: Sequence[str]) -> Iterator[Target]:
    """The documents named, and those without a sidecar in the folders named."""
    for argument in arguments:
        if not Path(argument).is_dir():
            yield target(argument)
            continue
        raw = snapshot.read(policies.NAME, policies.MAX_BYTES)
        policy = policies.parse(raw) if raw is not None else Policy()
        folder = snapshot.relative(Path(argument))
        for document in assemble(snapshot.entries(policy.corpus), policy).documents:
            regular = document.sidecar is None and document.entry.kind is Kind.FILE
            if regular and (folder in ("", ".") or document.path.startswith(f"{folder}/")):
                yield target(str((snapshot.root or Path.cwd()) / document.path))


def _sidecar(document: Path, snapshot: Snapshot) -> bytes:
    """A sidecar for this document that says everything but the claims, and of these what the document states."""
    path = snapshot.relative(document)
    name = "".join(character if character.isprintable() else "?" for character in document.name)
    known = {one.key: one for one in _stated(document)}
    claims = [_entry(key, known.get(key)) for key in _HINTS]
    more = [_entry(key, known[key]) for key in _MORE if key in known]
    pin = Entry("sha256", snapshot.sha256(path))
    heads = heading(snapshot.root, path)
    heads += f"# Where {name} comes from. Fill in the four claims; the check fails until they hold.\n"
    return heads.encode() + render([Entry("schema", "1"), *claims, *more, pin])


def _entry(key: str, known: Stated | None) -> Entry:
    if known is None:
        return Entry(key, "", _HINTS[key])
    value = known.value if isinstance(known.value, str) else author_value(known.value)
    return Entry(key, value, f"stated by the document ({known.place}); confirm it")


def _stated(document: Path) -> tuple[Stated, ...]:
    """What the document states; read in a bounded process, because documents are anybody's."""
    if not readable(document.name) or document.stat().st_size > MAX_BYTES:
        return ()
    try:
        return bounded(_read, (document.name, document.read_bytes()), Policy().limits)
    except CannotCheckError as error:
        sys.stderr.write(f"note: what {shown(document)} states of itself was not read: {error}\n")
        return ()


def _read(document: tuple[str, bytes]) -> tuple[Stated, ...]:
    try:
        return stated(document)
    except ImportError as error:
        raise CannotCheckError(f"`{error.name}` is not installed (pip install 'provgate[metadata]')") from error
