"""Which words in a byline are a person, and which a role, a desk, an agency or a site."""

from __future__ import annotations

import re

_NOT_PEOPLE = re.compile(
    r"\b(?:redakt\w*|redacci[oó]n|r[ée]daction|redazione|redaksi|redação|editors?|editorial|staff|team|desk|"
    r"news\w*|press\w*|presse\w*|"
    r"agenc\w*|agentur\w*|admin\w*|online|web\w*|magazin\w*|zeitung|times|post|daily|journal|gmbh|ag|e\.?v|inc|"
    r"ltd|llc|plc|se|kg|"
    r"corp\w*|company|group|gruppe|verlag|verein|verband|universit\w*|institut\w*|foundation|stiftung|"
    r"ministeri\w*|radio|tv|"
    r"media\w*|medien|service|blog|network|reporters?|correspondent\w*|korrespondent\w*|author|autor\w*|"
    r"writers?|contributors?|"
    r"gast\w*|guest|anonym\w*|user|follow|share|comments?|kommentare?|read|more|mehr|alle|articles?|artikel\w*|"
    r"profile?|view|"
    r"photo\w*|foto\w*|image|bild|getty|archiv\w*|source|quelle|updated?|published|posted|minutes?|min|uhr|"
    r"january|february|"
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
        "zur",
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


def is_person(text: str) -> bool:
    """Whether a piece of a byline reads as one person's full name; false where in doubt."""
    bare = text.strip()
    if _CJK_NAME.fullmatch(bare):
        return True
    words = bare.split()
    if not (2 <= len(words) <= 5 and len(bare) <= 50) or _NOT_PEOPLE.search(bare):
        return False
    names = [word for word in words if word.lower() not in _PARTICLES]
    return len(names) > 1 and all(word[0].isupper() for word in names)
