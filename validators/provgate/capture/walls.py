"""Signs that a page is not the one that was meant: walls, stand-ins and detours. Told to people, never written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from provgate.values import urls

_SHORT = 1500
"""Characters of main text below which a page's own words about cookies or logins weigh more than its text."""


class Seen(NamedTuple):
    """A fetched page: the URL asked for and the one it ended at, its title, source, main text, and all visible text."""

    origin: str
    final_url: str
    title: str
    source: str
    text: str
    visible: str = ""

    @property
    def short(self) -> bool:
        """Whether there is hardly any main text."""
        return len(self.text) < _SHORT


class Sign(NamedTuple):
    """What a sign is told as; a `wall` is not the page at all."""

    words: str
    wall: bool


def signs(seen: Seen) -> Iterator[Sign]:
    """The signs that this page gives."""
    for holds, words in _SIGNS:
        if holds(seen):
            yield Sign(words, holds is not _paywall)


_MISSING = re.compile(
    r"\b(?:404|410)\b|not found|page (?:does not|doesn.t) exist|no longer available|nicht gefunden|introuvable|"
    r"no encontrad[ao]|non trovata|não encontrada|niet gevonden|не найдена|ikke funnet|hittades inte|見つかり|找不到",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"just a moment|attention required|access denied|are you (?:a )?(?:human|robot)|verify you are|captcha|"
    r"security check|request unsuccessful|pardon our interruption|enable javascript and cookies",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"cookie-?wall|consent|privacy-?(?:gate|wall|mgmt)|gdpr|dsgvo|zustimmung", re.IGNORECASE)
_LOGIN = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|sign-?up|sso|auth|authenticate|account|anmelden|connexion)(?:$|[/._?-])",
    re.IGNORECASE,
)
_PAID = re.compile(r"[\"']?isAccessibleForFree[\"']?\s*:\s*[\"']?false", re.IGNORECASE)
_PAYWALL = re.compile(r"(?:class|id)=[\"'][^\"']{0,200}(?:paywall|subscriber-only|premium-content)", re.IGNORECASE)
_REFRESH = re.compile(r"<meta[^>]{0,100}http-equiv\s*=\s*[\"']?refresh[\"' ][^>]{0,200}url\s*=", re.IGNORECASE)


def _moved(seen: Seen) -> bool:
    return urls.normalise(seen.origin) != urls.normalise(seen.final_url)


def _path(url: str) -> str:
    parts = urls.split(url)
    return parts.path if parts else ""


def _soft_404(seen: Seen) -> bool:
    return bool(_MISSING.search(seen.title))


def _to_the_front(seen: Seen) -> bool:
    return _moved(seen) and _path(seen.final_url) in ("", "/") and _path(seen.origin) not in ("", "/")


def _challenge(seen: Seen) -> bool:
    return seen.short and any(map(_CHALLENGE.search, (seen.title, seen.text, seen.visible[:_SHORT])))


def _consent(seen: Seen) -> bool:
    walled = _moved(seen) and _CONSENT.search(seen.final_url) and not _CONSENT.search(seen.origin)
    return bool(walled) or (seen.short and bool(_CONSENT.search(seen.title)))


def _login(seen: Seen) -> bool:
    return _moved(seen) and bool(_LOGIN.search(_path(seen.final_url))) and not _LOGIN.search(_path(seen.origin))


def _paywall(seen: Seen) -> bool:
    return bool(_PAID.search(seen.source)) or (seen.short and bool(_PAYWALL.search(seen.source)))


def _refresh(seen: Seen) -> bool:
    return seen.short and bool(_REFRESH.search(seen.source))


def _empty(seen: Seen) -> bool:
    return not seen.text.strip()


_SIGNS: tuple[tuple[Callable[[Seen], bool], str], ...] = (
    (_soft_404, "the page calls itself missing although it answers 200"),
    (_to_the_front, "the site leads to its front page instead of the page that was asked for"),
    (_challenge, "this looks like a check for robots, not like the page"),
    (_consent, "this looks like a wall that asks for consent, not like the page"),
    (_login, "the site leads to a login"),
    (_paywall, "the site says that the page is not free to read; the text may be cut off"),
    (_refresh, "the page sends browsers elsewhere (meta refresh); capture that address instead"),
    (_empty, "no main text was found; scripts may build it: save the page with a browser archiver and use --from"),
)
