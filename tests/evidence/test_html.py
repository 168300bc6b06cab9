"""Bytes of a page → text, the way a browser or an archive means them."""

from __future__ import annotations

import pytest

from provgate.evidence.pages.decode import decode


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        pytest.param("\ufeffé".encode(), "", "é", id="UTF-8 mark"),
        pytest.param(b"\xff\xfe\xe9\x00", "text/html; charset=utf-8", "é", id="UTF-16 mark before the header"),
        pytest.param(b"caf\xe9", "text/html; charset=ISO-8859-1", "café", id="header"),
        pytest.param("港".encode("gb18030"), 'text/html; charset="GBK"', "港", id="header, as browsers read it"),
        pytest.param(b"caf\xe9 \x93x\x94", "", "café “x”", id="no label, not UTF-8"),
        pytest.param(("é" * 300).encode() + b"\xe9", "", "é" * 300 + "\ufffd", id="UTF-8 with one broken byte"),
        pytest.param("é".encode(), "text/html; charset=nonsense-1", "é", id="unknown label"),
        pytest.param("é".encode(), "text/html; charset=utf-16", "é", id="a label that its own text belies"),
        pytest.param(
            "<p>é".encode("utf-16-le"), "text/html; charset=UTF-16LE", "<p>é", id="UTF-16 that only the header tells"
        ),
        pytest.param(
            "<p>é".encode("utf-16-be"), "text/html; charset=utf-16be", "<p>é", id="UTF-16, the other way round"
        ),
        pytest.param("<p>é".encode("utf-16-le"), "text/html; charset=utf-16", "<p>é", id="UTF-16 as browsers read it"),
        pytest.param(b"abc", "text/html; charset=base64", "abc", id="a codec that is no text"),
        pytest.param(b"\\u0041 caf\xe9", "text/html; charset=unicode_escape", "\\u0041 café", id="a codec of programs"),
        pytest.param("é".encode(), "text/html; charset=punycode", "é", id="a codec of host names"),
        pytest.param(
            b"caf\xe9 au lait", "text/html; charset=undefined", "café au lait", id="a codec that always fails"
        ),
        pytest.param(
            b"caf\xe9 au lait", "text/html; charset=cp037", "café au lait", id="EBCDIC, which no browser knows"
        ),
        pytest.param(b"+AGE- \xe9", "text/html; charset=utf-7", "+AGE- é", id="UTF-7, which no browser knows any more"),
    ],
)
def test_decoding(body: bytes, content_type: str, text: str) -> None:
    assert decode(body, content_type) == text


@pytest.mark.parametrize("label", ["gb2312", "iso-8859-1", "shift_jis"])
def test_valid_utf8_refutes_the_pages_own_label(label: str) -> None:
    page = f"<meta charset={label}>港湾局 Café “x”"
    assert decode(page.encode(), "text/html") == page


def test_the_label_holds_where_nothing_refutes_it() -> None:
    page = "<meta charset=gb2312>港湾局"
    assert decode(page.encode("gb18030")) == page
    assert "æ¸¯" in decode(page.encode(), "text/html; charset=iso-8859-1")
    assert decode(b"<meta charset=iso-2022-jp>\x1b$B9A\x1b(B").endswith("港")
