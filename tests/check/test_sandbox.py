"""One function in a process of its own: what comes back when it fails, whose fault that is, and how it is started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from provgate.check import sandbox
from provgate.check.sandbox import Box, Done, Hostile, Lost, bounded, run_once
from provgate.findings import CannotCheckError, UsageError
from provgate.formats.policy import Limits

LIMITS = Limits(worker_memory=256, worker_seconds=20)


def double(number: int) -> int:
    return number * 2


def number_of_process(_given: object) -> int:
    return os.getpid()


def hungry(size: int) -> int:
    return len(bytearray(size))


def deep(number: int) -> int:
    return deep(number + 1) + 1


def refusing(number: int) -> int:
    raise CannotCheckError("not here") if number else UsageError("not so")


def broken(_number: int) -> int:
    raise ZeroDivisionError


def lacking(_number: int) -> int:
    raise ImportError("no module", name="selectolax")


def crashing(_number: int) -> int:
    os.kill(os.getpid(), signal.SIGABRT)
    return 0


def dying(_number: int) -> int:
    os._exit(3)


def busy(_number: int) -> int:
    while True:
        pass


def slow(number: int) -> int:
    time.sleep(1.1)
    return number


def sleeping(_number: int) -> int:
    time.sleep(60)
    return 0


@pytest.fixture(params=["forked", "clean"])
def _started(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to start a process: out of a small one, and out of a large one or one with threads."""
    if request.param == "forked" and sys.platform != "linux":
        pytest.skip("only Linux's processes are forked")
    monkeypatch.setattr(sandbox, "_small", lambda: request.param == "forked")
    if request.param == "forked":
        # The process that runs the tests may be larger than any that is forked otherwise.
        own = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") >> 20
        monkeypatch.setattr(sandbox, "_SPARE", own + sandbox._SPARE)


def once(function, given: object = 1, limits: Limits = LIMITS, seconds: float = 20) -> Done | Hostile:  # type: ignore[no-untyped-def]
    return run_once(function, given, limits, seconds)


@pytest.mark.usefixtures("_started")
class TestBothWays:
    def test_the_answer_comes_back(self) -> None:
        done = once(double, 21)
        assert isinstance(done, Done)
        assert (done.value, done.spent >= 0) == (42, True)

    def test_it_is_another_process(self) -> None:
        done = once(number_of_process)
        assert isinstance(done, Done)
        assert done.value not in (os.getpid(), os.getppid())

    @pytest.mark.parametrize(
        ("function", "given", "seconds", "expected"),
        [
            (deep, 1, 20, Hostile("it is nested too deeply")),
            (broken, 1, 20, Hostile("it could not be read (ZeroDivisionError)")),
            (crashing, 1, 20, Hostile("the process that read it crashed", certain=False)),
            (hungry, 8 << 30, 20, Hostile("reading it took more than 256 MiB", certain=False)),
            (busy, 1, 0, Hostile("reading it took more than 0 s")),
            (busy, 1, 0.2, Hostile("reading it took more than 0 s")),
        ],
        ids=["deep", "broken", "crashing", "hungry", "no time", "busy"],
    )
    def test_hostile_input(self, function, given: int, seconds: float, expected: Hostile) -> None:  # type: ignore[no-untyped-def]
        assert once(function, given, seconds=seconds) == expected

    @pytest.mark.parametrize(
        ("function", "words"),
        [(dying, r"ended early \(exit code 3\)"), (lacking, "not installed: selectolax"), (refusing, "not here")],
    )
    def test_a_machine_that_fails(self, function, words: str) -> None:  # type: ignore[no-untyped-def]
        with pytest.raises(CannotCheckError, match=words):
            once(function)

    def test_what_a_person_waits_for(self) -> None:
        assert bounded(double, 4, LIMITS) == 8
        with pytest.raises(CannotCheckError, match="it is nested too deeply"):
            bounded(deep, 1, LIMITS)

    def test_an_answer_is_waited_for(self) -> None:
        assert bounded(slow, 5, LIMITS) == 5

    def test_a_wrong_request_is_one(self) -> None:
        with pytest.raises(UsageError, match="not so"):
            once(refusing, 0)

    def test_a_busy_machine_is_waited_for_and_is_no_fault_of_the_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox, "_PATIENCE", 0.1)
        with pytest.raises(CannotCheckError, match="did not get the 1 s of CPU time"):
            once(sleeping, seconds=1)

    def test_a_process_that_is_killed_from_outside(self) -> None:
        box = Box(double, LIMITS)
        os.kill(box.pid, signal.SIGKILL)
        while not box.pipe.poll(1):
            pass
        box.give(1, 1)
        assert box.outcome() == Lost("a process that reads evidence was killed (signal 9); the machine may lack memory")
        box.close()


def test_a_call_that_can_only_be_bounded_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_BOUNDED", False)
    assert once(sleeping, seconds=0.2) == Hostile("reading it took more than 0 s")
    before = signal.getitimer(signal.ITIMER_PROF)
    sandbox._bound_time(100)
    assert (sandbox._bound_memory(LIMITS), signal.getitimer(signal.ITIMER_PROF)) == (True, before)


