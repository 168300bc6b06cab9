"""What a document states of itself: front matter, e-mail headers, metadata of PDFs and images → claims to look over.

These are statements of low rank: whoever made the file wrote them, and nothing here verifies them. `provgate new` puts
them into a sidecar with the place that they come from, and leaves everything else empty.
"""

from __future__ import annotations

import email.policy
import io
import re
from collections.abc import Callable, Iterator, Mapping
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from provgate.exchange import front_matter
from provgate.exchange.records import mapping_of, record_of
from provgate.formats.claims import Author

MAX_BYTES = 32 * 1024 * 1024


class Stated(NamedTuple):
    """One claim that a document makes of itself: the sidecar's key, its value, and where the document says so."""

    key: str
    value: str | tuple[Author, ...]
    place: str


def stated(document: tuple[str, bytes]) -> tuple[Stated, ...]:
    """What the document (name, bytes) states, at most one statement a key; nothing where it cannot be read.

    ImportError when its format needs a library that is not installed (extra `provgate[metadata]`).
    """
    name, raw = document
    reader = _READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None or len(raw) > MAX_BYTES:
        return ()
    found: dict[str, Stated] = {}
    for one in reader(raw):
        text = one.value if isinstance(one.value, str) else " ".join(author.name for author in one.value)
        if text and text.isprintable():
            found.setdefault(one.key, one)
    return tuple(found.values())


def readable(name: str) -> bool:
    """Whether documents of this name's kind state anything that is read here."""
    return PurePosixPath(name).suffix.lower() in _READERS


def _markdown(raw: bytes) -> Iterator[Stated]:
    catalogue = front_matter.read(raw, "document")
    for row in catalogue.rows:
        record = record_of(row, mapping_of(catalogue, ()))
        if record.authors:
            yield Stated("author", record.authors, "front matter")
        for key in ("origin", "date", "outlet", "title", "language", "license"):
            if key in record.claims:
                yield Stated(key, record.claims[key], "front matter")


def _mail(raw: bytes) -> Iterator[Stated]:
    """RFC 5322: From, Date, Subject and Message-ID, the last as a `mid:` URI (RFC 2392)."""
    message = BytesParser(policy=email.policy.default).parsebytes(raw, headersonly=True)
    names = [_folded(name) for name, _address in getaddresses(_header(message, "From")) if name]
    yield Stated("author", tuple(map(Author, filter(None, names))), "From header")
    for value in _header(message, "Message-ID"):
        yield Stated("origin", "mid:" + re.sub(r"[<>\s]", "", value), "Message-ID header")
    for value in _header(message, "Date"):
        yield Stated("date", _moment(value), "Date header")
    for value in _header(message, "Subject"):
        yield Stated("title", _folded(value), "Subject header")


def _header(message: Any, name: str) -> list[str]:
    """The texts of a header; one that even the library cannot make sense of is none."""
    try:
        return [str(value) for value in message.get_all(name, [])]
    except (ValueError, IndexError, AttributeError, TypeError):
        return []


def _moment(value: str) -> str:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return moment.isoformat() if moment.tzinfo else moment.date().isoformat()


def _pdf(raw: bytes) -> Iterator[Stated]:
    """ISO 32000 document information; its dates are those of the file, not of publication."""
    from pypdf import PdfReader

    try:
        information: Mapping[str, Any] = PdfReader(io.BytesIO(raw)).metadata or {}
        texts = {
            key: _folded(str(information.get(f"/{key}", ""))) for key in ("Author", "Title", "Subject", "Keywords")
        }
    except Exception:  # A library for hostile files: whatever it raises, the document states nothing.
        return
    yield Stated("author", _authors(texts["Author"]), "PDF metadata, Author")
    yield Stated("title", texts["Title"], "PDF metadata, Title")
    doi = re.search(r"\b10\.\d{4,9}/[^\s\"<>;,]+", " ".join(texts.values()))
    yield Stated("origin", f"doi:{doi.group()}" if doi else "", "PDF metadata")


def _image(raw: bytes) -> Iterator[Stated]:
    """EXIF (JEITA CP-3451): the artist; the moment of the picture is not its publication."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(raw)) as image:
            exif = image.getexif()
            artist, title = (_folded(str(exif.get(tag, "")).rstrip("\0")) for tag in (_ARTIST, _DESCRIPTION))
    except Exception:  # As above.
        return
    yield Stated("author", _authors(artist), "EXIF Artist")
    yield Stated("title", title, "EXIF ImageDescription")


_ARTIST, _DESCRIPTION = 0x013B, 0x010E


def _authors(text: str) -> tuple[Author, ...]:
    return tuple(Author(name.strip()) for name in text.split(";") if name.strip())


def _folded(text: str) -> str:
    return " ".join(text.split())


_READERS: dict[str, Callable[[bytes], Iterator[Stated]]] = {
    ".md": _markdown, ".markdown": _markdown, ".qmd": _markdown, ".eml": _mail, ".pdf": _pdf,
    ".jpg": _image, ".jpeg": _image, ".png": _image, ".tif": _image, ".tiff": _image, ".webp": _image,
}  # fmt: skip
