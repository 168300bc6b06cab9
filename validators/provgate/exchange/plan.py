"""Records → the sidecars to write for documents that are there, and everything that is left over."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from provgate.exchange.records import Record, Skipped
from provgate.formats.compose import Entry, author_value
from provgate.formats.registries import Registry
from provgate.values import urls
from provgate.values.characters import slug
from provgate.values.names import fold

_OPTIONAL = ("title", "language", "license", "retrieved", "notes")


class Place(NamedTuple):
    """What a path in a catalogue may be relative to: the repository's root, its corpora, the catalogue's folder."""

    documents: Collection[str]
    folders: tuple[str, ...]


class Planned(NamedTuple):
    """One sidecar to be written: its document, its claims, and the entry of the catalogue that they come from."""

    document: str
    entries: tuple[Entry, ...]
    where: str


class Proposed(NamedTuple):
    """An outlet that the records name and `outlets.yaml` does not have."""

    key: str
    name: str
    host: str


class Plan(NamedTuple):
    """What an import would do. `proposed` are outlets to add, by key."""

    planned: tuple[Planned, ...]
    skipped: tuple[Skipped, ...]
    proposed: Mapping[str, Proposed]


def plan(records: Iterable[Record], place: Place, registry: Registry) -> Plan:
    """Match records with documents; the first record of a document counts, and a second one is told."""
    names = {fold(name): key for key, outlet in sorted(registry.outlets.items()) for name in outlet.names}
    planned: dict[str, Planned] = {}
    skipped: list[Skipped] = []
    proposed: dict[str, Proposed] = {}
    for record in records:
        document = _document(record, place)
        if isinstance(document, Skipped):
            skipped.append(document)
        elif document in planned:
            skipped.append(Skipped(record.where, f"`{document}` is described by {planned[document].where} already"))
        else:
            key = _outlet(record, registry, names, proposed)
            planned[document] = Planned(document, tuple(_entries(record, key)), record.where)
            skipped += _unprintable(record)
    return Plan(tuple(planned[document] for document in sorted(planned)), tuple(skipped), proposed)


def _document(record: Record, place: Place) -> str | Skipped:
    path = record.claims.get("path", "").replace("\\", "/")
    if not path:
        return Skipped(record.where, "names no document: no field of it is the path")
    joined = (posixpath.normpath(posixpath.join(folder, path)) for folder in place.folders)
    found = [candidate for candidate in dict.fromkeys(joined) if candidate in place.documents]
    if len(found) == 1 and not path.startswith("/"):
        return found[0]
    if found and not path.startswith("/"):
        return Skipped(record.where, f"`{path}` could be any of {', '.join(found)}; write the path from the root")
    return Skipped(record.where, f"`{path}` is not a document of the corpus")


def _outlet(
    record: Record, registry: Registry, names: Mapping[tuple[str, ...], str], proposed: dict[str, Proposed]
) -> tuple[str, str]:
    """The outlet's key and what it rests on: its key or name, else the only owner of the origin's host."""
    named = record.claims.get("outlet", "")
    host = urls.host_of(record.claims.get("origin", "")).removeprefix("www.")
    owners = registry.of_host(host) if host else ()
    if named in registry.outlets:
        return named, ""
    if fold(named) in names and named:
        return names[fold(named)], f"named `{named}`"
    if not named and len(owners) == 1:
        return owners[0].key, f"from the host {host}"
    key = slug(named) if named else "" if owners else slug(host)
    if not key:
        return named, ""
    proposed.setdefault(key, Proposed(key, named or host, host))
    return key, "not in outlets.yaml yet"


def _entries(record: Record, outlet: tuple[str, str]) -> Iterator[Entry]:
    """The sidecar's keys in their order; the four claims always, empty where the catalogue is silent."""
    claims = {key: value if value.isprintable() else "" for key, value in record.claims.items()}
    authors = tuple(author for author in record.authors if author.name.isprintable())
    yield Entry("origin", claims.get("origin", ""))
    yield Entry("date", claims.get("date", ""))
    yield Entry("author", author_value(authors) if authors else "")
    yield Entry("outlet", *outlet)
    for key in _OPTIONAL:
        if claims.get(key):
            yield Entry(key, claims[key])


def _unprintable(record: Record) -> Iterator[Skipped]:
    """Values with control characters are left empty, and told."""
    values = [*record.claims.items(), *(("author", author.name) for author in record.authors)]
    for key, value in values:
        if not value.isprintable():
            yield Skipped(record.where, f"`{key}` contains control characters; it was left empty")
