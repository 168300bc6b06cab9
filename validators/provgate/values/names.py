"""When two names are the same, and which names one string holds.

Two spellings of a name agree whatever their case, accents, order, titles and punctuation; a letter
that differs never does. Invisible characters and look-alike letters are letters that differ.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata

MAX_NAME, MAX_BYLINE = 300, 4000
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŀ": "l",
        "ĸ": "k",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "′": "'",
        "ʻ": "'",
    }
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_APART = re.compile(r"[\s.,\-‐‑–_·•・]+")
_TITLES = frozenset(
    {
        "dr",
        "prof",
        "professor",
        "professorin",
        "dipl",
        "ing",
        "phd",
        "md",
        "msc",
        "mba",
        "llm",
        "sir",
        "dame",
        "mr",
        "mrs",
        "ms",
        "herr",
        "frau",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "sra",
        "srta",
        "dott",
        "dottssa",
        "rev",
        "revd",
        "dra",
        "drs",
        "frhr",
    }
)
"""Titles that are nobody's first name: "Don", "Phil" and "Nat" stay."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name the same person or body, as far as spelling can tell."""
    if one == other:
        return bool(one.strip())
    return any(_agree(fold(one, umlauts), fold(other, umlauts)) for umlauts in (False, True))


@functools.lru_cache(maxsize=4096)
def fold(name: str, umlauts: bool = False) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation and titles; with `umlauts`, ü reads as ue."""
    if len(name) > MAX_NAME:
        return (name,)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    if umlauts:
        text = text.translate(_UMLAUTS)
    text = unaccented(text.translate(_LETTERS)).replace("'", "")
    words = tuple(word for word in _APART.split(text) if word)
    plain = tuple(word for word in words if word not in _TITLES)
    return plain or words


def unaccented(text: str) -> str:
    """The text without accents; й and ў, which are letters of their own, and other scripts' marks stay."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    kept = (
        c
        for before, c in zip(f" {apart}", apart, strict=False)
        if not _is_accent(c) or (c == "\u0306" and before in "иуИУ")
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _is_accent(character: str) -> bool:
    """Combining accents; not the grapheme joiner among them, which is invisible and thus never the same."""
    return "\u0300" <= character <= "\u036f" and character != "\u034f"


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    if sorted(one) == sorted(other) or _agree_but_gaps(one, other):
        return True
    if _CJK.search(one[0]):
        return _turned(one) == "".join(other) or _turned(other) == "".join(one)
    return _agree_but_initials(one, other)


def _agree_but_gaps(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one only writes together what the other writes apart; a gap elsewhere makes another name."""
    if "".join(one) != "".join(other):
        return False
    ours, theirs = (set(itertools.accumulate(map(len, words))) for words in (one, other))
    return ours <= theirs or theirs <= ours


def _turned(words: tuple[str, ...]) -> str:
    """Given name and family name in the other order, without the space between them."""
    return "".join(reversed(words))


def _agree_but_initials(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same first and last words, and nothing between them but initials that do not disagree."""
    if min(len(one), len(other)) < 2 or (one[0], one[-1]) != (other[0], other[-1]):
        return False
    if len(one[0]) < 2 or len(one[-1]) < 2:
        return False
    ours, theirs = one[1:-1], other[1:-1]
    if not ours or not theirs:
        return all(len(word) == 1 for word in ours or theirs)
    return len(ours) == len(theirs) and all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(ours, theirs, strict=True)
    )


_WORDS = (
    "and|und|y|e|et|en|og|och|i|ja|és|a|ve|dan|và|i|и|та|و|with|mit|avec|con|sowie|for|für|pour|para|voor|för|in|aus|at|bei|near|via|"
    "courtesy of|on behalf of|im auftrag von|im gespräch mit|in conversation with|interview(?:s|t)?|follow|folgen"
)
_TIMES = r"updated?|published|posted|aktualisiert|actualizado|modifié|aggiornato|min(?:ute)? read|minutes?|mins?"
_JOINED = re.compile(
    rf"\s*(?:[,;|/／&•·・、，；＆：:\n\t…=＝]|\s-\s|–|—|\+|\s(?:{_WORDS})\s|\s(?:by|von|par|por)\s|"
    rf"\s(?:am|on|um|le|el|den|em|op|il)\s(?=\S{{0,12}}\s?\d)|(?:\s|^)\d[\d.:/-]*|\s(?:follow|folgen)$|\s(?:{_TIMES})\b)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s.:,;|]*(?:\S+@\S+|https?://\S+|@\w+)\s*$")


def joined_pieces(text: str) -> tuple[str, ...]:
    """The pieces of a byline and what parts them, in turn: piece, separator, piece."""
    pieces: list[str] = []
    at = 0
    for match in _JOINED.finditer(text):
        pieces += [text[at : match.start()], match[0]]
        at = match.end()
    return (*pieces, text[at:])


def trimmed(piece: str) -> str:
    """A piece without punctuation, addresses and invisible characters at its ends."""
    return _TAIL.sub("", piece).strip(' .:,;|()[]"“”„»«*-–—/\u200b\u200e\u200f\ufeff\u00ad')


def inverted(text: str) -> str:
    """ "Calder, Ines" as "Ines Calder"; other texts unchanged."""
    family, comma, given = text.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given and given.strip() else text
