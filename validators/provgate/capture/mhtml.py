"""MHTML (RFC 2557), a page as one browser file → the page's response: its URL, its bytes and when it was saved."""

from __future__ import annotations

import datetime
import email.parser
import email.policy
import email.utils
import re
from email.message import Message
from typing import NamedTuple, cast

from provgate.evidence.captures.codings import DamagedError
from provgate.values import urls

_HEADER = re.compile(
    rb"(?:From|Subject|Date|MIME-Version|Content-Type|Snapshot-Content-Location|X-[A-Za-z-]+):", re.IGNORECASE
)
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_START, _MOST_PARTS = 16 * 1024, 10_000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "quoted-printable", "base64"})
_CHARSET = re.compile(r"[A-Za-z0-9._:-]{1,40}")


class Page(NamedTuple):
    """The page in the file: `url` and `time` as the file states them."""

    url: str
    media_type: str
    body: bytes
    time: datetime.datetime | None


def is_mhtml(start: bytes) -> bool:
    """Whether a file that begins like this is one."""
    return _HEADER.match(start) is not None and _VERSION.search(start[:_START]) is not None


def read(raw: bytes) -> Page:
    """The page; `DamagedError` where the file is cut, or does not say which page it holds."""
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(raw)
    root = _root(message)
    if message.defects or root.defects or root.get_content_type() not in _PAGES:
        raise _broken("is damaged, cut short, or holds no page")
    if str(root.get("Content-Transfer-Encoding", "")).strip().lower() not in _ENCODINGS:
        raise _broken("has a page in an unknown encoding")
    body = root.get_payload(decode=True)
    if root.defects or not isinstance(body, bytes):
        raise _broken("has a page that is not encoded as it says")
    charset = str(root.get_content_charset() or "")
    media_type = (
        f"{root.get_content_type()}; charset={charset}" if _CHARSET.fullmatch(charset) else root.get_content_type()
    )
    return Page(_url(message, root), media_type, body, _time(message))


def _root(message: Message) -> Message:
    """The part that is the page: the one that `start` names, else the first (RFC 2387, 3.2)."""
    if not message.is_multipart():
        return message
    parts = [part for part in cast("list[Message]", message.get_payload()) if isinstance(part, Message)]
    start = str(message.get_param("start", ""))
    if len(parts) > _MOST_PARTS:
        raise _broken(f"has more than {_MOST_PARTS:,} parts")
    chosen = [part for part in parts if start and part.get("Content-ID") == start]
    root = next(iter(chosen or parts), message)
    if root.is_multipart():
        raise _broken("has no page as its first part")
    return root


def _url(message: Message, root: Message) -> str:
    """Where the page is from; two places that disagree are none."""
    named = (part.get(name) for part, name in ((message, "Snapshot-Content-Location"), (root, "Content-Location")))
    found = {urls.normalise(re.sub(r"\r?\n[ \t]+", "", str(value)).strip()) for value in named if value}
    if len(found) != 1 or not urls.host_of(url := found.pop()):
        raise _broken("does not say, or not in one way, which page it holds")
    return url


def _time(message: Message) -> datetime.datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _broken(what: str) -> DamagedError:
    return DamagedError("capture-unreadable", f"the MHTML file {what}", "save the page again, or as WACZ or WARC")
