"""THREATS I1 to I4 and what resembles them: kills, full and read-only disks, clocks, missing parts, failing git, races.

Everything runs through the installed command line. After a fault there is the old state or the new one, and an exit
code that does not say that all is well.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import keys
from capture.articles import article
from depth import share
from gating import UnderWay
from pages import evidenced, html, warc
from provgate.corpus import snapshot
from repos import HANGS, PROVGATE, Repo
from serving import Site, page, serving

from .bounded import Ended, check, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, modes and mounts of POSIX")

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
URL = "http://www.harbourgazette.example/a"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        running.routes[URL] = page(article())
        yield running


def started(repo: Repo, *arguments: str, **environment: str) -> UnderWay:
    """provgate, under way."""
    return UnderWay(
        [PROVGATE, *arguments],
        cwd=repo.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **repo.environment, **environment},
    )


def files(folder: Path) -> dict[str, bytes]:
    """Every file that a commit would hold, with its bytes; what interrupted writes leave is passed over."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".provgate-")
    }


def killed(repo: Repo, begun: Callable[[], UnderWay], times: int = share(5, 50)) -> list[dict[str, bytes]]:
    """What stands in the corpus after kills at moments spread over a whole run, each begun from the same state."""
    folder, kept = repo.path / "seeds", repo.path.parent / "kept"
    shutil.copytree(folder, kept)
    clock = time.monotonic()
    with begun() as whole:
        whole.communicate()
    length, chance, seen = time.monotonic() - clock, random.Random(17), []
    for number in range(times):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        with begun() as process:
            time.sleep(length * min(1.0, (number + chance.random()) / times + 0.15))
            process.kill()
        seen.append(files(folder))
    return seen


# --- killed


@keys.needs_ssh_keygen
def test_I1_attest_killed_at_any_moment(declared: Repo) -> None:
    """The statement first, the sidecar that names it last; neither is ever half, and the next run goes through."""
    declared.document(DOC)
    key = keys.make_key(declared.path.parent, "ines")
    words = ["attest", DOC, "--key", str(key), "--yes"]
    old = files(declared.path / "seeds")
    for state in killed(declared, lambda: started(declared, *words)):
        assert state["dredging.txt"] == old["dredging.txt"]
        side, statement = state["dredging.txt.source.yaml"], state.get("dredging.txt.dsse.json")
        assert statement is None or json.loads(statement)["payloadType"] == "application/vnd.in-toto+json"
        assert side == old["dredging.txt.source.yaml"] or (b"dredging.txt.dsse.json" in side and statement is not None)
    run(declared, *words, wanted=0)
    assert sorted(files(declared.path / "seeds")) == [
        "dredging.txt",
        "dredging.txt.dsse.json",
        "dredging.txt.source.yaml",
    ]


def test_I1_I3_capture_killed_at_any_moment(strict: Repo, site: Site) -> None:
    """Whoever sees the sidecar sees the document and the capture that it names, whole."""
    (strict.path / "seeds").mkdir()
    words = ["capture", URL, "--use-proxy", "--to", "seeds/a.txt"]
    environment: dict[str, Any] = {"http_proxy": site.url(""), "no_proxy": ""}
    names = ["a.txt", "a.txt.source.yaml", "a.warc.gz"]
    for state in killed(strict, lambda: started(strict, *words, **environment), share(4, 50)):
        assert list(state) in ([], names[2:], [names[0], names[2]], names), list(state)
        assert all(state.values())
    if "a.txt.source.yaml" in files(strict.path / "seeds"):
        check(strict, wanted=0)
    run(strict, *words, "--force", wanted=0, offline=False, **environment)
    assert check(strict, wanted=0).passed("seeds/a.txt")


def test_I1_pin_killed_at_any_moment(declared: Repo) -> None:
    declared.document(DOC)
    declared.write(DOC, "changed\n")
    old = files(declared.path / "seeds")
    seen = killed(declared, lambda: started(declared, "pin", DOC))
    assert len({state["dredging.txt.source.yaml"] for state in seen} - {old["dredging.txt.source.yaml"]}) <= 1
    run(declared, "pin", DOC, wanted=0)
    check(declared, wanted=0)


