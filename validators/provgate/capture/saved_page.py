"""What a page that was saved by hand says of itself: where it was saved from, and when.

Browsers and savers write that into a comment at the start. It is no proof, but a page that names another URL than the
one given was not saved from there.
"""

from __future__ import annotations

import datetime
import email.utils
import re
from typing import NamedTuple

_START = 16 * 1024
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_SINGLE_FILE = re.compile(
    r"\A\s*Page saved with SingleFile\s.*?\burl:\s*(?P<url>\S+)(?:\s+saved date:\s*(?P<time>[^\n(]+))?", re.DOTALL
)
_BROWSER = re.compile(r"\A\s*saved from url=\([0-9]{1,6}\)(?P<url>\S+)\s*\Z")
_HTTRACK = re.compile(r"\A\s*Mirrored from (?P<url>\S+) by HTTrack Website Copier\b[^,]*,\s*(?P<time>[^\n]+?)\s*\Z")
_FORMS = {"SingleFile": _SINGLE_FILE, "the browser": _BROWSER, "HTTrack": _HTTRACK}
_SCRIPT_DATE = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2} [0-9]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}) GMT([+-][0-9]{4})"
)


class Said(NamedTuple):
    """Where and when a page was saved, in its own words: `url` as it is written, `time` None where it is not said."""

    tool: str
    url: str
    time: datetime.datetime | None = None


def said(raw: bytes) -> Said | None:
    """What the page's first comments say; None where none of them speaks of that."""
    start = re.split(r"<body\b", raw[:_START].decode("utf-8", "replace"), maxsplit=1, flags=re.IGNORECASE)[0]
    for comment in _COMMENT.findall(start):
        for tool, form in _FORMS.items():
            found = form.search(comment)
            if found and found["url"] != "about:internet":  # what Internet Explorer writes so that scripts may run
                return Said(tool, found["url"], _moment(found.groupdict().get("time") or ""))
    return None


def _moment(text: str) -> datetime.datetime | None:
    """A date as JavaScript or HTTP writes it; None for anything else."""
    script = _SCRIPT_DATE.match(text)
    try:
        if script:
            return datetime.datetime.strptime(f"{script[1]} {script[2]}", "%b %d %Y %H:%M:%S %z")
        found = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
