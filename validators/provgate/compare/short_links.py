"""Links that lead through somebody else: shorteners, result pages, caches, translations, viewers and share buttons."""

from __future__ import annotations

import functools
import re

_SHORTENERS = """
0rz.tw 1url.com adf.ly aka.ms amzn.eu amzn.to apple.co b23.tv bbc.in bc.vc bit.do bit.ly bitly.com bl.ink
bloom.bg bre.is buff.ly clck.ru cli.gs cnn.it cutt.ly dailym.ai db.tt dlvr.it dpo.st dub.sh econ.st fb.me ff.im
flip.it forms.gle g.co gestyy.com gofund.me goo.gl goo.su han.gl hubs.la hubs.ly hyperurl.co ift.tt is.gd j.mp
kutt.it lihi.cc linktr.ee lnk.to lnkd.in mailchi.mp mcaf.ee me2.do migre.me n.pr naver.me nyti.ms on.ft.com
on.wsj.com onelink.to ouo.io ow.ly page.link po.st politi.co post.ly ppt.cc pse.is q.gs qr.ae qr.net rb.gy
rebrand.ly reurl.cc reut.rs rlu.ru s.id short.io shorte.st shorturl.at smarturl.it snip.ly soo.gd spoti.fi su.pr
suo.im surl.li t.cn t.co t.ly tcrn.ch tiny.cc tinyurl.com tinyurl.is tr.im trib.al tw.tv u.to url.cn urly.it
urlz.fr v.gd v.ht vk.cc vk.sv w.wiki wapo.st wp.me x.co yhoo.it youtu.be zpr.io
"""
_SHORTENER_HOSTS = frozenset(_SHORTENERS.split())
_VIEWERS = """
webcache.googleusercontent.com cache|cc.bingj.com cache|cdn.ampproject.org cache|bing-amp.com cache
|amp.cloudflare.com cache
|translate.goog translator|translatetheweb.com translator|turbopages.org viewer|r.jina.ai viewer|12ft.io viewer
|outline.com viewer|smmry.com viewer|freedium.cfd viewer|removepaywall.com viewer|apple.news application
|smartnews.com application|l.facebook.com forwarder|lm.facebook.com forwarder|l.instagram.com forwarder
|out.reddit.com forwarder|href.li forwarder|feedproxy.google.com forwarder|urldefense.com forwarder
|urldefense.proofpoint.com forwarder|safelinks.protection.outlook.com forwarder
"""
_SERVICES = r"""
(?:[a-z]+\.)*google\.[a-z.]{2,6}      /(?:search|url|imgres|advanced_search)\b.*|/amp/.*|/webhp
news\.google\.[a-z.]{2,6}             /.*
(?:scholar|cse|translate)\.google\.[a-z.]{2,6}  /.*
(?:[a-z]+\.)*bing\.com                /(?:search|ck/|news/search|news/apiclick).*|/amp/.*
(?:[a-z]+\.)?search\.(?:yahoo|naver|daum|brave|sapo|lycos|aol|marginalia)\.[a-z.]{2,6}  /.*
(?:[a-z]+\.)?yahoo\.(?:com|co\.jp)    /search.*
(?:html\.|lite\.)?duckduckgo\.com     /(?:html/?|lite/?|l/?)?
(?:www\.)?(?:yandex|ya)\.[a-z.]{2,6}  /(?:search|turbo|clck)\b.*
(?:[a-z]+\.)?baidu\.com               /(?:s|link)
(?:www\.)?(?:sogou|so|ecosia|qwant|startpage|ask|mojeek|swisscows|kagi)\.(?:com|org)  /(?:web|s|search|do/search|link)
search\.seznam\.cz|metager\.(?:org|de)  /.*
(?:[a-z]+\.)*facebook\.com            /(?:sharer|share\.php|sharer\.php|dialog/|l\.php).*
(?:[a-z]+\.)*(?:twitter|x)\.com       /(?:intent/.*|share|home)
(?:[a-z]+\.)*linkedin\.com            /(?:sharearticle|sharing/.*|redir/.*)
(?:[a-z]+\.)*reddit\.com              /submit.*
(?:t|telegram)\.me                    /share.*
wa\.me|api\.whatsapp\.com             /.*
(?:[a-z]+\.)*pinterest\.[a-z.]{2,6}   /pin/create.*
(?:[a-z]+\.)*getpocket\.com           /(?:redirect|save|edit).*
(?:[a-z]+\.)*youtube\.com             /redirect
vk\.com                               /(?:share|away)\.php
"""
"""Hosts that hold documents too: only these paths of theirs lead elsewhere."""

_SEARCH_PATHS = (
    "search suche suchen buscar busqueda busca recherche rechercher ricerca cerca zoeken sok sog haku szukaj poisk"
    " arama pencarian tim-kiem site-search advanced-search"
).replace(" ", "|")
_OWN_SEARCH = rf"(?i)(?:/[a-z]{{2}})?/(?:{_SEARCH_PATHS})(?:/results)?(?:\.(?:html?|php|aspx?|jsp))?/?"
_ASKS = r"(?i)(?:^|&)(?:q|query|s|search|searchterm|search_query|keywords?|term|suche|wd)="


def find(host: str, path: str, query: str, own: bool = False) -> str:
    """What the link leads through, in words; empty for a link to the document itself.

    `own` passes over what the host alone tells.
    """
    kind, paths = _of_host(host)
    if kind and not own:
        return kind
    if paths and any(re.fullmatch(pattern, path, re.IGNORECASE) for pattern in paths):
        return f"a page of {host} that only points to documents"
    return "a page of search results" if query and _is_search(path, query) else ""


def _is_search(path: str, query: str) -> bool:
    if path in ("/", "/index.php"):
        return re.search(r"(?:^|&)s=[^&]", query) is not None
    return re.fullmatch(_OWN_SEARCH, path) is not None and re.search(_ASKS, query) is not None


@functools.lru_cache(maxsize=1024)
def _of_host(host: str) -> tuple[str, tuple[str, ...]]:
    """What the host alone tells, and the patterns of those of its paths that lead elsewhere."""
    bare = host.removeprefix("www.")
    if bare in _SHORTENER_HOSTS or bare.endswith((".page.link", ".app.link", ".lnk.to", ".trib.al")):
        return f"a link of the shortener {bare}", ()
    for entry in _VIEWERS.replace("\n", "").split("|"):
        name, kind = entry.split(" ")
        if host == name or host.endswith("." + name):
            return f"a page seen through a {kind} ({name})", ()
    rows = (line.split() for line in _SERVICES.strip().split("\n"))
    return "", tuple(paths for hosts, paths in rows if re.fullmatch(hosts, host))
