"""How a claim's value is quoted in a message: short, on one line, and without anybody's password."""

from __future__ import annotations

import re

LIMIT = 60
_USERINFO = r"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?+[/\\]*+)(?:[^/?#]*|[^/?#@:]*:[^@]*)@"


def shown(text: str, limit: int = LIMIT) -> str:
    """The value between back-ticks, cut after `limit` characters; what would not show is written as an escape."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    if not cut.isprintable():
        cut = "".join(character if character.isprintable() else escape(character) for character in cut)
    return f"`{cut}`"


def shown_url(url: str) -> str:
    """The same for a URL; whatever may be a user name or a password stays out of it, however malformed the URL."""
    return shown(re.sub(_USERINFO, r"\1***@", url, flags=re.DOTALL) if "@" in url else url)


def escape(character: str) -> str:
    r"""One character as `\uXXXX`."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
