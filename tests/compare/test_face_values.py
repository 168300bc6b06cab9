"""Names, languages, licenses, origins and hosts: what no case file of a rule shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.compare import lookalikes, short_links
from provgate.compare import origin_form as origins
from provgate.formats.registries import Outlet, Registry
from provgate.values import languages, licenses
from provgate.values import placeholder_words as blanks
from provgate.values import plausible_names as names_on_face
from provgate.values.quoting import shown, shown_url


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("plain", "`plain`"),
        ("a\u202eb", "`a\\u202eb`"),
        ("a\U000e0041", "`a\\U000e0041`"),
        ("x" * 61, "`" + "x" * 59 + "…`"),
        ("x" * 60, "`" + "x" * 60 + "`"),
    ],
)
def test_shown(text: str, quoted: str) -> None:
    assert shown(text) == quoted


@pytest.mark.parametrize(
    ("url", "quoted"),
    [
        ("https://a:b@c.example/d", "`https://***@c.example/d`"),
        ("https://c.example/@ines", "`https://c.example/@ines`"),
        ("https:a:b@c.example", "`https:***@c.example`"),
        ("a:b@c.example", "`a:***@c.example`"),
        ("https://a:b/c@d", "`https://***@d`"),
        ("https://c.example/", "`https://c.example/`"),
    ],
)
def test_shown_url(url: str, quoted: str) -> None:
    assert shown_url(url) == quoted


@given(st.text())
def test_what_is_shown_is_one_short_printable_line(text: str) -> None:
    assert shown(text).isprintable()
    assert shown_url(text).isprintable()
    assert len(shown(text)) <= 60 * 10 + 2


def test_suggested_languages_are_well_formed() -> None:
    words = languages._MEANT.split()
    assert {languages.fault(tag) for tag in words[1::2]} == {""}
    assert len(words) % 2 == 0


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("English", "en"),
        ("en_US", "en-US"),
        ("pt_BR.UTF-8", "pt-BR"),
        ("jp", "ja"),
        ("Klingonese tongue", ""),
        ("en", ""),
        ("", ""),
    ],
)
def test_meant(tag: str, meant: str) -> None:
    assert languages.meant(tag) == meant


@pytest.mark.parametrize(
    ("tag", "latin"),
    [
        ("en", True),
        ("en-GB", True),
        ("sr", False),
        ("ru", False),
        ("ru-Latn", False),
        ("tr-Cyrl", False),
        ("az-Latn", True),
        ("", False),
        ("EN", True),
    ],
)
def test_in_latin_letters(tag: str, latin: bool) -> None:
    assert languages.in_latin_letters(tag) == latin


@given(st.text() | st.from_regex(languages._TAG.replace("(?xi)", "(?x)"), fullmatch=True))
def test_any_tag_gets_an_answer(tag: str) -> None:
    assert isinstance(languages.fault(tag), str)
    assert languages.fault(languages.meant(tag) or "en") == ""


def test_common_licenses_are_well_formed_and_no_strangers() -> None:
    for identifier in licenses.COMMON:
        assert licenses.fault(identifier.lower()) == ""
        assert licenses.strangers(identifier.lower()) == ()
        assert licenses.nearest(identifier.upper()) == identifier


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("cc by 3", "CC-BY-3.0"),
        ("Apache 2", "Apache-2.0"),
        ("apache2", "Apache-2.0"),
        ("gpl v3", "GPL-3.0"),
        ("mitt", "MIT"),
        ("zzzzzz", ""),
        ("", ""),
    ],
)
def test_nearest_license(text: str, identifier: str) -> None:
    assert licenses.nearest(text) == identifier


@given(
    st.text()
    | st.lists(st.sampled_from(["MIT", "AND", "OR", "WITH", "(", ")", "GPL-2.0+", "LicenseRef-a", "?"])).map(" ".join)
)
def test_any_license_gets_an_answer(text: str) -> None:
    if not licenses.fault(text):
        assert set(licenses.strangers(text)) <= set(text.replace("(", " ").replace(")", " ").split())
    assert licenses.nearest(text) in licenses.COMMON | {""}


@pytest.mark.parametrize(
    ("host", "flaw"),
    [
        ("www.harbourgazette.example", ""),
        ("xn--bcher-kva.example", ""),
        ("xn--80ak6aa92e.example", ""),
        ("xn--" + "a" * 60, "stands for no name"),
        ("xn--99999999999.example", "stands for no name"),
        ("xn--abc-.example", "stands for no name"),
        ("xn--pypal-4ve.example", "mixes"),
        ("xn--a.example", "holds U+0080"),
    ],
)
def test_disguise(host: str, flaw: str) -> None:
    assert flaw in lookalikes.disguise(host)
    assert bool(flaw) == bool(lookalikes.disguise(host))


def test_twin() -> None:
    outlet = Outlet("lotse", "Der Lotse", domains=("lotse.example",))
    registry = Registry({"lotse": outlet}, {"lotse.example": ("lotse",)})
    assert lookalikes.twin("l0tse.example", registry) == ("lotse.example", outlet)
    assert lookalikes.twin("news.lotse.example", registry) is None
    assert lookalikes.twin("lotze.example", registry) is None


@given(st.text(max_size=80))
def test_any_host_gets_an_answer(host: str) -> None:
    assert isinstance(lookalikes.disguise(host), str)
    assert lookalikes.twin(host, Registry()) is None


@pytest.mark.parametrize(
    "origin",
    ["https://harbour-gazette.example/a", "https://a.example/a..b", "https://a.example/a?b=c#d", "https://a.example"],
)
def test_ordinary_origins_off_the_fast_path(origin: str) -> None:
    assert origins.fault(origin) == ""


@given(st.text())
def test_any_origin_gets_an_answer(origin: str) -> None:
    assert isinstance(origins.fault(origin), str)
    assert (origins.split(origin) is None) <= bool(origins.fault(origin))


def test_what_the_host_alone_tells_is_passed_over_for_its_owner() -> None:
    assert short_links.find("bit.ly", "/blog", "")
    assert short_links.find("bit.ly", "/blog", "", own=True) == ""
    assert short_links.find("www.google.com", "/search", "q=a", own=True)


@pytest.mark.parametrize(
    ("name", "flaw"),
    [("Ines Calder", ""), ("a " * 15 + "b", "words"), ("Ines\tCalder", "tab"), ("ines@a.example", "e-mail")],
)
def test_names(name: str, flaw: str) -> None:
    assert flaw in names_on_face.fault(name)
    assert bool(flaw) == bool(names_on_face.fault(name))


@given(st.text(), st.booleans())
def test_any_name_gets_an_answer(name: str, organization: bool) -> None:
    assert isinstance(names_on_face.fault(name, organization, ("harbourgazette.example",)), str)


def test_tables_hold_each_entry_once() -> None:
    for table in (blanks.CORE, blanks.NOBODY, blanks.POSSIBLE, blanks.ROLES, blanks.NOTHING, blanks.HELPERS):
        entries = table.split("|")
        assert sorted(set(entries)) == sorted(entries)
