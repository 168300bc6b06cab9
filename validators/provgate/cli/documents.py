"""What the writing commands share: documents of the working tree and their sidecars."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from provgate.corpus.documents import EVIDENCE_SUFFIXES
from provgate.findings import UsageError
from provgate.formats.claims import SUFFIX
from provgate.report.escape import inert


class Target(NamedTuple):
    """A document of the working tree and where its sidecar is or goes."""

    document: Path
    sidecar: Path


def target(argument: str) -> Target:
    """The document that an argument names, by itself or by its sidecar; UsageError when it is none."""
    document = Path(argument.removesuffix(SUFFIX))
    if document.name.endswith(EVIDENCE_SUFFIXES):
        raise UsageError(f"`{argument}` is evidence, not a document")
    if document.is_symlink() or not document.is_file():
        what = "is a symbolic link" if document.is_symlink() else "is not a file"
        raise UsageError(f"`{document}` {what}, so it cannot be a document")
    sidecar = document.with_name(document.name + SUFFIX)
    if sidecar.is_symlink():
        raise UsageError(f"`{sidecar}` is a symbolic link, so it cannot be a sidecar; nothing is written through it")
    return Target(document, sidecar)


def shown(path: Path) -> str:
    """A path as the user would type it, inert on a terminal."""
    return inert(os.path.relpath(path) if path.is_absolute() else str(path))
