"""What was just fetched, held against a document in this process; and what a receipt says of the exchanges."""

from __future__ import annotations

import datetime
import hashlib
from unittest import mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import pages
from evidence import capture_builders
from pages import document, html, warc
from provgate.capture.exchange import RawExchange
from provgate.evidence.receipts.statement import Observation
from provgate.findings import CannotCheckError, Judgement, Verdict
from provgate.formats import claims, registries
from provgate.formats.policy import Limits
from provgate.witness import comparison, observation
from provgate.witness.comparison import Question
from repos import OUTLETS

CLAIMS = claims.from_data(
    {
        "origin": pages.URL,
        "date": "2026-03-12",
        "author": "Ines Calder",
        "outlet": "harbour-gazette",
        "title": "Dredging resumes",
        "retrieved": "2020-01-01T00:00:00Z",
    }
)


def question(capture: bytes, **changes: str) -> Question:
    registry = registries.parse_outlets(OUTLETS.encode())
    return Question("seeds/a.txt", CLAIMS._replace(**changes), document(), capture, registry, Limits())


def test_the_same_page_agrees_whenever_it_was_captured() -> None:
    found = comparison.answer(question(warc(html())))
    assert found.agrees
    assert (found.differences, found.doubts) == ((), ())


def test_differences_name_the_claim() -> None:
    found = comparison.answer(question(warc(html(author="Omar Veld", date="2026-03-14"))))
    assert not found.agrees
    assert [difference.split(":")[0] for difference in found.differences] == ["date", "author"]
    assert found.verdicts["text"] == "supported"


@pytest.mark.parametrize(
    ("claim", "verdict", "differs"),
    [
        ("text", Verdict.UNSUPPORTED, True),
        ("date", Verdict.CONTRADICTED, True),
        ("origin", Verdict.SUPPORTED, False),
        ("title", Verdict.CONTRADICTED, True),
        ("title", Verdict.UNSUPPORTED, False),
        ("language", Verdict.CONTRADICTED, False),
    ],
)
def test_what_is_a_change(claim: str, verdict: Verdict, differs: bool) -> None:
    """What `check` reports as an error is one, what it warns of is none."""
    assert comparison.differs(Judgement(claim, verdict)) is differs


def test_a_page_may_not_be_the_page() -> None:
    wall = b"<html><title>Just a moment...</title><p>Verify you are human</p></html>"
    found = comparison.answer(question(warc(wall)))
    assert "this looks like a check for robots, not like the page" in found.doubts


@pytest.mark.parametrize("kind", ["application/pdf", "text/plain"])
def test_other_payloads_have_no_signs(kind: str) -> None:
    found = comparison.answer(question(warc(b"%PDF-", kind=kind)))
    assert found.doubts == ()
    assert any(difference.startswith("text: ") for difference in found.differences)


def test_a_capture_without_the_origin_is_in_doubt() -> None:
    found = comparison.answer(question(warc(html(), url="https://www.harbourgazette.example/other")))
    assert found.doubts
    broken = capture_builders.packed([capture_builders.record(capture_builders.http(status=500), pages.URL)])
    assert comparison.answer(question(broken)).doubts


def test_a_missing_chain_is_a_doubt() -> None:
    assert comparison.doubts(question(warc(html(), url="https://www.harbourgazette.example/other")))


def test_what_cannot_be_read_is_unreachable() -> None:
    with mock.patch.object(observation, "compare", side_effect=CannotCheckError("reading it took more than 5 s")):
        look = observation.judged(question(warc(html())), Observation("live", ()), ())
    assert (look.outcome, look.reasons) == ("unreachable", ("reading it took more than 5 s",))


def test_a_receipt_names_the_key_that_a_server_showed() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.harbourgazette.example")])
    day = datetime.datetime(2026, 3, 1)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    certificate = built.not_valid_before(day).not_valid_after(day.replace(year=2027)).sign(key, hashes.SHA256())
    raw = certificate.public_bytes(Encoding.DER)
    exchange = RawExchange(pages.URL, b"", 200, b"", b"body", {}, "192.0.2.1", "2026-03-13T09:14:07Z", raw)
    [hop] = observation.hops([exchange])
    shown = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert hop.spki == hashlib.sha256(shown).hexdigest()
    assert hop.body_sha256 == hashlib.sha256(b"body").hexdigest()
    assert (hop.status, hop.address) == ("200", "192.0.2.1")
    assert observation.hops([exchange._replace(certificate=b"")])[0].spki == ""
