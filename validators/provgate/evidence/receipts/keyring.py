"""The witnesses' keys, ready to be looked up by the name that a signature gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from provgate.evidence.attestations.public_keys import PublicKey, UnusableKeyError, public_key
from provgate.findings import UsageError
from provgate.formats.registries import AttesterKey
from provgate.formats.witnesses import Witness, Witnesses

if TYPE_CHECKING:
    import pathspec


class Listed(NamedTuple):
    """One key of one witness; `scope` is None if it may speak of every document."""

    witness: Witness
    key: AttesterKey
    public: PublicKey
    scope: pathspec.GitIgnoreSpec | None

    def covers(self, path: str) -> bool:
        """Whether this witness may speak of the document at this path."""
        return self.scope is None or self.scope.match_file(path)


Keyring: TypeAlias = Mapping[str, Listed]


def keyring(witnesses: Witnesses, path: str) -> Keyring:
    """Every key by its fingerprint; UsageError for a key that cannot be used or that stands for two witnesses."""
    ring: dict[str, Listed] = {}
    for party in witnesses.parties.values():
        scope = _scope(party, path)
        for number, key in enumerate(party.keys):
            where = f"{path}: /witnesses/{party.key}/keys/{number}/key"
            try:
                listed = Listed(party, key, public_key(key.key), scope)
            except UnusableKeyError as error:
                raise UsageError(f"{where}: {error}") from None
            other = ring.setdefault(listed.public.ids[0], listed)
            if other is not listed:
                raise UsageError(f"{where}: the key {other.public.ids[0]} is already listed for {other.witness.name}")
    return ring


def _scope(party: Witness, path: str) -> pathspec.GitIgnoreSpec | None:
    if not party.paths:
        return None
    from provgate.formats import patterns

    try:
        return patterns.compiled(party.paths)
    except ValueError as error:
        raise UsageError(f"{path}: /witnesses/{party.key}/paths: {error}") from None
