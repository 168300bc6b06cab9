"""Registries and keys that say too much, and settings that only look as if they counted; the installed command line."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

import pytest

import keys
from provgate.evidence.attestations import dsse
from repos import OUTLETS, POLICY, Repo

DOC = "seeds/dredging.txt"
EVERYONE = ["co.uk", "com", "medium.com", "www.medium.com", "web.archive.org", "x.archive.ph", "github.io", "foo.ck"]
OWN = ["www.gov.uk", "gazette.medium.com", "gazette.github.io", "www.ck", "harbourgazette.example"]


def outlets(*domains: str) -> str:
    return OUTLETS.replace("[harbourgazette.example]", f"[harbourgazette.example, {', '.join(domains)}]")


@pytest.mark.parametrize("domain", EVERYONE)
def test_an_outlet_that_would_speak_for_everyone(repo: Repo, domain: str) -> None:
    repo.write("outlets.yaml", outlets(domain))
    done = repo.provgate("check")
    assert done.returncode == 1, done.stdout
    assert "outlets.yaml:5:39: error[PG903] " in done.stdout
    assert f"`{domain}`" in done.stdout
    lint = repo.provgate("outlets", "lint")
    assert (lint.returncode, domain in lint.stdout) == (1, True)


def test_domains_that_are_somebodys_own(repo: Repo) -> None:
    repo.write("outlets.yaml", outlets(*OWN[:-1]))
    assert repo.provgate("check").returncode == 0


def test_a_change_can_correct_what_the_protected_branch_has(repo: Repo) -> None:
    repo.write("outlets.yaml", outlets("web.archive.org"))
    sidecar = repo.path / f"{DOC}.source.yaml"
    good = sidecar.read_text()
    sidecar.write_text(good.replace("www.harbourgazette.example", "web.archive.org"))
    repo.commit()
    done = repo.provgate("check", "--rev", "HEAD", "--policy-from", "HEAD")
    assert done.returncode == 1
    assert "PG901" in done.stdout
    assert "PG309" in done.stdout or "PG310" in done.stdout or "PG314" in done.stdout
    repo.git("branch", "protected")
    sidecar.write_text(good)
    repo.write("outlets.yaml", OUTLETS)
    repo.commit()
    assert repo.provgate("check", "--rev", "HEAD", "--policy-from", "refs/heads/protected").returncode == 0


@pytest.mark.parametrize(
    "name",
    ["provgate.yml", "Provgate.yaml", ".provgate.yaml", "PROVGATE.yml", "provgate.json", "provgate.yaml.txt"],
)
@pytest.mark.parametrize("source", [(), ("--staged",), ("--rev", "HEAD")])
def test_a_near_name_is_not_passed_over(repo: Repo, name: str, source: tuple[str, ...]) -> None:
    repo.git("mv", "provgate.yaml", name)
    repo.commit()
    done = repo.provgate("check", *source)
    assert done.returncode == 2
    assert f"run `git mv {name} provgate.yaml`" in done.stderr
    repo.git("mv", name, "provgate.yaml")
    repo.commit()
    assert repo.provgate("check", *source).returncode == 0


@pytest.mark.parametrize("name", ["outlets.yaml", "attesters.yaml", "witnesses.yaml"])
def test_a_near_name_of_a_registry(repo: Repo, name: str) -> None:
    (repo.path / name).unlink(missing_ok=True)
    repo.write(name.replace(".yaml", ".yml"), "schema: 1\n")
    done = repo.provgate("check")
    assert done.returncode == 2
    assert f"{name.replace('.yaml', '.yml')}` is not read as settings" in done.stderr


@pytest.mark.parametrize("name", ["provgate.yaml", "outlets.yaml"])
@pytest.mark.parametrize("source", [(), ("--staged",)])
def test_settings_that_git_ignores(repo: Repo, name: str, source: tuple[str, ...]) -> None:
    repo.git("rm", "--quiet", "--cached", name)
    repo.write(".gitignore", f"{name}\n")
    done = repo.provgate("check", *source)
    assert done.returncode == 2, done.stdout
    assert f"`{name}` is ignored by git" in done.stderr
    repo.write(".gitignore", "")
    repo.git("add", name)
    assert repo.provgate("check", *source).returncode == 0


@pytest.mark.parametrize("path", [".git/outlets.yaml", ".GIT/outlets.yaml", "a/.git/outlets.yaml"])
def test_settings_in_gits_own_folder(repo: Repo, path: str) -> None:
    repo.write("provgate.yaml", POLICY + f"outlets: {path}\n")
    assert repo.provgate("check").returncode == 2


@pytest.mark.parametrize(
    "text",
    [
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
        "\n  version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
        "\ufeffversion https://hawser.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
        "version http://git-media.io/v/2\noid 4d7a\n",
        "4d7a9d1b5d3c1f0e4d7a9d1b5d3c1f0e4d7a9d1b\n",
        "#$# git-fat 4d7a9d1b5d3c1f0e4d7a9d1b5d3c1f0e4d7a9d1b 12\n",
        "/annex/objects/SHA256E-s12--4d7a.txt\n",
        "../.git/annex/objects/x/y/SHA256E-s12--4d7a.txt\n",
    ],
)
def test_pointers_are_not_documents(repo: Repo, text: str) -> None:
    repo.document(DOC, text)
    done = repo.provgate("check")
    assert done.returncode == 1
    assert "PG113" in done.stdout


def test_texts_about_pointers_are_documents(repo: Repo) -> None:
    repo.document(DOC, "A pointer begins with: version https://git-lfs.github.com/spec/v1\n")
    repo.document("seeds/long.txt", "4d7a9d1b5d3c1f0e4d7a9d1b5d3c1f0e4d7a9d1b\nwas the first commit\n")
    assert repo.provgate("check").returncode == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("*.txt export-subst", "export-subst"),
        ("*.txt export-ignore", "export-ignore"),
        ("seeds export-ignore", "export-ignore"),
        ("seeds/ export-ignore", "export-ignore"),
        ("*.txt ident", "on checkout"),
    ],
)
@pytest.mark.parametrize("source", [(), ("--rev", "HEAD")])
def test_attributes_that_change_what_is_handed_on(repo: Repo, line: str, told: str, source: tuple[str, ...]) -> None:
    repo.write(".gitattributes", line + "\n")
    repo.commit()
    done = repo.provgate("check", *source)
    assert "PG118" in done.stdout
    assert told in done.stdout


# --- keys


@pytest.fixture
def key(repo: Repo, tmp_path: Path) -> Path:
    """A key, and a document that is attested with it."""
    path = keys.make_key(tmp_path, "ines")
    assert repo.provgate("attest", DOC, "--yes", "--key", str(path)).returncode == 0
    return path


def register(repo: Repo, *entries: str, threshold: int = 1) -> None:
    people = "".join(
        f"  person-{number}:\n    name: Ines Calder\n    keys:\n{entry}" for number, entry in enumerate(entries)
    )
    repo.write("attesters.yaml", f"schema: 1\nthreshold: {threshold}\nattesters:\n{people}")


def entry(line: str, **days: str) -> str:
    more = "".join(f"        {field}: {day}\n" for field, day in days.items())
    return f"      - key: {json.dumps(line)}\n{more}"


def checked(repo: Repo) -> tuple[int, str]:
    repo.git("add", "--all")
    done = repo.provgate("check", "--require", "evidenced", "--no-cache")
    return done.returncode, done.stdout + done.stderr


@keys.needs_ssh_keygen
@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"revoked": "2026-13-01"}, "`2026-13-01` is not a day"),
        ({"from": "2026-02-30"}, "`2026-02-30` is not a day"),
        ({"until": "0000-01-01"}, "`0000-01-01` is not a day"),
        ({"from": "2026-02-01", "until": "2026-01-01"}, "before"),
    ],
)
def test_days_of_keys_are_days(repo: Repo, key: Path, days: dict[str, str], told: str) -> None:
    register(repo, entry(keys.public_line(key)))
    assert checked(repo)[0] == 0
    register(repo, entry(keys.public_line(key), **days))
    code, said = checked(repo)
    assert code == 2, said
    assert told in said
    assert "attesters.yaml:" in said


def line_of(point: str) -> str:
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in (b"ssh-ed25519", bytes.fromhex(point)))
    return "ssh-ed25519 " + base64.b64encode(blob).decode()


SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
]
NO_POINT = [
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "0200000000000000000000000000000000000000000000000000000000000000",
]


@keys.needs_ssh_keygen
@pytest.mark.parametrize("point", [*SMALL_ORDER, *NO_POINT])
def test_points_that_sign_for_everybody(repo: Repo, key: Path, point: str) -> None:
    assert key.is_file()
    register(repo, entry(line_of(point)))
    code, said = checked(repo)
    assert code == 2, said
    assert "Ed25519 point" in said


@keys.needs_ssh_keygen
def test_kinds_of_keys_are_listed(repo: Repo, key: Path, tmp_path: Path) -> None:
    certified = tmp_path / "ines-cert.pub"
    command = ["ssh-keygen", "-q", "-s", str(key), "-I", "ines", "-V", "+1d", str(key) + ".pub"]
    subprocess.run(command, check=True, capture_output=True)
    rsa = keys.public_line(keys.make_key(tmp_path, "rsa", "rsa"))
    pem = subprocess.run(
        ["ssh-keygen", "-e", "-m", "PKCS8", "-f", str(key) + ".pub"], capture_output=True, text=True, check=False
    ).stdout
    line = keys.public_line(key)
    cases = {
        certified.read_text().strip(): "SSH certificates are not supported",
        rsa: "`ssh-rsa` keys are not supported",
        "ssh-dss AAAA": "`ssh-dss` keys are not supported",
        f"{line}\n{line}": "one line",
        line.replace(" AAAA", " AAA="): "neither an OpenSSH public key line nor",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----": "`CERTIFICATE` is not supported",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n" * 2: "several PEM blocks",
        "": "",
    }
    if pem:
        cases |= {pem + pem: "several PEM blocks", pem + "-----BEGIN X": "several PEM blocks"}
    for written, told in cases.items():
        register(repo, entry(written))
        code, said = checked(repo)
        assert (code, told in said) == (2, True), (written, said)


@keys.needs_ssh_keygen
def test_spellings_of_keys(repo: Repo, key: Path, tmp_path: Path) -> None:
    assert key.is_file()
    kind, blob, *_comment = keys.public_line(keys.make_key(tmp_path, "other", "ecdsa")).split()
    assert blob.endswith("=")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    index = last.index(blob.rstrip("=")[-1])
    slack = blob.rstrip("=")[:-1] + last[index ^ 1] + "=" * (len(blob) - len(blob.rstrip("=")))
    unknown = base64.b64encode(bytes.fromhex("3029300406022a03032100") + b"x" * 32).decode()
    cases = {
        f"{kind} {slack}": "is not spelled as `ssh-keygen` spells it",
        f"-----BEGIN PUBLIC KEY-----\n{unknown}\n-----END PUBLIC KEY-----": "keys of this kind are not supported",
    }
    for written, told in cases.items():
        register(repo, entry(written))
        code, said = checked(repo)
        assert (code, told in said) == (2, True), (written, said)


@keys.needs_ssh_keygen
def test_a_change_that_brings_a_key_which_cannot_be_used(repo: Repo) -> None:
    repo.write("attesters.yaml", "schema: 1\nattesters: {}\n")
    repo.commit()
    repo.git("branch", "protected")
    register(repo, entry(line_of(SMALL_ORDER[0])))
    repo.commit()
    done = repo.provgate("check", "--rev", "HEAD", "--policy-from", "refs/heads/protected")
    assert done.returncode == 1
    assert "PG901" in done.stdout
    assert "Ed25519 point" in done.stdout


@keys.needs_ssh_keygen
def test_two_entries_of_one_name_are_one_person(repo: Repo, key: Path, tmp_path: Path) -> None:
    other = keys.make_key(tmp_path, "second")
    assert repo.provgate("attest", DOC, "--yes", "--key", str(other)).returncode == 0
    two = [entry(keys.public_line(one)) for one in (key, other)]
    register(repo, *two, threshold=2)
    code, said = checked(repo)
    assert code == 1
    assert "2 different people must sign, 1 did" in said
    text = (repo.path / "attesters.yaml").read_text()
    repo.write("attesters.yaml", text.replace("Ines Calder", "INES  CALDER", 1))
    assert checked(repo)[0] == 1
    repo.write("attesters.yaml", text.replace("Ines Calder", "Omar Veld", 1))
    assert checked(repo)[0] == 0


@keys.needs_ssh_keygen
@pytest.mark.parametrize("size", [0, 1, 63, 65, 6000])
def test_signatures_of_odd_sizes_are_findings(repo: Repo, key: Path, size: int) -> None:
    register(repo, entry(keys.public_line(key)))
    path = repo.path / f"{DOC}.dsse.json"
    envelope = dsse.read(path.read_bytes())
    path.write_bytes(dsse.write(envelope._replace(signatures=(envelope.signatures[0]._replace(sig=bytes(size)),))))
    assert repo.provgate("pin", DOC).returncode == 0
    code, said = checked(repo)
    assert code == 1
    assert "PG425" in said
