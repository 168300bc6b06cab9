"""Which words in a byline are a person, and which a role, a desk, an agency or a site."""

from __future__ import annotations

import re

_NOT_PEOPLE = re.compile(
    r"\b(?:redakt\w*|redacci[oó]n|r[ée]daction|redazione|redaksi|redação|editors?|editorial|staff|team|desk|"
    r"news\w*|press\w*|presse\w*|"
    r"agenc\w*|agentur\w*|admin\w*|online|web\w*|magazin\w*|zeitung|times|post|daily|journal|gmbh|ag|e\.?v|inc|"
    r"ltd|llc|plc|se|kg|"
    r"corp\w*|company|group|gruppe|union|anstalt|bund|partei|amt|ministry|department|association|committee|council|society|"
    r"federation|cent(?:er|re)|program(?:me)?|campaign|asociaci[oó]n|fundaci[oó]n|comit[eé]|verlag|verein|verband|universit\w*|institut\w*|foundation|stiftung|"
    r"ministeri\w*|radio|tv|"
    r"media\w*|medien|service|blog|network|reporters?|correspondent\w*|korrespondent\w*|author|autor\w*|"
    r"writers?|contributors?|"
    r"gast\w*|guest|anonym\w*|user|follow|share|comments?|kommentare?|read|more|mehr|alle|articles?|artikel\w*|"
    r"profile?|view|"
    r"photo\w*|foto\w*|image|bild|getty|archiv\w*|source|quelle|updated?|published|posted|minutes?|min|uhr|"
    r"january|february|edition|ausgabe|tags|kategorien|categor\w*|"
    r"redakcja|redakce|redaktion|haber\w*|ajans\w*|dpa|afp|ap|reuters|apa|ansa|efe|sid|kna|epd|ots|upi|pti|ani|"
    r"ians|tass|"
    r"xinhua|bloomberg|youtube|facebook|twitter|instagram|email|e-mail|contact|about|home)\b|[0-9@/\\:|<>{}=_]|"
    r"https?|www\.|\.\w{2,4}\b$",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "di",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "du",
        "van",
        "von",
        "der",
        "den",
        "zu",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "y",
        "e",
        "af",
        "av",
        "ter",
        "ten",
    }
)
_HAN, _KANA_OR_HAN = r"[\u3400-\u9fff]", r"[\u3400-\u9fff\u3040-\u30ff]"
_CJK_NAME = re.compile(rf"{_HAN}{{2,4}}|{_KANA_OR_HAN}{{1,4}}[\s・·]{_KANA_OR_HAN}{{1,8}}|[\uac00-\ud7af]{{2,4}}")


_AGENCY = re.compile(
    r"(?:dpa|afp|apa?|reuters|ansa|efe|sid|kna|epd|ots|upi|pti|ani|ians|tass|xinhua|bloomberg|keystone|sda|belga|tt|ntb|ritzau|stt|pap|čtk|ctk|"
    r"mti|lusa|anp|kyodo|jiji|yonhap|kathpress|interfax|ria|ukrinform|tanjug|hina|aa|iha|dha|prnewswire|businesswire)",
    re.IGNORECASE,
)

_CJK_BODY = re.compile(
    r"(?:報導|报道|報道|電|讯|訊|综合|網|网|社|報|报|新聞|新闻|編集|编辑|編輯|記者|记者|기자|뉴스|신문|일보|通信|综述|部)$"
)


def is_agency(text: str) -> bool:
    """Whether one word is a news agency's short name."""
    return _AGENCY.fullmatch(text.strip()) is not None


def is_person(text: str) -> bool:
    """Whether a piece of a byline reads as one person's full name; false where in doubt."""
    bare = text.strip()
    if _CJK_NAME.fullmatch(bare):
        return _CJK_BODY.search(bare) is None
    words = bare.split()
    if not (2 <= len(words) <= 5 and len(bare) <= 50) or _NOT_PEOPLE.search(bare):
        return False
    names = [word for word in words if word.lower() not in _PARTICLES]
    if len(names) < 2 or words[-1].lower() in _PARTICLES or any(word.endswith(".") and len(word) > 5 for word in words):
        return False
    return all(map(_begins_a_name, names)) and not _is_clock(names)


def is_full_name(text: str) -> bool:
    """Whether a line by itself reads as a name: without ideographs, of which any two could be one."""
    return " " in text.strip() and not _CJK_NAME.fullmatch(text.strip()) and is_person(text)


def _begins_a_name(word: str) -> bool:
    """Whether a word has the capital of a name, or is of a script that knows none."""
    return word[0].isupper() or (word[0].isalpha() and word[0].upper() == word[0].lower())


def _is_clock(names: list[str]) -> bool:
    """Whether short capitals stand alone or beside a name: "AM EDT", "LCGB President"."""
    shouted = [word for word in names if word.isupper() and 1 < len(word.strip(".")) <= 4 and "." not in word]
    return bool(shouted) and (len(shouted) < len(names) or all(len(word) <= 3 for word in names))


_TWO_WORD_PLACES = """
New York, Los Angeles, San Francisco, San Diego, Las Vegas, Washington DC, Hong Kong, Buenos Aires,
Rio de Janeiro, São Paulo, Sao Paulo, Tel Aviv, Kuala Lumpur, Addis Ababa, Cape Town, Mexico City, New Delhi,
St Petersburg, Den Haag, Abu Dhabi, El Paso, Fort Worth, Baton Rouge, Salt Lake City, Kansas City,
Oklahoma City, Panama City, Kuwait City, Guatemala City, Ho Chi Minh City, Quezon City, Port Moresby,
Port Louis, Porto Alegre, Belo Horizonte, Las Palmas, La Paz, San Juan, San Salvador, San José,
Santo Domingo, Santa Cruz, Sri Lanka, South Africa, United States, United Kingdom, Saudi Arabia, South Korea,
North Korea, New Zealand, Costa Rica, Puerto Rico, El Salvador, Burkina Faso, Sierra Leone, Ivory Coast,
Northern Ireland, West Bank, Gaza City, East Jerusalem, New Jersey, North Carolina, South Carolina,
North Dakota, South Dakota, West Virginia, New Mexico, New Hampshire, New Orleans, Frankfurt am Main,
Nordrhein-Westfalen, New South Wales, British Columbia, Nova Scotia, Mar del Plata, Vatican City
"""
_PLACES = frozenset(place.strip().casefold() for place in _TWO_WORD_PLACES.replace("\n", " ").split(","))


def is_place(text: str) -> bool:
    """Whether two capitalised words are a well-known place, which stands in many a byline behind the name."""
    return text.strip().casefold() in _PLACES
