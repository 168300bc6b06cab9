"""The attesters' keys, ready to be looked up by the name that a signature gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import pathspec

from provgate.evidence.attestations.public_keys import PublicKey, UnusableKeyError, public_key
from provgate.findings import UsageError
from provgate.formats import patterns
from provgate.formats.registries import Attester, AttesterKey, Attesters


class Listed(NamedTuple):
    """One key of one person; `scope` is None if they may vouch for every document."""

    person: Attester
    key: AttesterKey
    public: PublicKey
    scope: pathspec.GitIgnoreSpec | None

    @property
    def fingerprint(self) -> str:
        """The OpenSSH fingerprint."""
        return self.public.ids[0]

    def covers(self, path: str) -> bool:
        """Whether this person may vouch for the document at this path."""
        return self.scope is None or self.scope.match_file(path)


Keyring: TypeAlias = Mapping[str, Listed]


def keyring(attesters: Attesters, path: str = "attesters.yaml") -> Keyring:
    """Every key by each of its ids; UsageError for a key that cannot be used or that stands for two people."""
    ring: dict[str, Listed] = {}
    for person in attesters.people.values():
        scope = _scope(person, path)
        for number, key in enumerate(person.keys):
            where = f"{path}: /attesters/{person.key}/keys/{number}/key"
            try:
                listed = Listed(person, key, public_key(key.key), scope)
            except UnusableKeyError as error:
                raise UsageError(f"{where}: {error}") from None
            other = ring.get(listed.fingerprint)
            if other is not None:
                raise UsageError(
                    f"{where}: the key {listed.fingerprint} stands here already for {other.person.name}; "
                    "one key speaks for one person, in one entry"
                )
            ring.update(dict.fromkeys(listed.public.ids, listed))
    return ring


def _scope(person: Attester, path: str) -> pathspec.GitIgnoreSpec | None:
    try:
        return patterns.compiled(person.paths) if person.paths else None
    except ValueError as error:
        raise UsageError(f"{path}: /attesters/{person.key}/paths: {error}") from None
