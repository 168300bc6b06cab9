"""Hosts that no reader could reach: loopback, private and reserved addresses in any spelling, and local names.

The deny list is provgate's own, because what the standard library calls global changes with its version
and leaves out addresses that embed others.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import ipaddress

    Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


class _Block(NamedTuple):
    """Addresses that are not of the public network, by their first `bits`; `inner` if they are somebody's own."""

    first: int
    bits: int
    reason: str
    inner: bool = False


_V4 = (
    _Block(0x00000000, 8, "an address of this machine (0.0.0.0/8)"),
    _Block(0x0A000000, 8, "a private address (10.0.0.0/8)", inner=True),
    _Block(0x7F000000, 8, "a loopback address (127.0.0.0/8)", inner=True),
    _Block(0xA9FEA9FE, 32, "a cloud machine's metadata address"),
    _Block(0xA83F8110, 32, "a cloud machine's metadata address"),
    _Block(0x646464C8, 32, "a cloud machine's metadata address"),
    _Block(0x64400000, 10, "a provider's inner address (100.64.0.0/10)", inner=True),
    _Block(0xA9FE0000, 16, "a link-local address (169.254.0.0/16)"),
    _Block(0xAC100000, 12, "a private address (172.16.0.0/12)", inner=True),
    _Block(0xC0000000, 24, "a reserved address (192.0.0.0/24)"),
    _Block(0xC0000200, 24, "an address for documentation (192.0.2.0/24)"),
    _Block(0xC0586300, 24, "a reserved address (192.88.99.0/24)"),
    _Block(0xC0A80000, 16, "a private address (192.168.0.0/16)", inner=True),
    _Block(0xC6120000, 15, "an address for benchmarks (198.18.0.0/15)"),
    _Block(0xC6336400, 24, "an address for documentation (198.51.100.0/24)"),
    _Block(0xCB007100, 24, "an address for documentation (203.0.113.0/24)"),
    _Block(0xE0000000, 4, "a multicast address (224.0.0.0/4)"),
    _Block(0xF0000000, 4, "a reserved address (240.0.0.0/4)"),
)
_METADATA_V6 = 0xFD00_0EC2 << 96 | 0x254
_V6 = (
    _Block(0, 127, "a loopback address"),
    _Block(_METADATA_V6, 128, "a private address (fc00::/7)"),
    _Block(0xFC00 << 112, 7, "a private address (fc00::/7)", inner=True),
    _Block(0xFE80 << 112, 10, "a link-local address (fe80::/10)"),
    _Block(0xFF00 << 112, 8, "a multicast address (ff00::/8)"),
    _Block(0x2001_0000 << 96, 23, "a reserved address (2001::/23)"),
    _Block(0x2001_0DB8 << 96, 32, "an address for documentation (2001:db8::/32)"),
    _Block(0x2002_0000 << 96, 16, "a 6to4 address, which embeds another"),
    _Block(0x3FFF_0000 << 96, 20, "an address for documentation (3fff::/20)"),
)
_GLOBAL_V6 = 1
"""The first three bits of 2000::/3, the only IPv6 block given out for the public network (RFC 4291, IANA)."""

_LOCAL_NAMES = "localhost local localdomain internal intranet lan home corp private arpa"
_LOCAL = frozenset(_LOCAL_NAMES.split())
_TO_LOOPBACK = (
    "nip.io",
    "sslip.io",
    "xip.io",
    "localtest.me",
    "lvh.me",
    "vcap.me",
    "lacolhost.com",
    "traefik.me",
    "local.gd",
    "readme.localtest.me",
    "localho.st",
    "fuf.me",
    "backname.io",
)
_ORDINARY = re.compile(r"(?:[a-z0-9_-]+\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_NUMBER = r"0[xX]([0-9a-fA-F]*)|(0[0-7]*)|([1-9][0-9]*)"


@functools.lru_cache(maxsize=1024)
def unreachable(host: str) -> str:
    """Why nobody outside can have got a document from this host; empty for a public name or address.

    `host` may be spelled in any way that a client would accept: 127.1, 0x7f000001, 2130706433,
    full-width digits and dots, [::ffff:127.0.0.1], a trailing dot.
    """
    ordinary = _ORDINARY.fullmatch(host)
    if not ordinary:
        return _unordinary(host)
    if ordinary[1] in _LOCAL:
        return f"a name of a local network (`.{ordinary[1]}`)"
    return "a name that leads back to the reader's own machine" if _leads_back(host) else ""


def _leads_back(host: str) -> bool:
    return host.endswith(_TO_LOOPBACK) and any(host == name or host.endswith("." + name) for name in _TO_LOOPBACK)


def _unordinary(host: str) -> str:
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").casefold().rstrip(".").strip()
    if not plain:
        return ""
    if plain.startswith("[") or ":" in plain:
        return _v6(plain.strip("[]"))
    last = plain.rpartition(".")[2]
    if last.isdecimal() or last.startswith("0x"):
        return _v4_text(plain)
    if "." not in plain:
        return f"a name without a domain (`{plain[:63]}`), which only a local network knows"
    return unreachable(plain) if plain != host else ""


def _v4_text(text: str) -> str:
    """WHATWG URL, 3.5: one to four parts, each decimal, octal or hexadecimal; the last fills what is left."""
    parts = [_number(part) for part in text.split(".")]
    last = parts[-1]
    if len(parts) > 4 or last is None or any(part is None or part > 255 for part in parts[:-1]):
        return "a number that is no address"
    if last >= 256 ** (5 - len(parts)):
        return "a number that is no address"
    value = last
    for place, part in enumerate(parts[:-1]):
        value += (part or 0) << (8 * (3 - place))
    return _v4(value)


def _number(text: str) -> int | None:
    found = re.fullmatch(_NUMBER, text) if len(text) <= 16 else None
    if not found:
        return None
    if found[1] is not None:
        return int(found[1] or "0", 16)
    return int(found[2], 8) if found[2] else int(found[3])


def _v6(text: str) -> str:
    import ipaddress

    try:
        return reserved(ipaddress.IPv6Address(text.partition("%")[0]))
    except ValueError:
        return "no address"


def reserved(address: Address) -> str:
    """Why this is no address of the public network; empty for one that is."""
    value = int(address)
    if address.version == 4:
        return _v4(value)
    block = _block(value, 128, _V6)
    if block is not None:
        return block.reason
    if value >> 32 in (0xFFFF, 0, 0x64FF9B << 64):
        return f"an address that embeds another, {_v4(value & 0xFFFFFFFF) or 'a public one'}"
    return "" if value >> 125 == _GLOBAL_V6 else "a reserved address"


def inner(address: Address) -> bool:
    """Whether it is an address of somebody's own network (loopback, RFC 1918, RFC 4193, RFC 6598), and no metadata."""
    value = int(address)
    block = _block(value, 32, _V4) if address.version == 4 else _block(value, 128, _V6)
    return (block is not None and block.inner) or (address.version == 6 and value == 1)


def _v4(value: int) -> str:
    block = _block(value, 32, _V4)
    return block.reason if block is not None else ""


def _block(value: int, size: int, blocks: Sequence[_Block]) -> _Block | None:
    return next((b for b in blocks if value >> (size - b.bits) == b.first >> (size - b.bits)), None)
