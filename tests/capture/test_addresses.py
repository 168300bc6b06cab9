"""Which addresses a capture may speak to."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.capture import addresses
from provgate.capture.addresses import RefusedAddressError, ResolveError, is_private, is_public, refuse_literal, resolve

INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "4000::1",
]
OUTSIDE = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::200e",
    "2001:4860:4860::8888",
]


@pytest.mark.parametrize("text", INSIDE)
def test_inside_is_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_outside_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))
    assert not is_private(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.20.0.1", "100.64.0.1", "::1", "fd12::1"])
def test_own_networks_are_private(text: str) -> None:
    assert is_private(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "fd00:ec2::254",
        "fe80::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "224.0.0.1",
    ],
)
def test_metadata_and_disguises_are_never_private(text: str) -> None:
    assert not is_private(ipaddress.ip_address(text))


@given(st.ip_addresses(v=4))
def test_what_the_library_knows_as_inside_is_refused(address: ipaddress.IPv4Address) -> None:
    if not address.is_global:
        assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "017700000001", "localhost", "0"])
def test_every_spelling_of_loopback_is_refused(host: str) -> None:
    with pytest.raises(RefusedAddressError, match="no address of the public network"):
        resolve(host, 80, 5)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost"])
def test_loopback_is_allowed_when_asked(host: str) -> None:
    found = resolve(host, 81, 5, allow_private=True)
    assert found and all(endpoint.private and endpoint.sockaddr[1] == 81 for endpoint in found)


def test_metadata_is_refused_even_when_private_is_allowed() -> None:
    with pytest.raises(RefusedAddressError) as refused:
        resolve("169.254.169.254", 80, 5, allow_private=True)
    assert "--allow-private" not in str(refused.value)


def test_public_literal_resolves() -> None:
    (endpoint,) = resolve("8.8.8.8", 443, 5)
    assert endpoint == addresses.Endpoint(socket.AF_INET, ("8.8.8.8", 443))


def test_a_mixed_answer_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(_host: str, port: int, **_named: object) -> list[object]:
        return [(socket.AF_INET, 0, 0, "", (address, port)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(RefusedAddressError, match=r"10\.0\.0\.1"):
        resolve("rebinding.example", 80, 5)


def test_unknown_names_are_told() -> None:
    with pytest.raises(ResolveError, match="could not be found"):
        resolve("no-such-host.invalid", 80, 20)


def test_names_that_no_resolver_can_hold_are_told() -> None:
    with pytest.raises(ResolveError, match="could not be found"):
        resolve("a" * 70 + ".example", 80, 20)


def test_a_resolver_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: release.wait(20) and [])
    with pytest.raises(ResolveError, match="in time"):
        resolve("slow.example", 80, 0.05)
    release.set()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "169.254.169.254", "::1", "fd00::"])
def test_literals_are_refused_unresolved(host: str) -> None:
    with pytest.raises(RefusedAddressError):
        refuse_literal(host)


@pytest.mark.parametrize("host", ["harbourgazette.example", "8.8.8.8", "2606:4700::1111", "a" * 70 + ".example", ""])
def test_names_and_public_literals_are_left_to_the_proxy(host: str) -> None:
    refuse_literal(host)


def test_private_literals_may_be_allowed() -> None:
    refuse_literal("127.0.0.1", allow_private=True)
