"""`provgate attest`: what it signs and writes, what it asks, and what it refuses to do."""

from __future__ import annotations

import argparse
import base64
import getpass
import hashlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import keys
from keys import PASSPHRASE
from provgate.cli import attest
from provgate.evidence.attestations.signing import PassphraseError
from provgate.findings import UsageError
from provgate.formats import yaml_reader
from repos import OUTLETS, Repo

pytestmark = keys.needs_ssh_keygen

DOC = "seeds/interviews/a.txt"
SIDECAR = """\
# taped in the harbour office
schema: 1
origin: tag:harbourgazette.example,2026:interview-7   # the tape's label
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
notes: |
  two voices
"""
FAKE = type("Terminal", (io.StringIO,), {"isatty": lambda _: True})


@pytest.fixture
def repo(new_repo: Callable[..., Repo], monkeypatch: pytest.MonkeyPatch) -> Repo:
    """One document with a sidecar, and the keys of Ines Calder and Omar Veld, of whom only she is registered."""
    repo = new_repo("corpus")
    monkeypatch.chdir(repo.path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    repo.write(DOC, "The dredger came back.\n")
    repo.write(DOC + ".source.yaml", SIDECAR)
    repo.write("outlets.yaml", OUTLETS)
    for name, passphrase in (("ines", ""), ("omar", PASSPHRASE)):
        keys.make_key(repo.path.parent, name, "ed25519", passphrase)
    register(repo, "ines")
    return repo


def register(repo: Repo, *names: str, threshold: int = 1) -> None:
    lines = {name: keys.public_line(key(repo, name)) for name in names}
    people = "".join(
        f"  {name}:\n    name: {name.title()}\n    keys:\n      - key: {line}\n" for name, line in lines.items()
    )
    repo.write("attesters.yaml", f"schema: 1\nthreshold: {threshold}\nattesters:\n{people}")


def key(repo: Repo, name: str) -> Path:
    return repo.path.parent / name


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    attest.configure(parser)
    return attest.run(parser.parse_args([str(each) for each in arguments]))


def attested(repo: Repo, name: str = "ines", *more: str, document: str = DOC) -> int:
    return run(document, "--key", key(repo, name), "--yes", *more)


def payload(path: Path) -> Any:
    return json.loads(base64.b64decode(json.loads(path.read_bytes())["payload"]))


def test_the_statement_and_the_sidecar(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert attested(repo, "ines", "--role", "author") == 0
    envelope = repo.path / f"{DOC}.dsse.json"
    document = hashlib.sha256((repo.path / DOC).read_bytes()).hexdigest()
    statement = payload(envelope)
    assert statement["subject"] == [{"name": DOC, "digest": {"sha256": document}}]
    assert statement["predicate"]["role"] == "author"
    assert statement["predicate"]["claims"] == {
        "origin": "tag:harbourgazette.example,2026:interview-7",
        "date": "2026-03-12",
        "author": "Ines Calder",
        "outlet": "harbour-gazette",
    }
    pin = hashlib.sha256(envelope.read_bytes()).hexdigest()
    assert (repo.path / f"{DOC}.source.yaml").read_text() == SIDECAR.replace(
        "notes:",
        f"sha256: {document}\nevidence:\n  - kind: attestation\n    path: a.txt.dsse.json\n    sha256: {pin}\nnotes:",
    )
    said = capsys.readouterr()
    assert said.out == f"attested {DOC} in {DOC}.dsse.json\n"
    assert said.err == ""


def test_the_gate_accepts_it(repo: Repo) -> None:
    attested(repo)
    done = repo.provgate("check", "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["findings"]) == (0, [])
    assert [document["level"] for document in report["documents"]] == ["evidenced"]
    assert set(report["documents"][0]["claims"].values()) == {"supported"}


def test_the_gate_refuses_a_changed_claim(repo: Repo) -> None:
    attested(repo)
    repo.write(DOC + ".source.yaml", (repo.path / f"{DOC}.source.yaml").read_text().replace("2026-03-12", "2026-03-13"))
    done = repo.provgate("check", "--format", "json")
    assert done.returncode == 1
    assert "attestation-claims" in [finding["name"] for finding in json.loads(done.stdout)["findings"]]


def test_signing_again_changes_nothing(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    attested(repo)
    before = {path: path.read_bytes() for path in repo.path.rglob("seeds/**/*") if path.is_file()}
    capsys.readouterr()
    assert attested(repo) == 0
    assert capsys.readouterr().out == f"{DOC} is attested by this key already\n"
    assert {path: path.read_bytes() for path in before} == before


def test_signing_again_after_a_change_writes_the_same_file(repo: Repo) -> None:
    attested(repo)
    repo.write(DOC, "The dredger left.\n")
    with pytest.raises(UsageError, match=f"provgate pin {DOC}"):
        attested(repo)
    assert repo.provgate("pin", DOC).returncode == 0
    assert attested(repo) == 0
    assert sorted(path.name for path in (repo.path / DOC).parent.iterdir()) == [
        "a.txt",
        "a.txt.dsse.json",
        "a.txt.source.yaml",
    ]
    assert repo.provgate("check").returncode == 0


def test_another_role_is_signed_anew(repo: Repo) -> None:
    attested(repo, "ines", "--role", "author")
    assert attested(repo, "ines", "--role", "editor") == 0
    assert payload(repo.path / f"{DOC}.dsse.json")["predicate"]["role"] == "editor"


def test_several_documents(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write("seeds/b.txt", "Another one.\n")
    repo.write("seeds/b.txt.source.yaml", SIDECAR)
    assert run(DOC, "seeds/b.txt", f"{DOC}.source.yaml", "--key", key(repo, "ines"), "--yes") == 0
    assert capsys.readouterr().out.count("attested ") == 2
    assert repo.provgate("check").returncode == 0


def test_nothing_is_written_if_one_of_several_cannot_be_signed(repo: Repo) -> None:
    repo.write("seeds/b.txt", "Another one.\n")
    with pytest.raises(UsageError, match="provgate new"):
        run(DOC, "seeds/b.txt", "--key", key(repo, "ines"), "--yes")
    repo.write("seeds/b.txt.source.yaml", "&a " + SIDECAR)
    with pytest.raises(UsageError, match="must be valid"):
        run(DOC, "seeds/b.txt", "--key", key(repo, "ines"), "--yes")
    assert not (repo.path / f"{DOC}.dsse.json").exists()


def test_a_sidecar_that_lacks_a_claim(repo: Repo) -> None:
    repo.write(DOC + ".source.yaml", SIDECAR.replace("date: 2026-03-12\n", ""))
    with pytest.raises(UsageError, match="must be valid before anybody vouches for it: `date` is missing"):
        attested(repo)


def test_a_sidecar_that_cannot_be_edited(repo: Repo) -> None:
    repo.write(DOC + ".source.yaml", SIDECAR + "#" * (yaml_reader.MAX_BYTES - len(SIDECAR)))
    with pytest.raises(UsageError, match="by hand"):
        attested(repo)


def test_two_people(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    register(repo, "ines", "omar", threshold=2)
    attested(repo)
    assert "note: " + DOC + ": 2 different people must sign, 1 did (Ines)" in capsys.readouterr().err
    assert repo.provgate("check").returncode == 1
    secret = repo.write("../secret", PASSPHRASE + "\r\nsecond line\n")
    assert attested(repo, "omar", "--role", "archivist", "--passphrase-file", str(secret)) == 0
    assert capsys.readouterr().err == ""
    assert payload(repo.path / f"{DOC}.2.dsse.json")["predicate"]["role"] == "archivist"
    assert repo.provgate("check").returncode == 0


def _stale(repo: Repo) -> None:
    """Omar's attestation, which no longer fits."""
    register(repo, "ines", "omar")
    secret = repo.write("../secret", PASSPHRASE)
    attested(repo, "omar", "--passphrase-file", str(secret))
    repo.write(DOC, "The dredger left.\n")
    assert repo.provgate("pin", DOC).returncode == 0


def test_others_attestations_are_written_over_only_on_request(repo: Repo) -> None:
    _stale(repo)
    with pytest.raises(UsageError, match="--replace"):
        attested(repo)
    assert attested(repo, "ines", "--replace") == 0
    assert not (repo.path / f"{DOC}.2.dsse.json").exists()
    assert repo.provgate("check").returncode == 0


def test_only_one_stale_attestation_can_be_replaced(repo: Repo) -> None:
    attested(repo)
    _stale(repo)
    with pytest.raises(UsageError, match="by hand"):
        attested(repo, "ines", "--replace")


@pytest.mark.parametrize("junk", [b"{}", b"not JSON", b"x" * 70_000])
def test_an_unreadable_attestation_is_stale(repo: Repo, junk: bytes) -> None:
    attested(repo)
    repo.write(f"{DOC}.dsse.json", junk)
    with pytest.raises(UsageError, match="--replace"):
        attested(repo)
    assert attested(repo, "ines", "--replace") == 0
    assert repo.provgate("check").returncode == 0


def test_an_own_attestation_whose_signature_is_broken_is_made_anew(repo: Repo) -> None:
    attested(repo)
    path = repo.path / f"{DOC}.dsse.json"
    data = json.loads(path.read_bytes())
    data["signatures"][0]["sig"] = base64.b64encode(bytes(64)).decode()
    path.write_text(json.dumps(data))
    assert attested(repo) == 0
    assert repo.provgate("check").returncode == 0


def test_an_entry_without_its_file_is_no_matter(repo: Repo) -> None:
    attested(repo)
    (repo.path / f"{DOC}.dsse.json").unlink()
    assert attested(repo) == 0
    assert repo.provgate("check").returncode == 0


def test_evidence_of_another_kind_is_left_alone(repo: Repo) -> None:
    capture = f"  - kind: capture\n    path: a.warc.gz\n    sha256: {'0' * 64}\n"
    repo.write("seeds/a.warc.gz", "not read by attest\n")
    repo.write(DOC + ".source.yaml", SIDECAR + "evidence:\n" + capture)
    assert attested(repo) == 0
    assert capture in (repo.path / f"{DOC}.source.yaml").read_text()
    assert (repo.path / "seeds/a.warc.gz").read_text() == "not read by attest\n"


def test_an_interrupted_run_is_taken_up(repo: Repo) -> None:
    attested(repo)
    repo.write(DOC + ".source.yaml", SIDECAR)
    assert attested(repo) == 0
    assert not (repo.path / f"{DOC}.2.dsse.json").exists()
    assert repo.provgate("check").returncode == 0


def test_a_folder_in_the_way_is_passed_by(repo: Repo) -> None:
    (repo.path / f"{DOC}.dsse.json").mkdir()
    assert attested(repo) == 0
    assert (repo.path / f"{DOC}.2.dsse.json").is_file()


def test_an_unknown_key_gets_the_block_to_add(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    keys.make_key(repo.path.parent, "lene", "ecdsa", "", "-b", "256")
    assert attested(repo, "lene") == 0
    said = capsys.readouterr().err
    block = said[said.index("  your-name:") :]
    assert said.count("warning: ") == 1
    assert "nobody in attesters.yaml has this key" in said
    repo.write("attesters.yaml", "schema: 1\nattesters:\n" + block)
    assert repo.provgate("check").returncode == 0


def test_what_the_gate_will_refuse_is_told(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    text = (repo.path / "attesters.yaml").read_text()
    repo.write("attesters.yaml", text.replace("    keys:", "    paths: [seeds/papers/**]\n    keys:"))
    assert attested(repo) == 0
    assert f"warning: {DOC}: Ines may vouch for seeds/papers/** only" in capsys.readouterr().err


def _terminal(monkeypatch: pytest.MonkeyPatch, text: str = "", *passphrases: str) -> list[str]:
    prompts: list[str] = []
    answers = iter(passphrases)

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return next(answers)

    monkeypatch.setattr(sys, "stdin", FAKE(text))
    monkeypatch.setattr(getpass, "getpass", ask)
    return prompts


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_it_shows_and_asks(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, code: int
) -> None:
    _terminal(monkeypatch, answer)
    assert run(DOC, "--key", key(repo, "ines")) == code
    said = capsys.readouterr().out
    assert f"{DOC}\n  origin: tag:harbourgazette.example,2026:interview-7\n  date: 2026-03-12\n" in said
    assert "you vouch, as witness, for this document and its claims.\nSign? [y/N] " in said
    assert ("nothing was signed" in said) is (code == 1)
    assert (repo.path / f"{DOC}.dsse.json").exists() is (code == 0)


def test_what_is_shown_cannot_hide_anything(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _terminal(monkeypatch, "n\n")
    repo.write(DOC + ".source.yaml", SIDECAR.replace("Ines Calder", '["Ines \\u202eredlaC", Omar Veld]'))
    run(DOC, "--key", key(repo, "ines"))
    assert "  author: ['Ines \\u202eredlaC', 'Omar Veld']\n" in capsys.readouterr().out


def test_without_a_terminal_it_needs_yes(repo: Repo) -> None:
    with pytest.raises(UsageError, match="--yes"):
        run(DOC, "--key", key(repo, "ines"))


def test_the_passphrase_is_asked_for(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    register(repo, "omar")
    prompts = _terminal(monkeypatch, "", "wrong", PASSPHRASE)
    assert attested(repo, "omar") == 0
    assert prompts == [f"Passphrase of {key(repo, 'omar')}: "] * 2
    assert "the passphrase is wrong" in capsys.readouterr().err
    assert repo.provgate("check").returncode == 0


def test_three_wrong_passphrases_end_it(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = _terminal(monkeypatch, "", "wrong", "wrong", "wrong")
    with pytest.raises(PassphraseError, match="wrong"):
        attested(repo, "omar")
    assert len(prompts) == 3


def test_passphrases_from_elsewhere(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    register(repo, "omar")
    with pytest.raises(PassphraseError, match="--passphrase-file"):
        attested(repo, "omar")
    wrong = repo.write("../wrong", "something else\n")
    with pytest.raises(PassphraseError, match="is wrong"):
        attested(repo, "omar", "--passphrase-file", str(wrong))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PASSPHRASE.encode() + b"\n")))
    assert attested(repo, "omar", "--passphrase-file", "-") == 0


def test_files_that_cannot_be_read(repo: Repo) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        attested(repo, "nobody")
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        run(DOC, "--key", repo.path, "--yes")
    with pytest.raises(UsageError, match="`gone` cannot be read"):
        attested(repo, "omar", "--passphrase-file", "gone")


def test_a_name_that_is_not_utf8(repo: Repo) -> None:
    name = "seeds/a\udcff.txt"
    repo.write(name, "x\n")
    repo.write(name + ".source.yaml", SIDECAR)
    with pytest.raises(UsageError, match="not UTF-8"):
        attested(repo, document=name)


def test_a_broken_register_is_a_usage_error(repo: Repo) -> None:
    repo.write("attesters.yaml", "schema: 1\nattesters:\n  a:\n    name: A\n    keys:\n      - key: ssh-ed25519 AAAA\n")
    with pytest.raises(UsageError, match="neither an OpenSSH"):
        attested(repo)
    assert not (repo.path / f"{DOC}.dsse.json").exists()
