"""What a look found → a signed receipt beside the document, only ever appended to."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from provgate import __version__
from provgate.corpus import worktree
from provgate.corpus.documents import RECEIPTS_SUFFIX
from provgate.corpus.files import write_atomically
from provgate.evidence.attestations import signing
from provgate.evidence.attestations.signing import PrivateKey
from provgate.evidence.receipts import statement
from provgate.evidence.receipts.lines import MAX_BYTES
from provgate.evidence.receipts.statement import Receipt
from provgate.findings import CannotCheckError
from provgate.formats.claims import Claims
from provgate.formats.yaml_reader import Value
from provgate.witness.observation import Look


class Signer(NamedTuple):
    """Who signs: the witness's name in witnesses.yaml and its key; `policy` is the policy's path and SHA-256."""

    witness: str
    key: PrivateKey
    policy: tuple[str, str]


class About(NamedTuple):
    """The document that was looked at: its path and SHA-256, and its sidecar's data and claims."""

    path: str
    sha256: str
    data: Mapping[str, Value]
    claims: Claims


def receipt_of(look: Look, about: About, signer: Signer, now: datetime.datetime) -> bytes:
    """The line to append."""
    folder = about.path.rpartition("/")[0]
    receipt = Receipt(
        path=about.path,
        sha256=about.sha256,
        witness=signer.witness,
        time=now,
        resource=about.claims.origin,
        outcome=look.outcome,
        claims=statement.claims_of(about.data),
        verdicts=look.verdicts,
        observation=look.seen,
        version=__version__,
        policy=signer.policy,
        inputs=tuple((f"{folder}/{ref.path}".lstrip("/"), ref.sha256) for ref in about.claims.evidence),
    )
    return signing.sign(statement.write(receipt), signer.key)


def written(root: Path, path: str) -> bytes | None:
    """The receipts of the document at `path` as they are on the disk; None where no regular file is."""
    place = path + RECEIPTS_SUFFIX
    there = worktree.entry_at(root, place)
    if there is None or there.kind is not worktree.Kind.FILE:
        return None
    with (root / place).open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def append(root: Path, path: str, line: bytes) -> None:
    """Add a line to the receipts of the document at `path`; never through a link."""
    place = path + RECEIPTS_SUFFIX
    there = worktree.entry_at(root, place)
    if worktree.link_above(root, place) or (there is not None and there.kind is not worktree.Kind.FILE):
        raise CannotCheckError(f"{place}: is not a regular file, so nothing is written there")
    target = root / place
    try:
        before = target.read_bytes() if there is not None else b""
        newline = b"\n" if before and not before.endswith(b"\n") else b""
        write_atomically(target, before + newline + line)
    except OSError as error:
        raise CannotCheckError(f"{place}: cannot be written: {error.strerror}") from None


def digest(raw: bytes | None) -> str:
    """The SHA-256 of a settings file; empty where there is none."""
    return "" if raw is None else hashlib.sha256(raw).hexdigest()
