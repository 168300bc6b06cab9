"""Characters that show nothing, or that pass for others: what a reader's eye would miss in a claim."""

from __future__ import annotations

import functools
import re
import unicodedata

_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd\U0001d159")
"""They count as letters, marks or symbols and yet show nothing (or, U+FFFD, stand for what was lost)."""

_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that do show something."""

_JOINED = ((0x0600, 0x08FF), (0x0900, 0x0DFF), (0x0F00, 0x109F), (0x1780, 0x18AF), (0xA840, 0xA8FF), (0x11000, 0x1177F))
"""Scripts in which a joiner or non-joiner after a letter changes what is seen."""

# The twins are letters of Unicode's confusables (UTS 39, confusables.txt 15.1) in scripts that share shapes with Latin.
_TWINS = {
    "CYRILLIC": ("АВЕЅЗІЈКМНОРСТУХѴԌԚԜаеѕіјорсухԁԛԝһѵӏгпвнктм", "ABES3IJKMHOPCTYXVGQWaesijopcyxdqwhvlrnBHKTM"),
    "GREEK": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινυρκτχϲ", "ABEZHIKMNOPTYXoaivupktxc"),
    "ARMENIAN": ("ՍՏՕԼԱօոսհցգզքյեղդ", "USOLUonuhgqqpjtnn"),
    "CHEROKEE": ("ᎪᏴᏟᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃᎠᏒᏂᏔᎥ", "ABCEHJKLMPRSTVWZDRhWi"),
}
_SURE = frozenset("АВЕЅІЈКМНОРСТУХԌԚԜаеѕіјорсухԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυՍՕօոսհᎪᏴᏟᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ")
"""The twins that cannot be told from Latin letters in common type."""

_IN_A_DOMAIN = str.maketrans(
    {"ь": "b", "ε": "e", "η": "n", "γ": "y", "ω": "w", "ſ": "s", "ß": "ss", "æ": "ae", "œ": "oe"}
)
"""Letters that pass for others only in a domain, where nobody reads them as words."""

_STYLED = frozenset({"MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER"})
"""First words of the names of letters that are made for formulas."""

_CAPITALS = frozenset("AEIJKMOPCTXBH")
"""Latin letters that pass for Russian ones."""


def unseen(text: str) -> tuple[str, ...]:
    """The characters of a text that show nothing or steer how the rest shows; none for ordinary text.

    Joiners are ordinary where the script needs them (Persian, Indic scripts, emoji), variation
    selectors after what they vary (ideographs, Mongolian letters, emoji), line ends at the text's end.
    """
    if text.isascii() and text.isprintable():
        return ()
    body = text.rstrip("\n")
    return tuple(
        dict.fromkeys(
            character for place, character in enumerate(body) if _is_unseen(character) and not _has_use(body, place)
        )
    )


def name_of(character: str) -> str:
    """How a message names a character: code point, and Unicode name where there is one."""
    known = unicodedata.name(character, "")
    kinds = {"Cc": "a control character", "Co": "a private-use character", "Cn": "an unassigned code point"}
    return f"U+{ord(character):04X} ({known or kinds.get(unicodedata.category(character), 'a surrogate')})"


def _is_unseen(character: str) -> bool:
    if character in _UNSEEN:
        return True
    kind, code = unicodedata.category(character), ord(character)
    if kind == "Cn":
        return not (0x1F000 <= code <= 0x1FAFF or 0x20000 <= code <= 0x3FFFD)
    if kind == "Mn":
        return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F
    return kind in ("Cf", "Cc", "Cs", "Co", "Zl", "Zp") and character not in _SEEN


def _has_use(text: str, place: int) -> bool:
    """Whether an unseen character does what it exists for at this place."""
    before, code = text[place - 1 : place], ord(text[place])
    if not before:
        return False
    kind, previous = unicodedata.category(before), ord(before)
    if code in (0x200C, 0x200D):
        script = any(first <= previous <= last for first, last in _JOINED) and kind[0] in "LM"
        return script or (code == 0x200D and (kind in ("So", "Sk") or previous == 0xFE0F))
    if 0x180B <= code <= 0x180F:
        return 0x1800 <= previous <= 0x18AF
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return kind[0] in "SPN" or (kind == "Lo" and previous >= 0x1000)
    return False


@functools.lru_cache(maxsize=4096)
def script(character: str) -> str:
    """The script of a letter, by the first word of its Unicode name; empty for what is no letter."""
    if not character.isalpha():
        return ""
    return "LATIN" if character.isascii() else unicodedata.name(character, "").partition(" ")[0]


@functools.cache
def _latin() -> dict[str, str]:
    return {twin: letter for twins, letters in _TWINS.values() for twin, letter in zip(twins, letters, strict=True)}


def reads_as(text: str) -> str:
    """The text as an eye used to Latin letters reads it: twins of other scripts become Latin, marks fall away."""
    if text.isascii():
        return text
    latin = _latin()
    seen = "".join(latin.get(character, character) for character in text)
    plain = unicodedata.normalize("NFKD", seen.translate(_BARRED))
    return "".join(character for character in plain if not unicodedata.combining(character))


def skeleton(domain: str) -> str:
    """The Latin letters that a reader takes a domain for, in small letters."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", domain) if not unicodedata.combining(letter))
    return reads_as(bare.translate(_IN_A_DOMAIN)).lower()


_BARRED = str.maketrans("ıɩłŁøØđĐħĦŧŦɡɑɒ", "iilLoOdDhHtTgaa")


def disguise(word: str, strict: bool = False) -> str:
    """What is wrong with the letters of one word, or nothing.

    `strict` is for the words of a person's name, which nobody writes in two alphabets; elsewhere (TNFα,
    SMSки) a mix counts only where the letters of one alphabet all pass for the other's.
    """
    styled = next((letter for letter in word if script(letter) in _STYLED), "")
    if styled:
        return f"{name_of(styled)} is no ordinary letter"
    foreign = [letter for letter in word if script(letter) in _TWINS]
    if not foreign:
        return ""
    others = [letter for letter in word if letter.isalpha() and script(letter) != script(foreign[0])]
    if not others or (script(others[0]) != "LATIN" and script(others[0]) not in _TWINS):
        return ""
    if strict or all(letter in _SURE for letter in foreign) or _passes_for_russian(foreign, others):
        first = foreign[0]
        return f"it mixes {_title(first)} {first!r} (U+{ord(first):04X}) with {_title(others[0])} letters"
    return ""


def _passes_for_russian(foreign: list[str], others: list[str]) -> bool:
    return script(foreign[0]) == "CYRILLIC" and all(letter.upper() in _CAPITALS for letter in others)


def _title(letter: str) -> str:
    return script(letter).capitalize()


def poses_as_latin(word: str) -> bool:
    """Whether a word of one other script is made wholly of letters that pass for Latin ones."""
    letters = [letter for letter in word if letter.isalpha()]
    return bool(letters) and not word.isascii() and all(letter in _SURE for letter in letters)


def slug(text: str, longest: int = 60) -> str:
    """The text as lower-case ASCII words joined by hyphens; empty when it has none."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    joined = "-".join(re.findall(r"[a-z0-9]+", plain))
    return joined if len(joined) <= longest else joined[:longest].rsplit("-", 1)[0]
