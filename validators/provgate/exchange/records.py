"""What a catalogue says of documents, whatever its format: rows of fields, and the claims that they map to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from provgate.findings import UsageError
from provgate.formats.claims import Author

CLAIMS = (
    "path", "origin", "date", "author", "outlet", "title", "language", "license", "retrieved", "notes",
)  # fmt: skip
"""What a field may be mapped to: the document's path, or a key of its sidecar."""

Field = str | Author


class Row(NamedTuple):
    """One entry of a catalogue: where it stands ("row 3"), and its fields under the catalogue's own names."""

    where: str
    fields: Mapping[str, tuple[Field, ...]]


class Skipped(NamedTuple):
    """An entry, or a value of one, that could not be used, and why."""

    where: str
    message: str


class Catalogue(NamedTuple):
    """A file's rows, what of it could not be read, and which of its fields stand for which claim by default."""

    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    mapping: Mapping[str, str]


class Record(NamedTuple):
    """One entry as claims: one text for each key of `CLAIMS` that is known, and the authors."""

    where: str
    claims: Mapping[str, str]
    authors: tuple[Author, ...] = ()


def mapping_of(catalogue: Catalogue, options: Iterable[str]) -> dict[str, str]:
    """Which field becomes which claim, defaults overruled by `FIELD=CLAIM` options; UsageError for a wrong option."""
    present = dict.fromkeys(name for row in catalogue.rows for name in row.fields)
    mapping = {name: catalogue.mapping[name] for name in catalogue.mapping if name in present}
    for option in options:
        name, equals, claim = option.rpartition("=")
        if not equals or claim not in CLAIMS:
            raise UsageError(f"--map {option}: write FIELD=CLAIM, with CLAIM one of {', '.join(CLAIMS)}")
        if name not in present:
            known = ", ".join(list(present)[:20]) or "none"
            raise UsageError(f"--map {option}: the file has no field `{name}`; its fields: {known}")
        mapping = {other: mapped for other, mapped in mapping.items() if mapped != claim}
        mapping[name] = claim
    return mapping


def record_of(row: Row, mapping: Mapping[str, str]) -> Record:
    """A row as claims. Of several fields for one claim the first that the mapping lists and the row fills counts."""
    claims: dict[str, str] = {}
    authors: tuple[Author, ...] = ()
    for name, claim in mapping.items():
        values = tuple(filter(_said, row.fields.get(name, ())))
        if not values:
            continue
        if claim == "author":
            authors = authors or tuple(map(_author, values))
        else:
            claims.setdefault(claim, _text(values[0]))
    return Record(row.where, claims, authors)


def texts(values: Sequence[str]) -> tuple[Field, ...]:
    """Texts as a field's values, white space folded, without empty ones."""
    folded = (" ".join(value.split()) for value in values)
    return tuple(value for value in folded if value)


def _said(value: Field) -> bool:
    return bool(_text(value))


def _text(value: Field) -> str:
    return value.name if isinstance(value, Author) else value


def _author(value: Field) -> Author:
    return value if isinstance(value, Author) else Author(value)
