"""Valid sidecar data → typed claims.

Nothing here checks anything: data that reaches this room has passed the schema, field by field at least.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, cast

from provgate.formats.yaml_reader import Value

SUFFIX = ".source.yaml"
"""What a sidecar's name has behind its document's."""


class Author(NamedTuple):
    """One claimed author: a person's name, or a body without a byline."""

    name: str
    organization: bool = False
    pointer: str = "/author"


class EvidenceRef(NamedTuple):
    """One entry of `evidence`: `kind` is capture or attestation, `path` is relative to the sidecar's folder."""

    kind: str
    path: str
    sha256: str
    pointer: str


class Claims(NamedTuple):
    """What a sidecar says (DESIGN 1.2). Every scalar is the text that stands in the file."""

    origin: str
    date: str
    authors: tuple[Author, ...]
    outlet: str
    title: str = ""
    language: str = ""
    license: str = ""
    excerpt: bool = False
    retrieved: str = ""
    sha256: str = ""
    evidence: tuple[EvidenceRef, ...] = ()


def from_data(data: Mapping[str, Value]) -> Claims:
    """The claims of schema-valid sidecar data."""
    text = cast("Mapping[str, str]", data)
    return Claims(
        origin=text["origin"],
        date=text["date"],
        authors=_authors(data["author"]),
        outlet=text["outlet"],
        title=text.get("title", ""),
        language=text.get("language", ""),
        license=text.get("license", ""),
        excerpt=text.get("excerpt") == "true",
        retrieved=text.get("retrieved", ""),
        sha256=text.get("sha256", ""),
        evidence=_evidence(cast("list[dict[str, str]]", data.get("evidence", []))),
    )


def on_their_face(data: Mapping[str, Value], faulted: Collection[str]) -> Claims:
    """The claims of data that its schema does not accept, as far as they go: faulted fields are empty."""
    sound = {field: value for field, value in data.items() if field not in faulted}
    empty: dict[str, Value] = {"origin": "", "date": "", "author": [], "outlet": ""}
    return from_data({**empty, **sound})


def _authors(value: Value) -> tuple[Author, ...]:
    if isinstance(value, list):
        return tuple(_author(item, f"/author/{index}") for index, item in enumerate(value))
    return (_author(value, "/author"),)


def _author(value: Value, pointer: str) -> Author:
    if isinstance(value, dict):
        return Author(str(value["organization"]), organization=True, pointer=f"{pointer}/organization")
    return Author(str(value), pointer=pointer)


def _evidence(entries: list[dict[str, str]]) -> tuple[EvidenceRef, ...]:
    return tuple(
        EvidenceRef(entry["kind"], entry["path"], entry["sha256"], f"/evidence/{index}")
        for index, entry in enumerate(entries)
    )
