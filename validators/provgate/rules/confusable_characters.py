"""PG316 confusable-characters."""

from __future__ import annotations

import re

from provgate.findings import Severity
from provgate.formats.claims import Claims
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.characters import disguise, poses_as_latin, reads_as
from provgate.values.languages import in_latin_letters
from provgate.values.quoting import shown

_HELP = "type it anew with one keyboard layout; names in any one alphabet are welcome as they are"
_WORDS = r"[^\W\d_]+"


def check(subject: Subject) -> list[Problem]:
    """Every name or title in which letters of one alphabet pass for another's."""
    claims = subject.claims
    if claims is None:
        return []
    problems = [
        Problem(f"`author` is {shown(author.name)}: {flaw}", help=_HELP, pointer=author.pointer)
        for author in claims.authors
        if not author.name.isascii()
        and (flaw := _mixed(author.name, strict=not author.organization) or _posing(author.name, claims))
    ]
    if claims.title and not claims.title.isascii() and (flaw := _mixed(claims.title, strict=False)):
        message = f"`title` is {shown(claims.title)}: {flaw}"
        problems.append(Problem(message, help=_HELP, pointer="/title", severity=Severity.WARNING))
    return problems


def _mixed(text: str, strict: bool) -> str:
    for word in re.findall(_WORDS, text):
        flaw = "" if word.isascii() else disguise(word, strict)
        if flaw:
            return f"in {shown(word)}, {flaw}"
    return ""


def _posing(name: str, claims: Claims) -> str:
    """A whole word of twins is somebody's true name (Сара), unless Latin letters stand beside or around it."""
    words = re.findall(_WORDS, name)
    posing = [word for word in words if poses_as_latin(word)]
    latin = any(word.isascii() for word in words)
    if posing and (latin or (len(posing) == len(words) and in_latin_letters(claims.language))):
        return f"{shown(posing[0])} is not the Latin {shown(reads_as(posing[0]))} that it looks like"
    return ""


RULE = Rule(
    code="PG316",
    name="confusable-characters",
    summary="A name or title is written in letters that pass for others.",
    why=(
        "A Cyrillic `А` among Latin letters looks like an `A`; the name reads as somebody's and is nobody's. "
        "In a title, where it is mostly a slip of the keyboard, this is only a warning."
    ),
    fix="Type the name anew with one keyboard layout. Names in any one alphabet are welcome as they are.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: "\\u0410lice Calder"
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Алиса Кальдер
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
