"""What the run trusts: policy, registry, attesters and witnesses, from the snapshot or from a protected commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from provgate.corpus.documents import Stray
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.findings import Fault, Level, UsageError
from provgate.formats import policy as policies
from provgate.formats import registries
from provgate.formats import witnesses as witnessing
from provgate.formats.policy import Policy
from provgate.formats.registries import Attesters, Registry
from provgate.formats.witnesses import Witnesses


class Trust(NamedTuple):
    """The settings in force, and what is to be said about versions of them that are not."""

    policy: Policy
    registry: Registry
    attesters: Attesters
    strays: tuple[Stray, ...] = ()
    witnesses: Witnesses = Witnesses()
    proposed: frozenset[str] = frozenset()
    """Outlets that only the change's own registry has, where the settings come from another commit."""


def establish(snapshot: Snapshot, start: Path, policy_from: str | None, require: Level | None) -> Trust:
    """Read the settings; UsageError for invalid ones, CannotCheckError for a missing base commit."""
    with ExitStack() as stack:
        base = snapshot
        if policy_from is not None:
            base = stack.enter_context(open_snapshot(start, rev=policy_from))
        trust = _read(base)
        strays: tuple[Stray, ...] = ()
        if policy_from is not None:
            strays = tuple(_proposed(snapshot, base, trust.policy, policy_from))
            trust = trust._replace(proposed=_proposed_outlets(snapshot, trust))
    policy = trust.policy if require is None else trust.policy._replace(require=require)
    return trust._replace(policy=policy, strays=strays)


def _proposed_outlets(snapshot: Snapshot, trust: Trust) -> frozenset[str]:
    """The outlets of the change's own registry that the one in force does not have; none where it is not valid."""
    try:
        raw = snapshot.read(trust.policy.outlets, registries.MAX_BYTES)
        own = registries.parse_outlets(raw, trust.policy.outlets).outlets if raw is not None else {}
    except UsageError:
        return frozenset()
    return frozenset(own.keys() - trust.registry.outlets.keys())


def _read(base: Snapshot) -> Trust:
    raw = base.read(policies.NAME, policies.MAX_BYTES)
    policy = policies.parse(raw) if raw is not None else Policy()
    outlets = base.read(policy.outlets, registries.MAX_BYTES)
    attesters = base.read(policy.attesters, registries.MAX_BYTES)
    witnesses = base.read(policy.witnesses, registries.MAX_BYTES)
    return Trust(
        policy,
        registries.parse_outlets(outlets, policy.outlets) if outlets is not None else Registry(),
        registries.parse_attesters(attesters, policy.attesters) if attesters is not None else Attesters(),
        witnesses=witnessing.parse(witnesses, policy.witnesses) if witnesses is not None else Witnesses(),
    )


def _proposed(snapshot: Snapshot, base: Snapshot, policy: Policy, rev: str) -> Iterator[Stray]:
    """The change's own versions are linted, and a difference is told; they decide nothing."""
    readers: tuple[tuple[str, Callable[[bytes, str], object], int], ...] = (
        (policies.NAME, policies.parse, policies.MAX_BYTES),
        (policy.outlets, registries.parse_outlets, registries.MAX_BYTES),
        (policy.attesters, registries.parse_attesters, registries.MAX_BYTES),
        (policy.witnesses, _witnesses, registries.MAX_BYTES),
    )
    for path, parse, limit in readers:
        try:
            raw = snapshot.read(path, limit)
            if raw != base.read(path, limit):
                yield Stray(
                    path, (Fault("settings-changed", f"differs from the version in force, which is the one at {rev}"),)
                )
            if raw is not None:
                parse(raw, path)
        except UsageError as error:
            yield Stray(path, (Fault("invalid-settings", str(error)),))


def _witnesses(raw: bytes, path: str) -> None:
    """Read a proposed register, its keys included: a change is the moment to find one that cannot be used."""
    from provgate.evidence.receipts.keyring import keyring

    keyring(witnessing.parse(raw, path), path)
