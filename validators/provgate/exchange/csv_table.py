"""CSV and TSV with a header (RFC 4180) → rows. Columns that are called like a claim are that claim."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from provgate.exchange.records import CLAIMS, Catalogue, Field, Row, Skipped, texts
from provgate.findings import UsageError

_NAMES = {claim: claim for claim in CLAIMS} | {
    "file": "path", "filename": "path", "document": "path", "url": "origin", "source": "origin",
    "published": "date", "authors": "author", "publisher": "outlet", "lang": "language",
}  # fmt: skip
_DELIMITERS = ",;\t"


def read(raw: bytes, name: str) -> Catalogue:
    """The table's rows; UsageError for a file that is no UTF-8 or has no header."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; save the table as UTF-8"
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    skipped: list[Skipped] = []
    header: list[str] = []
    try:
        header = [column.strip() for column in next(reader, [])]
        _require_header(header, name)
        for found in _rows(reader, header):
            if isinstance(found, Row):
                rows.append(found)
            else:
                skipped.append(found)
    except csv.Error as error:
        raise UsageError(f"{name}:{reader.line_num}: the table is not valid CSV: {error}") from error
    return Catalogue(
        tuple(rows), tuple(skipped), {column: _NAMES[column.lower()] for column in header if column.lower() in _NAMES}
    )


def _delimiter(text: str) -> str:
    """The delimiter of the header line: the one that stands there most often."""
    line = text.partition("\n")[0]
    return max(_DELIMITERS, key=line.count)


def _require_header(header: list[str], name: str) -> None:
    if not any(header):
        raise UsageError(
            f"{name}:1: the table has no header; its first line names the columns, such as `path,origin,date`"
        )
    twice = next((column for column in header if column and header.count(column) > 1), None)
    if twice is not None:
        raise UsageError(f"{name}:1: the column `{twice}` is duplicated in the header")


def _rows(reader: Iterator[list[str]], header: list[str]) -> Iterator[Row | Skipped]:
    for number, cells in enumerate(reader, 2):
        where = f"row {number}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            yield Skipped(where, f"has {len(cells)} cells, and the header names {len(header)} columns")
            continue
        yield Row(where, {column: _cell(column, cell) for column, cell in zip(header, cells, strict=False) if column})


def _cell(column: str, cell: str) -> tuple[Field, ...]:
    """A cell's values: names of people are joined by `; `, everything else is one value."""
    if column.lower() in ("author", "authors"):
        return texts(re.split(r";(?:\s|$)", cell))
    return texts([cell])