def test_a_process_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_given: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(sandbox, "_start", none)
    with pytest.raises(CannotCheckError, match="cannot be started: Resource temporarily unavailable"):
        once(double)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), Hostile("reading it took more than 256 MiB", certain=False)),
        (RecursionError(), Hostile("it is nested too deeply")),
        (ValueError("some bug"), Hostile("it could not be read (ValueError)")),
        (OSError(28, "No space left on device"), Lost("a process that reads evidence failed: No space left on device")),
    ],
)
def test_every_error_has_its_outcome(error: Exception, told: Hostile | Lost) -> None:
    def fail(_given: object) -> None:
        raise error

    assert sandbox._outcome(fail, 1, LIMITS) == told


@pytest.mark.parametrize("error", [ImportError("broken part"), CannotCheckError("not here"), UsageError("not so")])
def test_some_errors_are_the_run_s(error: Exception) -> None:
    def fail(_given: object) -> None:
        raise error

    told = sandbox._outcome(fail, 1, LIMITS)
    assert isinstance(told, CannotCheckError | UsageError)
    assert str(told).endswith(str(error))


SERVE = """
import multiprocessing, os, resource, signal, sys, threading
from provgate.check import sandbox
from provgate.formats.policy import Limits
ours, theirs = multiprocessing.Pipe()
limits = Limits()
{before}
calls = [(b"some bytes", 5), (5, 5)]
if {clean}:
    ours.send((len, limits))
for call in calls:
    ours.send(call)
seen = []
if {closed}:
    ours.close()
else:
    threading.Timer(0.2, lambda: [seen.append(ours.recv()), seen.append(ours.recv()), ours.close()]).start()
if {clean}:
    sandbox.begin(os.dup(theirs.fileno()))
else:
    sandbox._serve(theirs, multiprocessing.Pipe()[0] if {closed} else None, len, limits)
assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
{after}
"""
BOUNDED = """
assert resource.getrlimit(resource.RLIMIT_AS)[0] == (256 + 256) * 2**20
assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
"""
ANSWERED = """
assert seen[0][0] == 10 and "TypeError" in seen[1].reason, seen
"""
STARVED = """
assert [type(one).__name__ for one in seen] == ["Lost"] * 2 and "512 MiB" in seen[0].reason, seen
"""
FEW = "resource.setrlimit(resource.RLIMIT_{kind}, (2**28, resource.getrlimit(resource.RLIMIT_{kind})[1] if {soft} else 2**28))"


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no address-space limit")
@pytest.mark.parametrize(
    ("closed", "clean", "before", "after"),
    [
        (True, False, "", BOUNDED),
        (False, False, "", BOUNDED + ANSWERED),
        (False, True, "", BOUNDED + ANSWERED),
        (False, False, FEW.format(kind="AS", soft=True), BOUNDED + ANSWERED),
        (False, False, FEW.format(kind="AS", soft=False), STARVED),
        (False, False, FEW.format(kind="DATA", soft=True), STARVED),
    ],
    ids=["closed", "answered", "clean", "soft limit", "hard limit", "little data"],
)
def test_a_process_lives_until_its_pipe_closes(closed: bool, clean: bool, before: str, after: str) -> None:
    script = SERVE.format(closed=closed, clean=clean, before=before, after=after)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


LARGE = """
import multiprocessing, resource
from provgate.check import sandbox
from provgate.formats.policy import Limits
ours, theirs = multiprocessing.Pipe()
class Large:
    def __reduce__(self):
        return (bytearray, (1 << 40,))
ours.send(Large())
sandbox._serve(theirs, None, len, Limits())
print(ours.recv().reason)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no address-space limit")
def test_a_call_that_is_too_large_itself() -> None:
    done = subprocess.run([sys.executable, "-c", LARGE], capture_output=True, text=True, check=True)
    assert done.stdout == "reading it took more than 256 MiB\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux's processes are forked")
def test_only_a_small_process_with_one_thread_is_forked() -> None:
    script = """
import mmap, sys, threading, time
from pathlib import Path
from provgate.check import sandbox
stop = threading.Event()
print(sandbox._small())
thread = threading.Thread(target=stop.wait)
thread.start()
print(sandbox._small())
stop.set()
thread.join()
while len(list(Path('/proc/self/task').iterdir())) > 1:  # The system buries a thread after its join.
    time.sleep(0.01)
held = mmap.mmap(-1, 1 << 30)
print(sandbox._small())
held.close()
print(sandbox._small())
sandbox.Path = lambda name: Path("/nowhere")
print(sandbox._small())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False", "True", "False"]


def test_a_large_process_judges_as_a_small_one(tmp_path: Path) -> None:
    script = """
import mmap, sys
from provgate.check import sandbox
from provgate.formats.policy import Limits
held = mmap.mmap(-1, 4 << 30)
print(sandbox.run_once(len, b"x" * 1000, Limits(), 5).value)
"""
    (tmp_path / "provgate.py").write_text("raise SystemExit('taken over')\n")
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1000\n", "")
