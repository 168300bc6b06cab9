"""`provgate check` and the command line around it: formats, places of output, colours, exit codes, faults."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gating import UnderWay, check, run
from provgate import cli
from provgate.cli import check as check_command
from provgate.findings import CannotCheckError
from provgate.report import FORMATS
from repos import HANGS, POLICY, PROVGATE, Repo

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"


@pytest.fixture
def bad(repo: Repo) -> Repo:
    """A repository with one good document and one without a sidecar."""
    repo.write("seeds/alone.txt", "alone\n")
    return repo


# --- formats and places


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_goes_to_output_or_to_a_file(bad: Repo, form: str) -> None:
    shown = run(bad, "check", "--format", form)
    assert (shown.code, shown.err) == (1, "")
    assert "seeds/alone.txt" in shown.out
    kept = run(bad, "check", "--format", form, "--output", "reports/deep/report")
    assert (kept.code, kept.out, kept.err) == (1, "", "")
    assert (bad.path / "reports/deep/report").read_text() == shown.out


def test_an_old_report_is_replaced(bad: Repo) -> None:
    bad.write("report", "old" * 10_000)
    run(bad, "check", "--format", "json", "--output", "report")
    assert json.loads((bad.path / "report").read_text())["summary"]["failed"] == 1


def test_a_device_or_pipe_is_written_to_and_not_replaced(bad: Repo) -> None:
    place = bad.path / "pipe"
    os.mkfifo(place)
    with subprocess.Popen(["cat", str(place)], stdout=subprocess.PIPE) as reader:
        assert run(bad, "check", "--format", "json", "--output", "pipe").code == 1
        out, _ = reader.communicate(timeout=HANGS)
    assert json.loads(out)["summary"]["failed"] == 1
    assert place.is_fifo()


def test_a_folder_is_no_place_for_a_report(bad: Repo) -> None:
    ran = run(bad, "check", "--output", "seeds")
    assert ran.code == 3
    assert "the system refused" in ran.err


def test_nothing_found_says_so(repo: Repo) -> None:
    assert "1 document" in run(repo, "check").out


def test_the_report_is_the_same_twice(bad: Repo) -> None:
    for form in FORMATS:
        assert run(bad, "check", "--format", form).out == run(bad, "check", "--format", form).out


def test_three_hundred_findings_are_exit_code_one(repo: Repo) -> None:
    for number in range(300):
        repo.write(f"seeds/{number}.txt", f"{number}\n")
    done = repo.provgate("check", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["failed"] == 300


# --- colours


def on_a_terminal(repo: Repo, *arguments: str, **env: str) -> tuple[int, bytes]:
    """Run provgate with a pseudo-terminal as standard output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [PROVGATE, *arguments],
        cwd=repo.path,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", **env},
    ) as process:
        os.close(theirs)
        out = b""
        while select.select([ours], [], [], 30)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            out += piece
        code = process.wait(timeout=HANGS)
    os.close(ours)
    return code, out


def test_colours_on_a_terminal_only(bad: Repo) -> None:
    code, out = on_a_terminal(bad, "check")
    assert code == 1
    assert b"\x1b[" in out
    assert b"\x1b[" not in on_a_terminal(bad, "check", "--color", "never")[1]
    assert b"\x1b[" not in on_a_terminal(bad, "check", "--format", "json")[1]
    assert "\x1b[" not in bad.provgate("check").stdout
    assert "\x1b[" in bad.provgate("check", "--color", "always").stdout
    assert "\x1b[" not in bad.provgate("check", "--format", "json", "--color", "always").stdout


def test_a_file_gets_no_colours(bad: Repo) -> None:
    on_a_terminal(bad, "check", "--output", "report")
    assert b"\x1b[" not in (bad.path / "report").read_bytes()


def test_progress_shows_after_a_second_and_removes_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    show = check_command.progress_line()
    show(1, 2000)
    assert err.getvalue() == ""
    now[0] = 1.5
    show(1000, 2000)
    assert err.getvalue() == "\r1,000 of 2,000 documents"
    show(2000, 2000)
    assert err.getvalue().endswith("\r\x1b[K")


