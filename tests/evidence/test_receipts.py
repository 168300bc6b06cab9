"""Receipts as they are written and read: one spelling, all text, bounded."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import keys
from provgate.evidence.attestations import signing
from provgate.evidence.attestations.strict_json import MalformedError
from provgate.evidence.receipts import lines, receipt, statement
from provgate.evidence.receipts.keyring import keyring
from provgate.evidence.receipts.statement import Hop, Observation, Receipt
from receipts import CLAIMS, DOC, SUPPORTED, Parties, canonical, edited
from receipts import statement as stated

NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
SEEN = Observation("live", (Hop("https://a.example/", "200", "192.0.2.1", "", "5e" * 32, "x"),), differences=("one",))
WRITTEN = Receipt(
    DOC,
    "5e" * 32,
    "archive-bot",
    datetime.datetime(2026, 3, 14, 8, tzinfo=datetime.UTC),
    "https://a.example/",
    "changed",
    CLAIMS,
    SUPPORTED,
    SEEN,
    "0.2.0",
    ("provgate.yaml", "5e" * 32),
    (("a.warc.gz", ""),),
)


def test_what_is_written_is_read() -> None:
    assert statement.read(statement.write(WRITTEN)) == WRITTEN


def test_claims_are_those_of_the_sidecar() -> None:
    data = {**CLAIMS, "title": "x", "sha256": "x", "excerpt": "no"}
    assert statement.claims_of(data) == CLAIMS
    assert statement.claims_of({**CLAIMS, "excerpt": "true"})["excerpt"] == "true"
    assert statement.claims_of({}) == {"excerpt": "false"}


def changed(**predicate: Any) -> dict[str, Any]:
    return stated(**predicate)


WRONG: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "two subjects": (lambda: {**stated(), "subject": stated()["subject"] * 1 + [{}]}, "has no list of at most 1"),
    "no subject": (lambda: {**stated(), "subject": []}, "exactly one subject"),
    "another predicate": (
        lambda: {**stated(), "predicateType": "https://slsa.dev/verification_summary/v1"},
        "predicate",
    ),
    "another statement": (lambda: {**stated(), "_type": "https://in-toto.io/Statement/v0.1"}, "_type"),
    "a number": (lambda: changed(outcome=1), "holds the number 1"),
    "true": (lambda: changed(resourceUri=True), "something else than text"),
    "no claim": (lambda: changed(claims={}), "lacks `origin`"),
    "a claim too many": (lambda: changed(claims={**CLAIMS, "title": "x"}), "unknown member `title`"),
    "a date that is a list": (lambda: changed(claims={**CLAIMS, "date": []}), "something else than text"),
    "no verdict": (lambda: changed(verdicts={}), "lacks `origin`"),
    "an unknown verdict": (lambda: changed(verdicts={**SUPPORTED, "text": "fine"}), "has the text `fine`"),
    "a long chain": (lambda: stated(observation={"chain": [{}] * 33}), "at most 32 as `chain`"),
}


@pytest.mark.parametrize("name", WRONG)
def test_statements_that_are_none(name: str) -> None:
    make, says = WRONG[name]
    with pytest.raises(MalformedError, match=says):
        statement.read(canonical(make()))


def test_another_spelling_is_another_file() -> None:
    payload = canonical(stated())
    assert statement.read(payload).witness == "archive-bot"
    with pytest.raises(MalformedError, match="spelled"):
        statement.read(payload.replace(b'":{', b'": {', 1))


def test_lines_are_bounded_and_each_counts_once() -> None:
    assert [line.number for line in lines.split(b"a\nb\na\n")] == [1, 2]
    assert lines.split(b"a\nb") == lines.split(b"a\nb\n")
    assert len(lines.split(b"a\n" * lines.MAX_LINES)) == 1
    with pytest.raises(lines.TooManyError, match="1,000 lines"):
        lines.split(b"a\n" * (lines.MAX_LINES + 1))
    with pytest.raises(lines.TooManyError, match="bytes"):
        lines.split(b"a" * (lines.MAX_BYTES + 1))


@pytest.fixture(scope="module")
def against(tmp_path_factory: pytest.TempPathFactory) -> tuple[Parties, receipt.Against]:
    parties = Parties(tmp_path_factory.mktemp("keys"))
    register = parties.parsed()
    data = {**CLAIMS, "retrieved": "2026-03-13T09:14:07Z"}
    return parties, receipt.Against(
        DOC, stated()["subject"][0]["digest"]["sha256"], data, register, keyring(register, "witnesses.yaml"), NOW
    )


@keys.needs_ssh_keygen
@given(st.data())
def test_no_changed_byte_counts(against: tuple[Parties, receipt.Against], data: st.DataObject) -> None:
    parties, held = against
    line = signing.sign(canonical(stated()), parties.archive)
    assert receipt.judge(line, "r", held).operators == ("archive",)
    at = data.draw(st.integers(0, len(line) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != line[at]))
    found = receipt.judge(line[:at] + bytes([byte]) + line[at + 1 :], "r", held)
    assert found.operators == ()
    assert found.faults


@keys.needs_ssh_keygen
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(against: tuple[Parties, receipt.Against], raw: bytes) -> None:
    assert receipt.judge(raw, "r", against[1]).operators == ()
    envelope = {
        "payload": base64.b64encode(raw).decode(),
        "payloadType": "application/vnd.in-toto+json",
        "signatures": [],
    }
    assert receipt.judge(canonical(envelope), "r", against[1]).operators == ()


@keys.needs_ssh_keygen
def test_leaving_a_line_out_gains_nothing(against: tuple[Parties, receipt.Against]) -> None:
    parties, held = against
    every = [
        signing.sign(canonical(stated()), parties.archive),
        signing.sign(canonical(stated(outcome="changed")), parties.archive),
        signing.sign(canonical(stated("library", outcome="gone")), parties.library),
        edited(signing.sign(canonical(stated("library")), parties.library), outcome="gone"),
        signing.sign(canonical(stated("library", path="seeds/x.txt")), parties.library),
    ]
    whole = set(receipt.judge(b"".join(every), "r", held).operators)
    for left in every:
        fewer = receipt.judge(b"".join(line for line in every if line is not left), "r", held)
        assert set(fewer.operators) <= whole


@pytest.mark.parametrize("time", ["2026-03-14 08:00:00Z", "2026-03-14", "2026-03-14T25:00:00Z", ""])
def test_what_is_no_time(time: str) -> None:
    with pytest.raises(MalformedError, match="not an RFC 3339 date-time"):
        statement._time(time)
