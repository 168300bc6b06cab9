"""The text claim: that a document's words are the captured page's words, every one of them, in the page's order.

The document is read as words (`passages`), the page as runs of words (`pagetext`): a run is the text between two line
breaks of its layout. A document is supported when it is a chain of whole runs in page order (`alignment`) and every run
that it skips on the way is furniture (`omission`). There is no tolerance for words: one that is changed, added or
missing inside a run breaks the chain, so a number or a "not" cannot slip through. What is tolerated are gaps at the
edges of elements (`mending`), and lines that are a title or a caption of the page or repeat the document (`tracing`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from provgate.compare.text.alignment import TooMuchError
from provgate.compare.text.differences import difference, omission
from provgate.compare.text.pagetext import PageText, Source
from provgate.compare.text.passages import Reading, readings
from provgate.compare.text.trace import Outcome, trace
from provgate.evidence.pages.decode import decode
from provgate.findings import Judgement, Verdict

_LIMIT = 10_000_000
_SHINGLE, _SAMPLE = 4, 20_000
_TEXTUAL = re.compile(r"\s*(?:text/|application/(?:[\w.-]+\+)?(?:json|xml)\b)|\s*$", re.IGNORECASE)
_SAME_BYTES = "The document is the captured payload itself."
_SAME_TEXT = "The document is the captured payload as text."
_TOO_LARGE = f"The document is larger than {_LIMIT} bytes; it was not compared."
_TOO_ALIKE = "The page repeats itself so often that the document's place on it cannot be told; it was not compared."
_NO_WORDS = "The document holds no words that could be compared."
_ELSEWHERE = "The document's text does not stand on the captured page."


def judge_text(document: bytes, body: bytes, content_type: str, page: PageText | None, excerpt: bool) -> Judgement:
    """The verdict on the text claim: `document` against `body`, the decoded payload of the capture.

    `page` is the text of an HTML payload (made once, used for all documents of the page), None for any other. With
    `excerpt`, sentences may be left out anywhere; what is there must still be the page's, in its order.
    """
    if document == body:
        return _judged(Verdict.SUPPORTED, _SAME_BYTES, "payload")
    if len(document) > _LIMIT:
        return _judged(Verdict.UNCHECKED, _TOO_LARGE)
    try:
        text = _with_line_feeds(document.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _undecodable(document, error.start)
    if page is None and not _TEXTUAL.match(content_type):
        kind = content_type.partition(";")[0].strip()
        return _judged(Verdict.UNSUPPORTED, f"The payload is {kind}: it can only prove a document with the same bytes.")
    if (page is None or text.lstrip().startswith("<")) and text == _with_line_feeds(decode(body, content_type)):
        return _judged(Verdict.SUPPORTED, _SAME_TEXT, "payload")
    try:
        return _judge_words(text, page or PageText(None, decode(body, content_type)), excerpt)
    except TooMuchError:
        return _judged(Verdict.UNCHECKED, _TOO_ALIKE)


def _judged(verdict: Verdict, detail: str, place: str = "") -> Judgement:
    return Judgement("text", verdict, detail=detail, place=place)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _undecodable(document: bytes, place: int) -> Judgement:
    before = document[:place]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig")) + 1
    detail = f"The document is neither the captured payload nor text in UTF-8: byte {place} cannot be read."
    return Judgement("text", Verdict.UNSUPPORTED, detail=detail, line=line, column=column)


def _judge_words(text: str, page: PageText, excerpt: bool) -> Judgement:
    best: Outcome | None = None
    for reading in readings(text):
        for outcome in _outcomes(reading, page, excerpt):
            if outcome.supported:
                return _judged(Verdict.SUPPORTED, "", outcome.source.place)
            if best is None or _reach(outcome) > _reach(best):
                best = outcome
    return _refusal(best, page, excerpt) if best else _judged(Verdict.UNSUPPORTED, _NO_WORDS)


def _outcomes(reading: Reading, page: PageText, excerpt: bool) -> Iterator[Outcome]:
    """The reading against each source of the page; the scripts only where no other source has all the words."""
    whole = False
    for source in _sources(page):
        outcome = trace(source.by_sentence() if excerpt else source, reading, page, excerpt)
        yield outcome
        whole = whole or outcome.complete
    if not whole:
        yield trace(page.embedded.by_sentence() if excerpt else page.embedded, reading, page, excerpt)


def _sources(page: PageText) -> Iterator[Source]:
    yield page.visible
    yield from page.bodies


def _reach(outcome: Outcome) -> tuple[bool, int]:
    return outcome.complete, outcome.word


def _refusal(outcome: Outcome, page: PageText, excerpt: bool) -> Judgement:
    found = difference(outcome) if outcome.omitted is None else omission(outcome, outcome.omitted, excerpt)
    ours = outcome.complete or _is_of_page(outcome.reading, page)
    return Judgement(
        "text",
        Verdict.CONTRADICTED if ours else Verdict.UNSUPPORTED,
        found.claimed,
        found.stated,
        outcome.source.place,
        found.detail if ours else _ELSEWHERE,
        found.line,
        found.column,
        found.width,
    )


def _is_of_page(reading: Reading, page: PageText) -> bool:
    """Whether at least half of the document's words stand on the page in the same company."""
    ours = set(_shingles(reading.words[:_SAMPLE]))
    found: set[tuple[str, ...]] = set()
    for source in itertools.chain(_sources(page), (page.embedded,)):
        found.update(ours.intersection(_shingles([word for run in source.runs for word in run])))
        if 2 * len(found) >= len(ours) > 0:
            return True
    return False


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(_SHINGLE)), strict=False)
