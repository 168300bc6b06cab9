"""Markdown and HTML documents: which markup is no words, and only where the document's name says that it has any."""

from __future__ import annotations

import pytest

from compare.articles import PARAGRAPHS, TEXT, TITLE, judge, page, paragraphs
from provgate.compare.text.chain import Chainer
from provgate.compare.text.reading import readings
from provgate.compare.text.sentences import parts, sentences
from provgate.compare.text.spacing import respelled, unglued
from provgate.evidence.pages.outline import SEAM
from provgate.findings import Verdict

LINKED = page(*paragraphs(*PARAGRAPHS), "<p>See <a href='https://board.example/a_(1)'>the plan</a>.</p>")
WHOLE = f"{TEXT}\n\nSee the plan."
NUMBERED = "\n".join(f"{number}. {text}" for number, text in enumerate(PARAGRAPHS, 1))


@pytest.mark.parametrize(
    ("name", "document", "supported"),
    [
        ("a.md", f"# {TITLE}\n\n{WHOLE}", True),
        ("a.md", WHOLE.replace("the plan", "[the plan](https://board.example/a_(1))"), True),
        ("a.md", WHOLE.replace("the plan", "[the plan](<https://board.example/a_(1)>)"), True),
        ("a.markdown", "> " + WHOLE.replace("\n\n", "\n>\n> "), True),
        ("a.md", "+ " + WHOLE.replace("\n\n", "\n+ "), True),
        ("a.md", f"{TITLE}\n=====\n\n{WHOLE}", True),
        ("a.md", f"{NUMBERED}\n\nSee the plan.", True),
        ("a.md", WHOLE.replace("“", "&ldquo;").replace("€", "&euro;"), True),
        ("a.md", f"7. {WHOLE}", False),
        ("a.md", WHOLE.replace("the plan", "[the plan](https://board.example/other)"), False),
        ("a.txt", WHOLE.replace("the plan", "[the plan](https://board.example/a_(1))"), False),
        ("a.txt", f"{NUMBERED}\n\nSee the plan.", False),
        ("a.txt", WHOLE.replace("€", "&euro;"), False),
        ("a.txt", f"<p>{WHOLE}</p>", False),
        ("a.html", "".join(f"<p>{text}</p>\n" for text in WHOLE.split("\n\n")), True),
        ("a.HTM", f"<!DOCTYPE html><html><body><h1>{TITLE}</h1><p>{WHOLE}</p></body></html>", True),
        ("a.html", WHOLE.replace("the plan", "<a href='https://board.example/a_(1)'>the plan</a>"), True),
        ("a.html", WHOLE.replace("board", "b<b>oar</b>d"), True),
        ("a.html", WHOLE.replace("the plan", "<a href='/other'>the plan</a>"), False),
        ("a.html", f"<p class='x'>{WHOLE}</p>", False),
    ],
)
def test_markup(name: str, document: str, supported: bool) -> None:
    assert (judge(document, LINKED, name=name).verdict is Verdict.SUPPORTED) is supported


def test_a_place_is_told_in_the_document_as_it_is_written() -> None:
    found = judge(f"# {TITLE}\n\n> {TEXT.replace('12.5', '13.5')}", page(*paragraphs(*PARAGRAPHS)), name="a.md")
    assert (found.line, found.column, found.claimed, found.stated) == (5, 21, "13.5", "12.5")


def test_the_place_after_the_last_word() -> None:
    (reading,) = readings("One two.\n", "a.txt", frozenset)
    assert reading.quote(2, 1) == (1, 9, "")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The crews were never told. The board met.", 2),
        ("The crews were told! The board met.", 2),
        ("The crews were told? “The board met.”", 2),
        ("Die Kommission tagte wegen der Erweiterung. Die Mannschaften warten.", 2),
        ("港湾局は再開した。船は戻った。", 2),
        ("لم تغلق الميناء؟ بقي مفتوحا.", 2),
        ("The crews were told. and the board met.", 1),
        ("It took 4.5. The board met.", 1),
        ("At 5. The board met.", 1),
        ("She met Sen. Calder there.", 1),
        ("She met e.g. Calder there.", 1),
        ("He came from NATO. The board met.", 1),
        ("Done. ", 1),
        ("!! The board", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_where_one_line_ends_a_sentence_and_the_next_goes_on() -> None:
    assert parts("The crews were told.", "The board met.")
    assert not parts("The crews were told", "The board met.")
    assert not parts("She met Sen.", "Calder there.")


@pytest.mark.parametrize(
    ("words", "text", "end"),
    [
        (["notable", "sum"], f"no{SEAM}table{SEAM} sum", 2),
        (["no", "table", "sum"], f"no{SEAM}table{SEAM} sum", 3),
        (["1,000"], f"1,{SEAM}000", 1),
        (["notable"], f"no {SEAM}table", None),
        (["notable"], f"no{SEAM} table", None),
        (["no", "table"], f"no {SEAM}table", 2),
        (["106"], f"10{SEAM}6", None),
        (["notable"], f"no{SEAM}table sum", None),
        (["no"], f"no{SEAM}ta", None),
        (["nota"], f"no{SEAM}table", None),
        (["nosy"], f"no{SEAM}", None),
        (["ab", "c"], f"a{SEAM}x b", None),
        (["abc"], f"a{SEAM}b c", None),
        (["plain"], "plain", None),
    ],
)
def test_gaps_at_seams(words: list[str], text: str, end: int | None) -> None:
    assert respelled(words, 0, text) == end


def test_words_glued_between_blocks() -> None:
    assert unglued("cityines", ["old", "city"], 1, [["ines"]]) == ("city", "ines")
    assert unglued("cityines", ["old", "city"], 0, [["ines"]]) is None
    assert unglued("cityines", ["old", "city"], 1, [["bo"], []]) is None
    assert unglued("1015", ["10"], 0, [["15"]]) is None
    assert unglued("city", ["city"], 0, [["ines"]]) is None


def test_of_two_ways_the_one_that_leaves_out_less_is_taken() -> None:
    chain = Chainer([["a"], ["b"], ["a", "b"]], [1, 1, 0]).follow(["a", "b"], lambda _unit, _at: None)
    assert (chain.cost, [link.unit for link in chain.links]) == (0, [0, 1])
