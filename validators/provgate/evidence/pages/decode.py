"""Bytes of a page → text → tree, the way a browser would read them."""

from __future__ import annotations

import codecs
import re

from selectolax.lexbor import LexborHTMLParser

_META = re.compile(rb"<meta[^>]{0,256}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WEB_NAMES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "utf8": "utf-8",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "x-mac-roman": "mac_roman",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
}
"""Labels that browsers read as a superset of what they say (WHATWG Encoding Standard, 4.2)."""

_WIDE = {"utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
"""Labels that only a header can give to a page without a mark: written in the page, its own letters belie them."""

_PROBE = bytes(range(0x20, 0x5C)) + bytes(range(0x5D, 0x7F)) + rb" \u0041 +AGE- ~{ .xn--9ca"
"""What every charset of the web reads as ASCII; EBCDIC, UTF-7 and the codecs that Python keeps for itself do not."""


def decode(body: bytes, content_type: str = "") -> str:
    """The page's text, by BOM, HTTP header, `<meta charset>` (unless valid UTF-8 refutes it), UTF-8, windows-1252.

    Bytes that the encoding cannot hold become U+FFFD. Only text codecs are used, whatever a label says.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    header = _HEADER.search(content_type)
    wide = _WIDE.get(header[1].lower()) if header else None
    if wide and b"\0" in body[:100]:
        return body.decode(wide, "replace")
    meta = _META.search(body[:4096])
    label = meta.group(1).decode("ascii") if meta else ""
    if not header and not body.isascii():
        # Archives store pages as UTF-8 and leave the old label; text in other encodings hardly ever is valid UTF-8.
        label = label if _invalid_utf8(body) else "utf-8"
    for name in (_codec(header.group(1)) if header else "", _codec(label)):
        if name:
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("utf-8" if _mostly_utf8(body) else "cp1252", "replace")


def parse(text: str) -> LexborHTMLParser:
    """The page's tree (HTML Living Standard, by lexbor)."""
    return LexborHTMLParser(text)


def _codec(label: str) -> str:
    """The Python codec for a charset label; empty for unknown labels and for codecs that no page on the web uses."""
    lowered = label.lower()
    name = _WEB_NAMES.get(lowered, lowered)
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"
    try:
        info = codecs.lookup(name)
        usable = getattr(info, "_is_text_encoding", False) and _PROBE.decode(info.name) == _PROBE.decode("ascii")
    except (LookupError, ValueError):
        return ""
    return info.name if usable else ""


def _invalid_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _mostly_utf8(body: bytes) -> bool:
    """Whether a few broken bytes stand in a page that is UTF-8 otherwise (a cut character, a mixed template)."""
    return body.decode("utf-8", "replace").count("\ufffd") * 200 < sum(byte > 127 for byte in body)
