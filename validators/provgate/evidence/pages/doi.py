"""JSON from DOI registries (CSL JSON, Crossref, DataCite) → statements, for https://doi.org/ origins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages import jsonld

_DATES = ("published", "issued", "published-online", "published-print", "posted")


def read(source: str) -> Iterator[Statement]:
    """The statements of one registry record; nothing for JSON of another shape."""
    data = jsonld.load(source)
    if not isinstance(data, dict):
        return
    message = data.get("message")
    if isinstance(message, dict):
        data = message
    attributes = data.get("data", data)
    attributes = attributes.get("attributes", attributes) if isinstance(attributes, dict) else data
    if isinstance(attributes, dict) and "creators" in attributes:
        yield from _datacite(attributes)
    elif "DOI" in data or "title" in data:
        yield from _crossref(data)


def _crossref(data: Mapping[str, Any]) -> Iterator[Statement]:
    for person in _list(data.get("author")):
        name = (
            person.get("literal")
            or person.get("name")
            or " ".join(
                str(person[key]) for key in ("given", "non-dropping-particle", "family", "suffix") if person.get(key)
            )
        )
        if name:
            yield Statement(
                "author", str(name), "DOI record author", Rank.ARTICLE, "person" if person.get("family") else ""
            )
    for key in _DATES:
        for day in _date_parts(data.get(key)):
            yield Statement("date", day, f"DOI record {key}")
    for key in ("container-title", "publisher", "institution"):
        value = data.get(key)
        for item in value if isinstance(value, list) else [value]:
            body = item.get("name") if isinstance(item, dict) else item
            if isinstance(body, str) and body.strip():
                yield Statement("outlet", body.strip(), f"DOI record {key}", Rank.ARTICLE.weaker(key == "publisher"))
    yield from _titles(data.get("title"))
    if isinstance(data.get("DOI"), str):
        yield Statement("identifier", data["DOI"], "DOI record DOI")
    if isinstance(data.get("URL"), str):
        yield Statement("canonical", data["URL"], "DOI record URL")


def _datacite(data: Mapping[str, Any]) -> Iterator[Statement]:
    for person in _list(data.get("creators")):
        given, family = person.get("givenName"), person.get("familyName")
        name = f"{given} {family}" if given and family else person.get("name")
        if isinstance(name, str) and name.strip():
            kind = "organization" if person.get("nameType") == "Organizational" else "person"
            yield Statement("author", name.strip(), "DOI record creators", Rank.ARTICLE, kind)
    for entry in _list(data.get("dates")):
        if entry.get("dateType") in ("Issued", "Available", "Created") and isinstance(entry.get("date"), str):
            kind = entry["dateType"]
            yield Statement("date", entry["date"], f"DOI record {kind}", Rank.ARTICLE.weaker(kind != "Issued"))
    if isinstance(data.get("publicationYear"), int | str):
        yield Statement("date", str(data["publicationYear"]), "DOI record publicationYear", Rank.PAGE)
    publisher = data.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    if isinstance(name, str) and name.strip():
        yield Statement("outlet", name.strip(), "DOI record publisher")
    yield from _titles([item.get("title") for item in _list(data.get("titles"))])
    if isinstance(data.get("doi"), str):
        yield Statement("identifier", data["doi"], "DOI record doi")


def _titles(value: Any) -> Iterator[Statement]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield Statement("title", item.strip(), "DOI record title")


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value[:2000] if isinstance(item, dict)] if isinstance(value, list) else []


def _date_parts(value: Any) -> Iterator[str]:
    """CSL dates: {"date-parts": [[2026, 3, 12]]}, with month and day optional."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first and all(str(part).isdigit() and len(str(part)) <= 4 for part in first[:3]):
        yield "-".join(f"{int(part):02d}" for part in first[:3])
