"""Where a text may be divided into sentences: only where it is certain; when in doubt a sentence goes on."""

from __future__ import annotations

import re

from provgate.evidence.pages.class_words import word_set

_CLOSING = "[\"'\u2019\u201d»›“)\\]\u2060」』）”]*"
_END = re.compile(rf"[.!?؟।۔]{_CLOSING}\s+|[。！？]{_CLOSING}\s*")
_LAST_WORD = re.compile(r"([\w.\u2060'\u2019-]+)$")
_OPENING = "\"'\u2018\u201c\u201e«‹»›([¿¡–—-\u2060 "
_UNSPACED_STOPS = "。！？"
_OWN_STOPS = "؟।۔"
_LOWER, _CAPITALISED = 4, 9
"""Letters from which a word before a full stop is no abbreviation; fewer of a small one than of a capitalised one."""
_ABBREVIATIONS = word_set("""
    approx assn assoc asst attn bldg capt circa conf corp dept dist ebda evtl exkl exec figs gegr geogr geol govt hist
    illustr inkl incl intl maint natl orig pref prof prov publ resp russ sing spec supp supt temp trad transl univ
    vergl vers zool abbr asoc avda admin chem comp cont contd dipl engl etym franz frag insp intern jahrh mult nachm
    rechtl sogen staatl urspr verh versch wiss zeitl
""")


def sentences(text: str) -> list[str]:
    """The sentences of a text, with their punctuation; joined again they are the text but for white space."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _divides(text, start, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def parts(text: str, following: str) -> bool:
    """Whether a sentence certainly ends between a text and one that continues it."""
    joined = f"{text.rstrip()} {following[:40]}"
    return any(end.end() == len(text.rstrip()) + 1 and _divides(joined, 0, end) for end in _END.finditer(joined))


def _divides(text: str, start: int, end: re.Match[str]) -> bool:
    """Not after a number, an initial or what may be an abbreviation, and not before a small letter or a figure."""
    stop = end.group()[0]
    if stop in _UNSPACED_STOPS:
        return True
    following = text[end.end() : end.end() + 8].lstrip(_OPENING)[:1]
    if not following or following.islower() or following.isdigit():
        return False
    if stop in _OWN_STOPS:
        return True
    word = _LAST_WORD.search(text, max(start, end.start() - 40), end.start())
    return word is not None and _is_no_abbreviation(word.group(1).replace("\u2060", ""))


def _is_no_abbreviation(word: str) -> bool:
    """Whether the full stop after this word can only be the end of a sentence."""
    if "." in word or not word.replace("-", "").replace("'", "").replace("\u2019", "").isalpha():
        return False
    if word[0].isupper():
        return len(word) >= _CAPITALISED and not word.isupper()
    return len(word) >= _LOWER and word not in _ABBREVIATIONS
