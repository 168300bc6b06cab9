"""Imported by every Python that a hostile test starts: writes down each attempt to reach the network."""

from __future__ import annotations

import os
import sys

_TOLD = os.environ.get("PROVGATE_TEST_SOCKETS")
_EVENTS = {
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "urllib.Request",
    "http.client.connect",
}


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    # A pair of Unix sockets is how workers are talked to; those are made connected, and reach nobody.
    if event in _EVENTS and _TOLD:
        with open(_TOLD, "a") as told:  # noqa: PTH123 -- pathlib may not be imported yet
            told.write(f"{event} {arguments[1:]}\n")


sys.addaudithook(_watch)
