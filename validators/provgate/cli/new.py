"""`provgate new`: write a sidecar to fill in beside a document."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from provgate.cli.documents import shown, target
from provgate.cli.editor import heading
from provgate.corpus.files import write_atomically
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.findings import UsageError

_TEMPLATE = """\
# Where {name} comes from. Fill in the four claims; the gate refuses the file until they hold.
schema: 1
origin:     # where it was obtained, such as https://www.harbourgazette.example/2026/03/12/dredging.html
date:       # day of publication: YYYY, YYYY-MM, YYYY-MM-DD or a date-time with offset
author:     # a name, a list of names, or {{organization: NAME}}
outlet:     # a key of outlets.yaml (`provgate outlets list`)
sha256: {sha256}
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Documents to write sidecars for."""
    parser.add_argument("documents", metavar="DOC", nargs="+", help="a document without a sidecar")
    parser.add_argument("--force", action="store_true", help="replace a sidecar that is there")


def run(arguments: argparse.Namespace) -> int:
    """Write each sidecar; nothing that exists is overwritten unless forced."""
    targets = [target(argument) for argument in arguments.documents]
    for one in targets:
        if one.sidecar.exists() and not arguments.force:
            raise UsageError(f"`{shown(one.sidecar)}` exists already; edit it, or use --force to start again")
    with open_snapshot(Path.cwd()) as snapshot:
        planned = [(one, template(one.document, snapshot).encode()) for one in targets]
    for one, raw in planned:
        write_atomically(one.sidecar, raw)
        sys.stdout.write(
            f"wrote {shown(one.sidecar)}: fill in origin, date, author and outlet, then run "
            f"`provgate check {shown(one.document)}`\n"
        )
    return 0


def template(document: Path, snapshot: Snapshot) -> str:
    """A sidecar for this document that says everything but the claims."""
    path = snapshot.relative(document)
    digest = snapshot.sha256(path)
    name = "".join(character if character.isprintable() else "?" for character in document.name)
    return heading(snapshot.root, path) + _TEMPLATE.format(name=name, sha256=digest)
