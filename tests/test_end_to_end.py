"""A maintainer sets up the roots of trust, a contributor forges in every way there is, and the honest change passes.

Real git, real keys of ssh-keygen, the installed command line, and the base branch's policy (`--policy-from main`).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import keys
from pages import sha256
from provgate.evidence.attestations import dsse, intoto, signing
from provgate.evidence.attestations.signing import PrivateKey
from provgate.formats import yaml_reader
from repos import OUTLETS, Repo

pytestmark = keys.needs_ssh_keygen

DOC, OTHER = "seeds/interviews/a.txt", "seeds/interviews/b.txt"
TEXT = b"The dredger came back to the harbour.\n"
FIELDS = {
    "schema": "1",
    "origin": "tag:harbourgazette.example,2026:interview-7",
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
}
PEOPLE = {
    "ines": "",
    "ines-old": "",
    "omar": "",
    "expired": "        until: 2020-01-01\n",
    "early": "        from: 2999-01-01\n",
    "revoked": "        revoked: 2020-01-01\n",
    "narrow": "",
}
SIGNED_AT = datetime.datetime(2026, 4, 1, 12, 0, tzinfo=datetime.UTC)
Keys = dict[str, Path]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """One key a person, by ssh-keygen; `stranger` is in no register."""
    folder = tmp_path_factory.mktemp("people")
    return {name: keys.make_key(folder, name) for name in (*PEOPLE, "stranger")}


def register(made: Keys, threshold: int = 1, *more: str) -> str:
    """attesters.yaml: Ines Calder has two keys, everybody else one."""

    def entry(name: str) -> str:
        return f"      - key: {keys.public_line(made[name])}\n{PEOPLE.get(name, '')}"

    people = "".join(
        f"  {name}:\n    name: {name.title()}\n    keys:\n{entry(name)}{entry('ines-old') if name == 'ines' else ''}"
        + ("    paths: ['seeds/letters/**']\n" if name == "narrow" else "")
        for name in (*PEOPLE, *more)
        if name != "ines-old"
    )
    return f"schema: 1\nthreshold: {threshold}\nattesters:\n{people}"


@pytest.fixture
def base(new_repo: Callable[..., Repo], made: Keys) -> Repo:
    """What the maintainer committed on main; the contributor works on a branch."""
    repo = new_repo()
    repo.write("provgate.yaml", "schema: 1\nrequire: evidenced\n")
    repo.write("outlets.yaml", OUTLETS)
    repo.write("attesters.yaml", register(made))
    repo.write("seeds/.gitkeep", "")
    repo.commit("roots")
    repo.git("checkout", "--quiet", "-b", "change")
    return repo


def key(made: Keys, name: str) -> PrivateKey:
    return keys.load(made[name])


def payload(path: str = DOC, text: bytes = TEXT, **claims: str) -> bytes:
    """The honest statement about a document, with some claims changed."""
    data: dict[str, yaml_reader.Value] = {**FIELDS, "sha256": sha256(text), **claims}
    return keys.statement(data, path, sha256(text), time=SIGNED_AT)


def contribute(repo: Repo, *envelopes: bytes, path: str = DOC, text: bytes = TEXT, **claims: str) -> None:
    """Commit a document with a sidecar that names and pins these envelopes."""
    name = path.rpartition("/")[2]
    repo.write(path, text)
    entries = ""
    for number, raw in enumerate(envelopes):
        repo.write(f"{path}.{number}.dsse.json", raw)
        entries += f"  - kind: attestation\n    path: {name}.{number}.dsse.json\n    sha256: {sha256(raw)}\n"
    fields = {**FIELDS, "sha256": sha256(text), **claims}
    lines = "".join(f"{field}: {value}\n" for field, value in fields.items())
    repo.write(f"{path}.source.yaml", f"{lines}evidence:\n{entries}")
    repo.commit("contribution")


def judged(repo: Repo, wanted: int) -> list[tuple[str, str]]:
    """Code and message of every error, judged as CI does."""
    done = repo.provgate("check", "--rev", "HEAD", "--policy-from", "main", "--format", "json")
    assert (done.returncode, done.stderr) == (wanted, ""), done.stdout
    return [
        (found["code"], found["message"])
        for found in json.loads(done.stdout)["findings"]
        if found["severity"] == "error"
    ]


def refused(repo: Repo, code: str, words: str) -> None:
    errors = judged(repo, 1)
    assert any(found == code and words in message for found, message in errors), errors


def sign(made: Keys, name: str = "ines", **changed: str) -> bytes:
    return signing.sign(payload(**changed), key(made, name))


def test_the_honest_change_passes(base: Repo, made: Keys) -> None:
    contribute(base, sign(made))
    assert judged(base, 0) == []


def test_the_honest_change_passes_by_the_command_line_alone(base: Repo, made: Keys) -> None:
    base.write(DOC, TEXT)
    base.write(f"{DOC}.source.yaml", "".join(f"{field}: {value}\n" for field, value in FIELDS.items()))
    done = base.provgate("attest", DOC, "--key", str(made["ines"]), "--yes")
    assert done.returncode == 0, done.stderr
    base.commit()
    assert judged(base, 0) == []


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("stranger", "PG424", "belongs to nobody"),
        ("expired", "PG428", "counted only until 2020-01-01"),
        ("early", "PG427", "counts only from 2999-01-01"),
        ("revoked", "PG429", "was revoked on 2020-01-01"),
        ("narrow", "PG430", "may vouch for seeds/letters/** only"),
    ],
)
def test_keys_that_do_not_count(base: Repo, made: Keys, name: str, code: str, words: str) -> None:
    contribute(base, sign(made, name))
    refused(base, code, words)


def test_replay_for_another_document(base: Repo, made: Keys) -> None:
    contribute(base, sign(made), path=OTHER)
    refused(base, "PG431", f"was signed for `{DOC}`")


def test_a_second_signature(base: Repo, made: Keys) -> None:
    contribute(base, keys.signed_by(payload(), key(made, "ines"), key(made, "ines-old")))
    refused(base, "PG426", "Ines signed twice here")


def test_a_strangers_second_signature(base: Repo, made: Keys) -> None:
    contribute(base, keys.signed_by(payload(), key(made, "ines"), key(made, "stranger")))
    refused(base, "PG426", "a further signature")


def test_a_trailing_envelope(base: Repo, made: Keys) -> None:
    contribute(base, sign(made) + sign(made, "stranger"))
    refused(base, "PG426", "goes on behind its end")


def test_an_edited_payload(base: Repo, made: Keys) -> None:
    claims = intoto.claims_of({**FIELDS, "author": "Omar Veld"})
    predicate = {"claims": claims, "role": "author", "time": "2026-04-01T12:00:00Z"}
    contribute(base, keys.repacked(sign(made), predicate=predicate), author="Omar Veld")
    refused(base, "PG425", "does not fit what the attestation says")


def test_a_wrong_payload_type(base: Repo, made: Keys) -> None:
    contribute(base, keys.edited(sign(made), payloadType="application/json"))
    refused(base, "PG422", "the payload type is `application/json`")


def test_a_wrong_predicate_type(base: Repo, made: Keys) -> None:
    statement = {**json.loads(payload()), "predicateType": "https://slsa.dev/provenance/v1"}
    contribute(base, signing.sign(json.dumps(statement).encode(), key(made, "ines")))
    refused(base, "PG423", "slsa.dev")


def test_one_person_counts_once(base: Repo, made: Keys) -> None:
    base.git("checkout", "--quiet", "main")
    base.write("attesters.yaml", register(made, threshold=2))
    base.commit("two people")
    base.git("checkout", "--quiet", "-B", "change")
    contribute(base, sign(made), sign(made, "ines-old"))
    refused(base, "PG433", "2 different people must sign, 1 did")
    contribute(base, sign(made), sign(made, "omar"))
    assert judged(base, 0) == []


@pytest.mark.parametrize(
    "claims",
    [
        {"origin": "tag:harbourgazette.example,2026:interview-8"},
        {"date": "2026-03-13"},
        {"author": "Omar Veld"},
        {"title": "Another"},
    ],
)
def test_a_changed_claim(base: Repo, made: Keys, claims: dict[str, str]) -> None:
    contribute(base, sign(made), **claims)
    refused(base, "PG432", f"`{next(iter(claims))}`")


def test_a_changed_document(base: Repo, made: Keys) -> None:
    contribute(base, sign(made), text=TEXT + b"And left again.\n")
    refused(base, "PG431", "was signed for other bytes")


def test_a_changed_document_with_the_old_pin(base: Repo, made: Keys) -> None:
    contribute(base, sign(made))
    base.write(DOC, TEXT + b"And left again.\n")
    base.commit()
    refused(base, "PG401", "")


def test_a_key_added_in_the_same_change(base: Repo, made: Keys) -> None:
    base.write("attesters.yaml", register(made, 1, "stranger"))
    contribute(base, sign(made, "stranger"))
    refused(base, "PG424", "belongs to nobody")
    base.git("branch", "--force", "main")
    assert judged(base, 0) == []


def test_an_outlet_added_in_the_same_change(base: Repo, made: Keys) -> None:
    base.write("outlets.yaml", OUTLETS + "  pier-post:\n    name: Pier Post\n    domains: [pierpost.example]\n")
    contribute(base, sign(made, outlet="pier-post"), outlet="pier-post")
    refused(base, "PG313", "pier-post")
    base.git("branch", "--force", "main")
    assert judged(base, 0) == []


@pytest.mark.parametrize(
    "policy", ["require: declared\n", "ignore: ['**']\n", "corpus: [elsewhere]\n", "attesters: mine.yaml\n"]
)
def test_a_policy_loosened_in_the_same_change(base: Repo, made: Keys, policy: str) -> None:
    base.write("provgate.yaml", f"schema: 1\n{policy}")
    base.write("mine.yaml", register(made, 1, "stranger"))
    base.write("elsewhere/.gitkeep", "")
    contribute(base, sign(made, "stranger"))
    refused(base, "PG424", "belongs to nobody")


def test_a_missing_base_cannot_be_checked(base: Repo, made: Keys) -> None:
    contribute(base, sign(made))
    done = base.provgate("check", "--rev", "HEAD", "--policy-from", "origin/main")
    assert done.returncode == 3
    assert "origin/main" in done.stderr


def test_a_signature_moved_to_another_envelope(base: Repo, made: Keys) -> None:
    """The signature of one statement under the payload of another."""
    honest, other = dsse.read(sign(made)), dsse.read(sign(made, author="Omar Veld"))
    contribute(base, dsse.write(other._replace(signatures=honest.signatures)), author="Omar Veld")
    refused(base, "PG425", "does not fit")
