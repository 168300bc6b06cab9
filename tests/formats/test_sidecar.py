"""The strict reader: what it reads, what it refuses, and where it says so."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.formats import yaml_reader
from provgate.formats.yaml_reader import Span

GOOD = b"""\
schema: 1
date: 2026-03-12   # a comment
author: No
title: "a: b"
notes: |
  two
  lines
evidence:
  - kind: capture
    path: a.warc.gz
"""


def kinds(raw: bytes) -> list[tuple[str, int, int]]:
    return [(fault.kind, fault.place.line, fault.place.column) for fault in yaml_reader.read(raw).faults]


def test_every_scalar_is_the_text_that_stands_there() -> None:
    parsed = yaml_reader.read(GOOD)
    assert parsed.faults == ()
    assert parsed.data == {
        "schema": "1",
        "date": "2026-03-12",
        "author": "No",
        "title": "a: b",
        "notes": "two\nlines\n",
        "evidence": [{"kind": "capture", "path": "a.warc.gz"}],
    }


def test_every_key_and_value_has_its_place() -> None:
    parsed = yaml_reader.read(GOOD)
    assert parsed.values["/date"] == Span(2, 7, 10)
    assert parsed.keys["/title"] == Span(4, 1, 5)
    assert parsed.values["/evidence/0/path"] == Span(10, 11, 9)
    assert parsed.values["/notes"].line == 5


@pytest.mark.parametrize(
    "text", ["1e3", "0x10", "~", "2024-02-30", "no", "12:30", ".nan", "=", "0" * 5000, "1:" + "1:" * 400 + "1.0"]
)
def test_scalars_that_yaml_converts_keep_their_spelling(text: str) -> None:
    assert yaml_reader.read(f"a: {text}\n".encode()).data == {"a": text}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a: &x 1\n", [("yaml-feature", 1, 4)]),
        (b"a: *x\n", [("yaml-feature", 1, 4)]),
        (b"a: !!int 3\n", [("yaml-feature", 1, 4)]),
        (b"a: !!python/name:os.system x\n", [("yaml-feature", 1, 4)]),
        (b"<<: {a: b}\n", [("yaml-feature", 1, 1)]),
        (b"a: 1\n---\nb: 2\n", [("yaml-feature", 2, 1)]),
        (b"%YAML 1.2\n---\na: 1\n", [("yaml-feature", 1, 1)]),
        (b"? [a]\n: b\n", [("yaml-feature", 1, 3)]),
        (b"? {a: b}\n: b\n", [("yaml-feature", 1, 3)]),
        (b"a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        (b"a: {b: 1, b: [2]}\n", [("duplicate-key", 1, 11)]),
        (b"", [("not-a-mapping", 1, 1)]),
        (b"# only a comment\n", [("not-a-mapping", 1, 1)]),
        (b"- a\n", [("not-a-mapping", 1, 1)]),
        (b"text\n", [("not-a-mapping", 1, 1)]),
        (b"a: b: c\n", [("sidecar-syntax", 1, 5)]),
        (b"a: [1\n", [("sidecar-syntax", 2, 1)]),
        (b"a: \x01\n", [("sidecar-syntax", 1, 1)]),
        (b'a: "\\e[31m"\n', [("control-character", 1, 4)]),
        (b'a: "\\x9b"\n', [("control-character", 1, 4)]),
        (b'"\\0": a\n', [("control-character", 1, 1)]),
        (b"\xef\xbb\xbfa: 1\n", [("sidecar-encoding", 1, 1)]),
        ("a: 1\n".encode("utf-16"), [("sidecar-encoding", 1, 1)]),
        (b"a: 1\nb: x\xff\n", [("sidecar-encoding", 2, 5)]),
        (
            b"<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n",
            [("merge-conflict", 1, 1), ("merge-conflict", 3, 1), ("merge-conflict", 5, 1)],
        ),
        (b"notes: |\n  x\n||||||| base\n", [("merge-conflict", 3, 1)]),
        (b"a: " + b"[" * 9 + b"\n", [("sidecar-too-large", 1, 11)]),
        (b"a: " + b"x" * 65_536, [("sidecar-too-large", 1, 1)]),
    ],
)
def test_what_is_refused_has_a_kind_and_a_place(raw: bytes, expected: list[tuple[str, int, int]]) -> None:
    assert kinds(raw) == expected


@pytest.mark.parametrize("raw", [b"[" * 25_000, b"a: " + b"[" * 25_000, b"a: " + b"{b: " * 9_000])
def test_a_depth_that_the_parser_itself_refuses_is_told_as_depth(raw: bytes) -> None:
    # libyaml before 0.2.6 reads on and our own limit speaks at its place; later ones stop at a thousand levels.
    faults = yaml_reader.read(raw).faults
    assert [(fault.kind, fault.message, fault.place.line) for fault in faults] == [
        ("sidecar-too-large", "nested deeper than 8 levels", 1)
    ]


def test_several_faults_are_told_in_one_run() -> None:
    assert kinds(b"a: &x 1\nb: !t 2\na: 3\n") == [
        ("yaml-feature", 1, 4),
        ("yaml-feature", 2, 4),
        ("duplicate-key", 3, 1),
    ]


def test_an_alias_bomb_costs_nothing() -> None:
    bomb = b"a: &a [x,x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (i, i) for i in range(30))
    assert {kind for kind, _, _ in kinds(bomb)} == {"yaml-feature"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("x-caf\u00e9: a\nx-cafe\u0301: b\n", [("duplicate-key", 2, 1)]),
        ('"x-caf\\u00e9": a\nx: {a: b, "cafe\\u0301": c}\n', []),
        ('"x-a\\u202eb": a\n', [("control-character", 1, 1)]),
        ('"x-a\\nb": a\n', [("control-character", 1, 1)]),
        ("x-a\u00a0: b\n", [("control-character", 1, 1)]),
        ('"x-\\e": b\n', [("control-character", 1, 1)]),
    ],
)
def test_keys_that_nobody_can_tell_apart(raw: str, expected: list[tuple[str, int, int]]) -> None:
    assert kinds(raw.encode()) == expected


@pytest.mark.parametrize("marker", ["<<<<<<< ours", "<<<<<<<", "||||||| base", "|||||||", "=======", ">>>>>>>\r"])
def test_markers_with_and_without_a_label(marker: str) -> None:
    assert [kind for kind, *_ in kinds(f"notes: |\n  x\n{marker}\n".encode())] == ["merge-conflict"]


def test_lines_are_counted_as_libyaml_counts_them() -> None:
    raw = "a: x\u2028b: y\r\nc: z\x85d: w\re: v".encode()
    assert yaml_reader.lines_of(raw) == ["a: x", "b: y", "c: z", "d: w", "e: v"]
    assert [yaml_reader.read(b"a: x\r\nb: y\rc: z\nd: v").keys[f"/{key}"].line for key in "abcd"] == [1, 2, 3, 4]


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    "text", ["a: x\r\nb: ýz{}author: Mallory Fake\n", "a: x\nb: |\n  ý{}c: d\n", "a: x\n#ýzz{}b: y\n"]
)
def test_line_breaks_that_no_editor_shows(mark: str, text: str) -> None:
    raw = text.format(mark)
    fault = yaml_reader.read(raw.encode()).faults[0]
    before = raw[: raw.index(mark)]
    assert (fault.kind, fault.place.line, fault.place.column) == (
        "control-character",
        before.count("\n") + 1,
        len(before.split("\n")[-1]) + 1,
    )
    assert f"U+{ord(mark):04X}" in fault.message


def test_pointers_escape_what_rfc_6901_escapes() -> None:
    assert yaml_reader.child("/a", "b/c~d") == "/a/b~1c~0d"


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    parsed = yaml_reader.read(raw)
    assert (parsed.data is not None) or parsed.faults


SCALARS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\u2028\u2029\x85\ufffe\uffff"),
    max_size=20,
)


KEYS = SCALARS.map(lambda key: unicodedata.normalize("NFC", key)).filter(lambda key: key != "<<" and key.isprintable())


@given(st.dictionaries(KEYS, SCALARS | st.lists(SCALARS, max_size=3), min_size=1, max_size=6))
def test_json_reads_as_itself(data: dict[str, object]) -> None:
    parsed = yaml_reader.read(json.dumps(data, ensure_ascii=False).encode())
    assert parsed.data == data
    assert parsed.faults == ()
