"""Domains under which many publish: whoever lists one as an outlet's own lets everybody there speak for it.

The public suffix list with its private section says where anybody can register a name; it is read as the lines
that it is, because a check needs it at every commit, and making an object of it takes thirty times as long. What it
leaves out are sites that give everybody a page of their own, and those that show pages of others.
"""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path

from provgate.findings import CannotCheckError

SHARED_HOSTS = frozenset(
    {
        "academia.edu",
        "archive.org",
        "beehiiv.com",
        "behance.net",
        "bitbucket.org",
        "blogger.com",
        "bsky.app",
        "buttondown.email",
        "codeberg.org",
        "dev.to",
        "disqus.com",
        "docs.google.com",
        "drive.google.com",
        "dropbox.com",
        "facebook.com",
        "flickr.com",
        "flipboard.com",
        "ghost.io",
        "gist.github.com",
        "github.com",
        "gitlab.com",
        "hackmd.io",
        "hashnode.dev",
        "huggingface.co",
        "instagram.com",
        "issuu.com",
        "ko-fi.com",
        "linkedin.com",
        "livejournal.com",
        "mastodon.social",
        "medium.com",
        "mirror.xyz",
        "news.google.com",
        "notion.so",
        "pastebin.com",
        "patreon.com",
        "pinterest.com",
        "quora.com",
        "raw.githubusercontent.com",
        "reddit.com",
        "researchgate.net",
        "scribd.com",
        "sites.google.com",
        "slideshare.net",
        "soundcloud.com",
        "sourceforge.net",
        "squarespace.com",
        "substack.com",
        "t.me",
        "telegra.ph",
        "threads.net",
        "tiktok.com",
        "tumblr.com",
        "twitter.com",
        "typepad.com",
        "vimeo.com",
        "vk.com",
        "weebly.com",
        "wix.com",
        "wordpress.com",
        "write.as",
        "x.com",
        "youtu.be",
        "youtube.com",
    }
)
"""Sites where many publish under one domain. A host below one of them, such as `gazette.medium.com`, is one's own."""

REPLAYING_HOSTS = frozenset(
    {
        "archive-it.org",
        "archive.fo",
        "archive.is",
        "archive.li",
        "archive.md",
        "archive.ph",
        "archive.today",
        "archive.vn",
        "cc.bingj.com",
        "ghostarchive.org",
        "megalodon.jp",
        "perma.cc",
        "translate.goog",
        "translate.google.com",
        "web.archive.org",
        "webcache.googleusercontent.com",
        "webcitation.org",
    }
)
"""Archives, caches and translators: below them stand pages of everybody, whatever the host begins with."""


def speaks_for_everyone(domain: str) -> str:
    """Why this domain (lower-case A-labels) cannot be one outlet's own; empty if it can."""
    bare = domain.removeprefix("www.")
    if any(bare == host or bare.endswith("." + host) for host in REPLAYING_HOSTS):
        return f"`{domain}` shows pages of others"
    if bare in SHARED_HOSTS:
        return f"`{domain}` is a site where many publish"
    return f"under `{domain}` anybody can register a name" if is_public_suffix(domain) else ""


def is_public_suffix(domain: str) -> bool:
    """Whether names below this domain belong to whoever registers them (publicsuffix.org, with the private section)."""
    if "." not in domain:
        return True
    spelled = _u_labels(domain)
    if _rule(spelled):
        return True
    return _rule("*." + spelled.partition(".")[2]) and not _rule("!" + spelled)


def _rule(line: str) -> bool:
    """Whether the list has this line."""
    return line.encode("utf-8") in _lines()


@functools.cache
def _lines() -> frozenset[bytes]:
    return frozenset(_text().split(b"\n"))


@functools.cache
def _text() -> bytes:
    """The list as the package brings it; the package itself is not imported."""
    found = importlib.util.find_spec("publicsuffixlist")
    if found is None or not found.submodule_search_locations:
        raise CannotCheckError("the public suffix list is not installed: `pip install publicsuffixlist`")
    return Path(found.submodule_search_locations[0], "public_suffix_list.dat").read_bytes()


def _u_labels(domain: str) -> str:
    if "xn--" not in domain:
        return domain
    import idna

    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain
