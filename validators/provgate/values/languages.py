"""Language tags (BCP 47): are they well-formed (RFC 5646, 2.1), and what was meant by those that are not."""

from __future__ import annotations

import functools
import re

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji
jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb
nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr
ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_MEANT = """
francais fr espanol es castellano es portugues pt mandarin zh farsi fa bengali bn jp ja cn zh gr el dk da
ua uk cz cs vn vi ir fa eng-us en-US uk-en en-GB br-pt pt-BR
"""
"""Spellings and mistaken codes besides the names in `language_names`."""
_LATIN_TAGS = """
af az bs ca cs cy da de en es et eu fi fo fr ga gl hr ht hu id is it la lb lt lv ms mt nb nl nn no pl pt ro sk
sl sq sv sw tl tr vi xh zu
"""
_LATIN = frozenset(_LATIN_TAGS.split())
_GRANDFATHERED_TAGS = """
en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu
sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang
"""
_GRANDFATHERED = frozenset(_GRANDFATHERED_TAGS.split())
_TAG = r"""(?xi)
    (?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3})
    (?:-[a-z]{4})? (?:-(?:[a-z]{2}|[0-9]{3}))?
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?
  | x(?:-[a-z0-9]{1,8})+
"""


@functools.lru_cache(maxsize=512)
def fault(tag: str) -> str:
    """What is wrong with a language tag; empty for a well-formed one."""
    if is_known(tag) or tag.lower() in _GRANDFATHERED:
        return ""
    found = re.fullmatch(_TAG, tag) if tag.isascii() else None
    if not found:
        return "it is not in the shape of BCP 47 (such as `en`, `pt-BR`, `zh-Hant`)"
    language = (found["language"] or "").partition("-")[0].lower()
    if len(language) == 2 and not is_known(language):
        return f"no language has the code `{language}`"
    for part, what in ((found["variants"], "variant"), (_singletons(found["extensions"]), "extension")):
        subtags = (part or "").lower().strip("-").split("-")
        if len(subtags) != len(set(subtags)):
            return f"it names one {what} twice"
    return ""


def meant(tag: str) -> str:
    """The tag that the writer probably had in mind; empty when there is no telling."""
    from provgate.values.language_names import NAMES

    words, wanted = _MEANT.split(), tag.strip().lower()
    named = dict(zip(words[::2], words[1::2], strict=True)).get(wanted, "") or NAMES.get(wanted, "")
    candidate = named or tag.strip().replace("_", "-").split(".")[0]
    return candidate if candidate != tag and not fault(candidate) else ""


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(_CODES.split())


def is_known(code: str) -> bool:
    """Whether ISO 639-1 has this two-letter code (in lower case), as far as the web still uses it."""
    return len(code) == 2 and code in _codes()


def in_latin_letters(tag: str) -> bool:
    """Whether texts of this language are written in Latin letters."""
    parts = tag.lower().split("-")
    return parts[0] in _LATIN and not any(len(part) == 4 and part.isalpha() and part != "latn" for part in parts[1:])


def _singletons(extensions: str | None) -> str:
    return "-".join(subtag for subtag in (extensions or "").split("-") if len(subtag) == 1)
