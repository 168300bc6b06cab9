"""What the run trusts: policy, registry, attesters and witnesses, from the snapshot or from a protected commit."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from provgate.corpus.documents import Stray
from provgate.corpus.paths import quoted
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.findings import Fault, Level, Severity, UsageError
from provgate.formats import policy as policies
from provgate.formats import registries
from provgate.formats import witnesses as witnessing
from provgate.formats.policy import Policy
from provgate.formats.registries import Attesters, Registry
from provgate.formats.witnesses import Witnesses

_IGNORED = "`{path}` is ignored by git, so no commit has it; take it out of .gitignore and `git add` it"


class Trust(NamedTuple):
    """The settings in force, and what is to be said about versions of them that are not.

    `digest` names the bytes that they were read from.
    """

    policy: Policy
    registry: Registry
    attesters: Attesters
    strays: tuple[Stray, ...] = ()
    witnesses: Witnesses = Witnesses()
    authorities: bytes = b""
    """The certificates of timestamp authorities, as PEM."""

    proposed: frozenset[str] = frozenset()
    """Outlets that only the change's own registry has, where the settings come from another commit."""
    digest: str = ""

    @classmethod
    def load(
        cls,
        policy: bytes | None,
        outlets: bytes | None,
        attesters: bytes | None = None,
        witnesses: bytes | None = None,
    ) -> Trust:
        """The settings in these files, None for one that is not there; UsageError for one that is wrong."""
        return _parsed(policy, outlets, attesters, witnesses)


def _parsed(
    policy: bytes | None,
    outlets: bytes | None,
    attesters: bytes | None,
    witnesses: bytes | None,
    read_outlets: Callable[[bytes, str], Registry] = registries.parse_outlets,
) -> Trust:
    rules = policies.parse(policy) if policy is not None else Policy()
    named = (
        f"{len(raw)}:{hashlib.sha256(raw).hexdigest()}" if raw is not None else "-"
        for raw in (policy, outlets, attesters, witnesses)
    )
    return Trust(
        rules,
        read_outlets(outlets, rules.outlets) if outlets is not None else Registry(),
        registries.parse_attesters(attesters, rules.attesters) if attesters is not None else Attesters(),
        witnesses=witnessing.parse(witnesses, rules.witnesses) if witnesses is not None else Witnesses(),
        digest=hashlib.sha256(" ".join(named).encode("ascii")).hexdigest(),
    )


class Changes(enum.Enum):
    """What becomes of settings that differ from those of `--policy-from`."""

    TOLD = "a warning; they decide nothing"
    REFUSED = "an error; they decide nothing"
    ALLOWED = "they decide: the corpus has to pass under them"


def establish(
    snapshot: Snapshot,
    start: Path,
    policy_from: str | None,
    require: Level | None,
    changes: Changes = Changes.TOLD,
) -> Trust:
    """Read the settings; UsageError for invalid ones, CannotCheckError for a missing base commit."""
    with ExitStack() as stack:
        base, strays = snapshot, tuple[Stray, ...]()
        if policy_from is not None and changes is not Changes.ALLOWED:
            base = stack.enter_context(open_snapshot(start, rev=policy_from))
        trust = _read(base, proven=base is not snapshot)
        if base is snapshot:
            strays = tuple(_shared(base, trust.policy.outlets))
        if policy_from is not None and base is not snapshot:
            strays = tuple(_proposed(snapshot, base, trust.policy, policy_from, changes))
            trust = trust._replace(proposed=_proposed_outlets(snapshot, trust))
    policy = trust.policy if require is None else trust.policy._replace(require=require)
    return trust._replace(policy=policy, strays=strays)


def _shared(base: Snapshot, path: str) -> Iterator[Stray]:
    """That domains of the registry in force speak for everyone; where it comes from a protected commit, for nobody."""
    raw = base.read(path, registries.MAX_BYTES)
    faults = tuple(registries.shared_domains(raw, path)) if raw is not None else ()
    if faults:
        yield Stray(path, faults)


