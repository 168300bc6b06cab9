"""Hosts that nobody else can reach, in the spellings that clients accept."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.values.hosts import unreachable

INSIDE = (
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
    "100.100.100.200/32",
)


def spellings(value: int) -> list[str]:
    """One IPv4 address in the ways of the WHATWG URL standard."""
    a, b, c, d = value.to_bytes(4, "big")
    return [
        f"{a}.{b}.{c}.{d}",
        f"{a}.{b}.{c}.{d}.",
        f"{a}.{b}.{c * 256 + d}",
        f"{a}.{value & 0xFFFFFF}",
        f"{value}",
        f"0x{value:x}",
        f"0X{value:X}",
        f"0{value:o}",
        f"0x{a:x}.0{b:o}.{c}.0x{d:x}",
        f"[::ffff:{a}.{b}.{c}.{d}]",
        "。".join(str(part) for part in (a, b, c, d)),
        f"{a}.{b}.{c}.{d}".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]


@given(st.integers(0, 2**32 - 1))
def test_every_spelling_of_an_address_is_judged_alike(value: int) -> None:
    inside = any(ipaddress.ip_address(value) in ipaddress.ip_network(block) for block in INSIDE)
    for host in spellings(value):
        if host.startswith("["):
            assert "embeds another" in unreachable(host)
        else:
            assert bool(unreachable(host)) == inside, host


@pytest.mark.parametrize("block", INSIDE)
def test_both_ends_of_every_block_and_not_beyond(block: str) -> None:
    network = ipaddress.ip_network(block)
    assert unreachable(str(network[0]))
    assert unreachable(str(network[-1]))


@pytest.mark.parametrize(
    "host",
    [
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "1.1.1.1",
        "[2606:4700::1111]",
        "2a00:1450::1",
        "[2003::1]",
        "harbourgazette.example",
        "",
        "notnip.io",
        "internal.example",
        "localhost.example",
        "xn--bcher-kva.example",
        "a.xn--p1ai",
        "bücher.example",
    ],
)
def test_public(host: str) -> None:
    assert unreachable(host) == ""


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("::1", "loopback"),
        ("[::]", "loopback"),
        ("fe80::1%eth0", "link-local"),
        ("[fd12::1]", "private"),
        ("[ff02::1]", "multicast"),
        ("[64:ff9b::7f00:1]", "embeds another, a loopback"),
        ("[64:ff9b::808:808]", "embeds another, a public one"),
        ("[::127.0.0.1]", "embeds another"),
        ("[2002:7f00:1::]", "6to4"),
        ("[2001::1]", "reserved"),
        ("[100::1]", "reserved"),
        ("[3fff::1]", "documentation"),
        ("[2001:db8::1]", "documentation"),
        ("[zz]", "no address"),
        ("169.254.169.254", "metadata"),
        ("localhost", "without a domain"),
        ("wiki.LOCAL", "`.local`"),
        ("a.localhost", "`.localhost`"),
        ("intranet", "without a domain"),
        ("1.2.3.4.nip.io", "own machine"),
        ("nip.io", "own machine"),
        ("1.2.3.08", "no address"),
        ("1..2", "no address"),
        ("300.1.1.1", "no address"),
        ("1.2.3.4.5", "no address"),
        ("4294967296", "no address"),
        ("0x" + "f" * 40, "no address"),
        ("Wiki.Intranet", "`.intranet`"),
    ],
)
def test_private(host: str, reason: str) -> None:
    assert reason in unreachable(host)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(host: str) -> None:
    assert isinstance(unreachable(host), str)