def test_progress_goes_to_a_terminal_on_standard_error(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[tuple[int, int]] = []
    monkeypatch.setattr(check_command, "progress_line", lambda: lambda done, total: calls.append((done, total)))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.chdir(repo.path)
    assert cli.main(["check"]) == 0
    assert calls[-1] == (1, 1)
    assert "1 document" in capsys.readouterr().out


# --- output that cannot be written


def closed(repo: Repo, redirection: str) -> subprocess.CompletedProcess[str]:
    return repo.run("sh", "-c", f'"{PROVGATE}" check {redirection}')


def test_closed_output_is_never_success(repo: Repo) -> None:
    assert closed(repo, "").returncode == 0
    done = closed(repo, ">&-")
    assert (done.returncode, done.stderr) == (3, "provgate: standard output is closed, so nothing could be reported\n")
    done = closed(repo, ">&- 2>&-")
    assert (done.returncode, done.stderr) == (3, "")


def test_closed_standard_error_changes_nothing(bad: Repo) -> None:
    assert closed(bad, "2>&-").returncode == 1
    assert closed(bad, "--rev nowhere 2>&-").returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_never_success(repo: Repo) -> None:
    done = closed(repo, ">/dev/full")
    assert done.returncode == 3
    assert done.stderr == "provgate: the system refused: No space left on device\n"
    assert closed(repo, ">/dev/full 2>/dev/full").returncode == 3


@pytest.mark.parametrize(("command", "code"), [(("check",), 1), (("rules",), 3)])
def test_a_reader_that_leaves_is_never_success(repo: Repo, command: tuple[str, ...], code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([PROVGATE, *command], cwd=repo.path, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (code, b"")


# --- interruption and faults


def test_an_interruption_is_130(repo: Repo) -> None:
    git = repo.write("bin/git", "#!/bin/sh\n: >ready\nexec sleep 60\n")
    git.chmod(0o755)
    path = os.pathsep.join((str(git.parent), os.environ["PATH"]))
    with UnderWay(
        [PROVGATE, "check"],
        cwd=repo.path,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": path},
        start_new_session=True,
    ) as process:
        while not (repo.path / "ready").exists() and process.poll() is None:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=HANGS)
    assert (process.returncode, err) == (130, b"provgate: interrupted\n")


FAULTS: list[tuple[BaseException, int, str]] = [
    (CannotCheckError("line one\nline two"), 3, "provgate: line one\nprovgate: line two\n"),
    (ImportError("gone", name="lxml"), 3, "provgate: a part that this needs is not installed: lxml\n"),
    (ImportError("broken part"), 3, "provgate: a part that this needs is not installed: broken part\n"),
    (OSError(5, "Input/output error"), 3, "provgate: the system refused: Input/output error\n"),
    (OSError("odd"), 3, "provgate: the system refused: odd\n"),
    (KeyboardInterrupt(), 130, "provgate: interrupted\n"),
    (ZeroDivisionError("a\x1b[31mb"), 3, "internal fault (ZeroDivisionError: a\\x1b[31mb); nothing was passed"),
    (MemoryError(), 3, "internal fault (MemoryError"),
    (RecursionError("deep"), 3, "internal fault (RecursionError: deep)"),
]


@pytest.mark.parametrize(("error", "code", "words"), FAULTS, ids=lambda value: type(value).__name__)
def test_every_fault_has_its_exit_code_and_no_traceback(
    repo: Repo,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    words: str,
) -> None:
    def fail(*_arguments: Any) -> None:
        raise error

    monkeypatch.setattr(check_command, "runner", lambda _cached: fail)
    ran = run(repo, "check")
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_debug_shows_where_an_internal_fault_was(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(check_command, "runner", lambda _cached: fail)
    with pytest.raises(ZeroDivisionError):
        run(repo, "--debug", "check")


# --- usage


def test_alone_it_helps_and_fails(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert ran.code == 2
    for command, text in cli.COMMANDS.items():
        assert command in ran.out
        assert text.split()[0] in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("chekc",),
        ("--nope",),
        ("check", "--nope"),
        ("check", "--stag"),
        ("check", "--rev"),
        ("check", "--color", "red"),
        ("new",),
        ("pin",),
        ("rules", "PG101"),
        ("explain",),
        ("check", "--debug"),
    ],
)
def test_wrong_usage_is_two(repo: Repo, arguments: tuple[str, ...]) -> None:
    ran = run(repo, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: provgate")


def test_the_version(tmp_path: Path) -> None:
    from provgate import __version__

    assert run(tmp_path, "--version").out == f"provgate {__version__}\n"


@pytest.mark.parametrize("command", ["", *cli.COMMANDS])
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    words = [command] if command else []
    ran = run(tmp_path, *words, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("usage: provgate")
    if command:
        text = cli.COMMANDS[command]
        assert text[0].upper() + text[1:] in " ".join(ran.out.split())
        assert cli._module(command).__name__.removesuffix("_") == f"provgate.cli.{command}"


def test_the_module_can_be_run(repo: Repo) -> None:
    done = repo.run(sys.executable, "-P", "-m", "provgate", "check")
    assert done.returncode == 0, done.stderr


def test_what_lies_in_the_repository_is_not_imported(repo: Repo) -> None:
    for name in ("yaml.py", "argparse.py", "provgate.py"):
        repo.write(name, "open('sprung', 'w')\n")
    repo.write("provgate.yaml", POLICY)
    assert repo.provgate("check").returncode == 0
    assert not (repo.path / "sprung").exists()


def test_declared_documents_that_miss_the_level_without_an_error_fail(repo: Repo) -> None:
    assert check(repo, "--require", "evidenced").code == 1
    assert (repo.path / SIDE).is_file()


def test_statistics_from_the_command_line(repo: Repo) -> None:
    repo.write("seeds/alone.txt", "No sidecar.\n")
    ran = run(repo, "check", "--statistics")
    assert ran.code == 1
    assert "        1  error    PG101  missing-sidecar (1 file)\n" in ran.out
