"""Escapes: what is unsafe becomes visible, what is harmless stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import NASTY, any_text, assert_inert

from provgate.report.escape import brief, characters, clip, dump, inert, markup, unicode

SHOWN = {
    "::error::1x": "\\x3a:error::1x",
    " ::anything": " \\x3a:anything",
    "a ::error::1x": "a \\x3a:error::1x",
    "x ##[group]y": "x \\x23#[group]y",
    "###[group]": "#\\x23#[group]",
    "##vso[task.x]": "\\x23#vso[task.x]",
    "section_start:17:n\r\x1b[0K": "section_start\\x3a17:n\\r\\x1b[0K",
    "--- a": "\\x2d-- a",
    "a\tb\nc": "a\\tb\\nc",
    "\x7f\x9b": "\\x7f\\u009b",
    "\udcff": "\\xff",
    "x\ud800": "x\\ud800",
    "\u202ea": "\\u202ea",
    "\U000e0041": "\\U000e0041",
    "a\u200db": "a\\u200db",
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.items())
def test_inert_shows_what_is_unsafe(text: str, shown: str) -> None:
    assert inert(text) == shown


HARMLESS = (
    "seeds/2026/harbour report.txt",
    "std::string, ::1 is not first: 2001:db8::1",
    "Nguyễn Văn A, 王小明, X Æ, O'Brien",
    "می‌شود",
    "👩‍👧 葛\U000e0100城",
    "# heading, #1, ## not a command",
    "C:\\temp",
    "",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_inert_leaves_ordinary_text(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("text", NASTY)
def test_inert_on_known_attacks(text: str) -> None:
    assert_inert(inert(text))
    assert_inert(f"| {inert(text)}")


@given(any_text())
def test_inert_on_any_text(text: str) -> None:
    assert_inert(inert(text))


@given(any_text())
def test_inert_twice_is_inert_once(text: str) -> None:
    assert inert(inert(text)) == inert(text)


@given(any_text())
def test_characters_join_to_inert_text(text: str) -> None:
    cells = characters(text)
    assert len(cells) == len(text)
    assert_inert("| " + "".join(cells))


def test_clip_and_brief() -> None:
    assert clip("abc", 3) == "abc"
    assert clip("abcd", 3) == "ab…"
    assert brief("\x1b" * 9, 3) == "\\x1b\\x1b…"


def test_unicode_keeps_all_but_surrogates() -> None:
    assert unicode("a\x1b\udcff") == "a\x1b\\xff"
    assert unicode("王\u202e") == "王\u202e"


@given(any_text().map(unicode) | st.lists(st.integers() | st.booleans() | st.none()))
def test_dump_reads_back_exactly(value: object) -> None:
    line = dump({"a": value})
    assert line.isascii()
    assert "\n" not in line
    assert_inert(line)
    assert json.loads(line) == {"a": value}


def test_dump_refuses_what_json_cannot_say() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump(float("nan"))


def test_markup() -> None:
    assert markup("<a b=\"c\" d='e'>&]]>") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;]]&gt;"
