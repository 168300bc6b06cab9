"""What commands write, through the installed command line: where it was said, never through what a change brought."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import keys
from gating import UnderWay
from repos import PROVGATE, Repo

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and signals of POSIX")

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file and a folder that no change may have written to."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept").write_text("theirs\n")
    return tmp_path / "outside"


def everything(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_report_replaces_a_link_that_the_change_commits(repo: Repo, outside: Path) -> None:
    (repo.path / "provgate.sarif").symlink_to(outside / "kept")
    repo.commit()
    for name in ("provgate.sarif", str(repo.path / "provgate.sarif")):
        assert repo.provgate("check", "--format", "sarif", "--output", name).returncode == 0
        assert json.loads((repo.path / "provgate.sarif").read_text())["version"] == "2.1.0"
    assert not (repo.path / "provgate.sarif").is_symlink()
    assert everything(outside) == {"kept": "theirs\n"}


@pytest.mark.parametrize("name", ["reports/new.xml", "reports/kept", "reports/deeper/new.xml", "./x/../reports/new"])
def test_a_report_does_not_go_through_a_linked_folder(repo: Repo, outside: Path, name: str) -> None:
    (repo.path / "reports").symlink_to(outside)
    repo.commit()
    done = repo.provgate("check", "--format", "junit", "--output", name)
    assert done.returncode == 3
    assert "a folder on the way is a link" in done.stderr
    assert everything(outside) == {"kept": "theirs\n"}


def test_a_report_goes_to_what_a_shell_names(repo: Repo) -> None:
    done = repo.provgate("check", "--format", "json", "--output", "/dev/stdout")
    assert json.loads(done.stdout)["summary"]["documents"] == 1
    assert repo.provgate("check", "--output", "/dev/null").returncode == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_the_repository_may_be_reached_by_a_link(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "home").symlink_to(repo.path)
    done = repo.provgate("check", "--output", str(tmp_path / "home" / "reports" / "new.txt"))
    assert done.returncode == 0
    assert (repo.path / "reports" / "new.txt").is_file()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("new", DOC, "--force"), SIDE),
        (("pin", DOC), SIDE),
        (("outlets", "add", "ferry", "--name", "Ferry", "--domain", "ferry.example"), "outlets.yaml"),
        (("init",), ".gitattributes"),
        (("init",), ".pre-commit-config.yaml"),
    ],
)
def test_no_command_writes_through_a_link(repo: Repo, outside: Path, command: tuple[str, ...], name: str) -> None:
    (repo.path / name).unlink(missing_ok=True)
    (repo.path / name).symlink_to(outside / "kept")
    done = repo.provgate(*command)
    assert done.returncode in (0, 2), done.stderr
    assert everything(outside) == {"kept": "theirs\n"}


@pytest.mark.parametrize("command", [("new", DOC), ("pin", DOC), ("init",)])
def test_no_command_writes_into_a_linked_folder(repo: Repo, outside: Path, command: tuple[str, ...]) -> None:
    for path in (repo.path / "seeds").iterdir():
        (outside / path.name).write_bytes(path.read_bytes() + b"\n")
        path.unlink()
    (outside / SIDE[6:]).unlink() if command[0] == "new" else None
    (repo.path / "seeds").rmdir()
    (repo.path / "seeds").symlink_to(outside)
    before = everything(outside)
    assert repo.provgate(*command).returncode in (2, 3)
    assert everything(outside) == before


def test_two_people_attest_at_once(repo: Repo, tmp_path: Path) -> None:
    names = [f"person-{number}" for number in range(4)]
    people = [str(keys.make_key(tmp_path, name)) for name in names]
    environment = {**os.environ, **repo.environment}
    running = [
        subprocess.Popen(
            [PROVGATE, "attest", DOC, "--yes", "--key", key], cwd=repo.path, env=environment, stderr=subprocess.PIPE
        )
        for key in people
    ]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    text = (repo.path / SIDE).read_text()
    written = sorted(path.name for path in (repo.path / "seeds").glob("*.dsse.json"))
    assert len(written) == 4
    assert [text.count(f"path: {name}\n") for name in written] == [1] * 4


def answered(repo: Repo, key: Path, meanwhile: str, text: str) -> subprocess.CompletedProcess[str]:
    """`attest` on a terminal: while it asks, a file changes, and then the answer is yes."""
    import pty

    ours, theirs = pty.openpty()
    command = [PROVGATE, "attest", DOC, "--key", str(key)]
    with subprocess.Popen(
        command, cwd=repo.path, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
    ) as process:
        assert process.stdout is not None
        said = b""
        while b"Sign? [y/N]" not in said:
            said += os.read(process.stdout.fileno(), 4096)
        repo.write(meanwhile, text)
        os.write(ours, b"y\n")
        out, err = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    return subprocess.CompletedProcess(command, process.returncode, (said + out).decode(), err.decode())


@pytest.mark.parametrize(("path", "more"), [(DOC, "one more line\n"), (SIDE, "title: another\n")])
def test_attest_signs_what_it_showed(repo: Repo, tmp_path: Path, path: str, more: str) -> None:
    key = keys.make_key(tmp_path, "ines")
    text = (repo.path / path).read_text() + more
    done = answered(repo, key, path, text)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "changed after it was shown" in done.stderr or "not the document that its sidecar pins" in done.stderr
    assert (repo.path / path).read_text() == text
    assert not list((repo.path / "seeds").glob("*.dsse.json"))


def test_attest_keeps_what_no_signature_speaks_of(repo: Repo, tmp_path: Path) -> None:
    key = keys.make_key(tmp_path, "ines")
    text = (repo.path / SIDE).read_text() + "notes: taped in the harbour office\n"
    assert answered(repo, key, SIDE, text).returncode == 0
    after = (repo.path / SIDE).read_text()
    assert set(text.splitlines()) < set(after.splitlines())
    assert "dredging.txt.dsse.json" in after


def test_a_document_without_its_pin_is_not_signed_for(repo: Repo, tmp_path: Path) -> None:
    key = str(keys.make_key(tmp_path, "ines"))
    repo.write(DOC, "The dredger left.\n")
    done = repo.provgate("attest", DOC, "--yes", "--key", key)
    assert done.returncode == 2
    assert f"run `provgate pin {DOC}` first" in done.stderr
    assert repo.provgate("pin", DOC).returncode == 0
    assert repo.provgate("attest", DOC, "--yes", "--key", key).returncode == 0


@pytest.mark.parametrize("at", ["argparse", "provgate.cli", "provgate.check"])
def test_an_interrupt_while_parts_are_imported(repo: Repo, at: str) -> None:
    program = [sys.executable, "-X", "importtime", PROVGATE, "check"]
    with UnderWay(program, cwd=repo.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.rstrip().endswith(f"| {at}".encode()) or line.rstrip().endswith(f" {at}".encode()):
                process.send_signal(signal.SIGINT)
                break
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in said


def test_a_background_run_ignores_interrupts_as_its_shell_wants(repo: Repo) -> None:
    command = f"trap '' INT; {PROVGATE} check & sleep 0.05; kill -INT $!; wait $!"
    assert repo.run("sh", "-c", command).returncode == 0
