"""The registries: which domains speak for which outlet, and whose keys may vouch."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from provgate.findings import Fault, Place, UsageError
from provgate.formats import schema, yaml_reader
from provgate.formats.shared_hosts import speaks_for_everyone
from provgate.formats.yaml_reader import Parsed, child

MAX_BYTES = 64 * 1024 * 1024


class Outlet(NamedTuple):
    """One outlet; `since` and `until` are YYYY, YYYY-MM or YYYY-MM-DD, empty when not given."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Name and aliases."""
        return (self.name, *self.aliases)

    def owns(self, host: str) -> bool:
        """Whether this host (lower-case A-labels) equals one of the domains or ends in "." and it."""
        return any(host == domain or host.endswith("." + domain) for domain in self.domains)


class Registry(NamedTuple):
    """The outlets by key, with the way back from a host to its outlet."""

    outlets: Mapping[str, Outlet] = {}
    by_domain: Mapping[str, tuple[str, ...]] = {}

    def of_host(self, host: str) -> tuple[Outlet, ...]:
        """The outlets that own this host, nearest domain first; in time linear in the host's labels."""
        return tuple(self.outlets[key] for suffix in _suffixes(host) for key in self.by_domain.get(suffix, ()))


class AttesterKey(NamedTuple):
    """One public key (an OpenSSH line or a PEM block) and the days (YYYY-MM-DD) between which it counts."""

    key: str
    since: str = ""
    until: str = ""
    revoked: str = ""


class Attester(NamedTuple):
    """A person who may vouch for the documents that `paths` (gitwildmatch) name; empty means all."""

    key: str
    name: str
    keys: tuple[AttesterKey, ...]
    paths: tuple[str, ...] = ()


class Attesters(NamedTuple):
    """The register of attesters; `threshold` different people must sign."""

    threshold: int = 1
    people: Mapping[str, Attester] = {}


def parse_outlets(raw: bytes, path: str = "outlets.yaml") -> Registry:
    """The registry in these bytes; UsageError with the place of each fault, shared domains included."""
    problems = [
        f"{path}:{fault.place.line}:{fault.place.column}: {fault.message}; {fault.advice}"
        for fault in shared_domains(raw, path)
    ]
    if problems:
        raise UsageError("\n".join(problems))
    return read_outlets(raw, path)


def shared_domains(raw: bytes, path: str = "outlets.yaml") -> Iterator[Fault]:
    """Each domain under which many publish, with its place."""
    parsed = yaml_reader.read(raw, MAX_BYTES)
    for outlet in _outlets(parsed, path).outlets.values():
        for index, domain in enumerate(outlet.domains):
            why = speaks_for_everyone(domain)
            if why:
                span = parsed.values[f"{child('/outlets', outlet.key)}/domains/{index}"]
                advice = f"list the host of the outlet alone, such as `gazette.{domain}`"
                yield Fault("shared-domain", why, advice, Place(line=span.line, column=span.column))


def parse_outlets_of_old(raw: bytes, path: str = "outlets.yaml") -> Registry:
    """The same, where a domain that speaks for everyone is left out instead of refused."""
    found = read_outlets(raw, path)
    if not any(map(speaks_for_everyone, found.by_domain)):
        return found
    return _registry(
        {
            key: outlet._replace(domains=tuple(one for one in outlet.domains if not speaks_for_everyone(one)))
            for key, outlet in found.outlets.items()
        }
    )


def read_outlets(raw: bytes, path: str = "outlets.yaml") -> Registry:
    """The registry as it is written, whatever its domains are; for `outlets lint`."""
    return _outlets(yaml_reader.read(raw, MAX_BYTES), path)


def _outlets(parsed: Parsed, path: str) -> Registry:
    data = schema.require_valid("outlets", parsed, path)
    return _registry({key: _outlet(key, entry) for key, entry in data["outlets"].items()})


def _registry(outlets: Mapping[str, Outlet]) -> Registry:
    by_domain: dict[str, tuple[str, ...]] = {}
    for key, outlet in outlets.items():
        for domain in outlet.domains:
            by_domain[domain] = (*by_domain.get(domain, ()), key)
    return Registry(outlets, by_domain)


def parse_attesters(raw: bytes, path: str = "attesters.yaml") -> Attesters:
    """The register in these bytes; UsageError with the place of each fault."""
    parsed = yaml_reader.read(raw, MAX_BYTES)
    data = schema.require_valid("attesters", parsed, path)
    people = {key: _attester(key, entry) for key, entry in data["attesters"].items()}
    problems = []
    for person in people.values():
        for index, key in enumerate(person.keys):
            for field, message in key_problems(key):
                span = parsed.values[f"{child('/attesters', person.key)}/keys/{index}/{field}"]
                problems.append(f"{path}:{span.line}:{span.column}: {message}")
    if problems:
        raise UsageError("\n".join(problems))
    return Attesters(int(data.get("threshold", 1)), people)


def _outlet(key: str, entry: Mapping[str, Any]) -> Outlet:
    return Outlet(
        key=key,
        name=entry["name"],
        aliases=tuple(entry.get("aliases", ())),
        domains=tuple(a_labels(domain) for domain in entry["domains"]),
        since=entry.get("from", ""),
        until=entry.get("until", ""),
    )


def a_labels(host: str) -> str:
    """A host as lower-case A-labels (RFC 5890); hosts that IDNA refuses are only lower-cased."""
    bare = host.strip().rstrip(".").lower()
    if bare.isascii():
        return bare
    import idna

    try:
        return idna.encode(bare, uts46=True).decode("ascii")
    except idna.IDNAError:
        return bare


def _attester(key: str, entry: Mapping[str, Any]) -> Attester:
    keys = tuple(key_of(item) for item in entry["keys"])
    return Attester(key, entry["name"], keys, tuple(entry.get("paths", ())))


def key_of(item: Mapping[str, str]) -> AttesterKey:
    """One key with its days, as `attesters.yaml` and `witnesses.yaml` write it."""
    return AttesterKey(item["key"], item.get("from", ""), item.get("until", ""), item.get("revoked", ""))


def key_problems(key: AttesterKey) -> Iterator[tuple[str, str]]:
    """(field, message) for days that are none: such a key would never expire, or never be revoked."""
    for field, day in (("from", key.since), ("until", key.until), ("revoked", key.revoked)):
        if day and not _is_day(day):
            yield field, f"`{day}` is not a day"
    if key.since and key.until and key.since > key.until:
        yield "until", f"`{key.until}` is before `{key.since}`, so the key would never count"


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _suffixes(host: str) -> Iterator[str]:
    while host:
        yield host
        _, _, host = host.partition(".")