def _proposed_outlets(snapshot: Snapshot, trust: Trust) -> frozenset[str]:
    """The outlets of the change's own registry that the one in force does not have; none where it is not valid."""
    try:
        raw = snapshot.read(trust.policy.outlets, registries.MAX_BYTES)
        own = registries.parse_outlets(raw, trust.policy.outlets).outlets if raw is not None else {}
    except UsageError:
        return frozenset()
    return frozenset(own.keys() - trust.registry.outlets.keys())


def _read(base: Snapshot, *, proven: bool) -> Trust:
    """The settings of a snapshot; `proven` ones are held by a protected commit already.

    A domain that speaks for everyone speaks for nobody there, so that a change can still correct it.
    """
    raw = _settings_file(base, policies.NAME, policies.MAX_BYTES)
    policy = policies.parse(raw) if raw is not None else Policy()
    trust = _parsed(
        raw,
        _settings_file(base, policy.outlets, registries.MAX_BYTES),
        _settings_file(base, policy.attesters, registries.MAX_BYTES),
        _settings_file(base, policy.witnesses, registries.MAX_BYTES),
        registries.parse_outlets_of_old if proven else registries.read_outlets,
    )
    authorities = _authorities(base, policy)
    if not authorities:
        return trust
    named = hashlib.sha256(trust.digest.encode("ascii") + authorities).hexdigest()
    return trust._replace(authorities=authorities, digest=named)


def _authorities(base: Snapshot, policy: Policy) -> bytes:
    """The certificates of the policy's timestamp authorities; UsageError where they are not there."""
    path = policy.timestamps.authorities
    raw = base.read(path, policies.MAX_BYTES) if path else b""
    if raw is None:
        raise UsageError(f"{policies.NAME}: `timestamps` names `{path}`, which was not found")
    return raw


def _settings_file(base: Snapshot, path: str, limit: int) -> bytes | None:
    """A file of settings; UsageError for one that only looks as if it were there.

    A near name, or a file that git ignores, is one that somebody believes to be in force.
    """
    raw = base.read(path, limit)
    if raw is None:
        near = next((name for name in near_names(path) if base.find(name) is not None), "")
        if near:
            raise UsageError(f"`{near}` is not read as settings; run `git mv {quoted(near)} {quoted(path)}`")
    if base.untracked(path) == "ignored":
        raise UsageError(_IGNORED.format(path=path))
    return raw


def near_names(path: str) -> Iterator[str]:
    """The names that somebody may give a file who means this one."""
    folder, slash, name = path.rpartition("/")
    stem, _, _end = name.rpartition(".")
    for start in ("", "."):
        for spelled in (stem, stem.capitalize(), stem.upper()):
            for end in (".yaml", ".yml", ".json", ".yaml.txt"):
                if (near := f"{start}{spelled}{end}") != name:
                    yield f"{folder}{slash}{near}"


def _proposed(snapshot: Snapshot, base: Snapshot, policy: Policy, rev: str, changes: Changes) -> Iterator[Stray]:
    """The change's own versions are linted, and a difference is told; they decide nothing."""
    severity = Severity.ERROR if changes is Changes.REFUSED else None
    readers: tuple[tuple[str, Callable[[bytes, str], object], int], ...] = (
        (policies.NAME, policies.parse, policies.MAX_BYTES),
        (policy.outlets, registries.parse_outlets, registries.MAX_BYTES),
        (policy.attesters, _attesters, registries.MAX_BYTES),
        (policy.witnesses, _witnesses, registries.MAX_BYTES),
    )
    for path, parse, limit in readers:
        try:
            raw = _settings_file(snapshot, path, limit)
            if raw != base.read(path, limit):
                told = f"differs from the version in force, which is the one at {rev}"
                yield Stray(path, (Fault("settings-changed", told, severity=severity),))
            if raw is not None:
                parse(raw, path)
        except UsageError as error:
            yield Stray(path, (Fault("invalid-settings", str(error)),))


def _attesters(raw: bytes, path: str) -> None:
    """Read a proposed register, its keys included: a change is the moment to find one that cannot be used."""
    from provgate.evidence.attestations.keyring import keyring

    keyring(registries.parse_attesters(raw, path), path)


def _witnesses(raw: bytes, path: str) -> None:
    """The same for witnesses."""
    from provgate.evidence.receipts.keyring import keyring

    keyring(witnessing.parse(raw, path), path)
