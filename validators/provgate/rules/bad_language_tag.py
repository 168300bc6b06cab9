"""PG318 bad-language-tag."""

from __future__ import annotations

from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import languages
from provgate.values.placeholders import placeholder
from provgate.values.quoting import shown

_HELP = "write a tag such as `en`, `pt-BR` or `zh-Hant`, or leave `language` out"


def check(subject: Subject) -> list[Problem]:
    """`language`, when it is not well-formed under RFC 5646."""
    claims = subject.claims
    flaw = languages.fault(claims.language) if claims and claims.language else ""
    if claims is None or not flaw or placeholder("language", claims.language):
        return []
    meant = languages.meant(claims.language)
    message = f"`language` is {shown(claims.language)}, no language tag: {flaw}"
    return [Problem(message, help=f"write `language: {meant}`" if meant else _HELP, pointer="/language")]


RULE = Rule(
    code="PG318",
    name="bad-language-tag",
    summary="`language` is no language tag.",
    why="Tools choose texts by their tag (BCP 47); a word that is none finds nothing.",
    fix="Write the shortest tag that is true, such as `en`, `pt-BR` or `zh-Hant`, or leave `language` out.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
language: English
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
language: en
""",
    about="claims",
    check=check,
)
