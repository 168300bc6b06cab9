"""A web archive on loopback that speaks Memento (RFC 7089) the ways that pywb and the large archives do."""

from __future__ import annotations

import datetime
import email.utils
from typing import NamedTuple

from serving import Site, page

BASE = "http://archive.example/web/"
ARCHIVES = (
    f"archives:\n  - name: web\n    timegate: {BASE}{{timestamp}}/{{url}}\n    raw: {BASE}{{timestamp}}id_/{{url}}\n"
)


class Copy(NamedTuple):
    """One archived response."""

    url: str
    stamp: str
    answer: bytes

    @property
    def date(self) -> str:
        """Its time as `Memento-Datetime` has it."""
        time = datetime.datetime.strptime(self.stamp, "%Y%m%d%H%M%S").replace(tzinfo=datetime.UTC)
        return email.utils.format_datetime(time, usegmt=True)

    @property
    def links(self) -> str:
        return f'<{self.url}>; rel="original", <{BASE}{self.stamp}/{self.url}>; rel="memento"; datetime="{self.date}"'


def archived(url: str, stamp: str, body: bytes | str, status: str = "200 OK", **headers: str) -> Copy:
    """A copy with the headers that a raw copy has."""
    bare = Copy(url, stamp, b"")
    fields = {"Memento_Datetime": bare.date, "Link": bare.links, **headers}
    return bare._replace(answer=page(body, status, **fields))


def put(site: Site, copy: Copy, asked: str, gate: str = "redirect") -> None:
    """Serve a copy; `asked` is the time that is asked for, `gate` how the timegate answers."""
    framed = page("<frame>", Memento_Datetime=Copy(copy.url, asked, b"").date)
    site.routes |= {
        f"{BASE}{copy.stamp}id_/{copy.url}": copy.answer,
        f"{BASE}{copy.stamp}/{copy.url}": page("rewritten", Memento_Datetime=copy.date),
        f"{BASE}{asked}/{copy.url}": {
            "redirect": page("", "302 Found", Location=f"{BASE}{copy.stamp}/{copy.url}", Vary="accept-datetime"),
            "frame": framed,
            "link": page("frame", Link=copy.links),
        }[gate],
    }
    if gate == "frame":
        # A raw address with another time than a copy's answers with the nearest one.
        site.routes[f"{BASE}{asked}id_/{copy.url}"] = copy.answer
