"""Sidecars come out as the strict reader wants them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provgate.formats import registries as registry
from provgate.formats import yaml_reader
from provgate.formats.claims import Author
from provgate.formats.compose import Entry, author_value, outlet_block, render

TEXT = (
    st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1)
    .map(str.strip)
    .filter(lambda text: text and text.isprintable())
)


def test_comments_stand_behind_their_values() -> None:
    raw = render([Entry("date", "2026-03-12", "from JSON-LD"), Entry("title", "a: b" * 10, "x"), Entry("author", "")])
    assert raw.decode() == (f"date: 2026-03-12                  # from JSON-LD\ntitle: '{'a: b' * 10}'  # x\nauthor:\n")


def test_evidence_is_a_block() -> None:
    raw = render([Entry("evidence", [{"kind": "capture", "path": "a.warc.gz", "sha256": "0" * 64}])])
    assert raw.decode() == f"evidence:\n  - kind: capture\n    path: a.warc.gz\n    sha256: {'0' * 64}\n"


def test_authors_alone_and_together() -> None:
    assert author_value((Author("Ines Calder"),)) == "Ines Calder"
    assert author_value((Author("Port Press", organization=True),)) == {"organization": "Port Press"}
    raw = render([Entry("author", author_value((Author("Ines Calder"), Author("Port Press", organization=True))))])
    assert raw == b"author: [Ines Calder, {organization: Port Press}]\n"


def test_comments_cannot_break_the_line() -> None:
    raw = render([Entry("title", "x", "from a\nb: c\u2028d")])
    assert yaml_reader.read(raw).data == {"title": "x"}


@given(TEXT, st.lists(TEXT, min_size=2), st.text())
def test_every_printable_value_is_read_back(title: str, names: list[str], comment: str) -> None:
    raw = render([Entry("title", title, comment), Entry("author", list(names), comment)])
    parsed = yaml_reader.read(raw, 10**6)
    assert parsed.faults == ()
    assert parsed.data == {"title": title, "author": names}


@given(TEXT)
def test_outlet_blocks_are_valid_registries(name: str) -> None:
    raw = f"schema: 1\noutlets:\n{outlet_block('harbour-gazette', name[:200], 'harbourgazette.example')}".encode()
    assert registry.parse_outlets(raw).outlets["harbour-gazette"].domains == ("harbourgazette.example",)
