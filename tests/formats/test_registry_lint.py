"""The registry's lint: each fault is found at its place, honest registries are left alone, size does not matter."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.findings import CannotCheckError, Severity
from provgate.formats import shared_hosts
from provgate.formats.registries import Outlet, Registry, read_outlets
from provgate.formats.registry_lint import lint, severity
from provgate.formats.shared_hosts import REPLAYING_HOSTS, SHARED_HOSTS


def registry(**outlets: object) -> Registry:
    """Outlets from a name, a list of domains, or (names, domains)."""
    found = {}
    for key, said in outlets.items():
        names, domains = said if isinstance(said, tuple) else ([key.title()], said)
        found[key] = {"name": names[0], "aliases": names[1:], "domains": domains}
    entries = "".join(
        f"  {key}: {{name: {entry['name']!r}, aliases: {entry['aliases']!r}, domains: {entry['domains']!r}}}\n"
        for key, entry in found.items()
    )
    return read_outlets(f"schema: 1\noutlets:\n{entries or '  {}'}".encode())


CLEAN = {
    "nothing": {},
    "one": {"gazette": ["harbourgazette.example"]},
    "no site": {"gazette": []},
    "several": {"gazette": ["gazette.example", "gazette-mobile.example"], "herald": ["herald.example"]},
    "a suffix inside a word": {"gazette": ["agazette.example"], "herald": ["gazette.example"]},
    "a host under a public suffix": {"gazette": ["gazette.co.uk", "gazette.github.io"]},
    "a host on a shared site": {"gazette": ["gazette.substack.com"], "herald": ["herald.substack.com"]},
    "internationalised": {"gazette": ["zürcher-gazette.example"], "herald": ["газета.example", "新聞.example"]},
    "both spellings of one outlet": {"gazette": ["müller.example", "muller.example"]},
    "a word and a number": {"gazette": ["24.example", "1.2.3.example"]},
}


@pytest.mark.parametrize("case", CLEAN)
def test_honest_registries(case: str) -> None:
    assert lint(registry(**CLEAN[case])) == ()


ODD = {
    "two outlets": (
        {"gazette": ["a.example"], "herald": ["b.example", "a.example"]},
        [("domain-twice", "/outlets/herald/domains/1")],
    ),
    "two outlets, other spelling": (
        {"gazette": ["müller.example"], "herald": ["XN--mller-kva.example."]},
        [("domain-twice", "/outlets/herald/domains/0")],
    ),
    "twice in one": ({"gazette": ["a.example", "A.example"]}, [("domain-redundant", "/outlets/gazette/domains/1")]),
    "below another's": (
        {"gazette": ["a.example"], "herald": ["x.y.a.example"]},
        [("domain-overlap", "/outlets/herald/domains/0")],
    ),
    "above another's": (
        {"gazette": ["x.a.example"], "herald": ["a.example"]},
        [("domain-overlap", "/outlets/gazette/domains/0")],
    ),
    "below its own": (
        {"gazette": ["www.a.example", "a.example"]},
        [("domain-redundant", "/outlets/gazette/domains/0")],
    ),
    "public suffix": ({"gazette": ["co.uk"]}, [("public-suffix", "/outlets/gazette/domains/0")]),
    "private suffix": (
        {"gazette": ["blogspot.com"], "herald": ["github.io"]},
        [("public-suffix", "/outlets/gazette/domains/0"), ("public-suffix", "/outlets/herald/domains/0")],
    ),
    "suffix in its own letters": ({"gazette": ["公司.cn"]}, [("public-suffix", "/outlets/gazette/domains/0")]),
    "one word": ({"gazette": ["localhost"]}, [("public-suffix", "/outlets/gazette/domains/0")]),
    "shared site": ({"gazette": ["substack.com"]}, [("shared-host", "/outlets/gazette/domains/0")]),
    "alias is the name": ({"gazette": (["Gazette", "gazette"], [])}, [("alias-dead", "/outlets/gazette/aliases/0")]),
    "alias twice": (
        {"gazette": (["Gazette", "HG", "The  Paper", "the paper"], [])},
        [("alias-dead", "/outlets/gazette/aliases/2")],
    ),
    "alias of two": (
        {"gazette": (["Gazette", "The Paper"], []), "herald": (["Herald", "The Paper"], [])},
        [("name-shared", "/outlets/herald/aliases/0")],
    ),
    "name of two": (
        {"gazette": (["The Paper"], []), "herald": (["The Paper"], [])},
        [("name-shared", "/outlets/herald/name")],
    ),
    "order": ({"herald": [], "gazette": [], "courier": []}, [("not-sorted", "/outlets/gazette")]),
    "Cyrillic": (
        {"gazette": ["gazette.example"], "herald": ["gаzette.example"]},
        [("domain-confusable", "/outlets/herald/domains/0")],
    ),
    "all Cyrillic": (
        {"gazette": ["сор.example"], "herald": ["cop.example"]},
        [("domain-confusable", "/outlets/gazette/domains/0")],
    ),
    "diacritics": (
        {"gazette": ["gazétte.example"], "herald": ["gazette.example"]},
        [("domain-confusable", "/outlets/gazette/domains/0")],
    ),
    "two internationalised": (
        {"gazette": ["gazétte.example"], "herald": ["gazètte.example"]},
        [("domain-confusable", "/outlets/herald/domains/0")],
    ),
    "mixed scripts": ({"gazette": ["gаzette.example"]}, [("domain-confusable", "/outlets/gazette/domains/0")]),
    **{
        f"not a host: {host}": ({"gazette": [host]}, [("domain-invalid", "/outlets/gazette/domains/0")])
        for host in (
            "https://a.example",
            "a.example/news",
            "a.example:443",
            "*.a.example",
            ".a.example",
            "a..example",
            "-a.example",
            "a-.example",
            "a_b.example",
            "10.0.0.1",
            "[::1]",
            "a b.example",
            "ines@a.example",
            "x" * 64 + ".example",
            "xn--a.example",
            "xn--.example",
            "\u2024a.example/",
        )
    },
}


@pytest.mark.parametrize("case", ODD)
def test_odd_registries(case: str) -> None:
    outlets, expected = ODD[case]
    assert [(fault.kind, fault.place.pointer) for fault in lint(registry(**outlets))] == expected


ERRORS = {"domain-twice", "public-suffix", "shared-host", "domain-invalid"}


@pytest.mark.parametrize("case", ODD)
def test_severities(case: str) -> None:
    for fault in lint(registry(**ODD[case][0])):
        assert (severity(fault) is Severity.ERROR) is (fault.kind in ERRORS)
        assert fault.message and fault.advice


@pytest.mark.parametrize("host", sorted(SHARED_HOSTS))
def test_shared_hosts_are_none_that_the_list_has(host: str) -> None:
    assert [fault.kind for fault in lint(registry(gazette=[host]))] == ["shared-host"]


@pytest.mark.parametrize("host", sorted(REPLAYING_HOSTS))
def test_below_hosts_that_show_pages_of_others_nothing_is_ones_own(host: str) -> None:
    assert [fault.kind for fault in lint(registry(gazette=[f"gazette.{host}"]))] == ["shared-host"]


def test_messages_name_both_sides() -> None:
    (fault,) = lint(registry(gazette=["gazette.example"], herald=["gаzette.example"]))
    assert fault.message == "`gаzette.example` looks like `gazette.example` of `gazette`"


HOSTS = st.text("ab.-éаß日/1", max_size=12) | st.text(max_size=12)
OUTLETS = st.dictionaries(
    st.text("abc", min_size=1, max_size=3),
    st.tuples(st.lists(HOSTS, max_size=4), st.lists(st.text("aA b", min_size=1, max_size=3), min_size=1, max_size=3)),
    max_size=6,
)


@given(OUTLETS)
def test_any_registry_is_judged(outlets: dict[str, tuple[list[str], list[str]]]) -> None:
    found = Registry(
        {key: Outlet(key, names[0], tuple(names[1:]), tuple(domains)) for key, (domains, names) in outlets.items()}
    )
    faults = lint(found)
    owners: dict[str, set[str]] = {}
    for key, (domains, _) in outlets.items():
        for domain in domains:
            owners.setdefault(domain, set()).add(key)
    invalid = {fault.place.pointer for fault in faults if fault.kind == "domain-invalid"}
    for key, (domains, _) in outlets.items():
        for index, domain in enumerate(domains):
            if f"/outlets/{key}/domains/{index}" not in invalid and len(owners[domain]) > 1:
                assert "domain-twice" in {fault.kind for fault in faults}


def test_domains_whose_letters_cannot_be_read_are_looked_up_as_they_are() -> None:
    assert not shared_hosts.is_public_suffix("xn--0.cn")


def test_without_the_list_nothing_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    shared_hosts._lines.cache_clear()
    shared_hosts._text.cache_clear()
    with pytest.raises(CannotCheckError, match="pip install publicsuffixlist"):
        shared_hosts.speaks_for_everyone("harbourgazette.example")
