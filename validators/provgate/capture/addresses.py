"""Which addresses may be spoken to: a page's link must not reach into the contributor's own network.

A host name proves nothing about where it leads, and the standard library calls many
addresses global that lead back inside (NAT64, 6to4, IPv4-compatible forms). So every
address that a name resolves to is held against the one list (`values.hosts`), and the connection is made
to the address that was checked, never to the name again.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from typing import NamedTuple, TypeAlias

from provgate.findings import CannotCheckError
from provgate.values import hosts

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddressError(CannotCheckError):
    """The name leads to an address that a capture may not speak to."""


class ResolveError(CannotCheckError):
    """The name leads nowhere."""


class Endpoint(NamedTuple):
    """One checked address, ready for `socket.connect`; `private` when only --allow-private lets it through."""

    family: int
    sockaddr: tuple[str | int | bytes, ...]
    private: bool = False


def is_public(address: Address) -> bool:
    """Whether the address is one of the public network."""
    return not hosts.reserved(address)


def is_private(address: Address) -> bool:
    """Whether the address is inside (loopback, RFC 1918, RFC 4193, RFC 6598), and no metadata service."""
    return hosts.inner(address)


def resolve(host: str, port: int, seconds: float, allow_private: bool = False) -> tuple[Endpoint, ...]:
    """The endpoints behind a name, every one of them checked.

    One refused address refuses the name: an answer that mixes public and private ones is
    how a name is turned against the caller. RefusedAddressError or ResolveError (both end in exit 3).
    """
    found = _lookup(host, port, seconds)
    return tuple(_endpoint(host, family, sockaddr, allow_private) for family, sockaddr in found)


def refuse_literal(host: str, allow_private: bool = False) -> bool:
    """Refuse a host that is an address itself, in any spelling; for requests whose names a proxy resolves.

    The result is whether it is a private address, let through by `allow_private`. Where a name leads nobody here knows.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError, ValueError):
        return False
    endpoints = [_endpoint(host, entry[0], entry[4], allow_private) for entry in found]
    return any(endpoint.private for endpoint in endpoints)


def _endpoint(host: str, family: int, sockaddr: tuple[str | int | bytes, ...], allow_private: bool) -> Endpoint:
    address = ipaddress.ip_address(str(sockaddr[0]).partition("%")[0])
    if is_public(address):
        return Endpoint(family, sockaddr)
    if is_private(address) and allow_private:
        return Endpoint(family, sockaddr, private=True)
    hint = "; for an archive of your own network give --allow-private" if is_private(address) else ""
    raise RefusedAddressError(f"{host} leads to {address}, which is no address of the public network{hint}")


def _lookup(host: str, port: int, seconds: float) -> list[tuple[int, tuple[str | int | bytes, ...]]]:
    """Ask the resolver, and stop waiting in time: the call itself knows no time limit."""
    answers: queue.Queue[list[tuple[int, tuple[str | int | bytes, ...]]] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            answers.put([(entry[0], entry[4]) for entry in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise ResolveError(f"the name {host} could not be looked up in time") from None
    if isinstance(answer, Exception):
        raise ResolveError(f"the name {host} could not be found")
    return answer
