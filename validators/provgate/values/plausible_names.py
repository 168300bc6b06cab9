"""Whether a claimed author can be somebody's name at all, whoever that is."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SUSPECT = re.compile(r"[@:/<>&;#0-9\n\t\\|=。]|[wW]{3}\.|[.!?]$|\.[A-Za-z]{2}")
_MAIL = r"[^\s@<>]{1,64}@[^\s@<>]{1,200}\.[^\s@<>.]{2,}"
_URL = r"(?i:[a-z][a-z0-9+.-]{1,20}://|^(?:mailto|tel|https?):)|^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}/\S+$"
_HOST = r"(?i)(?:www\.)(?:[a-z0-9-]{1,63}\.)*[a-z]{2,24}"
_TAG = r"</?[A-Za-z][^<>]*>|<!--|&(?:#x?[0-9A-Fa-f]{1,6}|[A-Za-z]{2,10});"
_PHONE = r"(?i)(?:(?:tel|phone|fax|mobile)\W{0,3})?[+(]?[0-9][0-9 ()/.\-]+[0-9]"
_MOST_WORDS = 15


def fault(name: str, organization: bool = False, domains: Iterable[str] = (), decided: bool = False) -> str:
    """What this is instead of a name; empty for what may be one.

    Sites name themselves by their host as often as not: `www.` and a host may stand as an author where it is
    one of `domains`, and wherever evidence will decide (`decided`).
    """
    if not _SUSPECT.search(name):
        return _too_long(name, organization)
    if re.search(_MAIL, name):
        return "it holds an e-mail address"
    if re.search(_URL, name):
        return "it is a web address"
    if not decided and re.fullmatch(_HOST, name) and not _is_own(name.lower(), domains):
        return "it is a web address"
    if re.fullmatch(r"@[\w.\-]+", name):
        return "it is a user name on some platform"
    if re.search(_TAG, name):
        return "it holds HTML"
    if re.fullmatch(_PHONE, name):
        return "it is a number"
    if not any(character.isalpha() for character in name):
        return "it holds no letter"
    return _sentence(name, organization) or _too_long(name, organization)


def _is_own(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def _sentence(name: str, organization: bool) -> str:
    if "\n" in name.strip() or "\t" in name:
        return "it runs over a line break or tab"
    long = not organization and name.count(" ") >= 7 and re.search(r"\w{4}[.!?]\s*$", name)
    return "it is a sentence" if long or re.search(r"。.{4,}", name) else ""


def _too_long(name: str, organization: bool = False) -> str:
    most = _MOST_WORDS * 2 if organization else _MOST_WORDS
    return f"it has more than {most} words" if name.count(" ") >= most and len(name.split()) > most else ""
