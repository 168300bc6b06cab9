"""Which addresses may be spoken to: a page's link must not reach into the contributor's own network.

A host name proves nothing about where it leads, and the standard library calls many
addresses global that lead back inside (NAT64, 6to4, IPv4-compatible forms). So every
address that a name resolves to is held against the list below, and the connection is made
to the address that was checked, never to the name again.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from typing import NamedTuple, TypeAlias

from provgate.findings import CannotCheckError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


class RefusedAddressError(CannotCheckError):
    """The name leads to an address that a capture may not speak to."""


class ResolveError(CannotCheckError):
    """The name leads nowhere."""


class Endpoint(NamedTuple):
    """One checked address, ready for `socket.connect`; `private` when only --allow-private lets it through."""

    family: int
    sockaddr: tuple[str | int | bytes, ...]
    private: bool = False


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


_METADATA = _networks("169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::254/128", "fe80::/10")
"""Link-local addresses and those of cloud metadata services: refused even where private ones are allowed."""

_PRIVATE = _networks(
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "::1/128",
    "fc00::/7",
)

_DENIED_4 = _networks(
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)

_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
"""The only IPv6 block given out for the public network (RFC 4291, IANA): all else is refused unseen, with
it the loopback, the IPv4-mapped and -compatible forms, NAT64 (64:ff9b::/96), link-local and multicast."""

_DENIED_6 = _networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
"""Teredo and other protocol assignments, documentation, 6to4: they carry an IPv4 address or lead nowhere."""


def is_public(address: Address) -> bool:
    """Whether the address is one of the public network."""
    if isinstance(address, ipaddress.IPv4Address):
        return not _in(address, _DENIED_4)
    return address in _UNICAST_6 and not _in(address, _DENIED_6)


def is_private(address: Address) -> bool:
    """Whether the address is inside (loopback, RFC 1918, RFC 4193, RFC 6598), and no metadata service."""
    return _in(address, _PRIVATE) and not _in(address, _METADATA)


def resolve(host: str, port: int, seconds: float, allow_private: bool = False) -> tuple[Endpoint, ...]:
    """The endpoints behind a name, every one of them checked.

    One refused address refuses the name: an answer that mixes public and private ones is
    how a name is turned against the caller. RefusedAddressError or ResolveError (both end in exit 3).
    """
    found = _lookup(host, port, seconds)
    return tuple(_endpoint(host, family, sockaddr, allow_private) for family, sockaddr in found)


def refuse_literal(host: str, allow_private: bool = False) -> None:
    """Refuse a host that is an address itself, in any spelling; for requests whose names a proxy resolves."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    for entry in found:
        _endpoint(host, entry[0], entry[4], allow_private)


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


def _in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
