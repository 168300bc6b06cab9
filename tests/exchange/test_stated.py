"""What documents state of themselves: e-mails, PDFs and images made by real libraries, and bytes that are none."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from provgate.exchange import stated as room
from provgate.exchange.stated import Stated, readable, stated
from provgate.formats.claims import Author

MAIL = b"""\
From: =?utf-8?q?In=C3=AAs?= Calder <ines@a.example>, "Reed, Tom" <tom@a.example>, bare@a.example
Date: Thu, 12 Mar 2026 09:30:00 +0100
Subject: Dredging
  resumes
Message-ID: <abc.1@a.example>

Text.
"""


def known(name: str, raw: bytes) -> dict[str, Any]:
    return {one.key: one.value for one in stated((name, raw))}


def pdf(**information: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_metadata({f"/{key}": value for key, value in information.items()})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(form: str, **texts: str) -> bytes:
    image = Image.new("RGB", (2, 2))
    exif = Image.Exif()
    for tag, text in {0x013B: texts.get("artist"), 0x010E: texts.get("title")}.items():
        if text is not None:
            exif[tag] = text
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def test_mail() -> None:
    assert known("a.eml", MAIL) == {
        "author": (Author("Inês Calder"), Author("Reed, Tom")),
        "origin": "mid:abc.1@a.example",
        "date": "2026-03-12T09:30:00+01:00",
        "title": "Dredging resumes",
    }


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Thu, 12 Mar 2026 09:30:00 -0000", "2026-03-12"),
        ("soon", None),
        ("Thu, 99 Mar 2026 09:30:00 +0100", None),
    ],
)
def test_dates_of_mails(date: str, said: str | None) -> None:
    assert known("a.eml", b"Date: " + date.encode() + b"\n\n").get("date") == said


def test_pdf() -> None:
    raw = pdf(Author="Ines Calder; Tom Reed", Title="Dredging", Subject="see 10.5555/abc.1")
    assert known("a.PDF", raw) == {
        "author": (Author("Ines Calder"), Author("Tom Reed")),
        "title": "Dredging",
        "origin": "doi:10.5555/abc.1",
    }
    assert known("a.pdf", pdf()) == {}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_images(form: str) -> None:
    raw = picture(form, artist="Ines Calder", title="Harbour")
    ending = {"JPEG": "jpg"}.get(form, form.lower())
    assert known(f"a.{ending}", raw) == {"author": (Author("Ines Calder"),), "title": "Harbour"}


def test_front_matter() -> None:
    raw = b"---\ntitle: Dredging\nauthor: Ines Calder\n---\ntext\n"
    assert stated(("a.md", raw)) == (
        Stated("author", (Author("Ines Calder"),), "front matter"),
        Stated("title", "Dredging", "front matter"),
    )
    assert known("a.md", b"---\ntitle: Dredging\n---\n") == {"title": "Dredging"}


def test_what_no_reader_is_for_states_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (readable("a.txt"), stated(("a.txt", MAIL))) == (False, ())
    monkeypatch.setattr(room, "MAX_BYTES", 10)
    assert stated(("a.eml", MAIL)) == ()


def test_control_characters_are_no_statement() -> None:
    assert known("a.pdf", pdf(Author="Ines\x07", Title="Dredging")) == {"title": "Dredging"}


@pytest.mark.parametrize("name", ["a.md", "a.eml", "a.pdf", "a.jpg"])
@given(raw=st.binary(max_size=300))
def test_any_bytes_state_something_printable_or_nothing(name: str, raw: bytes) -> None:
    for one in stated((name, raw)):
        assert one.key in ("origin", "date", "author", "outlet", "title", "language", "license")
        assert one.place


@pytest.mark.parametrize("header", ["From", "Date", "Subject", "Message-ID"])
@given(text=st.text(max_size=80))
def test_any_header_is_survived(header: str, text: str) -> None:
    raw = f"{header}: {text}\n\n".encode("utf-8", "surrogatepass")
    assert all(one.place for one in stated(("a.eml", raw)))


def test_a_header_that_the_library_fails_on_is_none() -> None:
    class Broken:
        """What some Pythons do with some headers."""

        def get_all(self, name: str, _default: list[str]) -> list[str]:
            raise IndexError(name)

    assert room._header(Broken(), "From") == []


@pytest.mark.parametrize(("name", "raw"), [("a.pdf", b"no PDF"), ("a.jpg", b"no picture")])
def test_what_is_of_another_kind_states_nothing(name: str, raw: bytes) -> None:
    assert stated((name, raw)) == ()
