"""What `provgate attest` is going to sign for one document, and where it goes; nothing is written here."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, cast

from provgate.check.load import safe_reference
from provgate.cli.documents import Target, shown
from provgate.corpus import worktree as disk
from provgate.corpus.paths import quoted
from provgate.corpus.snapshot import Snapshot
from provgate.evidence.attestations import dsse, intoto
from provgate.evidence.attestations.attestation import Attestation, settle, verify
from provgate.evidence.attestations.intoto import SignedStatement
from provgate.evidence.attestations.keyring import Keyring
from provgate.evidence.attestations.signing import PrivateKey
from provgate.evidence.attestations.strict_json import MAX_BYTES, MalformedError
from provgate.findings import UsageError
from provgate.formats import edit, schema, yaml_reader
from provgate.formats.registries import Attesters
from provgate.formats.yaml_reader import Value

SUFFIX = ".dsse.json"


class Existing(NamedTuple):
    """An attestation that stands beside the document: whose, and whether it fits document and claims as they are."""

    path: str
    raw: bytes
    mine: bool
    current: bool
    role: str = ""


class Plan(NamedTuple):
    """One document to be signed for: the statement, the file beside the document, and the sidecar as it is now.

    `overwritten` is what the file holds now (None: no file), unless that is longer than any attestation.
    """

    target: Target
    statement: SignedStatement
    envelope: str
    raw: bytes
    data: Mapping[str, Value]
    existing: tuple[Existing, ...]
    overwritten: Mapping[Path, bytes | None] = {}

    @property
    def done(self) -> bool:
        """Whether this key has signed exactly this, in this role, already."""
        return any(old.mine and old.current and old.role == self.statement.role for old in self.existing)


def plan(
    target: Target, snapshot: Snapshot, key: PrivateKey, role: str, now: datetime.datetime, *, replace: bool
) -> Plan:
    """What to sign for this document; UsageError while its sidecar is not valid."""
    raw, data = _valid_sidecar(target)
    path = snapshot.relative(target.document)
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(f"`{path!a}` is not UTF-8, so no statement can name it") from None
    statement = SignedStatement(path, snapshot.sha256(path), intoto.claims_of(data), role, now)
    if data.get("sha256", statement.sha256) != statement.sha256:
        raise UsageError(
            f"`{shown(target.document)}` is not the document that its sidecar pins; if the change is meant, run "
            f"`provgate pin {quoted(shown(target.document))}` first"
        )
    existing = tuple(_existing(target, data, statement, key))
    place, replaced = _place(target, existing, statement, key, replace)
    overwritten = {target.sidecar.parent / place: replaced} if len(replaced or b"") <= MAX_BYTES else {}
    return Plan(target, statement, place, raw, data, existing, overwritten)


def signed_sidecar(planned: Plan, pin: str) -> bytes:
    """The sidecar with the document's pin and the attestation's entry, every other byte as it was."""
    try:
        pinned = edit.set_value(planned.raw, "/sha256", planned.statement.sha256)
        return edit.append_evidence(pinned, "attestation", planned.envelope, pin)
    except edit.EditError as error:
        raise UsageError(f"{shown(planned.target.sidecar)}: {error}") from None


def outcome(planned: Plan, envelope: bytes, attesters: Attesters, ring: Keyring, now: datetime.datetime) -> Attestation:
    """What the gate will say about all of the document's attestations once this one is written."""
    raws = [envelope, *(old.raw for old in planned.existing if old.path != planned.envelope)]
    return settle(
        [
            verify(
                raw,
                document_path=planned.statement.path,
                document_sha256=planned.statement.sha256,
                data=planned.data,
                keyring=ring,
                now=now,
            )
            for raw in raws
        ],
        attesters,
    )


def _valid_sidecar(target: Target) -> tuple[bytes, Mapping[str, Value]]:
    if not target.sidecar.is_file():
        raise UsageError(f"`{shown(target.sidecar)}` does not exist; `provgate new {shown(target.document)}` writes it")
    raw = target.sidecar.read_bytes()
    parsed = yaml_reader.read(raw)
    problems = [f"line {fault.place.line}: {fault.message}" for fault in parsed.faults]
    problems += [fault.message for fault in schema.check("sidecar", parsed.data)] if parsed.data is not None else []
    if problems:
        raise UsageError(
            f"`{shown(target.sidecar)}` must be valid before anybody vouches for it: " + "; ".join(problems[:5])
        )
    return raw, cast("Mapping[str, Value]", parsed.data)


def _existing(
    target: Target, data: Mapping[str, Value], statement: SignedStatement, key: PrivateKey
) -> Iterator[Existing]:
    for entry in cast("list[dict[str, str]]", data.get("evidence", [])):
        if entry["kind"] != "attestation" or not safe_reference(entry["path"]):
            continue
        place = target.sidecar.parent / entry["path"]
        if _is_file(target.sidecar.parent, entry["path"]):
            yield _read(entry["path"], place, statement, key)
        elif os.path.lexists(place):
            raise UsageError(
                f"`{shown(place)}` is no regular file, so it cannot be an attestation; "
                "nothing is read or written through it"
            )


def _is_file(folder: Path, path: str) -> bool:
    """Whether a regular file stands here, and no link leads to it: a change may bring links that lead anywhere."""
    found = disk.entry_at(folder, path)
    return found is not None and found.kind is disk.Kind.FILE


def _read(path: str, place: Path, statement: SignedStatement, key: PrivateKey) -> Existing:
    raw = b""
    try:
        with place.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        envelope = dsse.read(raw)
        mine = all(each.keyid in key.public.ids for each in envelope.signatures)
        old = intoto.read(envelope.payload)
    except (OSError, MalformedError):
        return Existing(path, raw, mine=False, current=False)
    same = (old.path, old.sha256, old.claims) == (statement.path, statement.sha256, statement.claims)
    whole = not mine or key.public.made(envelope.signatures[0].sig, dsse.signed_bytes(envelope))
    return Existing(path, raw, mine, same and whole, old.role)


def _place(
    target: Target, existing: tuple[Existing, ...], statement: SignedStatement, key: PrivateKey, replace: bool
) -> tuple[str, bytes | None]:
    """The file to write, and what it holds now: this key's own old one, else a stale one on request, else a new one."""
    own = [old for old in existing if old.mine]
    stale = [old for old in existing if not old.mine and not old.current]
    if stale and not replace:
        raise UsageError(
            f"`{stale[0].path}` does not fit `{shown(target.document)}` and its claims as they are now; "
            "have its signers sign again, undo the change, or write your own in its place with --replace"
        )
    if len(stale) > 1 or (stale and own):
        raise UsageError(
            f"`{stale[-1].path}` does not fit `{shown(target.document)}` any more; "
            "remove it and its entry in the sidecar by hand"
        )
    if own or stale:
        old = (own or stale)[0]
        return old.path, old.raw
    return _free(target, statement, key)


def _free(target: Target, statement: SignedStatement, key: PrivateKey) -> tuple[str, bytes | None]:
    """A name beside the document; other people's attestations are never written over.

    One of this key's own that the sidecar does not name is left by an interruption, and is used again.
    """
    name, number = target.document.name + SUFFIX, 1
    folder = target.document.parent
    while os.path.lexists(folder / name):
        if _is_file(folder, name) and (old := _read(name, folder / name, statement, key)).mine:
            return name, old.raw
        number += 1
        name = f"{target.document.name}.{number}{SUFFIX}"
    return name, None
