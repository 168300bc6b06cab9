"""Envelopes and statements that are not written as they must be: one reading only, nothing left to chance."""

from __future__ import annotations

import json
from typing import Any

import pytest

import keys
from keys import Desk, edited, judge, kinds, statement
from provgate.evidence.attestations import signing

pytestmark = keys.needs_ssh_keygen


def resigned(desk: Desk, change: Any) -> bytes:
    """A statement that its own signer wrote badly."""
    data = json.loads(statement())
    return signing.sign(json.dumps(change(data) or data).encode(), desk.ines)


BADLY: dict[str, tuple[Any, str]] = {
    "other predicate": (lambda s: s.update(predicateType="https://slsa.dev/provenance/v1"), "predicate-type"),
    "predicate type no text": (lambda s: s.update(predicateType=None), "malformed"),
    "other statement": (lambda s: s.update(_type="https://in-toto.io/Statement/v0.1"), "malformed"),
    "unknown member": (lambda s: s.update(extra="x"), "malformed"),
    "missing member": (lambda s: s.pop("subject") and None, "malformed"),
    "two subjects": (lambda s: s["subject"].append(s["subject"][0]), "malformed"),
    "no subject": (lambda s: s["subject"].clear(), "malformed"),
    "subject no list": (lambda s: s.update(subject="x"), "malformed"),
    "subject no mapping": (lambda s: s.update(subject=["x"]), "malformed"),
    "second digest": (lambda s: s["subject"][0]["digest"].update(sha512="00"), "malformed"),
    "no digest": (lambda s: s["subject"][0].update(digest={}), "malformed"),
    "name no text": (lambda s: s["subject"][0].update(name=None), "malformed"),
    "no claims": (lambda s: s["predicate"].update(claims={}), "malformed"),
    "claims no mapping": (lambda s: s["predicate"].update(claims=["x"]), "malformed"),
    "a number": (lambda s: s["predicate"]["claims"].update(date=2026), "malformed"),
    "a truth value": (lambda s: s["predicate"]["claims"].update(date=True), "claims"),
    "nothing": (lambda s: s["predicate"]["claims"].update(date=None), "claims"),
    "time in words": (lambda s: s["predicate"].update(time="yesterday"), "malformed"),
    "time without offset": (lambda s: s["predicate"].update(time="2026-06-01T12:00:00"), "malformed"),
    "time that is none": (lambda s: s["predicate"].update(time="2026-02-30T12:00:00Z"), "malformed"),
    "time before all time": (lambda s: s["predicate"].update(time="0001-01-01T00:00:00+14:00"), "malformed"),
    "time before its key": (lambda s: s["predicate"].update(time="2026-06-01T12:00:00+14:00"), ""),
    "empty role": (lambda s: s["predicate"].update(role=""), "role"),
    "role in two words": (lambda s: s["predicate"].update(role="chief editor"), "role"),
    "role too long": (lambda s: s["predicate"].update(role="a" * 33), "role"),
    "role in capitals": (lambda s: s["predicate"].update(role="Author"), "role"),
    "role no text": (lambda s: s["predicate"].update(role=None), "malformed"),
    "another role": (lambda s: s["predicate"].update(role="translator"), ""),
    "no statement": (lambda _: ["x"], "malformed"),
}


@pytest.mark.parametrize("case", BADLY)
def test_badly_written_statements(desk: Desk, case: str) -> None:
    change, kind = BADLY[case]
    assert kinds(judge(resigned(desk, change), desk.register())) == ([kind] if kind else [])


ENVELOPES: dict[str, tuple[Any, str]] = {
    "empty": (lambda _: b"", "is not JSON"),
    "not UTF-8": (lambda raw: raw[:20] + b"\xff" + raw[20:], "is not UTF-8"),
    "byte order mark": (lambda raw: b"\xef\xbb\xbf" + raw, "is not JSON"),
    "UTF-16": (lambda raw: raw.decode().encode("utf-16-le"), "is not JSON"),
    "cut short": (lambda raw: raw[:-10], "is not JSON"),
    "a list": (lambda raw: b"[" + raw + b"]", "no mapping"),
    "a word": (lambda _: b"null", "no mapping"),
    "NaN": (lambda raw: edited(raw, signatures=float("nan")), "number NaN"),
    "a number": (lambda raw: edited(raw, payload=1), "number 1"),
    "a fraction": (lambda raw: edited(raw, payload=1.5), "number 1.5"),
    "duplicate key": (lambda raw: b'{"payload":"",' + raw[1:], "'payload' twice"),
    "duplicate key below": (lambda raw: raw.replace(b'"keyid"', b'"keyid":"x","keyid"'), "'keyid' twice"),
    "half a surrogate": (lambda raw: edited(raw, payloadType="\ud800"), "surrogate"),
    "deep": (lambda _: b"[" * 60_000, "deeper"),
    "deep and closed": (lambda raw: edited(raw, payload=[[[[[[[[["x"]]]]]]]]]), "deeper"),
    "brackets in a text are not depth": (lambda raw: edited(raw, payload="[" * 99 + '\\"{'), "not base64"),
    "too large": (lambda raw: raw + b" " * 70_000, "at most 65,536"),
    "unknown member": (lambda raw: edited(raw, extra="x"), "unknown member `extra`"),
    "no signatures": (lambda raw: edited(raw, signatures=[]), "1 to 64"),
    "65 signatures": (lambda raw: edited(raw, signatures=["x"] * 65), "1 to 64"),
    "signatures no list": (lambda raw: edited(raw, signatures="x"), "1 to 64"),
    "signature no mapping": (lambda raw: edited(raw, signatures=["x"]), "no mapping where a signature"),
    "signature without key id": (lambda raw: edited(raw, signatures=[{"sig": ""}]), "lacks `keyid`"),
    "signature with a certificate": (
        lambda raw: edited(raw, signatures=[{"keyid": "", "sig": "", "cert": ""}]),
        "unknown member `cert`",
    ),
    "payload no text": (lambda raw: edited(raw, payload=[]), "else than text"),
    "payload no base64": (lambda raw: edited(raw, payload="ä"), "not base64"),
    "payload URL-safe": (lambda raw: edited(raw, payload="_-8="), "not base64"),
    "payload with line ends": (lambda raw: raw.replace(b'"payload":"', b'"payload":"\\n'), "not base64"),
    "payload without padding": (lambda raw: edited(raw, payload="YQ"), "not base64"),
    "slack bits": (lambda raw: edited(raw, payload="YR=="), "not canonical"),
}


@pytest.mark.parametrize("case", ENVELOPES)
def test_malformed_envelopes(desk: Desk, case: str) -> None:
    change, words = ENVELOPES[case]
    (fault,) = judge(change(signing.sign(statement(), desk.ines)), desk.register()).faults
    assert fault.kind == "attestation-malformed"
    assert words in fault.message
    assert fault.place.pointer == "/evidence/0"


def test_white_space_around_the_envelope_is_no_matter(desk: Desk) -> None:
    raw = json.dumps(json.loads(signing.sign(statement(), desk.ines)), indent=2).encode()
    assert kinds(judge(b"\r\n " + raw + b"\n\n", desk.register())) == []
