"""BibTeX and BibLaTeX, as Zotero and JabRef export them → rows (extra `provgate[import]`: bibtexparser)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from provgate.exchange.records import Catalogue, Field, Row, Skipped, texts
from provgate.findings import UsageError
from provgate.formats.claims import Author

MAPPING = {
    "file": "path", "url": "origin", "doi": "origin", "issued": "date", "author": "author", "journaltitle": "outlet",
    "journal": "outlet", "publisher": "outlet", "organization": "outlet", "title": "title", "langid": "language",
    "urldate": "retrieved",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RAW = ("url", "doi", "file", "urldate", "date")
_BRACED = re.compile(r"\{[^{}]*\}")


def read(raw: bytes, name: str) -> Catalogue:
    """The entries of a bibliography; what cannot be parsed is told with its line, and the rest is read."""
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    try:
        library = parse_string(raw.decode("utf-8-sig"))
        rows = tuple(Row(f"entry `{entry.key}`", dict(_fields(entry))) for entry in library.entries)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; export the file as UTF-8"
        ) from error
    except RecursionError as error:
        raise UsageError(f"{name}: braces are nested too deeply") from error
    skipped = tuple(Skipped(f"line {_line(block)}", "is not a valid BibTeX entry") for block in library.failed_blocks)
    partial = (row.where for row in rows if "others" in row.fields)
    incomplete = "the list of authors is not complete (`and others`)"
    return Catalogue(rows, (*skipped, *(Skipped(where, incomplete) for where in partial)), MAPPING)


def _line(block: Any) -> int:
    return int(block.start_line or 0) + 1


def _fields(entry: Any) -> Iterator[tuple[str, tuple[Field, ...]]]:
    found = {field.key.lower(): str(field.value) for field in entry.fields}
    issued = found.get("date") or _day(found)
    for key, value in found.items():
        if key == "author":
            people, others = _people(value)
            yield "author", people
            if others:
                yield "others", ("yes",)
        elif key == "file":
            yield "file", texts([_file(value)])
        elif key == "doi":
            yield "doi", texts(["doi:" + re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", value.strip())])
        elif key in _RAW:
            yield key, texts([value.replace("\\_", "_").replace("\\&", "&").replace("\\%", "%").replace("\\#", "#")])
        else:
            yield key, texts([_plain(value)])
    if issued:
        yield "issued", texts([issued])


def _day(found: dict[str, str]) -> str:
    """year, month and day as an ISO 8601 date, at the precision that is there."""
    year, month, day = (found.get(part, "").strip() for part in ("year", "month", "day"))
    number = str(_MONTHS.index(month[:3].lower()) + 1) if month[:3].lower() in _MONTHS else month
    parts = [year]
    if number.isdecimal():
        parts += [number.zfill(2), *([day.zfill(2)] if day.isdecimal() else [])]
    return "-".join(parts)


def _people(value: str) -> tuple[tuple[Field, ...], bool]:
    """The named authors (in braces: a body), and whether `others` stands among them, who is nobody."""
    from bibtexparser.middlewares.names import (
        InvalidNameError,
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    people: list[Field] = []
    names = split_multiple_persons_names(value)
    for name in names:
        if _BRACED.fullmatch(name.strip()):
            people.append(Author(_plain(name), organization=True))
        elif name.strip() != "others":
            try:
                parts = parse_single_name_into_parts(name)
            except InvalidNameError:
                people.append(_plain(name))
                continue
            people.append(_plain(" ".join([*parts.first, *parts.von, *parts.last, *parts.jr])))
    return tuple(people), "others" in map(str.strip, names)


def _file(value: str) -> str:
    """The first file of Zotero's `description:path:type`, or the path alone."""
    first = value.split(";")[0]
    parts = re.split(r"(?<!\\):", first)
    path = parts[1] if len(parts) > 2 else first
    return path.replace("\\:", ":").replace("\\\\", "/")


def _plain(value: str) -> str:
    """LaTeX → text: accents as letters, braces gone."""
    from pylatexenc.latex2text import LatexNodes2Text

    return " ".join(LatexNodes2Text(keep_comments=True).latex_to_text(value).split())
