"""PG315 invisible-characters."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.formats.claims import Claims
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.characters import name_of, unseen


def check(subject: Subject) -> list[Problem]:
    """Every claim with characters that show nothing, steer others, or stand for what was lost."""
    claims = subject.claims
    if claims is None or _is_plain(claims):
        return []
    return [
        Problem(
            f"`{pointer.split('/')[1]}` holds {_listed(hidden)}, which nobody sees",
            help="type the value anew, or delete these characters",
            pointer=pointer,
        )
        for text, pointer in _texts(claims)
        if (hidden := unseen(text))
    ]


def _is_plain(claims: Claims) -> bool:
    names = [author.name for author in claims.authors] + [evidence.path for evidence in claims.evidence]
    others = claims.title + claims.language + claims.license + claims.retrieved
    every = claims.origin + claims.date + claims.outlet + others + "".join(names)
    return every.isascii() and every.isprintable()


def _texts(claims: Claims) -> Iterator[tuple[str, str]]:
    for name in ("origin", "date", "outlet", "title", "language", "license", "retrieved"):
        yield getattr(claims, name), f"/{name}"
    for author in claims.authors:
        yield author.name, author.pointer
    for evidence in claims.evidence:
        yield evidence.path, f"{evidence.pointer}/path"


def _listed(hidden: tuple[str, ...]) -> str:
    more = f" and {len(hidden) - 3} more" if len(hidden) > 3 else ""
    return ", ".join(name_of(character) for character in hidden[:3]) + more


RULE = Rule(
    code="PG315",
    name="invisible-characters",
    summary="A claim holds characters that nobody sees.",
    why=(
        "A zero-width blank, a direction mark or a filler makes two texts differ that look the same, or lets "
        "a text show in another order than it stands."
    ),
    fix="Type the value anew, or delete the characters that the message names.",
    bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: "Ines\\u200b Calder"
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: José Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
