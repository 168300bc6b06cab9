"""Texts that stand where a claim should: "unknown", "n/a", "TBD", a field's own name, a template left unfilled.

Words are compared without case, diacritics and punctuation, so that `N/A`, `n.a.` and `Desconhecido!` all count.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from provgate.values import placeholder_words as blanks

_TEMPLATE = r"""(?sxi)
    \s*(?: <[^<>]{0,200}> | \{.{0,200}\} | \$\{.{0,200}\} | %[A-Za-z_]+% | __[A-Za-z_]+__
         | \[\s*(?:your|insert|enter|add|name|author|todo|tbd|unknown)\b[^\]]{0,200}\] )\s*
  | \s*(?:todo|fixme|tbd|changeme|xxx+)\b\s*[:(!?\-–—].*
  | \s*x{3,}\s*
"""
_SUSPECT = frozenset("<{$%_[xX \n\t")
_INITIALS = r"[A-Z]\.? [A-Z]\.?"
_ASCII_WORDS = re.compile(r"[a-z0-9]+")


def placeholder(field: str, text: str, decided: bool = False) -> bool:
    """Whether this text only fills the field (a key of `blanks.OWN_NAMES`).

    Some of them may be true all the same (an author called John Doe, a title "Missing"); they count
    unless `decided` says that evidence will decide.
    """
    if text[:4] == "http" or text[:2] in ("20", "19"):
        return False
    if text.isascii() and text[:1] not in _SUSPECT and "'" not in text:
        opener = _ASCII_WORDS.search(text.lower())
        if opener and opener[0] not in _tables().openers:
            return False
    return _fills(field, text, folded(text), decided)


def folded(text: str) -> str:
    """The text's words in lower case, without diacritics and punctuation, with one blank between."""
    lowered = text.lower()
    if lowered.isascii():
        return " ".join(_ASCII_WORDS.findall(lowered.replace("'", "")))
    bare = unicodedata.normalize("NFKD", text.replace("’", "").replace("ı", "i"))
    plain = unicodedata.normalize("NFKD", bare.casefold())
    kept = "".join(character for character in plain if unicodedata.category(character) not in ("Mn", "Mc", "Cf"))
    return " ".join(re.findall(r"[^\W_]+", kept))


def _fills(field: str, text: str, words: str, decided: bool) -> bool:
    if not words or re.fullmatch(_TEMPLATE, text):
        return True
    tables = _tables()
    if words in tables.possible:
        return not decided
    if words == "n a" and re.fullmatch(_INITIALS, text):
        return False
    if words in tables.core or words in _own_names(field) or (field == "author" and is_desk(text)):
        return True
    if field == "title" and decided:
        return False
    return words in tables.nobody or _says_nothing(field, words)


def is_desk(text: str) -> bool:
    """Whether a text names an outlet's staff and nobody of them: "Staff", "La rédaction", "Web Desk Team"."""
    words, tables = folded(text), _tables()
    parts = words.split()
    return words in tables.desks or (
        all(part in tables.desks or part in tables.desk_words for part in parts)
        and (not tables.desks.isdisjoint(parts) or "desk" in parts)
    )


def without_desk(text: str) -> str:
    """A body's name without a desk at its end ("Gazette Newsroom"); the text itself where nothing else is left."""
    words = text.split()
    start = next((at for at in range(1, len(words)) if is_desk(" ".join(words[at:]))), len(words))
    return " ".join(words[:start])


def _says_nothing(field: str, words: str) -> bool:
    """Whether every word either names the field or denies it: "author unknown", "ohne Autor", "your name here"."""
    tables, parts, names = _tables(), set(words.split()), _own_names(field)
    others = tables.deniers | tables.helpers if field in ("author", "organization") else tables.deniers
    return parts <= names | others and bool(parts & (names | tables.core | tables.nobody))


class _Tables:
    """The tables of `blanks`, folded."""

    def __init__(self) -> None:
        self.core, self.nobody, self.possible = _set(blanks.CORE), _set(blanks.NOBODY), _set(blanks.POSSIBLE)
        self.deniers, self.helpers = self.core | self.nobody | _set(blanks.NOTHING), _set(blanks.HELPERS)
        self.desks, self.desk_words = _set(blanks.DESKS), _set(blanks.DESK_WORDS)
        every = [self.deniers, self.helpers, self.possible, self.desks, self.desk_words]
        every += map(_own_names, blanks.OWN_NAMES)
        self.openers = {entry.partition(" ")[0] for entry in frozenset().union(*every)}


@functools.cache
def _tables() -> _Tables:
    return _Tables()


@functools.cache
def _own_names(field: str) -> frozenset[str]:
    return _set(blanks.OWN_NAMES[field])


def _set(table: str) -> frozenset[str]:
    return frozenset(folded(entry) for entry in table.split("|"))
