"""`provgate attest`: vouch for documents with a key of one's own; a signed statement comes to stand beside each."""

from __future__ import annotations

import argparse
import datetime
import getpass
import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from provgate.check import settings as trust
from provgate.cli.attest_plan import Plan, outcome, plan, signed_sidecar
from provgate.cli.documents import shown, target
from provgate.corpus.files import ChangedError, write_together
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.evidence.attestations import intoto, signing
from provgate.evidence.attestations.attestation import Attestation
from provgate.evidence.attestations.keyring import Keyring, keyring
from provgate.evidence.attestations.signing import PassphraseError, PrivateKey
from provgate.findings import CannotCheckError, UsageError
from provgate.formats.registries import Attesters
from provgate.report.escape import inert

TRIES = 3
OVERTAKEN = 20
"""How often another run may write the same sidecar first."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Documents, key and role."""
    parser.add_argument("documents", metavar="DOC", nargs="+", help="a document with a valid sidecar")
    parser.add_argument(
        "--key", metavar="FILE", required=True, help="your private key: OpenSSH or PEM; Ed25519 or ECDSA"
    )
    parser.add_argument(
        "--role", choices=intoto.ROLES, default="witness", help="in which role you vouch (default: witness)"
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="read the key's passphrase from the first line of this file (`-`: standard input)",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="write over an attestation by others that no longer fits the document or its claims",
    )
    parser.add_argument("--yes", action="store_true", help="sign without asking")


def run(arguments: argparse.Namespace) -> int:
    """Show, ask, sign, write: evidence first, the sidecar that names it last."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    targets = list(dict.fromkeys(target(argument) for argument in arguments.documents))
    key = key_of(arguments)
    with open_snapshot(Path.cwd()) as snapshot:
        plans = [plan(one, snapshot, key, arguments.role, now, replace=arguments.replace) for one in targets]
        attesters, ring, path = _register(snapshot)
    for done in [planned for planned in plans if planned.done]:
        sys.stdout.write(f"{inert(shown(done.target.document))} is attested by this key already\n")
    plans = [planned for planned in plans if not planned.done]
    if plans and not arguments.yes and not _agreed(plans, key):
        sys.stdout.write("nothing was signed\n")
        return 1
    known = key.public.ids[0] in ring
    for shown_plan in plans:
        planned, envelope = _sign(shown_plan, key, replace=arguments.replace)
        _tell(planned, outcome(planned, envelope, attesters, ring, now) if known else Attestation())
    if not known:
        sys.stderr.write(_unknown(key, path, now))
    return 0


def key_of(arguments: argparse.Namespace) -> PrivateKey:
    """The private key; an encrypted one asks for its passphrase on the terminal."""
    try:
        with Path(arguments.key).open("rb") as stream:
            raw = stream.read(signing.MAX_BYTES)
    except OSError as error:
        raise UsageError(f"`{arguments.key}` cannot be read: {error.strerror}") from None
    given = _given_passphrase(arguments.passphrase_file)
    try:
        return signing.load_key(raw, given)
    except PassphraseError as error:
        if given is not None:
            raise
        if not sys.stdin.isatty():
            raise PassphraseError(f"{error}; without a terminal pass it by --passphrase-file") from None
    return _ask_for_key(raw, arguments.key)


def _given_passphrase(file: str | None) -> bytes | None:
    if file is None:
        return None
    try:
        raw = sys.stdin.buffer.readline() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {error.strerror}") from None
    return raw.split(b"\n", 1)[0].removesuffix(b"\r")


def _ask_for_key(raw: bytes, name: str) -> PrivateKey:
    for _ in range(TRIES - 1):
        try:
            return signing.load_key(raw, os.fsencode(getpass.getpass(f"Passphrase of {name}: ")))
        except PassphraseError as error:
            sys.stderr.write(f"{error}\n")
    return signing.load_key(raw, os.fsencode(getpass.getpass(f"Passphrase of {name}: ")))


def _register(snapshot: Snapshot) -> tuple[Attesters, Keyring, str]:
    settings = trust.establish(snapshot, Path.cwd(), None, None)
    path = settings.policy.attesters
    return settings.attesters, keyring(settings.attesters, path), path


def _agreed(plans: Sequence[Plan], key: PrivateKey) -> bool:
    """Show what is going to be signed, and ask."""
    if not sys.stdin.isatty():
        raise UsageError("look at what you sign: run this on a terminal, or pass --yes")
    for planned in plans:
        sys.stdout.write(f"{inert(shown(planned.target.document))}\n")
        claims = {**planned.statement.claims, "sha256": planned.statement.sha256}
        lines = {name: value if isinstance(value, str) else repr(value) for name, value in claims.items()}
        sys.stdout.writelines(f"  {name}: {inert(value)}\n" for name, value in lines.items())
    sys.stdout.write(
        f"With the key {key.public.ids[0]} you vouch, as {plans[0].statement.role}, for "
        f"{'this document and its' if len(plans) == 1 else 'these documents and their'} claims.\n"
        "Sign? [y/N] "
    )
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _sign(shown_plan: Plan, key: PrivateKey, *, replace: bool) -> tuple[Plan, bytes]:
    """Sign and write what was shown; what another run has added to the sidecar meanwhile stays in it."""
    for _ in range(OVERTAKEN):
        planned = _as_shown(shown_plan, key, replace=replace)
        envelope = signing.sign(intoto.write(planned.statement), key)
        changed = signed_sidecar(planned, hashlib.sha256(envelope).hexdigest())
        place, sidecar = planned.target.sidecar.parent / planned.envelope, planned.target.sidecar
        before = {sidecar: planned.raw, **planned.overwritten}
        try:
            write_together([(place, envelope), (sidecar, changed)], before)
        except ChangedError:
            continue
        return planned, envelope
    raise CannotCheckError(f"{shown(shown_plan.target.sidecar)}: other programs keep changing it; nothing was signed")


def _as_shown(before: Plan, key: PrivateKey, *, replace: bool) -> Plan:
    """The plan as document and sidecar are now, which must say what was shown."""
    statement = before.statement
    with open_snapshot(Path.cwd()) as snapshot:
        now = plan(before.target, snapshot, key, statement.role, statement.time, replace=replace)
    if now.statement != statement:
        raise UsageError(
            f"`{shown(before.target.document)}` or its sidecar changed after it was shown; nothing was signed for it. "
            "Run the command again"
        )
    return now


def _tell(planned: Plan, found: Attestation) -> None:
    """What was written, and what the gate is going to object to."""
    name = shown(planned.target.document)
    sys.stdout.write(f"attested {inert(name)} in {inert(shown(planned.target.sidecar.parent / planned.envelope))}\n")
    for fault in found.faults:
        level = "note" if fault.kind == "attestation-threshold" else "warning"
        sys.stderr.write(f"{level}: {inert(name)}: {inert(fault.message)}\n")


def _unknown(key: PrivateKey, path: str, now: datetime.datetime) -> str:
    """The block that makes this key known."""
    return (
        f"warning: nobody in {path} has this key, so the gate will not accept it. The maintainers can add you "
        f"under `attesters:`\n"
        f"  your-name:\n    name: Your Name\n    keys:\n      - key: {key.line}\n        from: {now:%Y-%m-%d}\n"
    )
