"""YAML front matter of Markdown documents (Jekyll, Hugo, Pandoc) → fields that the document states of itself."""

from __future__ import annotations

from provgate.exchange.records import Catalogue, Field, Row, Skipped, texts
from provgate.formats import yaml_reader
from provgate.formats.yaml_reader import Value

MAPPING = {
    "path": "path", "origin": "origin", "canonical_url": "origin", "url": "origin", "source": "origin",
    "source_url": "origin", "date": "date", "published": "date", "author": "author", "authors": "author",
    "outlet": "outlet", "publisher": "outlet", "site": "outlet", "title": "title", "lang": "language",
    "language": "language", "license": "license",
}  # fmt: skip
_FENCE = "---"


def read(raw: bytes, name: str) -> Catalogue:
    """The front matter of the document `name` as one row that fits that document; no rows where there is none."""
    block = block_of(raw)
    if block is None:
        return Catalogue((), (Skipped(f"`{name}`", "has no front matter between two `---` lines"),), MAPPING)
    parsed = yaml_reader.read(block)
    if parsed.data is None or parsed.faults:
        faults = tuple(Skipped(f"line {(fault.place.line or 1) + 1}", fault.message) for fault in parsed.faults)
        return Catalogue((), faults or (Skipped("line 1", "the front matter is no mapping"),), MAPPING)
    fields = {key: _values(value) for key, value in parsed.data.items()}
    return Catalogue((Row(f"`{name}`", {**fields, "path": (name,)}),), (), MAPPING)


def block_of(raw: bytes) -> bytes | None:
    """The bytes between the document's first line, `---`, and the next such line; None where there are none."""
    lines = raw.splitlines(keepends=True)
    if not lines or lines[0].strip() != _FENCE.encode():
        return None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() in (b"---", b"...")), None)
    return b"".join(lines[1:end]) if end is not None else None


def _values(value: Value) -> tuple[Field, ...]:
    if isinstance(value, str):
        return texts([value])
    if isinstance(value, dict):
        return _values(value["name"]) if "name" in value else ()
    return tuple(one for item in value for one in _values(item))
