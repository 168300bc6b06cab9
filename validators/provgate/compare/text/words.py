"""Text → words that can be compared: what counts as the same word, and where each one stands.

Two spellings of one text give the same words: Unicode form, case (style sheets set headlines in capitals, and copying
takes them along), quotes, dashes, soft hyphens, invisible characters and white space do not count. Everything that
bears meaning does: letters with their accents, digits with the signs inside and before a number, exponents, fractions,
and every symbol (mathematical, currency, arrows, check marks, per cent).

Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan) are read character by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_EXPONENT = re.compile("(?<=[0-9])[⁰¹²³⁴-⁹⁺⁻]+|(?<=[^\\W\\d_])⁻[⁰¹²³⁴-⁹]+")
_RAISED = re.compile("([⁰¹²³⁴-⁹₀-₉]+)")
_ENCLOSED = re.compile(
    "([\u00bc-\u00be\u2150-\u215f\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]+)"
)
"""Fractions and figures in circles: three and a half is not 31/2, and a figure in a circle is no digit of another."""
_MINUS = re.compile("(?<![\\w.])\u2212\\s*(?=[$€£¥₩₹₽₺₪₫₴₦₱฿]?\\s?\\.?\\d)")
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
_DASH = re.compile("[‐‑‒–—―−﹣－]")
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0"
    "\u0816-\u082d\u0859-\u085b\u08d3-\u0963\u0966-\u0dff\u1ab0-\u1aff\u1b00-\u1cff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_UNSPACED = (
    "\u0e00-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_CURRENCY = "$¢-¥֏؋৲৳૱௹฿៛₠-⃀﷼"
_SIGNS = (
    f"%‰‱§°+=<>¬±×÷®©¦϶‧†‡{_CURRENCY}\u2044\u2052\u2100-\u214f\u2190-\u245f\u249c-\u24e9\u2500-\u2bff"
    "\u3012-\u3013\u3020\u3036-\u3037\U0001d000-\U0001d35f\U0001f000-\U0001faff"
)
"""Symbols (Unicode categories Sm, Sc, So) as far as texts use them, and per cent, per mille, section and dagger."""
_NUMBER_AHEAD = rf"(?=[{_CURRENCY}]?\.?\d)"
_WORD = re.compile(
    rf"(?:[a-z]++|[^\W\d_{_UNSPACED}]|[{_MARKS}])++|\d+(?:[.,:/\u2044]\d+)*|(?:(?<![^\s(\[\"'])|(?<=[{_CURRENCY}^]))-{_NUMBER_AHEAD}"
    rf"|\^(?=-?\d)|~(?=\d)|[{_UNSPACED}]|[{_SIGNS}]"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PIECE = re.compile(r"\S{1,4000}")
"""What is looked at in one go to find a word's place; longer pieces have no words that could be cut apart."""
_CLUSTER = re.compile(rf".[{_MARKS}\u3099\u309a\u1160-\u11ff]*", re.DOTALL)


def normalise(text: str) -> str:
    """The text with every difference removed that does not count: NFKC, case, dashes, invisible characters."""
    if not text.isascii():
        text = _EXPONENT.sub(_exponent, _INVISIBLE.sub("", text).replace("\u02bc", "'"))
        text = _MINUS.sub(" -", _ENCLOSED.sub(r" \1 ", _RAISED.sub(r" \1 ", text)))
        text = _DASH.sub("-", unicodedata.normalize("NFKC", text)).replace("\u2044", "/")
    return text.casefold()


def _exponent(match: re.Match[str]) -> str:
    return "^" + unicodedata.normalize("NFKC", match.group()).replace("\u2212", "-")


def reorders(text: str) -> int | None:
    """Where a text has a character that turns the order round in which a reader sees others (UAX 9, 2.1 to 2.4)."""
    found = _BIDI.search(text)
    return found.start() if found else None


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return _WORD.findall(normalise(text))


def words_by_line(lines: Iterable[str]) -> list[list[str]]:
    """The words of each line, in one go; the lines hold no line feed."""
    return [_WORD.findall(line) for line in normalise("\n".join(lines)).split("\n")]


def span_of(text: str, first: int, count: int) -> tuple[int, int] | None:
    """Where the words from `first` on, at most `count`, stand in the text as it is written; None past the last."""
    passed = 0
    start = end = -1
    for piece in _PIECE.finditer(text):
        here = len(words_of(piece.group()))
        if passed + here > first:
            for offset, stop in list(_spans(piece.group()))[max(0, first - passed) : first + count - passed]:
                start = piece.start() + offset if start < 0 else start
                end = piece.start() + stop
        passed += here
        if passed >= first + count:
            break
    return None if start < 0 else (start, end)


def _spans(piece: str) -> Iterator[tuple[int, int]]:
    """Where each word of a piece without white space stands in it, character clusters kept whole."""
    shown: list[str] = []
    origins: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(piece):
        normal = normalise(cluster.group())
        shown.append(normal)
        origins += [cluster.span()] * len(normal)
    for word in _WORD.finditer("".join(shown)):
        yield origins[word.start()][0], origins[word.end() - 1][1]
