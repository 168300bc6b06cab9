"""Timestamps over captures, by an authority that openssl plays: they prove when a capture existed, and nothing else."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

import keys
from gating import Ran, check, run
from pages import evidenced, html, warc
from provgate.evidence.receipts import timestamps
from provgate.evidence.receipts.timestamps import Timestamp
from receipts import DOC, RECEIPTS, Parties, canonical, signed, statement
from repos import Repo

SIDE = DOC + ".source.yaml"
CAPTURE = "seeds/dredging.warc.gz"
pytestmark = [
    keys.needs_ssh_keygen,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]
CONFIG = """\
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[leaf]
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
"""


class Authority:
    """A timestamp authority of one's own."""

    def __init__(self, folder: Path, name: str = "Harbour time") -> None:
        self.folder = folder
        (folder / "ts.cnf").write_text(CONFIG.format(folder=folder))
        self._new("ca", "Root of " + name)
        self._new("tsa", name, "ca")
        self.root = (folder / "ca.pem").read_text()

    def _new(self, name: str, common: str, signer: str = "") -> None:
        key, request, certificate = (str(self.folder / f"{name}.{end}") for end in ("key", "csr", "pem"))
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={common}")
        own = ["-signkey", key] if not signer else []
        by = ["-CA", str(self.folder / "ca.pem"), "-CAkey", str(self.folder / "ca.key"), "-CAcreateserial"]
        extensions = ["-extfile", str(self.folder / "ts.cnf"), "-extensions", "leaf" if signer else "ca"]
        self.openssl("x509", "-req", "-in", request, "-out", certificate, "-days", "3650", *(own or by), *extensions)

    def stamp(self, data: bytes, digest: str = "-sha256") -> bytes:
        """The answer over these bytes."""
        for name in ("data", "query", "answer"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / "data").write_bytes(data)
        query, answer = str(self.folder / "query"), str(self.folder / "answer")
        self.openssl("ts", "-query", "-data", str(self.folder / "data"), digest, "-cert", "-out", query)
        configured = ["-config", str(self.folder / "ts.cnf"), "-section", "own"]
        self.openssl("ts", "-reply", "-queryfile", query, "-out", answer, *configured)
        return (self.folder / "answer").read_bytes()

    @staticmethod
    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def stamped(repo: Repo, authority: Authority) -> Repo:
    """A corpus whose documents need a timestamp, and one document without."""
    repo.write("provgate.yaml", "schema: 1\ntimestamps: {authorities: tsa.pem, require: true}\n")
    repo.write("tsa.pem", authority.root)
    evidenced(repo)
    repo.commit()
    return repo


def add(repo: Repo, answer: bytes, *words: str) -> Ran:
    place = repo.path.parent / "answer.tsr"
    place.write_bytes(answer)
    return run(repo, "verify", "--timestamp", str(place), *(words or (DOC,)))


def with_line(repo: Repo, answer: bytes, path: str = "dredging.warc.gz") -> Ran:
    repo.write(RECEIPTS, timestamps.write(Timestamp(path, answer)))
    repo.commit()
    return check(repo)


def test_a_timestamp_is_asked_for_and_added(stamped: Repo, authority: Authority) -> None:
    ran = check(stamped)
    assert (ran.code, ran.findings, ran.levels) == (1, [("PG613", SIDE)], {DOC: ("evidenced", False)})
    assert ran.one("PG613")["severity"] == "error"
    done = add(stamped, authority.stamp(warc(html())))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("dredging.warc.gz existed by 20")
    assert "CN=Harbour time" in done.out
    stamped.commit()
    ran = check(stamped)
    assert (ran.code, ran.findings, ran.levels) == (0, [], {DOC: ("evidenced", True)})
    assert "timestamp of dredging.warc.gz" in run(stamped, "report").out


def test_a_timestamp_is_no_witness(stamped: Repo, authority: Authority) -> None:
    ran = with_line(stamped, authority.stamp(warc(html())))
    assert (ran.code, ran.levels) == (0, {DOC: ("evidenced", True)})
    ran = check(stamped, "--require", "witnessed")
    assert [code for code, _path in ran.findings] == ["PG601"]


def test_timestamps_and_receipts_share_a_file(stamped: Repo, authority: Authority, tmp_path: Path) -> None:
    parties = Parties(tmp_path)
    stamped.write("witnesses.yaml", parties.register())
    stamp = timestamps.write(Timestamp("dredging.warc.gz", authority.stamp(warc(html()))))
    stamped.write(RECEIPTS, signed(parties.archive, statement()) + stamp)
    stamped.commit()
    assert check(stamped, "--require", "witnessed").levels == {DOC: ("witnessed", True)}
    (stamped.path / RECEIPTS).write_bytes(signed(parties.archive, statement()))
    assert check(stamped).one("PG613")["message"] == "no timestamp proves when a capture existed"


BAD = {
    "of other bytes": lambda authority: authority.stamp(b"other"),
    "over another kind of digest": lambda authority: authority.stamp(warc(html()), "-sha512"),
    "cut": lambda authority: authority.stamp(warc(html()))[:-20],
    "nothing": lambda _authority: b"",
    "no timestamp": lambda _authority: b"\x30\x03\x02\x01\x00",
    "changed": lambda authority: authority.stamp(warc(html()))[:-1] + b"\x00",
}


@pytest.mark.parametrize("name", BAD)
def test_timestamps_that_prove_nothing(stamped: Repo, authority: Authority, name: str) -> None:
    answer = BAD[name](authority)
    done = add(stamped, answer)
    assert done.code == 2
    assert "proves nothing about seeds/dredging.txt" in done.err
    assert not (stamped.path / RECEIPTS).exists()
    ran = with_line(stamped, answer)
    found = [each for each in ran.report["findings"] if each["path"] == RECEIPTS]
    assert [(each["code"], each["severity"], each["line"]) for each in found] == [("PG613", "warning", 1)]
    assert ran.code == 1


