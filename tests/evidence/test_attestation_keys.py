"""The attesters' file: every key is usable and one person's, or the run ends as a usage error."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

import keys
from keys import Desk, judge, kinds, statement
from provgate.evidence.attestations import signing
from provgate.evidence.attestations.keyring import keyring
from provgate.findings import UsageError
from provgate.formats.registries import Attester, AttesterKey, Attesters, parse_attesters

pytestmark = keys.needs_ssh_keygen


def test_attesters_file_with_a_block_of_pem(desk: Desk) -> None:
    pem = (
        desk.lene.signer._private_key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    block = "".join(f"          {line}\n" for line in pem.splitlines())
    raw = f"schema: 1\nattesters:\n  lene-holt:\n    name: Lene Holt\n    keys:\n      - key: |\n{block}"
    assert kinds(judge(signing.sign(statement(), desk.lene), parse_attesters(raw.encode()))) == []


def _spki(key: Any) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


UNUSABLE: dict[str, tuple[Any, str]] = {
    "RSA": (lambda: _spki(rsa.generate_private_key(65537, 2048)), "RSA keys are not supported"),
    "other curve": (lambda: _spki(ec.generate_private_key(ec.SECP256K1())), "not supported"),
    "private": (
        lambda: (
            ed25519.Ed25519PrivateKey.generate()
            .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            .decode()
        ),
        "private key",
    ),
    "token": (lambda: "sk-ssh-ed25519@openssh.com AAAA x", "security token"),
    "unknown kind": (lambda: "ssh-unknown AAAAC3NzaC1lZDI1NTE5AAAAIA==", "not supported"),
    "garbage": (lambda: "ssh-ed25519 AAAA", "neither an OpenSSH"),
    "garbage in a block": (lambda: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "neither an OpenSSH"),
    "two lines": (lambda: "ssh-ed25519 AAAA\nssh-ed25519 AAAA", "one line"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_unusable_keys_are_a_usage_error(case: str) -> None:
    make, words = UNUSABLE[case]
    person = Attester("ines-calder", "Ines Calder", (AttesterKey(make()),))
    with pytest.raises(UsageError, match=words) as caught:
        keyring(Attesters(1, {"ines-calder": person}))
    assert "attesters.yaml: /attesters/ines-calder/keys/0/key" in str(caught.value)


def test_a_key_of_two_people_is_a_usage_error(desk: Desk) -> None:
    other = Attester("imposter", "Im Poster", (AttesterKey(desk.ines.line + " other comment"),))
    with pytest.raises(UsageError, match="stands here already for Ines Calder"):
        keyring(desk.register(imposter=other))


def test_a_path_pattern_that_is_none_is_a_usage_error(desk: Desk) -> None:
    with pytest.raises(UsageError, match=r"/attesters/ines-calder/paths"):
        keyring(desk.register(ines_calder=desk.people["ines-calder"]._replace(paths=("!",))))
