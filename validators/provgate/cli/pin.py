"""`provgate pin`: write the SHA-256 of documents and of their evidence into the sidecars."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from provgate.check.load import beside, safe_reference
from provgate.cli.documents import Target, shown, target
from provgate.corpus.files import ChangedError, write_together
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.findings import CannotCheckError, UsageError
from provgate.formats import edit, yaml_reader


def configure(parser: argparse.ArgumentParser) -> None:
    """Documents to pin."""
    parser.add_argument("documents", metavar="DOC", nargs="+", help="a document with a sidecar")


def run(arguments: argparse.Namespace) -> int:
    """Pin each document; every other byte of its sidecar stays as it is."""
    targets = [target(argument) for argument in arguments.documents]
    with open_snapshot(Path.cwd()) as snapshot:
        planned = [(one, *_pinned(one, snapshot)) for one in targets]
    for one, before, raw in planned:
        if raw == before:
            sys.stdout.write(f"{shown(one.sidecar)} is up to date\n")
        else:
            _write(one, before, raw)
            sys.stdout.write(f"pinned {shown(one.document)} in {shown(one.sidecar)}\n")
    return 0


def _write(one: Target, before: bytes, raw: bytes) -> None:
    try:
        write_together([(one.sidecar, raw)], {one.sidecar: before})
    except ChangedError:
        raise UsageError(f"`{shown(one.sidecar)}` was changed by another program; it was kept. Run again") from None


def _pinned(one: Target, snapshot: Snapshot) -> tuple[bytes, bytes]:
    """The sidecar's bytes, and the same with every pin brought up to date."""
    if not one.sidecar.is_file():
        raise UsageError(f"`{shown(one.sidecar)}` does not exist; `provgate new {shown(one.document)}` writes it")
    before = raw = one.sidecar.read_bytes()
    data = yaml_reader.read(raw).data
    if data is None:
        raise UsageError(
            f"`{shown(one.sidecar)}` cannot be read as a sidecar; `provgate check {shown(one.document)}` says why"
        )
    path = snapshot.relative(one.document)
    try:
        raw = edit.set_value(raw, "/sha256", snapshot.sha256(path))
        for index, entry in enumerate(data.get("evidence") or []):
            raw = _pin_evidence(raw, f"/evidence/{index}", entry, path, snapshot)
    except edit.EditError as error:
        raise UsageError(f"{shown(one.sidecar)}: {error}") from None
    return before, raw


def _pin_evidence(raw: bytes, pointer: str, entry: object, document: str, snapshot: Snapshot) -> bytes:
    path = entry.get("path") if isinstance(entry, dict) else None
    if not isinstance(path, str) or not safe_reference(path):
        raise UsageError(f"{pointer}: names no evidence file beside the sidecar")
    try:
        return edit.set_value(raw, f"{pointer}/sha256", snapshot.sha256(beside(document, path)))
    except CannotCheckError as error:
        raise UsageError(f"{pointer}: {error}") from None
