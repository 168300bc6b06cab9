"""The sandbox: hostile bytes are read in a process of its own, where a crash, hang or memory bomb hurts nobody else.

A box has bounds on its address space and its CPU time, and takes one call at a time over a pipe. What ends a call
early is told apart: input that exceeds its bounds by itself is `Hostile`, a machine that fails is `Lost`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from provgate.findings import CannotCheckError, UsageError
from provgate.formats.policy import Limits

_MIB = 1024 * 1024
_SPARE = 256
"""MiB of address space beyond the policy's, for the interpreter and what it has imported."""

_PATIENCE = 20
"""How many times its CPU seconds a call may take by the clock: a busy machine is no fault of the input."""

_ROUNDS = 12
"""How many times the policy's seconds a call gets that a person waits for."""

_GRACE = 5
_BOUNDED = sys.platform != "win32"
_CRASHES = {getattr(signal, name, None) for name in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")}
_WINDOWS_CRASH = 0xC0000000

_BEGIN = "import sys; sys.path[:] = sys.argv[2:]; from provgate.check import sandbox; sandbox.begin(int(sys.argv[1]))"
"""The program of a clean box; it finds modules where this process does, and nowhere else."""


class Done(NamedTuple):
    """The call returned this value, and used so many seconds of CPU."""

    value: Any
    spent: float = 0.0


class Hostile(NamedTuple):
    """The input exceeds a bound by itself, or breaks its reader; `certain` if trying again would show nothing new."""

    reason: str
    certain: bool = True


class Lost(NamedTuple):
    """The machine failed the call: nothing is known about the input."""

    reason: str


Outcome: TypeAlias = Done | Hostile | Lost
Given = TypeVar("Given")
Answer = TypeVar("Answer")


class Box:
    """A process that runs one function; OSError where the system cannot start it. Close it to end the process."""

    def __init__(self, function: Callable[[Any], Any], limits: Limits) -> None:
        self.limits = limits
        self.seconds = 0.0
        self._deadline = 0.0
        self.pipe, theirs = multiprocessing.Pipe()
        try:
            self._process = _start(self.pipe, theirs, function, limits)
        except BaseException:
            self.pipe.close()
            raise
        finally:
            theirs.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    def give(self, given: object, seconds: float) -> None:
        """Begin a call that may take so many seconds of CPU."""
        self.seconds = seconds
        self._deadline = time.monotonic() + (max(seconds, 1) * _PATIENCE if _BOUNDED else seconds)
        # A box that has died is told by its closed pipe.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send((given, seconds))

    @property
    def late(self) -> bool:
        """Whether the call takes so long that it will not be waited for."""
        return time.monotonic() > self._deadline

    def outcome(self) -> Outcome:
        """What came of the call, once the pipe is readable or the call is late; waits for neither."""
        try:
            if not self.pipe.poll():
                return self._overdue()
            answer = self.pipe.recv()
        except (EOFError, OSError):
            return self._fate()
        if isinstance(answer, CannotCheckError | UsageError):
            raise answer
        outcome: Outcome = answer
        return outcome

    def close(self) -> None:
        """End the process, whatever it does; it is killed before it hears that nobody listens any more."""
        self._process.kill()
        self.pipe.close()
        _exit_code(self._process)

    def _overdue(self) -> Outcome:
        if not _BOUNDED:
            return Hostile(_too_long(self.seconds))
        return Lost(f"a process that reads evidence did not get the {self.seconds:.0f} s of CPU time that it may take")

    def _fate(self) -> Outcome:
        """What became of a process that closed its pipe."""
        code = _exit_code(self._process)
        if _BOUNDED and code == -signal.SIGPROF:
            return Hostile(_too_long(self.seconds))
        if -code in _CRASHES or code >= _WINDOWS_CRASH:
            return Hostile("the process that read it crashed", certain=False)
        how = f"was killed (signal {-code})" if code < 0 else f"ended early (exit code {code})"
        return Lost(f"a process that reads evidence {how}; the machine may lack memory")


def bounded(function: Callable[[Given], Answer], given: Given, limits: Limits) -> Answer:
    """What `function(given)` returns for somebody who waits for it; CannotCheckError for all that ends it early.

    It may read its input several times over, where a check reads it once.
    """
    outcome = run_once(function, given, limits, limits.worker_seconds * _ROUNDS)
    if isinstance(outcome, Hostile):
        raise CannotCheckError(outcome.reason)
    answer: Answer = outcome.value
    return answer


def run_once(function: Callable[[Any], Any], given: object, limits: Limits, seconds: float) -> Done | Hostile:
    """One call in a box of its own; a machine that fails it twice is a CannotCheckError."""
    outcome = _once(function, given, limits, seconds)
    if isinstance(outcome, Lost):
        outcome = _once(function, given, limits, seconds)
    if isinstance(outcome, Lost):
        raise CannotCheckError(outcome.reason)
    return outcome


def _once(function: Callable[[Any], Any], given: object, limits: Limits, seconds: float) -> Outcome:
    try:
        box = Box(function, limits)
    except OSError as error:
        return Lost(not_started(error))
    try:
        box.give(given, seconds)
        while not wait([box.pipe], timeout=0.5) and not box.late:
            pass
        return box.outcome()
    finally:
        box.close()


def not_started(error: OSError) -> str:
    """Why there is no process."""
    return f"a process that reads evidence cannot be started: {error.strerror or error}"


def _too_long(seconds: float) -> str:
    return f"reading it took more than {seconds:.0f} s"


def _start(ours: Connection, theirs: Connection, function: Callable[[Any], Any], limits: Limits) -> Any:
    """A process with this end of the pipe: a fork of this one where it is small, else a clean interpreter."""
    forked = sys.platform == "linux" and _small()
    if _BOUNDED and not forked:
        return _start_clean(ours, theirs, function, limits)
    # A forked process has our end, too: while it holds that, it would never hear that we are gone.
    kept = ours if forked else None
    context: Any = multiprocessing.get_context("fork" if forked else "spawn")
    process = context.Process(target=_serve, args=(theirs, kept, function, limits), daemon=True)
    process.start()
    return process


def _start_clean(ours: Connection, theirs: Connection, function: Callable[[Any], Any], limits: Limits) -> Any:
    """A fresh interpreter, without what this process holds; unlike `spawn`, it does not import the caller's program."""
    nowhere = subprocess.DEVNULL
    words = [sys.executable, "-I", "-c", _BEGIN, str(theirs.fileno()), *sys.path]
    clean = subprocess.Popen(words, pass_fds=(theirs.fileno(),), stdin=nowhere, stdout=nowhere, stderr=nowhere)
    # One that ends at once is told by its closed pipe.
    with suppress(BrokenPipeError, ConnectionResetError):
        ours.send((function, limits))
    return clean


def _small() -> bool:
    """Whether a fork of this process is cheap and safe: it has one thread, and fits what is set aside for it.

    A large address space would leave a worker less than its bound, and cost it time in each call that asks for memory.
    """
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
        threads = len(list(Path("/proc/self/task").iterdir()))
        return threads == 1 and pages * os.sysconf("SC_PAGE_SIZE") <= _SPARE * _MIB
    except OSError:
        return False


def _exit_code(process: Any) -> int:
    """The exit code of a process that is ending, or that ends now."""
    if isinstance(process, subprocess.Popen):
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
        process.kill()
        return process.wait()
    process.join(_GRACE)
    process.kill()
    process.join()
    return int(process.exitcode)


def begin(number: int) -> None:
    """The life of a clean process whose end of the pipe has this number: it is told first what it is for."""
    pipe = Connection(number)
    function, limits = pipe.recv()
    _serve(pipe, None, function, limits)


def _serve(pipe: Connection, inherited: Connection | None, function: Callable[[Any], Any], limits: Limits) -> None:
    """A process's life: calls in, outcomes out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if inherited is not None:
        inherited.close()
    enough = _bound_memory(limits)
    # Whatever else ends this process is told by the closed pipe, and must not print a traceback.
    with suppress(EOFError, OSError, MemoryError):
        while True:
            try:
                given, seconds = pipe.recv()
            except MemoryError:
                pipe.send(_too_large(limits))
                return
            _bound_time(max(seconds, 0.001))
            outcome = _outcome(function, given, limits) if enough else Lost(_starved(limits))
            _bound_time(0)
            pipe.send(outcome)


def _outcome(function: Callable[[Any], Any], given: object, limits: Limits) -> Outcome | CannotCheckError | UsageError:
    begun = time.process_time()
    try:
        return Done(function(given), time.process_time() - begun)
    except MemoryError:
        return _too_large(limits)
    except RecursionError:
        return Hostile("it is nested too deeply")
    except ImportError as error:
        return CannotCheckError(f"a part needed to read evidence is not installed: {error.name or error}")
    except (CannotCheckError, UsageError) as error:
        return error
    except OSError as error:
        return Lost(f"a process that reads evidence failed: {error.strerror or error}")
    except Exception as error:
        return Hostile(f"it could not be read ({type(error).__name__})")


def _too_large(limits: Limits) -> Hostile:
    # What was read before may have left less: only a process of its own tells.
    return Hostile(f"reading it took more than {limits.worker_memory} MiB", certain=False)


def _starved(limits: Limits) -> str:
    return (
        f"this system gives a process less than the {limits.worker_memory + _SPARE} MiB that reading evidence may take"
    )


def _bound_memory(limits: Limits) -> bool:
    """Limit this process's memory, where the system can; False where there is less than the policy grants."""
    if not _BOUNDED:
        return True
    import resource

    wanted = (limits.worker_memory + _SPARE) * _MIB
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    data, _ = resource.getrlimit(resource.RLIMIT_DATA)
    if any(limit != resource.RLIM_INFINITY and limit < wanted for limit in (hard, data)):
        return False
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def _bound_time(seconds: float) -> None:
    """End this process once it has used so much CPU time from now on; 0 takes the bound away."""
    if _BOUNDED:
        signal.setitimer(signal.ITIMER_PROF, seconds)
