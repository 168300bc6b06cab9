"""The words that introduce an author, in the languages of the web."""

from __future__ import annotations

import re

_PHRASES = """
by | written by | posted by | published by | story by | words by | text by | reporting by | interview by
review by | guest post by
opinion by | analysis by | column by | author | authors | reporter | journalist | from | about the author
von | ein beitrag von | beitrag von | eine analyse von | analyse von | ein kommentar von | kommentar von
ein gastbeitrag von
gastbeitrag von | interview von | text von | eine kolumne von | kolumne von | erstellt von | eingestellt von
gespeichert von
veröffentlicht von | verfasst von | geschrieben von | aufgezeichnet von | ein interview von
eine reportage von | reportage von
autor | autorin | autoren | text | interview | ein artikel von | artikel von | gepostet von
par | propos recueillis par | écrit par | publié par | rédigé par | article de | auteur | auteurs | auteure
por | escrito por | publicado por | redactado por | texto de | texto | de | autora | autores | reportagem de | com
di | da | a cura di | scritto da | pubblicato da | autore | articolo di
af | skrevet af | av | skrevet av | skriven av | tekst | tekst av | text av | foto och text | forfatter
journalist | redaktør
door | geschreven door | geplaatst door | tekst door | kirjoittaja | teksti | írta | szerző | przez | autorka
autorzy | napisał | napisała
tekst i | napsal | napsala | autor textu | piše | napisao | napisala | autorius | autorė | parengė | autors
autore | höfundur
автор | авторы | автор текста | автора | авторка | текст | подготовил | подготовила | написал | написала | пише
автор статьи
yazan | yazar | haber | oleh | penulis | reporter | ditulis oleh | isinulat ni | ni | mwandishi | na | tác giả | theo
από | του | της | γράφει | ο συντάκτης | גאת | מאת | بقلم | كتب | كتبت | الكاتب | نویسنده | लेखक | द्वारा | লেখক | โดย
"""
_CLOSE = "作者 文 撰文 撰稿 記者 记者 执笔 執筆 著者 取材 文字 责编 编辑 責任編輯 责任编辑 글 기자 작성자"

PHRASES = tuple(
    dict.fromkeys(" ".join(part.split()) for part in _PHRASES.replace("\n", "|").split("|") if part.strip())
)
"""Phrases that a space or a colon parts from the name."""

_spaced = "|".join(re.escape(phrase) for phrase in sorted(PHRASES, key=len, reverse=True))
_close = "|".join(sorted(_CLOSE.split(), key=len, reverse=True))

_LABELS = (
    "redaktion|redakteur|redakteurin|bericht|beitrag|artikel|verantwortlich|reporterin|redazione|redacción|redação|rédaction|"
    "redactie|redaktionen|redakce|redakcja|toimittaja|szerkesztő|журналист|корреспондент"
)
"""Words that introduce an author only with a colon."""

BY = re.compile(
    rf"\W{{0,8}}(?:(?:{_spaced})(?:\s*[:：]\s*|\s+)|(?:{_LABELS})\s*[:：]\s*|(?:{_close})\s*[:：丨|/／]?\s*)(?=\S)",
    re.IGNORECASE,
)
"""The beginning of a byline, up to the name; match it at the start of a line."""

DATED_BY = re.compile(
    r"\W{0,8}(?:posted|published|written|veröffentlicht|erstellt|geschrieben|publié|publicado|am|on|le|el)\b.{4,60}?"
    r"\b(?:by|von|par|por|durch)\s+(?=\S)",
    re.IGNORECASE,
)
"""The same where the date comes first: "Posted on 12 March 2026 by"."""

_FIRST = re.compile(r"\W{0,8}([^\W\d_]{1,20})")
_FIRST_WORDS = frozenset(phrase.split()[0] for phrase in PHRASES) | {
    "posted",
    "published",
    "am",
    "on",
    "le",
    "el",
    "veröffentlicht",
}
_FIRST_LETTERS = frozenset(word[0] for word in _CLOSE.split())


def may_begin(text: str) -> bool:
    """Whether a string looks like the beginning of a byline; cheap, and generous to bylines split by markup."""
    first = _FIRST.match(text)
    if first is None:
        return False
    word = first.group(1).lower()
    return word in _FIRST_WORDS or word[0] in _FIRST_LETTERS


def begin(text: str) -> int | None:
    """Where the name begins in a line that begins as a byline does; None for other lines."""
    match = BY.match(text) or DATED_BY.match(text)
    return match.end() if match else None


def without(text: str) -> str:
    """The text without the words that introduce an author."""
    for _ in range(3):
        match = BY.match(text) or DATED_BY.match(text)
        if match is None:
            break
        text = text[match.end() :]
    return text