def test_an_authority_that_is_not_listed(stamped: Repo, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    ran = with_line(stamped, Authority(folder, "My own time").stamp(warc(html())))
    assert ran.codes(RECEIPTS) == ["PG613"]
    stamped.write("provgate.yaml", "schema: 1\n")
    ran = check(stamped)
    assert (ran.code, ran.codes(RECEIPTS)) == (0, ["PG613"])
    assert "lists no authority" in ran.one("PG613")["message"]


def test_a_timestamp_for_something_else(stamped: Repo, authority: Authority) -> None:
    ran = with_line(stamped, authority.stamp(warc(html())), "other.warc.gz")
    assert any("`other.warc.gz`, which is not evidence here" in each["message"] for each in ran.report["findings"])


def test_a_timestamp_that_comes_too_late(stamped: Repo, authority: Authority) -> None:
    stamped.write("provgate.yaml", "schema: 1\ntimestamps: {authorities: tsa.pem, within: 7}\n")
    ran = with_line(stamped, authority.stamp(warc(html())))
    assert ran.code == 0
    assert "more than 7 days after `retrieved`" in ran.one("PG613")["message"]


@pytest.mark.parametrize(
    "line",
    [
        {"mediaType": "application/other", "path": "x", "rfc3161": ""},
        {"mediaType": timestamps.MEDIA_TYPE, "path": "x", "rfc3161": "?"},
        {"mediaType": timestamps.MEDIA_TYPE, "path": "x"},
    ],
)
def test_malformed_lines(stamped: Repo, line: dict[str, str]) -> None:
    stamped.write(RECEIPTS, canonical(line) + b"\n")
    stamped.commit()
    assert check(stamped).codes(RECEIPTS) == ["PG602"]
    stamped.write(RECEIPTS, canonical({**line, "rfc3161": "AA=="}).replace(b'":"', b'": "') + b"\n")
    assert check(stamped).codes(RECEIPTS) == ["PG602"]


def test_base64_has_one_spelling(stamped: Repo) -> None:
    encoded = base64.b64encode(b"ab").decode()[:-2] + "J="
    stamped.write(RECEIPTS, canonical({"mediaType": timestamps.MEDIA_TYPE, "path": "x", "rfc3161": encoded}) + b"\n")
    stamped.commit()
    assert check(stamped).codes(RECEIPTS) == ["PG602"]


def test_wrong_settings(stamped: Repo, authority: Authority) -> None:
    answer = authority.stamp(warc(html()))
    with_line(stamped, answer)
    stamped.write("tsa.pem", "nothing\n")
    assert check(stamped).code == 2
    stamped.write("provgate.yaml", "schema: 1\ntimestamps: {authorities: gone.pem}\n")
    assert "`gone.pem`, which was not found" in check(stamped).err
    stamped.write("provgate.yaml", "schema: 1\n")
    assert add(stamped, answer).code == 2


def test_wrong_usage(stamped: Repo, authority: Authority) -> None:
    answer = authority.stamp(warc(html()))
    assert run(stamped, "verify", "--timestamp", "none.tsr", DOC).code == 2
    evidenced(stamped, "seeds/b.txt", text=b"b\n", name="b.warc.gz")
    stamped.commit()
    assert "2 are named" in add(stamped, answer, "seeds").err
    stamped.document("seeds/c.txt")
    stamped.commit()
    assert "its sidecar names no capture" in add(stamped, answer, "seeds/c.txt").err


def test_attestations_are_not_stamped(stamped: Repo, authority: Authority, tmp_path: Path) -> None:
    key = keys.make_key(tmp_path, "somebody")
    assert run(stamped, "attest", DOC, "--key", str(key), "--yes").code == 0
    stamped.commit()
    envelope = (stamped.path / f"{DOC}.dsse.json").read_bytes()
    assert add(stamped, authority.stamp(envelope)).code == 2
    assert add(stamped, authority.stamp(warc(html()))).code == 0


def test_a_part_that_is_not_installed(stamped: Repo, authority: Authority) -> None:
    with_line(stamped, authority.stamp(warc(html())))
    with mock.patch.dict(sys.modules, {"rfc3161_client": None}):
        ran = check(stamped, "--no-cache")
    assert ran.code == 3
    assert 'pip install "provgate[timestamp]"' in ran.err


def test_a_panic_of_the_library_proves_nothing(stamped: Repo, authority: Authority) -> None:
    with_line(stamped, authority.stamp(warc(html())))

    class Panic(BaseException):
        """What a Rust panic comes as."""

    with mock.patch("rfc3161_client.decode_timestamp_response", side_effect=Panic):
        assert check(stamped, "--no-cache").codes(RECEIPTS) == ["PG613"]
    with mock.patch("rfc3161_client.decode_timestamp_response", side_effect=KeyboardInterrupt):
        assert check(stamped, "--no-cache").code == 130


def test_the_future_and_an_answer_without_certificates(stamped: Repo, authority: Authority) -> None:
    answer = authority.stamp(warc(html()))
    with_line(stamped, answer)
    with mock.patch.object(timestamps, "stamped", wraps=timestamps.stamped) as real:
        real.side_effect = lambda *_words: (
            timestamps.datetime.datetime(2999, 1, 1, tzinfo=timestamps.datetime.UTC),
            "x",
        )
        found = check(stamped, "--no-cache").report["findings"]
        assert any("in the future" in each["message"] for each in found)
    assert timestamps.name_of([]) == "a timestamp authority"
