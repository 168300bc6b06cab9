"""The quick reader says what libyaml says, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depth import examples
from provgate.formats import yaml_events, yaml_reader
from provgate.formats.yaml_reader import MAX_DEPTH

SIDECAR = """\
# yaml-language-server: $schema=sidecar.schema.json
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html?a=b#c
date: 2026-03-12   # a comment
author:
  - Inés Calder
  - organization: Harbour Gazette
outlet: harbour-gazette
title: "Dredging: resumes"
x-note: 'it is so'

evidence:
- kind: capture
  path: dredging.warc.gz
"""
OUTLETS = """\
schema: 1
outlets:
  harbour-gazette:
    name: Harbour Gazette
    domains: [harbourgazette.example, the harbour.example]
    from: 1921
"""
PLAIN = {
    "sidecar": SIDECAR,
    "registry": OUTLETS,
    "no line feed at the end": "schema: 1",
    "only comments before": "# a\n\n# b\nschema: 1\n",
    "list in list item": "a:\n  - b:\n    - c\n    - d: e\n  - f\ng: h\n",
    "list at its key's indentation, then a key": "a:\n- b\n- c\nd: e\n",
    "hash inside a word": "a: b#c\n",
    "colon inside a word": "a: b:c :d\n",
    "wide blanks": "a:   b  c   # d\n",
    "key only, with a comment": "a:  # b\n  c: d\n",
    "other scripts": "author: 王小明 \U0001f600 x\n",
}
NOT_PLAIN = {
    "empty": "",
    "comments only": "# a\n",
    "no mapping": "- a\n",
    "scalar": "a\n",
    "indented root": " a: b\n",
    "empty value": "a:\nb: c\n",
    "empty value at the end": "a:\n",
    "folded line": "a: b\n  c\n",
    "duplicate": "a: b\na: c\n",
    "anchor": "a: &b c\n",
    "alias": "a: *b\n",
    "tag": "a: !b c\n",
    "merge": "<<: a\n",
    "block scalar": "a: |\n  b\n",
    "second document": "a: b\n---\n",
    "tab": "a:\tb\n",
    "carriage return": "a: b\r\n",
    "blank at the end": "a: b \n",
    "escape": 'a: "b\\n"\n',
    "nested flow": "a: [[b]]\n",
    "flow mapping": "a: {b: c}\n",
    "value in a value": "a: b: c\n",
    "dedent to nowhere": "a:\n    b: c\n  d: e\n",
    "list under a pair": "a: b\n- c\n",
    "list ends at a wrong place": "a:\n  - b\n c: d\n",
    "pair beside a list": "a:\n  - b\n  c: d\n",
    "list nearer than its key": "a:\n  b:\n - c\n",
    "item before its list's key": "a:\n  - b:\n  - c\n",
    "two blanks in a flow word": "a: [b  c]\n",
    "NEL": "a: b\x85\n",
    "BOM inside": "a: b\ufeff\n",
    "words without a key": "a: b\nc\n",
    "too deep": "".join("  " * n + f"k{n}:\n" for n in range(9)) + "  " * 9 + "v: 1\n",
    "list too deep": "".join("  " * n + f"k{n}:\n" for n in range(8)) + "  " * 8 + "- a\n",
    "long": "a: " + "b" * 5000 + "\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN.keys())
def test_plain_files_are_read_as_libyaml_reads_them(text: str) -> None:
    plain = yaml_reader.plain_lines(text, MAX_DEPTH)
    assert plain is not None
    assert plain == yaml_events.read(text, MAX_DEPTH)
    assert list(plain.values) == list(yaml_events.read(text, MAX_DEPTH).values)


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_everything_else_is_left_to_libyaml(text: str) -> None:
    assert yaml_reader.plain_lines(text, MAX_DEPTH) is None


def agree(text: str) -> None:
    plain = yaml_reader.plain_lines(text, MAX_DEPTH)
    if plain is not None:
        assert plain == yaml_events.read(text, MAX_DEPTH)


PIECES = [
    "a",
    "b",
    "key",
    ": ",
    ":",
    " ",
    "  ",
    "\n",
    "\n  ",
    "\n- ",
    "\n  - ",
    "- ",
    "#",
    " # ",
    "[",
    "]",
    ", ",
    '"',
    "'",
    "é",
    "王",
    "\U0001f600",
    "1",
    "---",
    "...",
    "|",
    ">",
    "&",
    "*",
    "!",
    "%",
    "@",
    "`",
    "?",
    "? ",
    "-",
    "~",
    "<<",
    "{",
    "}",
    "\t",
    "\r",
    "\x85",
    "\xa0",
    "\u2028",
    "\ufeff",
    "\x7f",
    "\x00",
    "\\",
    "=",
    "<<<<<<< ",
    ",",
    "\ufffe",
    "\n#",
]


@examples(500)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_no_text_is_read_differently(text: str) -> None:
    agree(text)
    agree("a: " + text)


@examples(500)
@given(st.sampled_from(list(PLAIN.values())), st.data())
def test_no_mutated_file_is_read_differently(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.sampled_from([*PIECES, ""])) + text[at + cut :]
    agree(text)


WORDS = st.text(st.characters(codec="utf-8"), max_size=12)


@examples(250)
@given(st.lists(st.tuples(st.sampled_from(["", "  ", "- ", "  - "]), WORDS, WORDS), max_size=6))
def test_no_characters_are_read_differently(rows: list[tuple[str, str, str]]) -> None:
    agree("".join(f"{lead}k{number}{key}: {value}\n" for number, (lead, key, value) in enumerate(rows)))
    agree("".join(f"{lead}k{number}: x{value}\n" for number, (lead, _key, value) in enumerate(rows)))
