"""The rules about claims on their face: their examples are true, and no text makes them break."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depth import examples
from gating import check
from provgate.formats.claims import Author, Claims, EvidenceRef, on_their_face
from provgate.rules import all_rules
from provgate.rules.rule import Problem, Rule, Subject
from repos import Repo
from rules.subjects import OUTLETS, problems_of, registry_of, subject_of

FACE = [rule for rule in all_rules() if rule.code.startswith("PG3")]
REGISTRY = registry_of(
    {
        **OUTLETS,
        "ferry-tales": {
            "name": "Ferry Tales",
            "domains": ["ferrytales.example", "bücher.example"],
            "until": "1987-02-31",
        },
        "dock-letters": {"name": "Dock Letters", "domains": []},
    }
)
SECRET = "hunter2"


@pytest.mark.parametrize("rule", FACE, ids=lambda rule: rule.code)
def test_the_bad_example_has_this_defect_and_no_other(rule: Rule) -> None:
    case = {"sidecar": rule.bad}
    assert problems_of(rule, case)
    assert [other.code for other in FACE if problems_of(other, case)] == [rule.code]


@pytest.mark.parametrize("rule", FACE, ids=lambda rule: rule.code)
def test_the_good_example_has_none(rule: Rule) -> None:
    assert [other.code for other in FACE if problems_of(other, {"sidecar": rule.good})] == []


@pytest.mark.parametrize("rule", FACE, ids=lambda rule: rule.code)
def test_nothing_is_asked_of_a_sidecar_that_cannot_be_read(rule: Rule) -> None:
    assert list(rule.check(Subject(path="seeds/a.txt"))) == []


def test_codes_are_in_order_and_single() -> None:
    codes = [rule.code for rule in FACE]
    assert codes == sorted(set(codes))


def test_a_password_is_never_repeated() -> None:
    for origin in (
        f"https://ines:{SECRET}@127.0.0.1/",
        f"https://ines:{SECRET}@evil.example/a",
        f"https://ines:{SECRET}@bit.ly/a",
        f"https://ines:{SECRET}@www.harbourgazette.example/",
        f"https://ines:{SECRET}@hаrbourgazette.example/a",
        f"https://ines:{SECRET}@bad..host/a",
        f"https://ines:{SECRET}@harbourgazette.example/a b",
        f"https:/ines:{SECRET}@a/b",
        f"https:ines:{SECRET}@a.example/b",
        f"https://ines:{SECRET}@a.example\\b",
        f"todo: https://ines:{SECRET}@a.example/b",
        f"https://ines:a b{SECRET}@harbourgazette.example/a",
        f"ines:{SECRET}@a.example/b",
        f"https:\\\\ines:{SECRET}@a.example/b",
        f"https://ines:a\\b{SECRET}@a.example/b",
    ):
        problems = [problem for rule in FACE for problem in problems_of(rule, {"claims": {"origin": origin}})]
        assert problems
        assert not [problem for problem in problems if SECRET in problem.message + problem.help]


characters = st.characters(codec="utf-8") | st.sampled_from("\u200b\u202e\u3164аеіοΑ⓪。．@:/\\%[]<>xn-.0 1\n")
words = st.text(characters, max_size=40)
hosts = st.sampled_from(
    [
        "www.harbourgazette.example",
        "harbourgazettе.example",
        "127.1",
        "[::1]",
        "[::ffff:1.2.3.4]",
        "xn--a",
        "[",
        "xn--",
        "xn--99999999999.example",
        "a..b",
        "bit.ly",
        "google.com",
        "0x7f.1",
        "①.②",
        "localhost",
        "münchen.example",
        "٣.٤",
        "0x.0x",
        "1.2.3.4.5",
        "ﷺ.example",
        "ß.example",
        "a" * 300,
    ]
)
origins = words | st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["https://", "http:", "HTTPS://a:b@", "ftp://", "doi:", "urn:", "tag:", "//", "C:", "javascript:"]),
    hosts | words,
    st.sampled_from(["", ":80", ":", ":99999999999999999999", ":٣", "@"]) | words,
    st.sampled_from(["", "/", "/en/", "/index.html", "/search", "/?s="]) | words,
    st.sampled_from(["", "?q=a", "#a", "%", "%zz"]) | words,
)
dates = words | st.builds(
    "{:04}-{:02}-{:02}{}".format,
    st.integers(0, 9999),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(["", "T00:00:00+14:00", "T23:59:59-12:00", "T10:00:00", "T24:00:00Z", "Z"]),
)
authors = st.builds(Author, words, st.booleans(), st.just("/author"))
evidence = st.just(EvidenceRef("capture", "a.warc.gz", "0" * 64, "/evidence/0"))
claims = st.builds(
    Claims,
    origin=origins,
    date=dates,
    authors=st.lists(authors, min_size=1, max_size=3).map(tuple),
    outlet=words | st.sampled_from([*REGISTRY.outlets, "harbor-gazette"]),
    title=words,
    language=words,
    license=words,
    retrieved=dates,
    evidence=st.lists(evidence, max_size=1).map(tuple),
)


@examples(300)
@given(claims, st.datetimes(timezones=st.just(datetime.UTC)))
def test_no_rule_breaks_on_any_text(claimed: Claims, now: datetime.datetime) -> None:
    subject = Subject("seeds/a.txt", claims=claimed, registry=REGISTRY, now=now)
    for rule in FACE:
        for problem in rule.check(subject):
            assert isinstance(problem, Problem)
            assert problem.message.isprintable()
            assert problem.help.isprintable()
            assert len(problem.message) < 800
            assert problem.pointer.startswith("/")


@examples(200)
@given(st.sampled_from(["origin", "date", "outlet", "title", "language", "license", "retrieved"]), words)
def test_every_field_may_hold_any_text(field: str, text: str) -> None:
    plain = subject_of({}).claims
    assert plain is not None
    changed: dict[str, Any] = {field: text}
    subject = Subject("seeds/a.txt", claims=plain._replace(**changed), registry=REGISTRY)
    assert all(problem.pointer for rule in FACE for problem in rule.check(subject))


SOUND = {
    "origin": "https://www.harbourgazette.example/2026/a.html",
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
}


@pytest.mark.parametrize("gone", [gone for size in range(5) for gone in itertools.combinations(SOUND, size)])
def test_rules_stand_fields_that_are_not_there(gone: tuple[str, ...]) -> None:
    """A sidecar that the schema refuses is judged by its sound fields; what they do not say is nobody's fault."""
    claimed = on_their_face({**SOUND, "evidence": "none"}, {"evidence", *gone})
    now = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
    subject = Subject("seeds/a.txt", claims=claimed, registry=REGISTRY, now=now)
    found = {problem.pointer.split("/")[1] for rule in FACE for problem in rule.check(subject) if problem.pointer}
    assert found <= {*gone, "sha256"}


def test_one_run_tells_everything_about_a_sidecar(repo: Repo) -> None:
    repo.write(
        "seeds/dredging.txt.source.yaml",
        """\
schema: 1
origin: https://localhost/a
author: [unknown, Ines Calder]
outlet: harbor-gazette
language: english
sha256: abc
""",
    )
    assert sorted(check(repo).findings) == sorted(
        (code, "seeds/dredging.txt.source.yaml") for code in ("PG208", "PG210", "PG301", "PG309", "PG313", "PG318")
    )
