"""When a page's visible parts say that it was published: `<time>`, date elements, lines, its URL, HTTP headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.days import Dated, compact_days, find_days
from provgate.evidence.pages.microdata import node_text
from provgate.evidence.pages.page import Page

MAX_ELEMENTS = 200
PLAIN = 60
"""How many letters may stand beside the date in a line that is there to give it."""
_MODIFIED = re.compile(
    r"updat|modif|aktualisier|geändert|bearbeitet|actualiz|mis à jour|modifi|aggiornat|atualiz|bijgewerkt|"
    r"oppdater|uppdater|"
    r"opdater|päivitet|обновл|изменен|güncelle|diperbarui|frissít|zaktualiz|更新|수정|تحديث|edited",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|posted|veröff|erschien|erstellt|eingestellt|geschrieben|created|issued|released?|datum|date|fecha|"
    r"data|dato|"
    r"опубл|дата|yayın|tarih|tayang|発行|公開|掲載|更新|发布|發布|入力|등록|입력|نشر|تاريخ|anno|pubbli|skrev|julka|zverej|megjelen|"
    r"objav|paskelbt|birt|dodan|\bon$|\bam$|\ble$|\bel$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"publi(?:sh|é|ée|cad|cat|kov|ser|cer)|posted|veröffentlicht|erschienen|erstellt|pubblicat|opublikow|zveřejn|zverejn|megjelen|"
    r"julkaistu|udgivet|gepubliceerd|geplaatst|objavljen|опубл|публік|δημοσιε|yayınlan|yayın|نشر|פורסם|"
    r"datum:|date:|fecha:|diterbitkan",
    re.IGNORECASE,
)
_CLOSE_LABEL = re.compile("発行|公開|掲載|发布|發布|发表|發佈|등록|입력|배포")
_PASSING = re.compile(
    r"gültig|valid|\bseit|since|\bbis\b|until|\bab\b|deadline|frist|beginn|termin|geboren|"
    r"\bborn|©|copyright|"
    r"desde|hasta|depuis|jusqu|\bdal|\d\.?\s?[-–—]\s?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"\W{0,3}(?:[^\s,.()]{2,24}(?:\s[^\s,.()]{2,24}){0,2}\s?(?:\([^()]{1,40}\))?[,.–—-]{1,3}\s?(?:den\s|am\s)?)?\(?$"
)
_PATH = re.compile(r"(?<!\d)((?:19|20)\d{2})([/_.-])(\d{1,2}|[a-z]{3,9})\2(\d{1,2})(?!\d)", re.IGNORECASE)

_PATH_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-_.](\d{1,2})[-_.]((?:19|20)\d{2})(?!\d)")


def read(page: Page, tree: LexborHTMLParser) -> Iterator[Statement]:
    """Date statements of `<time>` and of elements whose class or id speaks of dates."""
    nodes = {node.mem_id: node for node in (*tree.css("time,abbr[title]")[:MAX_ELEMENTS], *page.date_nodes)}
    for node in nodes.values():
        tag = node.tag
        attributes = node.attributes
        text = node_text(node)
        stamp = attributes.get("datetime") or attributes.get("title") if tag in ("time", "abbr") else None
        if not (stamp or (4 < len(text) <= 120 and re.search(r"\d", text))):
            continue
        about = "modified" if is_modified(node, text, attributes) else "date"
        rank = page.rank(node, Rank.ELEMENT if page.near(node) or page.headline_at is None else Rank.LOOSE)
        place = "time element" if tag == "time" else "date element"
        kind = "labelled" if _is_labelled(text[:60]) or _is_labelled(_before(node)) else ""
        for value in dict.fromkeys(filter(None, (stamp, text))):
            yield Statement(about, value, place, rank, kind, offset=page.distance(node))


def of_line(page: Page, node: LexborNode, line: str) -> Statement | None:
    """The date statement of one line of visible text; None for sentences that mention a day in passing."""
    dates = find_days(line)
    if not dates:
        return None
    about = "modified" if is_modified(node, line, node.attributes) else "date"
    offset = page.distance(node)
    beside = _letters(line) - sum(_letters(line[date.start : date.end]) for date in dates)
    before = line[: dates[0].start]
    if _PASSING.search(before[-40:]) or _is_range(line, dates):
        return None
    plain = beside <= PLAIN or _PUBLISHED.search(before[-60:]) is not None
    if not plain and not _DATELINE.match(before):
        return None
    rank = page.rank(node, Rank.LINE if page.near(node) else Rank.LOOSE)
    kind = "labelled" if _is_labelled(before) else ""
    return Statement(about, line[:200], "visible date", rank, kind, offset=offset)


def _letters(text: str) -> int:
    """How much wording a text holds; an ideograph says as much as three letters."""
    return sum((3 if c >= "\u2e80" else 1) for c in text if c.isalpha())


def _is_range(line: str, dates: Sequence[Dated]) -> bool:
    """Whether the first two dates are the ends of a span, which is no day of publication."""
    return len(dates) > 1 and line[dates[0].end : dates[1].start].strip() in ("-", "–", "—", "bis", "to", "au", "al")


def is_modified(node: LexborNode, text: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element's own words, class, or the words just before it speak of a change."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
    if _MODIFIED.search(names) or _MODIFIED.search(text):
        return not re.search(r"publi|veröff|erschien|created|erstellt", names + text, re.IGNORECASE)
    return _MODIFIED.search(_before(node)) is not None


def _is_labelled(words: str) -> bool:
    """Whether words just before a date, or around it in an element of its own, say that it is of publication."""
    return _LABEL.search(words[-40:]) is not None or _CLOSE_LABEL.search(words[-8:]) is not None


def _before(node: LexborNode) -> str:
    """The words just before an element, in the same line."""
    before = node.prev
    words = before.text_content if before is not None and before.is_text_node else None
    return (words or "")[-60:]


def of_url(url: str) -> Iterator[Statement]:
    """The day that the URL's path spells (2026/03/12, 2026-03-12, 20260312)."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return
    match = _PATH_DAY_FIRST.search(path)
    if match:
        yield Statement("date", "-".join(match.groups()[::-1]), "URL", Rank.LOOSE)
    match = _PATH.search(path)
    if match:
        year, _, month, day = match.groups()
        yield Statement(
            "date", f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}", "URL", Rank.LOOSE
        )
    for day in sorted(compact_days(path)):
        yield Statement("date", day.isoformat(), "URL", Rank.LOOSE)


def of_headers(headers: Mapping[str, str]) -> Iterator[Statement]:
    """`Last-Modified` is when the resource changed, never when the article was published (RFC 9110, 8.8.2)."""
    if headers.get("last-modified"):
        yield Statement("modified", headers["last-modified"], "header Last-Modified", Rank.LOOSE)
