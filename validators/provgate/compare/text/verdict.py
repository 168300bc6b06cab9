"""The text claim: that a document's words are the words of the captured page's one main article.

The page's markup alone tells which part of it is the article and what role each block of it has (`evidence.pages`). The
document is read as words (`reading`), and is supported when it is a chain of whole blocks in page order (`chain`) that
leaves out nothing but what may be left out, each block once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provgate.compare.text.chain import TooMuchError
from provgate.compare.text.differences import difference
from provgate.compare.text.follow import Outcome, follow
from provgate.compare.text.pagetext import PageText
from provgate.compare.text.reading import readings
from provgate.compare.text.words import reorders
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
_NO_ARTICLE = "The page has no article text to compare with."
_TOO_DEEP = "The page has too many elements, or nests them too deeply; it was not compared."
_TURNED = "The document has a character here that reverses the order of what follows; remove it."
_ELSEWHERE = "The document's text does not stand on the captured page."


def judge_text(
    document: bytes, body: bytes, content_type: str, page: PageText | None, excerpt: bool, name: str = ""
) -> Judgement:
    """The verdict on the text claim: `document` against `body`, the decoded payload of the capture.

    `page` is the text of an HTML payload (made once, used for all documents of the page), None for any other. With
    `excerpt`, sentences may be left out anywhere; what is there must still be the page's, in its order. `name` is the
    document's: its ending says what is markup in it.
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
        return _judge_words(text, page or PageText(None, decode(body, content_type)), excerpt, name)
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


def outcome_of(text: str, page: PageText, excerpt: bool, name: str) -> Outcome | None:
    """The reading that gets furthest through a source of the page; None where the document has no words."""
    best: Outcome | None = None
    for reading in readings(text, name, lambda: page.links):
        for source in page.sources(excerpt):
            outcome = follow(source, reading, excerpt)
            if outcome.supported:
                return outcome
            if best is None or _reach(outcome) > _reach(best):
                best = outcome
    return best


def _judge_words(text: str, page: PageText, excerpt: bool, name: str) -> Judgement:
    turned = reorders(text)
    if turned is not None:
        return _at(text, turned)
    if not page.is_whole:
        return _judged(Verdict.UNCHECKED, _TOO_DEEP)
    best = outcome_of(text, page, excerpt, name)
    if best is None:
        return _judged(Verdict.UNSUPPORTED, _NO_WORDS)
    if best.supported:
        return _judged(Verdict.SUPPORTED, "", best.source.place)
    if not any(source.size for source in page.sources(excerpt)):
        return _judged(Verdict.UNSUPPORTED, _NO_ARTICLE)
    return _refusal(best, page)


def _at(text: str, place: int) -> Judgement:
    before = text[:place]
    line, column = before.count("\n") + 1, place - before.rfind("\n")
    return Judgement("text", Verdict.UNSUPPORTED, detail=_TURNED, line=line, column=column)


def _reach(outcome: Outcome) -> tuple[bool, int]:
    return outcome.complete, outcome.word


def _refusal(outcome: Outcome, page: PageText) -> Judgement:
    found = difference(outcome, page.elsewhere)
    ours = outcome.complete or _is_of_page(outcome.reading.words, page)
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


def _is_of_page(words: Sequence[str], page: PageText) -> bool:
    """Whether at least half of the document's words are on the page in the same company."""
    ours = set(_shingles(words[:_SAMPLE]))
    found: set[tuple[str, ...]] = set()
    texts = [page.elsewhere.split()] + [[w for run in source.runs for w in run] for source in page.sources(False)]
    for text in texts:
        found.update(ours.intersection(_shingles(text)))
    return 2 * len(found) >= len(ours) > 0


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(_SHINGLE)), strict=False)
