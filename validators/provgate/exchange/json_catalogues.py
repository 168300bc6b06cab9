"""JSON catalogues → rows: CSL-JSON (Zotero, Pandoc), schema.org JSON-LD, and Croissant (MLCommons, 1.0 and 1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from provgate.exchange.records import Catalogue, Field, Row, texts
from provgate.findings import UsageError
from provgate.formats.claims import Author

_CSL = {
    "path": "path", "file": "path", "URL": "origin", "DOI": "origin", "issued": "date", "author": "author",
    "container-title": "outlet", "publisher": "outlet", "title": "title", "language": "language",
    "accessed": "retrieved",
}  # fmt: skip
_SCHEMA_ORG = {
    "contentUrl": "path", "encoding.contentUrl": "path", "url": "origin", "mainEntityOfPage": "origin", "@id": "origin",
    "datePublished": "date", "author": "author", "publisher": "outlet", "headline": "title", "name": "title",
    "inLanguage": "language", "license": "license",
}  # fmt: skip
_CROISSANT = {
    "contentUrl": "path", "url": "origin", "datePublished": "date", "author": "author", "creator": "author",
    "publisher": "outlet", "inLanguage": "language", "license": "license",
}  # fmt: skip
_WORKS = (
    "Article",
    "Report",
    "WebPage",
    "CreativeWork",
    "Work",
    "Object",
    "Posting",
    "Book",
    "Dataset",
    "Message",
    "Thesis",
)


def read(raw: bytes, name: str) -> Catalogue:
    """The entries of whichever of the three this is; UsageError with the place where it is none."""
    data = _parsed(raw, name)
    if isinstance(data, dict) and "croissant" in json.dumps(data.get("conformsTo", "")).lower():
        return Catalogue(tuple(_croissant(data)), (), _CROISSANT)
    if (isinstance(data, dict) and "@context" in data) or (
        isinstance(data, list) and any("@type" in _object(item) for item in data)
    ):
        return Catalogue(tuple(_schema_org(data)), (), _SCHEMA_ORG)
    items = data.get("items") if isinstance(data, dict) else data
    if isinstance(items, list) and all(isinstance(item, dict) for item in items):
        rows = (Row(_where("item", number, item.get("id")), dict(_csl(item))) for number, item in enumerate(items, 1))
        return Catalogue(tuple(rows), (), _CSL)
    raise UsageError(f"{name}: this is neither CSL-JSON (a list of items) nor schema.org JSON-LD nor Croissant")


def _parsed(raw: bytes, name: str) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise UsageError(f"{name}:{error.lineno}:{error.colno}: the file is not valid JSON: {error.msg}") from error
    except RecursionError as error:
        raise UsageError(f"{name}: the JSON is nested too deeply") from error
    except ValueError as error:
        raise UsageError(f"{name}: the JSON holds a number that is too large") from error


def _where(noun: str, number: int, identifier: object) -> str:
    return f"{noun} {number} (`{identifier}`)" if isinstance(identifier, str | int) else f"{noun} {number}"


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: Any) -> tuple[Field, ...]:
    """Texts and numbers of a JSON value, one or a list."""
    return texts([str(one) for one in _list(value) if isinstance(one, str | int) and not isinstance(one, bool)])


def _csl(item: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Field, ...]]]:
    for key, value in item.items():
        if key == "DOI":
            yield key, texts([f"doi:{one}" for one in _strings(value)])
        elif key in ("issued", "accessed"):
            yield key, texts([_csl_date(_object(value))])
        elif key == "author":
            yield key, tuple(filter(None, map(_csl_name, map(_object, _list(value)))))
        else:
            yield key, _strings(value)


def _csl_date(value: Mapping[str, Any]) -> str:
    """A CSL date variable as an ISO 8601 date; a range, or what is no date, is nothing."""
    parts = _list(value.get("date-parts"))
    if len(parts) != 1:
        return str(value["raw"]) if isinstance(value.get("raw"), str) and not parts else ""
    numbers = [str(part).zfill(2 if place else 4) for place, part in enumerate(_list(parts[0]))]
    return "-".join(numbers) if numbers and all(number.isdecimal() for number in numbers) else ""


def _csl_name(value: Mapping[str, Any]) -> Field | None:
    if isinstance(value.get("literal"), str):
        return Author(" ".join(value["literal"].split()), organization=True)
    parts = (value.get(part) for part in ("given", "non-dropping-particle", "dropping-particle", "family", "suffix"))
    return " ".join(" ".join(part.split()) for part in parts if isinstance(part, str)) or None


def _schema_org(data: Any) -> Iterator[Row]:
    nodes = data.get("@graph", [data]) if isinstance(data, dict) else data
    for number, node in enumerate(filter(_is_work, map(_object, _list(nodes))), 1):
        fields = {key: _ld_value(key, value) for key, value in node.items()}
        encodings = map(_object, _list(node.get("encoding")))
        fields["encoding.contentUrl"] = _strings([one.get("contentUrl") for one in encodings])
        fields["contentUrl"] = tuple(one for one in fields.get("contentUrl", ()) if "://" not in str(one))
        yield Row(_where("item", number, node.get("@id") or node.get("name")), fields)


def _is_work(node: Mapping[str, Any]) -> bool:
    return any(str(kind).endswith(_WORKS) for kind in _list(node.get("@type")))


def _croissant(data: Mapping[str, Any]) -> Iterator[Row]:
    """A row a file of `distribution`: only what the file object itself states; the data set's own under `dataset.`."""
    whole = {
        f"dataset.{key}": _ld_value(key, value)
        for key, value in data.items()
        if key not in ("distribution", "recordSet")
    }
    files = [
        node for node in map(_object, _list(data.get("distribution"))) if str(node.get("@type")).endswith("FileObject")
    ]
    for number, node in enumerate(files, 1):
        fields = {key: _ld_value(key, value) for key, value in node.items()}
        urls = _strings(node.get("contentUrl"))
        fields["contentUrl"] = tuple(one for one in urls if "://" not in str(one))
        fields.setdefault("url", tuple(one for one in urls if "://" in str(one)))
        yield Row(_where("file", number, node.get("@id") or node.get("name")), whole | fields)


def _ld_value(key: str, value: Any) -> tuple[Field, ...]:
    """A property's texts; a node stands for its name, or where it has none for its URL or id."""
    if key in ("author", "creator"):
        return tuple(filter(None, map(_ld_author, _list(value))))
    found: list[str] = []
    for one in _list(value):
        node = _object(one)
        found += [
            str(text) for text in _strings(one) or _strings([node.get("name") or node.get("url") or node.get("@id")])
        ]
    return texts(found)


def _ld_author(value: Any) -> Field | None:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    names = _strings(_object(value).get("name"))
    if not names:
        return None
    body = any(str(kind).endswith(("Organization", "Corporation")) for kind in _list(_object(value).get("@type")))
    return Author(str(names[0]), organization=body)
