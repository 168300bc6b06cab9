"""The optional claims that a page may contradict: title, language and license. What it does not state stays open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.page import fold_title
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Claims

_PARTED = re.compile(r"\s+[|–—·•»«-]\s+|\s*\|\s*|\s::\s|:\s+|\s»\s|\s*\n\s*")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_SAME_LANGUAGE = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "tl": "fil",
    "sh": "sr",
    "hr": "sr",
    "bs": "sr",
    "mo": "ro",
}
_COMMONS = re.compile(r"/(licenses|publicdomain)/([a-z+-]+)(?:/(\d\.\d))?")


def judge_optional(claims: Claims, statements: Sequence[Statement]) -> Iterator[Judgement]:
    """A judgement for each optional claim that the page contradicts."""
    stated = [s for s in statements if s.rank < Rank.FOREIGN]
    for claim, value, against in (
        ("title", claims.title, _other_title),
        ("language", claims.language, _other_language),
        ("license", claims.license, _other_license),
    ):
        told = [s for s in stated if s.about == claim]
        first = against(value, told) if value else None
        if first is not None:
            shown = " ".join(first.value.split())[:120]
            detail = f"the page states the {claim} `{shown}`, not `{value[:120]}`"
            yield Judgement(claim, Verdict.CONTRADICTED, value, shown, first.place, detail)


def _other_title(claim: str, told: Sequence[Statement]) -> Statement | None:
    """The page's strongest title, where none of its titles is the claimed one."""
    wanted = fold_title(claim)
    if not told or any(wanted in _readings(statement.value) for statement in told):
        return None
    return min(told, key=lambda statement: statement.rank)


def _readings(title: str) -> frozenset[str]:
    """A title as a whole, and without a site's name, a section or a kicker before or behind it."""
    parts = [part for part in _PARTED.split(title) if fold_title(part)]
    longest = max(range(len(parts)), key=lambda at: len(parts[at]), default=0)
    runs = (parts[start:end] for start in range(longest + 1) for end in range(longest + 1, len(parts) + 1))
    return frozenset({fold_title(title), *(fold_title("".join(run)) for run in runs)})


def _other_language(claim: str, told: Sequence[Statement]) -> Statement | None:
    """The first language that the page states, where it states another one only."""
    tags = [(statement, tag) for statement in told if (tag := _TAG.fullmatch(statement.value.strip()))]
    if not tags or any(_primary(tag[1]) == _primary(claim) for _, tag in tags):
        return None
    return tags[0][0]


def _primary(tag: str) -> str:
    first = re.split("[-_]", tag)[0].lower()
    return _SAME_LANGUAGE.get(first, first)


def _other_license(claim: str, told: Sequence[Statement]) -> Statement | None:
    """The first Creative Commons license that the page states, where the claim names another one."""
    known = [(statement, spdx) for statement in told if (spdx := _spdx(statement.value))]
    named = {token.upper() for token in re.split(r"[\s()]+", claim)}
    if not known or any(any(token.startswith(spdx) for token in named) for _, spdx in known):
        return None
    return known[0][0]


def _spdx(url: str) -> str:
    """The SPDX identifier of a Creative Commons URL, in capitals, without its version where it has none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    found = _COMMONS.search(parts.path.lower()) if (parts.hostname or "").endswith("creativecommons.org") else None
    if found is None:
        return ""
    name = {"zero": "CC0", "mark": "CC-PDM"}.get(found[2], f"CC-{found[2].upper()}")
    return f"{name}-{found[3]}" if found[3] else name
