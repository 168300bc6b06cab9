"""The registries of outlets and attesters."""

from __future__ import annotations

import pytest

from provgate.findings import UsageError
from provgate.formats import registries as registry

OUTLETS = """\
schema: 1
outlets:
  harbour-gazette:
    name: Harbour Gazette
    aliases: [The Harbour Gazette]
    domains: [HarbourGazette.example, zeitung-münchen.example]
    from: 1921
    until: 1987-05
  fish-weekly:
    name: Fish Weekly
    domains: [fish.harbourgazette.example]
"""


def test_outlets_are_read_with_domains_as_a_labels() -> None:
    outlet = registry.parse_outlets(OUTLETS.encode()).outlets["harbour-gazette"]
    assert outlet.names == ("Harbour Gazette", "The Harbour Gazette")
    assert outlet.domains == ("harbourgazette.example", "xn--zeitung-mnchen-osb.example")
    assert (outlet.since, outlet.until) == ("1921", "1987-05")


def test_a_host_belongs_to_a_domain_or_below_it_only() -> None:
    outlet = registry.parse_outlets(OUTLETS.encode()).outlets["harbour-gazette"]
    assert outlet.owns("harbourgazette.example")
    assert outlet.owns("www.harbourgazette.example")
    assert not outlet.owns("evilharbourgazette.example")
    assert not outlet.owns("harbourgazette.example.evil.example")


def test_the_nearest_domain_comes_first() -> None:
    parsed = registry.parse_outlets(OUTLETS.encode())
    assert [outlet.key for outlet in parsed.of_host("www.fish.harbourgazette.example")] == [
        "fish-weekly",
        "harbour-gazette",
    ]
    assert parsed.of_host("nowhere.example") == ()


def test_a_host_that_idna_refuses_stays_as_it_is() -> None:
    assert registry.a_labels("A_B.example.") == "a_b.example"
    assert registry.a_labels("ü..example") == "ü..example"


def test_attesters_are_read() -> None:
    raw = (
        b"schema: 1\nthreshold: 2\nattesters:\n  ines-calder:\n    name: Ines Calder\n    keys:\n"
        b"      - key: ssh-ed25519 AAAA\n        from: 2026-01-01\n        revoked: 2026-02-01\n    paths: ['seeds/**']\n"
    )
    parsed = registry.parse_attesters(raw)
    person = parsed.people["ines-calder"]
    assert parsed.threshold == 2
    assert person.keys[0] == registry.AttesterKey("ssh-ed25519 AAAA", "2026-01-01", "", "2026-02-01")
    assert person.paths == ("seeds/**",)


@pytest.mark.parametrize(
    "raw",
    [b"schema: 1\n", b"schema: 1\nattesters:\n  a: {name: A, keys: []}\n", b"schema: 1\nthreshold: 0\nattesters: {}\n"],
)
def test_attesters_faults_are_usage_errors(raw: bytes) -> None:
    with pytest.raises(UsageError):
        registry.parse_attesters(raw)
