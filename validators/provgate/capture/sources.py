"""A file of another tool, told by its content → a capture that the readers of evidence understand, and how it was made.

WARC and WACZ are read where they are; `.warc.zst` is unpacked into a file; a page saved by hand (HTML, MHTML) and the
export of a browser's network panel (HAR) are put together as responses, and the result says so.
"""

from __future__ import annotations

import datetime
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

from provgate.capture import har, mhtml, saved_page, zstd_warc
from provgate.capture.warc_writer import saved, to_warc
from provgate.evidence.captures import zips
from provgate.evidence.captures.source import FileSource, Source
from provgate.evidence.captures.warc import GZIP_MAGIC
from provgate.findings import CannotCheckError, UsageError
from provgate.values import urls

SAVED_BY_HAND = "imported from a page that was saved by hand: the response's head was put together, not recorded"
EXPORTED = "imported from a HAR file: heads were put together, and bodies are as the browser decoded them"
_NOTES = {SAVED_BY_HAND: "imported from a page saved by hand", EXPORTED: "imported from a HAR file"}
_HTML, _ARCHIVES = (".html", ".htm", ".xhtml"), (".warc", ".warc.gz", ".wacz", ".warc.zst", ".arc")
_START = 16 * 1024
_MOST_PLAIN = 4 * 1024**3
"""Bytes to which a `.warc.zst` may be unpacked, on the disk."""
_SLACK = datetime.timedelta(minutes=1)


class Given(NamedTuple):
    """What the user says of the file: one page's URL and when it was saved (RFC 3339), empty where nothing is said.

    `most` is the number of bytes that may be held in memory of a file that is not read in parts.
    """

    path: Path
    url: str
    retrieved: str
    most: int


class Opened(NamedTuple):
    """A capture: its bytes, the ending that fits them, how it was put together (empty: it was recorded).

    `url` is the page's, where the file holds one page and names it; `bodiless` are URLs whose bodies it left out.
    What is not `kept` as it is, even where all of it is needed, has no ending that other tools would know.
    """

    source: Source
    ending: str
    note: str = ""
    url: str = ""
    bodiless: tuple[str, ...] = ()
    kept: bool = True

    @property
    def comment(self) -> str:
        """The note in few words, for a sidecar."""
        return _NOTES.get(self.note, "")


def opened(given: Given, stack: ExitStack) -> Opened:
    """The capture in this file, open until the stack is left."""
    try:
        file = stack.enter_context(given.path.open("rb"))
        start = file.read(_START)
    except OSError as error:
        raise UsageError(f"{given.path}: cannot be read: {error.strerror}") from None
    name = given.path.name.lower()
    if start.startswith(zips.MAGIC):
        return Opened(FileSource(file), ".wacz")
    if start.startswith((zstd_warc.FRAME, zstd_warc.DICTIONARY)):
        plain = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 -- the stack closes it
        zstd_warc.unpack(FileSource(file), plain, _MOST_PLAIN)
        return Opened(FileSource(plain), ".warc.gz", kept=False)
    if not name.endswith(_ARCHIVES):
        if har.is_har(start):
            held = har.read(_whole(given, file))
            return Opened(to_warc(held.exchanges, EXPORTED), ".warc.gz", EXPORTED, bodiless=held.bodiless)
        if mhtml.is_mhtml(start):
            return _mhtml(given, mhtml.read(_whole(given, file)))
        if name.endswith(_HTML) or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return _page(given, _whole(given, file))
    return Opened(FileSource(file), ".warc.gz" if start.startswith(GZIP_MAGIC) else ".warc")


def _whole(given: Given, file: IO[bytes]) -> bytes:
    if file.seek(0, 2) > given.most:
        raise CannotCheckError(
            f"{given.path}: larger than the {given.most:,} bytes that the policy allows for a capture"
        )
    file.seek(0)
    return file.read()


def _page(given: Given, raw: bytes) -> Opened:
    """A page saved as HTML; what it says of itself must agree with what is given, or stands in its place."""
    said = saved_page.said(raw)
    url = given.url
    if said and not url:
        url = urls.normalise(said.url) if urls.host_of(said.url) else ""
    elif said and _bare(said.url) != _bare(url):
        raise UsageError(f"{given.path}: {said.tool} saved it from {said.url[:200]}, not from the URL given")
    moment = _moment(given, said.time if said else None)
    if not url or moment is None:
        raise UsageError(
            f"{given.path}: a page saved by hand does not say where and when it was saved: give --url and --retrieved"
        )
    return _put_together(url, raw, "text/html", moment)


def _mhtml(given: Given, page: mhtml.Page) -> Opened:
    moment = _moment(given, page.time)
    if moment is None:
        raise UsageError(f"{given.path}: does not say when it was saved: give --retrieved")
    return _put_together(page.url, page.body, page.media_type, moment)


def _put_together(url: str, body: bytes, media_type: str, moment: datetime.datetime) -> Opened:
    date = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Opened(to_warc([saved(url, body, media_type, date)], SAVED_BY_HAND), ".warc.gz", SAVED_BY_HAND, url)


def _moment(given: Given, said: datetime.datetime | None) -> datetime.datetime | None:
    """When the page was saved: as it says, as the user says, or as both say."""
    told = moment_of(given.retrieved) if given.retrieved else None
    if said and told and abs(said - told) > _SLACK:
        raise UsageError(f"{given.path}: says that it was saved at {said.isoformat()}, not at {given.retrieved}")
    moment = said or told
    if moment and moment > datetime.datetime.now(datetime.UTC):
        raise UsageError(f"{given.path}: says that it was saved in the future")
    return moment


def moment_of(text: str) -> datetime.datetime:
    """The moment that `--retrieved` names; UsageError for anything but an RFC 3339 date-time of the past."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError("--retrieved is a date-time with an offset, such as 2026-03-13T09:14:07Z")
    if moment > datetime.datetime.now(datetime.UTC):
        raise UsageError("--retrieved lies in the future")
    return moment


def _bare(url: str) -> str:
    """The URL without its scheme, which HTTrack leaves out."""
    known = url if "://" in url else f"http://{url}"
    return urls.normalise(known).partition("://")[2]
