"""The pieces under the text claim: words, sentences, lines of a document, gaps, the way through a page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.compare.text.alignment import Aligner, TooMuchError
from provgate.compare.text.pagetext import PageText
from provgate.compare.text.passages import readings
from provgate.compare.text.sentences import sentences
from provgate.compare.text.spacing import respelled, unglued
from provgate.compare.text.words import span_of, words_by_line, words_of
from provgate.evidence.pages.blocks import SEAM
from provgate.evidence.pages.decode import parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It’s “fine” – now…", ["it", "s", "fine", "now"]),
        ("1,234.50 km at 8:05, 3/4", ["1,234.50", "km", "at", "8:05", "3/4"]),
        ("−5 °C, 3–5 and (-2) but x-2 - 7", ["-", "5", "°", "c", "3", "5", "and", "-", "2", "but", "x", "2", "7"]),
        ("10² and H₂O", ["10", "2", "and", "h", "2", "o"]),
        ("ﬁne Ｆｕｌｌ １２", ["fine", "full", "12"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("co\u00adop\u200ber\ufeffate", ["cooperate"]),
        ("cafe\u0301 café cafe", ["café", "café", "cafe"]),
        ("東京都 3回", ["東", "京", "都", "3", "回"]),
        ("ไม่มี", ["ไ", "ม", "่", "ม", "ี"]),
        ("नहीं होगा।", ["नहीं", "होगा"]),
        ("5% €4 $3 a_b", ["5", "%", "€", "4", "$", "3", "a", "b"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_words_do_not_depend_on_the_unicode_form(text: str) -> None:
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=20), min_size=1))
def test_lines_are_read_as_if_alone(lines: list[str]) -> None:
    assert words_by_line(lines) == [words_of(line) for line in lines]


PIECES = ("Ämter", "3,5", "x²", "漢字", "e\u0301te\u0301", "“no”", "x-7", "…", "ﬁne")


@given(st.lists(st.sampled_from(PIECES), min_size=1))
def test_a_span_holds_its_word(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for number, word in enumerate(words_of(text)):
        span = span_of(text, number, 1)
        assert span is not None
        assert word in words_of(text[slice(*span)])


def test_spans() -> None:
    assert span_of("  The ﬁsh, it’s 3,5 kg", 1, 2) == (6, 13)
    assert span_of("漢字" * 5000, 9000, 2) == (9000, 9002)
    assert span_of("One two", 1, 9) == (4, 7)
    assert span_of("One two", 2, 1) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("She left. “He stayed.” They wrote!", ["She left.", "“He stayed.”", "They wrote!"]),
        ("Am 3. Mai kam Dr. Berg mit J. Weiss. Er blieb.", ["Am 3. Mai kam Dr. Berg mit J. Weiss.", "Er blieb."]),
        ("It cost 4 approx. five times more. 12 came.", ["It cost 4 approx. five times more. 12 came."]),
        ("港湾局は言った。「再開する。」明日。", ["港湾局は言った。", "「再開する。」", "明日。"]),
        ("Why? Because… Nobody knows.", ["Why?", "Because…", "Nobody knows."]),
        ("—. Then", ["—. Then"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@given(st.text(alphabet="aB. ?!。3”", max_size=40))
def test_sentences_lose_no_words(text: str) -> None:
    assert [word for part in sentences(text) for word in words_of(part)] == words_of(text)


@pytest.mark.parametrize(
    ("document", "last"),
    [
        ("# A title\n\nSetext\n======\n", "a title setext"),
        ('1. One *two* [three](https://x.example/a_(b) "Four")', "one two three"),
        ("A[^1] <https://x.example/y> b\n\n[^1]: note\n+ item", "a b note item"),
        ("[a][ref] > b\n> > quoted", "a > b quoted"),
        ("<style>p {}</style><p>B<b>old</b>er &amp; caf&eacute;</p><!-- x -->\n<br/>end", "bolder café end"),
        ("<p>a</p><script>never closed", "a"),
    ],
)
def test_markup_is_no_word(document: str, last: str) -> None:
    assert " ".join(list(readings(document))[-1].words) == last


def test_markup_keeps_every_place() -> None:
    document = "# Title\n\n<p>caf&eacute; <b>d</b>er [two](x) words</p>"
    line = document.split("\n")[2]
    reading = list(readings(document))[-1]
    assert reading.quote(1, 1) == (3, line.index("caf") + 1, "café")
    assert reading.quote(len(reading.words) - 1, 4) == (3, line.index("words") + 1, "words")
    assert reading.quote(len(reading.words), 1)[2] == ""


def test_seams_may_be_gaps() -> None:
    assert respelled(["x", "der", "3", "old"], 1, f"D{SEAM}er 3{SEAM}old") == ["der", "3", "old"]
    assert respelled(["10,11"], 0, f"10{SEAM},{SEAM}11") == ["10,11"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["der"], "D er"),
        (["notable"], f"not able{SEAM}"),
        (["a", "b"], f"a{SEAM}b c"),
        (["a"], f"a{SEAM}b"),
        (["abc"], f"a{SEAM}b"),
        (["ab", "c"], f"a{SEAM} c b"),
        (["abc"], f"a{SEAM}b c"),
    ],
)
def test_other_gaps_and_words_are_not_mended(words: list[str], text: str) -> None:
    assert respelled(words, 0, text) is None


def test_a_word_glued_over_a_line_break_comes_apart() -> None:
    assert unglued("yorkines", ["new", "york"], 1, [[], ["ines", "calder"]]) == ("york", "ines")
    assert unglued("yorkines", ["new", "york"], 0, [["ines"]]) is None
    assert unglued("yorkines", ["new", "york"], 1, [["calder"]]) is None
    assert unglued("york", ["new", "york"], 1, [["calder"]]) is None


def test_the_cheapest_way_is_taken() -> None:
    aligner = Aligner([["a"], ["b"], ["c"], ["a", "c"]], 100)
    found = aligner.cheapest(["a", "c"], lambda first, last: 5 * (last - first))
    assert found is not None
    assert (found.cost, found.kept) == (0, ((3, 0),))


def test_a_page_of_equal_lines_is_read_in_few_steps() -> None:
    found = Aligner([["a"]] * 500, 501).cheapest(["a"] * 500, lambda *_: 0)
    assert found is not None
    assert len(found.kept) == 500


def test_a_short_run_that_begins_like_a_long_one_does_not_mislead() -> None:
    found = Aligner([["no"], ["no", "way"], ["out"]], 100).cheapest(["no", "way", "out"], lambda *_: 0)
    assert found is not None
    assert found.kept == ((1, 0), (2, 2))


def test_two_ways_to_one_place_are_followed_once() -> None:
    aligner = Aligner([["a", "b"], ["a"], ["b"], ["c"]], 100)
    assert aligner.cheapest(["a", "b", "c", "x"], lambda *_: 0) is None
    assert aligner.furthest.at == 3


def test_the_furthest_place_is_remembered() -> None:
    aligner = Aligner([["a", "b"], ["c", "d", "e"]], 100)
    assert aligner.cheapest(["a", "b", "c", "d", "x"], lambda *_: 0) is None
    assert (aligner.furthest.at, aligner.furthest.run, aligner.furthest.inside) == (4, 1, 2)


def test_too_many_ways_end() -> None:
    with pytest.raises(TooMuchError):
        Aligner([["a"]] * 200, 500).cheapest(["a"] * 100 + ["b"], lambda *_: 0)


def test_a_page_is_read_once() -> None:
    page = PageText(parse("<p>Hello there</p>"))
    assert page.visible is page.visible
    assert page.visible.runs == (["hello", "there"],)
    assert PageText(None, "One line\nand another").visible.runs == (["one", "line"], ["and", "another"])
    assert PageText(None, "One line").headings == frozenset({("one", "line")})
