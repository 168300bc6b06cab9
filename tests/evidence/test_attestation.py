"""Signed statements: the honest one passes, and every way of forging one is refused under its own name."""

from __future__ import annotations

import base64
import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as LibraryEnvelope
from securesystemslib.signer import CryptoSigner, SSlibKey

import keys
from keys import DATA, NOW, SHA256, Desk, edited, judge, kinds, repacked, signed_by, statement
from provgate.evidence.attestations import dsse, signing
from provgate.evidence.attestations.attestation import settle
from provgate.formats.registries import AttesterKey, Attesters
from provgate.formats.yaml_reader import Value

pytestmark = keys.needs_ssh_keygen


@pytest.mark.parametrize("who", ["ines", "ines_old", "omar", "lene"])
def test_honest_statements_pass(desk: Desk, who: str) -> None:
    found = judge(signing.sign(statement(role="archivist"), getattr(desk, who)), desk.register())
    assert found.faults == ()
    assert [(each.name, each.role, each.time) for each in found.signers] == [
        ({"o": "Omar Veld", "l": "Lene Holt"}.get(who[0], "Ines Calder"), "archivist", NOW)
    ]


def test_the_fingerprint_is_ssh_keygens(tmp_path: Path) -> None:
    path = keys.make_key(tmp_path, "k")
    shown = subprocess.run(["ssh-keygen", "-lf", str(path)], check=True, capture_output=True, text=True).stdout
    assert keys.load(path).public.ids[0] == shown.split()[1]


def test_notes_pins_evidence_and_own_keys_are_not_signed(desk: Desk) -> None:
    raw = signing.sign(statement(), desk.ines)
    data = {**DATA, "notes": "other", "x-desk": "abroad", "x-new": "1", "sha256": "00", "evidence": []}
    assert kinds(judge(raw, desk.register(), data)) == []