def test_I1_what_a_killed_run_left_is_not_judged(declared: Repo) -> None:
    declared.document(DOC)
    declared.write("seeds/.provgate-x1y2.tmp", "half a side")
    assert check(declared, wanted=0).passed(DOC)


# --- disks


def mounted(place: Path, *options: str) -> contextlib.AbstractContextManager[None]:
    """A mount for the time of a block; skips where this user may not mount."""

    @contextlib.contextmanager
    def mount() -> Iterator[None]:
        done = subprocess.run(["mount", *options, str(place)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"no leave to mount: {done.stderr.strip()}")
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)

    if shutil.which("mount") is None:
        pytest.skip("there is no mount program")
    return mount()


@contextlib.contextmanager
def full(repo: Repo) -> Iterator[None]:
    """The corpus on a disk of its own, with 8 KiB left."""
    kept = files(repo.path / "seeds")
    with mounted(repo.path / "seeds", "-t", "tmpfs", "-o", "size=1m", "tmpfs"):
        for name, data in kept.items():
            repo.write(f"seeds/{name}", data)
        with contextlib.suppress(OSError), (repo.path / "seeds/ballast.warc.gz").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(4096))
        yield


@keys.needs_ssh_keygen
@pytest.mark.parametrize("command", ["pin", "attest", "new", "capture"])
def test_I2_a_full_disk_keeps_what_was_there(declared: Repo, command: str) -> None:
    declared.document(DOC)
    declared.write(DOC, "changed\n")
    declared.document("seeds/signed.txt", "to be signed\n")
    declared.write("seeds/alone.txt", "alone\n")
    saved = declared.write("page.warc.gz", warc(html()))
    key = str(keys.make_key(declared.path.parent, "ines"))
    words = {
        "pin": ["pin", DOC],
        "attest": ["attest", "seeds/signed.txt", "--yes", "--key", key],
        "new": ["new", "seeds/alone.txt"],
        "capture": ["capture", "--from", str(saved), "--to", "seeds/b.txt"],
    }[command]
    with full(declared):
        before = files(declared.path / "seeds")
        ended = run(declared, *words, wanted=3, offline=False)
        assert "No space left" in ended.err
        assert files(declared.path / "seeds") == before
        assert not list((declared.path / "seeds").glob(".provgate-*"))
        assert "PG401" in check(declared).codes


@contextlib.contextmanager
def read_only(repo: Repo) -> Iterator[None]:
    """The whole repository on a read-only mount."""
    with mounted(repo.path, "--bind", str(repo.path)):
        done = subprocess.run(
            ["mount", "-o", "remount,ro,bind", str(repo.path)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            pytest.skip(f"no leave to mount read-only: {done.stderr.strip()}")
        yield


def test_I4_a_read_only_disk_can_be_checked(strict: Repo) -> None:
    evidenced(strict)
    strict.commit()
    (strict.path / DOC).touch()
    with read_only(strict):
        with pytest.raises(OSError, match="Read-only"):
            strict.write("seeds/new.txt", "")
        for source in ((), ("--staged",), ("--rev", "HEAD")):
            assert check(strict, *source, wanted=0).passed(DOC)
        run(strict, "pin", DOC, wanted=0)


@keys.needs_ssh_keygen
def test_I4_a_read_only_disk_is_not_written_to_in_silence(declared: Repo) -> None:
    declared.document(DOC)
    declared.write(DOC, "changed\n")
    declared.document("seeds/signed.txt", "to be signed\n")
    declared.write("seeds/alone.txt", "alone\n")
    key = str(keys.make_key(declared.path.parent, "ines"))
    with read_only(declared):
        for words in (
            ["pin", DOC],
            ["new", "seeds/alone.txt"],
            ["attest", "seeds/signed.txt", "--yes", "--key", key],
            ["outlets", "add", "x", "--name", "X", "--domain", "x.example"],
            ["check", "--output", "report"],
        ):
            assert "Read-only file system" in run(declared, *words, wanted=3).err


@pytest.mark.parametrize("source", [(), ("--staged",), ("--rev", "HEAD")])
def test_I4_no_temporary_folder(repo: Repo, source: tuple[str, ...]) -> None:
    """Where even /tmp cannot be written, what needs a scratch folder says so; nothing passes unseen."""
    ended = run(repo, "check", *source, TMPDIR="/nowhere", TEMP="/nowhere", TMP="/nowhere")
    assert ended.code in (0, 3), ended.err


WITHOUT_POWERS = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)


def unprivileged() -> tuple[str, ...]:
    """What makes modes count for root as well."""
    if os.geteuid() != 0:
        return (PROVGATE,)
    program = (*WITHOUT_POWERS, PROVGATE)
    if (
        shutil.which("setpriv") is None
        or subprocess.run([*program, "--version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("root reads every file whatever its mode, and setpriv cannot change that here")
    return program


@pytest.mark.parametrize("path", [DOC, SIDE, "provgate.yaml", "outlets.yaml", ".git/index"])
def test_what_cannot_be_read_cannot_be_checked(strict: Repo, path: str) -> None:
    evidenced(strict)
    strict.commit()
    if path != ".git/index":
        strict.write(path, (strict.path / path).read_bytes() + b"# changed\n")
    program = unprivileged()
    (strict.path / path).chmod(0)
    try:
        ended = run(strict, "check", program=program)
    finally:
        (strict.path / path).chmod(0o755)
    assert ended.code == 3, ended.out
    assert ended.err


@pytest.mark.parametrize("git", [True, False])
def test_a_folder_that_cannot_be_listed_is_not_passed_over(repo: Repo, git: bool) -> None:
    if not git:
        (repo.path / ".git").rename(repo.path / "no.git")
    repo.write("seeds/closed/alone.txt", "alone\n")
    program = unprivileged()
    (repo.path / "seeds/closed").chmod(0)
    try:
        ended = run(repo, "check", program=program)
    finally:
        (repo.path / "seeds/closed").chmod(0o755)
    assert ended.code == 3, ended.out


@pytest.mark.parametrize("damage", [("mv", ".git/objects", ".git/gone"), ("rm", ".git/HEAD")], ids=["objects", "HEAD"])
def test_a_damaged_repository_is_not_judged_as_a_plain_folder(repo: Repo, damage: tuple[str, ...]) -> None:
    """There an untracked sidecar counts; that would be an answer to another question."""
    repo.git("rm", "--quiet", "--cached", SIDE)
    assert repo.run(*damage).returncode == 0
    run(repo, "check", wanted=3)


# --- interrupted


@pytest.mark.parametrize("later", [0.0, 0.5])
def test_I4_an_interruption_is_130(strict: Repo, later: float) -> None:
    evidenced(strict, capture=warc(b"<div>" * 200_000))
    with started(strict, "check") as process:
        process.has_begun()
        time.sleep(later)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=HANGS)
    assert (process.returncode, out) == (130, b""), said
    assert b"Traceback" not in said


def test_I4_an_interrupted_capture_leaves_nothing(strict: Repo) -> None:
    (strict.path / "seeds").mkdir()
    with serving() as site:
        heard = threading.Event()

        def silent(_sock: object, _target: str) -> None:
            heard.set()
            threading.Event().wait(3)

        site.routes[URL] = silent
        with started(strict, "capture", URL, "--use-proxy", http_proxy=site.url(""), no_proxy="") as process:
            assert heard.wait(HANGS)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=HANGS)
    assert (process.returncode, b"Traceback" in said) == (130, False), said
    assert files(strict.path / "seeds") == {}


# --- at once


@keys.needs_ssh_keygen
def test_two_runs_that_write_at_once(declared: Repo) -> None:
    """Whichever is last, the sidecar is one of theirs and whole; what the other wrote may be refused until it runs again."""
    declared.document(DOC)
    declared.write(DOC, "changed\n")
    people = [str(keys.make_key(declared.path.parent, name)) for name in ("ines", "omar")]
    runs = [started(declared, "attest", DOC, "--yes", "--key", key) for key in people] + [started(declared, "pin", DOC)]
    for process in runs:
        _, said = process.communicate(timeout=HANGS)
        assert (process.returncode in (0, 2), b"Traceback" in said) == (True, False), said
    ended = run(declared, "check", "--format", "json", DOC)
    assert not [code for code in ended.codes if code.startswith(("PG1", "PG2"))]
    assert not list((declared.path / "seeds").glob(".provgate-*"))


# --- clocks


BACK = """\
import datetime
class Back(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(%s, tzinfo=datetime.timezone.utc).astimezone(tz)
datetime.datetime = Back
"""


def at(repo: Repo, moment: str) -> dict[str, Any]:
    """The environment of a run for which it is this moment: year, month, day, hour."""
    folder = repo.write(f"../clock-{moment.replace(', ', '-')}/sitecustomize.py", BACK % moment).parent
    return {"PYTHONPATH": str(folder)}


def test_a_clock_set_back_refuses_what_is_still_to_come(strict: Repo) -> None:
    evidenced(strict)
    ended = run(strict, "check", "--format", "json", wanted=1, offline=False, **at(strict, "2020, 1, 1, 12"))
    assert "PG304" in ended.codes
    [found] = [found for found in ended.report["findings"] if found["code"] == "PG304"]
    assert "today is 2020-01-01" in found["message"]
    assert not ended.passed(DOC)
    run(strict, "check", wanted=0, offline=False, **at(strict, "2026, 3, 13, 10"))
    run(strict, "check", wanted=0, offline=False, **at(strict, "2199, 1, 1, 12"))


@keys.needs_ssh_keygen
def test_a_clock_set_back_revives_no_statement(strict: Repo) -> None:
    """A statement signed after what the clock says is refused, and an expired or revoked key signs nothing that counts."""
    strict.document(DOC)
    key = keys.make_key(strict.path.parent, "ines")
    entry = f"schema: 1\nattesters:\n  ines:\n    name: Ines Calder\n    keys:\n      - key: {keys.public_line(key)}\n"
    strict.write("attesters.yaml", entry)
    words = ["attest", DOC, "--yes", "--key", str(key)]
    run(strict, *words, wanted=0, offline=False, **at(strict, "2026, 6, 1, 12"))
    run(strict, "check", wanted=0, offline=False, **at(strict, "2026, 6, 1, 13"))
    back = run(strict, "check", "--format", "json", wanted=1, offline=False, **at(strict, "2026, 5, 1, 12"))
    assert "PG427" in back.codes
    strict.write("attesters.yaml", entry + "        until: 2026-05-15\n")
    late = run(strict, "check", "--format", "json", wanted=1, offline=False, **at(strict, "2026, 6, 2, 12"))
    assert "PG428" in late.codes


# --- missing parts


BLOCKED = """\
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in %r:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, Blocked())
"""


def without(repo: Repo, *names: str) -> dict[str, Any]:
    """The environment of a run in which these packages are not installed."""
    folder = repo.write(f"../without-{'-'.join(names)}/sitecustomize.py", BLOCKED % (names,)).parent
    return {"PYTHONPATH": str(folder)}


@pytest.mark.parametrize("name", ["urllib3", "rich"])
def test_a_part_that_capture_needs_is_named(strict: Repo, name: str) -> None:
    saved = strict.write("page.warc.gz", warc(html()))
    (strict.path / "seeds").mkdir()
    ended = run(strict, "capture", "--from", str(saved), wanted=3, offline=False, **without(strict, name))
    assert name in ended.err
    assert "provgate[capture]" in ended.err
    assert files(strict.path / "seeds") == {}


def test_a_part_that_evidence_needs_is_no_pass(strict: Repo) -> None:
    evidenced(strict)
    ended = run(strict, "check", wanted=3, offline=False, **without(strict, "selectolax"))
    assert "selectolax" in ended.err


@pytest.mark.parametrize("name", ["yaml", "pathspec", "jsonschema"])
def test_a_part_that_everything_needs_is_no_pass(strict: Repo, name: str) -> None:
    """Not needed for this corpus, or named; never a traceback."""
    evidenced(strict)
    strict.write("provgate.yaml", "schema: 1\nignore: ['*.md']\n")
    strict.write("seeds/b.txt", "b\n")
    strict.write("seeds/b.txt.source.yaml", "colour: blue\n")
    ended = run(strict, "check", offline=False, **without(strict, name))
    assert ended.code == 3, ended.out
    assert name in ended.err


@keys.needs_ssh_keygen
def test_signatures_need_cryptography(strict: Repo) -> None:
    strict.document(DOC)
    key = keys.make_key(strict.path.parent, "ines")
    strict.write(
        "attesters.yaml",
        f"schema: 1\nattesters:\n  ines:\n    name: Ines Calder\n    keys:\n      - key: {keys.public_line(key)}\n",
    )
    words = ["attest", DOC, "--yes", "--key", str(key)]
    missing = without(strict, "cryptography")
    assert "cryptography" in run(strict, *words, wanted=3, offline=False, **missing).err
    run(strict, *words, wanted=0)
    ended = run(strict, "check", offline=False, **missing)
    assert ended.code == 3, ended.out
    assert "cryptography" in ended.err
    run(strict, "check", wanted=0)


# --- git that fails


def fake_git(repo: Repo, script: str) -> dict[str, Any]:
    """A PATH on which another git comes first; `$GIT` is the real one."""
    program = repo.write("../fake/git", f"#!/bin/sh\nGIT={shutil.which('git')}\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}


def test_without_git_nothing_is_passed(repo: Repo) -> None:
    ended = run(repo, "check", wanted=3, PATH="/nowhere")
    assert "install git" in ended.err


SPEAKS = 'for word in "$@"; do case $word in %s) %s;; esac; done; exec "$GIT" "$@"'
ASKED = {"index": ("--staged",), "commit": ("--rev", "HEAD")}
ATTRIBUTES = (*snapshot._REWRITING, *snapshot._EXPORTING)
FAILING = {
    "1 at once": "exit 1",
    "killed": "kill -11 $$",
    "silence": "exit 0",
    "rubbish with lines": "printf 'a\\nb\\nc\\n'",
    "bytes": "printf '\\377\\377\\n'",
    "doubt": "echo 'fatal: detected dubious ownership in repository' >&2; exit 128",
    **{
        f"{command} {how}": SPEAKS % (command, ending)
        for command in ("ls-files", "ls-tree", "cat-file")
        for how, ending in (("128", "exit 128"), ("rubbish", "echo rubbish; exit 0"))
    },
    "cat-file killed": SPEAKS % ("cat-file", "kill -9 $$"),
    "check-attr 128": SPEAKS % ("check-attr", "exit 128"),
    "check-attr cut": SPEAKS % ("check-attr", "printf 'seeds/dredging.txt\\000eol\\000'; exit 0"),
    "check-attr killed": SPEAKS % ("check-attr", "exec <&-; sleep 0.3; kill -9 $$"),
    "check-attr of another cut": SPEAKS
    % ("check-attr", f"yes a | head -n {3 * len(ATTRIBUTES)} | tr '\\n' '\\000'; cat >/dev/null"),
    "cat-file bytes": SPEAKS % ("cat-file", "printf '\\377\\377 blob x\\n'; exit 0"),
    "cat-file other bytes": SPEAKS % ("cat-file", 'while read id; do echo "$id blob 3"; echo abc; done; exit 0'),
    "cat-file cut": SPEAKS % ("cat-file", 'while read id; do echo "$id blob 300"; echo abc; exit 0; done'),
}


@pytest.mark.parametrize("how", FAILING)
def test_a_git_that_fails_is_no_pass(repo: Repo, how: str) -> None:
    """3 where git tells that it failed; where it only answers nonsense, the judgement of nonsense, and that is no pass."""
    environment = fake_git(repo, FAILING[how])
    told = any(word in how for word in ("128", "1 at once", "killed", "doubt", "cut"))
    for name, source in ASKED.items():
        if how.startswith("ls-files" if name == "commit" else "ls-tree"):
            continue
        ended = run(repo, "check", *source, **environment)
        assert ended.code == 3 if told else ended.code in (1, 2, 3), (source, ended.out)
        assert "git" in ended.err or not told
    if how == "doubt":
        assert "dubious ownership" in ended.err


def test_a_git_that_hangs_can_be_interrupted(repo: Repo) -> None:
    environment = fake_git(repo, "exec sleep 30")
    with started(repo, "check", **environment) as process:
        process.has_begun()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=HANGS)
    assert (process.returncode, b"Traceback" in said) == (130, False), said


# --- a repository that changes while it is read


MEANWHILE = {
    "both vanish": ("rm -f seeds/b.txt seeds/b.txt.source.yaml", (0, 3)),
    "sidecar vanishes": ("rm -f seeds/b.txt.source.yaml", (1, 3)),
    "document vanishes": ("rm -f seeds/b.txt", (1, 3)),
    "shrinks": (": > seeds/b.txt", (1, 3)),
    "grows": ("echo more >>seeds/b.txt", (1, 3)),
    "sidecar is cut": ("head -c 40 seeds/b.txt.source.yaml >x; cat x >seeds/b.txt.source.yaml", (1, 3)),
    "becomes a folder": ("rm -f seeds/b.txt; mkdir -p seeds/b.txt", (1, 3)),
    "becomes a pipe": ("rm -f seeds/b.txt; mkfifo seeds/b.txt", (1, 3)),
    "becomes a link": ("rm -f seeds/b.txt; ln -s /etc/passwd seeds/b.txt", (1, 3)),
    "sidecar becomes a link": ("rm -f seeds/b.txt.source.yaml; ln -s /etc/passwd seeds/b.txt.source.yaml", (1, 3)),
    "folder vanishes": ("mv seeds seeds-gone", (0, 1, 2, 3)),
    "objects vanish": ("mv .git/objects .git/gone", (3,)),
}


@pytest.mark.parametrize("change", MEANWHILE)
def test_what_changes_while_it_is_read(repo: Repo, change: str) -> None:
    """Git lists, and then the tree changes before anything is read: no verdict passes what nobody could have read."""
    script, codes = MEANWHILE[change]
    repo.document("seeds/b.txt", "b\n")
    repo.commit()
    repo.document("seeds/b.txt", "b was edited\n")
    fake = (
        f'case "$*" in *ls-files*-d*-m*) "$GIT" "$@" >../answer; {{ {script}; }} >&2; cat ../answer; exit 0;; esac\n'
        'exec "$GIT" "$@"'
    )
    ended = run(repo, "check", "--format", "json", **fake_git(repo, fake))
    assert (repo.path.parent / "answer").is_file(), "the change never happened"
    assert ended.code in codes, ended.out + ended.err
    if ended.code < 2:
        assert "seeds/b.txt" not in [each["path"] for each in ended.report["documents"] if each["passed"]]


def test_a_commit_made_meanwhile_changes_no_verdict(repo: Repo) -> None:
    """The index and the revision are read once: what is judged is one state, whatever is committed meanwhile."""
    bad = repo.path / "seeds/bad.txt"
    stop = threading.Event()

    def commits() -> None:
        while not stop.is_set():
            bad.write_text("alone\n")
            repo.run("git", "add", "--all")
            repo.run("git", "commit", "--quiet", "--no-verify", "--message", "bad")
            repo.run("git", "reset", "--quiet", "--hard", "HEAD~1")

    first = repo.git("rev-parse", "HEAD").strip()
    thread = threading.Thread(target=commits)
    thread.start()
    try:
        ended = [run(repo, "check", "--rev", first, "--format", "json", wanted=0) for _ in range(4)]
        staged: list[Ended] = [run(repo, "check", "--staged", "--format", "json") for _ in range(4)]
    finally:
        stop.set()
        thread.join()
    assert all(list(one.report["documents"]) == list(ended[0].report["documents"]) for one in ended)
    for one in staged:
        assert one.code in (0, 1)
        assert (one.code == 1) == ("PG101" in one.codes)