CLAIMS: dict[str, Value | None] = {
    "origin": "tag:harbourgazette.example,2026:interview-8",
    "date": "2026-03-13",
    "author": ["Ines Calder"],
    "outlet": "harbour-herald",
    "title": None,
    "retrieved": "2026-03-13T09:14:07Z",
    "excerpt": "true",
    "language": "en",
    "license": "CC0-1.0",
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_changed_claim_is_named(desk: Desk, claim: str) -> None:
    raw = signing.sign(statement(), desk.ines)
    value = CLAIMS[claim]
    data = {key: old for key, old in DATA.items() if key != claim} | ({claim: value} if value is not None else {})
    (fault,) = judge(raw, desk.register(), data).faults
    assert fault.kind == "attestation-claims"
    assert f"`{claim}`" in fault.message
    assert fault.place.pointer == (f"/{claim}" if value is not None else "/evidence/0")


@pytest.mark.parametrize("spelling", ["Ines Calder\u0301", "ines calder", "Ines  Calder", "Ines Calder\u200b"])
def test_claims_are_equal_byte_for_byte(desk: Desk, spelling: str) -> None:
    raw = signing.sign(statement({**DATA, "author": "Ines Calder"}), desk.ines)
    (fault,) = judge(raw, desk.register(), {**DATA, "author": spelling}).faults
    assert fault.kind == "attestation-claims"
    assert "Ines Calder" in fault.message


def test_the_message_shows_both_sides(desk: Desk) -> None:
    (fault,) = judge(signing.sign(statement(), desk.ines), desk.register(), {**DATA, "date": "2026-03-13"}).faults
    assert fault.message == "the claim `date` is '2026-03-13' in the sidecar; signed was '2026-03-12'"


def test_order_of_authors_is_signed(desk: Desk) -> None:
    raw = signing.sign(statement({**DATA, "author": ["A", "B"]}), desk.ines)
    assert kinds(judge(raw, desk.register(), {**DATA, "author": ["B", "A"]})) == ["claims"]


def test_replay(desk: Desk) -> None:
    raw = signing.sign(statement(), desk.ines)
    assert kinds(judge(raw, desk.register(), path="seeds/interviews/b.txt")) == ["replay"]
    assert kinds(judge(raw, desk.register(), sha256="00" * 32)) == ["replay"]
    assert kinds(judge(raw, desk.register(), path="seeds/interviews/b.txt", sha256="00" * 32)) == ["replay", "replay"]


def test_unknown_key(desk: Desk) -> None:
    (fault,) = judge(signing.sign(statement(), desk.stranger), desk.register()).faults
    assert fault.kind == "attestation-unknown-key"
    assert desk.stranger.public.ids[0] in fault.message


def test_a_strangers_signature_under_a_known_name(desk: Desk) -> None:
    raw = signing.sign(statement(), desk.stranger)
    signature = {**json.loads(raw)["signatures"][0], "keyid": desk.ines.public.ids[0]}
    assert kinds(judge(edited(raw, signatures=[signature]), desk.register())) == ["signature"]


EDITS: dict[str, dict[str, Any]] = {
    "subject": {"subject": [{"name": "seeds/other.txt", "digest": {"sha256": SHA256}}]},
    "claims": {"predicate": {"claims": {"origin": "x"}, "role": "author", "time": "2026-06-01T12:00:00Z"}},
    "spelling only": {},
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_payload(desk: Desk, edit: str) -> None:
    raw = repacked(signing.sign(statement(), desk.ines), **EDITS[edit])
    assert kinds(judge(raw, desk.register())) == ["signature"]


@pytest.mark.parametrize("sig", ["", "AAAA", base64.b64encode(b"\x00" * 64).decode()])
def test_a_signature_that_is_none(desk: Desk, sig: str) -> None:
    for who in (desk.ines, desk.omar):
        raw = signing.sign(statement(), who)
        signature = {**json.loads(raw)["signatures"][0], "sig": sig}
        assert kinds(judge(edited(raw, signatures=[signature]), desk.register())) == ["signature"]


@given(st.data())
def test_any_flipped_bit_is_refused(desk: Desk, data: st.DataObject) -> None:
    raw = signing.sign(statement(), desk.ines)
    at = data.draw(st.integers(0, len(raw) - 2))
    flipped = raw[:at] + bytes([raw[at] ^ (1 << data.draw(st.integers(0, 7)))]) + raw[at + 1 :]
    assert judge(flipped, desk.register()).signers == ()


@given(st.binary(max_size=400))
def test_any_bytes_are_refused(desk: Desk, raw: bytes) -> None:
    found = judge(raw, desk.register())
    assert found.signers == () and found.faults


def test_two_people_in_one_envelope(desk: Desk) -> None:
    found = judge(signed_by(statement(), desk.ines, desk.omar), desk.register())
    assert found.faults == ()
    assert [each.attester for each in found.signers] == ["ines-calder", "omar-veld"]


EXTRA = {
    "a stranger behind": ("ines", "stranger"),
    "a stranger before": ("stranger", "ines"),
    "the same signature twice": ("ines", "ines"),
    "a second key of the same person": ("ines", "ines_old"),
}


@pytest.mark.parametrize("case", EXTRA)
def test_a_further_signature(desk: Desk, case: str) -> None:
    raw = signed_by(statement(), *(getattr(desk, who) for who in EXTRA[case]))
    found = judge(raw, desk.register())
    assert kinds(found) == ["extra-signature"]
    assert found.signers == ()


def test_a_further_signature_that_is_bad(desk: Desk) -> None:
    good = json.loads(signing.sign(statement(), desk.ines))["signatures"][0]
    bad = {**good, "keyid": desk.omar.public.ids[0]}
    raw = edited(signing.sign(statement(), desk.ines), signatures=[good, bad])
    (fault,) = judge(raw, desk.register()).faults
    assert fault.kind == "attestation-extra-signature"
    assert "Omar Veld" in fault.message


@pytest.mark.parametrize("tail", [b"{}", b"x", b"\x00", b'{"payload": ""}'])
def test_something_behind_the_envelope(desk: Desk, tail: bytes) -> None:
    assert kinds(judge(signing.sign(statement(), desk.ines) + tail, desk.register())) == ["extra-signature"]


def test_payload_type(desk: Desk) -> None:
    raw = edited(signing.sign(statement(), desk.ines), payloadType="text/plain")
    assert kinds(judge(raw, desk.register())) == ["payload-type"]


def test_the_payload_type_is_signed(desk: Desk) -> None:
    envelope = dsse.Envelope(statement(), "text/plain", ())
    sig = bytes.fromhex(desk.ines.signer.sign(dsse.signed_bytes(envelope)).signature)
    raw = dsse.write(
        envelope._replace(payload_type=dsse.PAYLOAD_TYPE, signatures=(dsse.Signature(desk.ines.public.ids[0], sig),))
    )
    assert kinds(judge(raw, desk.register())) == ["signature"]


LIMITS: dict[str, tuple[dict[str, str], list[str]]] = {
    "within": ({"since": "2026-06-01", "until": "2026-06-01"}, []),
    "too early": ({"since": "2026-06-02"}, ["not-yet-valid"]),
    "too late": ({"until": "2026-05-31"}, ["expired"]),
    "revoked before": ({"revoked": "2026-01-01"}, ["revoked"]),
    "revoked today": ({"revoked": "2026-06-01"}, ["revoked"]),
    "to be revoked": ({"revoked": "2026-06-02"}, []),
    "all": (
        {"since": "2027-01-01", "until": "2025-01-01", "revoked": "2026-01-01"},
        ["revoked", "not-yet-valid", "expired"],
    ),
}


@pytest.mark.parametrize("case", LIMITS)
def test_limits_of_a_key(desk: Desk, case: str) -> None:
    limits, expected = LIMITS[case]
    assert kinds(judge(signing.sign(statement(), desk.ines), desk.bound(**limits))) == expected


def test_an_old_statement_outlives_its_key_but_not_a_revocation(desk: Desk) -> None:
    raw = signing.sign(statement(), desk.ines)
    later = NOW + datetime.timedelta(days=3000)
    assert kinds(judge(raw, desk.bound(until="2026-12-31"), now=later)) == []
    assert kinds(judge(raw, desk.bound(until="2026-12-31", revoked="2030-01-01"), now=later)) == ["revoked"]


def test_the_future_is_refused_beyond_an_hour(desk: Desk) -> None:
    raw = signing.sign(statement(), desk.ines)
    assert kinds(judge(raw, desk.register(), now=NOW - datetime.timedelta(minutes=60))) == []
    assert kinds(judge(raw, desk.register(), now=NOW - datetime.timedelta(minutes=61))) == ["not-yet-valid"]


SCOPES = {
    ("seeds/interviews/**",): [],
    ("seeds/interviews/",): [],
    ("*.txt",): [],
    ("seeds/papers/**",): ["scope"],
    ("interviews/**",): ["scope"],
    ("seeds/**", "!seeds/interviews/**"): ["scope"],
    ("seeds/papers/**", "seeds/interviews/a.txt"): [],
}


@pytest.mark.parametrize("paths", SCOPES)
def test_scope(desk: Desk, paths: tuple[str, ...]) -> None:
    person = desk.people["ines-calder"]._replace(paths=paths)
    found = judge(signing.sign(statement(), desk.ines), desk.register(ines_calder=person))
    assert kinds(found) == SCOPES[paths]


def test_one_bad_signer_spoils_the_envelope(desk: Desk) -> None:
    person = desk.people["omar-veld"]._replace(paths=("elsewhere/**",))
    found = judge(signed_by(statement(), desk.ines, desk.omar), desk.register(omar_veld=person))
    assert (kinds(found), found.signers) == (["scope"], ())


def test_threshold_over_several_files(desk: Desk) -> None:
    register = desk.register(threshold=2)
    by_ines, by_omar, again = (
        judge(signing.sign(statement(role=role), who), register)
        for who, role in ((desk.ines, "author"), (desk.omar, "archivist"), (desk.ines_old, "witness"))
    )
    assert kinds(settle([by_ines], register)) == ["threshold"]
    assert settle([by_ines], register).signers == ()
    assert [each.name for each in settle([by_ines, by_omar], register).signers] == ["Ines Calder", "Omar Veld"]
    (fault,) = settle([by_ines, again], register).faults
    assert fault.message == (
        "2 different people must sign, 1 did (Ines Calder); a person counts once, however often they sign"
    )
    assert fault.place.pointer == "/evidence"


def test_settling_passes_faults_on_without_judging_the_threshold(desk: Desk) -> None:
    register = desk.register(threshold=2)
    bad = judge(b"{}", register)
    good = judge(signing.sign(statement(), desk.ines), register)
    assert kinds(settle([good, bad], register)) == ["malformed"]
    assert settle([good, bad], register).signers == ()
    (nobody,) = settle([], register).faults
    assert "0 did (nobody)" in nobody.message


def test_nobody_is_registered(desk: Desk) -> None:
    assert kinds(judge(signing.sign(statement(), desk.ines), Attesters())) == ["unknown-key"]
    assert kinds(settle([], Attesters())) == ["threshold"]


def test_envelopes_of_securesystemslib_are_read(desk: Desk) -> None:
    signer = CryptoSigner.generate_ed25519()
    envelope = LibraryEnvelope(statement(), dsse.PAYLOAD_TYPE, {})
    envelope.sign(signer)
    pem = (
        signer._private_key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    register = desk.register(ines_calder=desk.people["ines-calder"]._replace(keys=(AttesterKey(pem),)))
    assert kinds(judge(json.dumps(envelope.to_dict()).encode(), register)) == []


def test_our_envelopes_are_read_by_securesystemslib(desk: Desk) -> None:
    for who in (desk.ines, desk.omar, desk.lene):
        envelope = LibraryEnvelope.from_dict(json.loads(signing.sign(statement(), who)))
        key = SSlibKey.from_crypto(who.signer._private_key.public_key(), who.public.ids[0])
        assert list(envelope.verify([key], 1)) == [who.public.ids[0]]


def test_importing_the_room_loads_no_cryptography() -> None:
    code = (
        "import sys, provgate.evidence.attestations.attestation\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('cryptography', 'securesystemslib')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
