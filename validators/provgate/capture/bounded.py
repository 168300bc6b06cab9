"""Running one function over hostile bytes in a process of its own, with bounds on memory and time."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from provgate.findings import CannotCheckError
from provgate.formats.policy import Limits

_MIB = 1024 * 1024
_SPARE = 256
_GRACE = 5
_ROUNDS = 12
"""Drafting reads a page several times and extracts its text, where judging reads it once; and a person waits for it."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def bounded(function: Callable[[Asked], Answer], asked: Asked, limits: Limits) -> Answer:
    """What `function(asked)` returns; CannotCheckError when it dies, fails, or outgrows the policy's limits."""
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, function, asked, limits), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(limits.worker_seconds * _ROUNDS):
            raise CannotCheckError(f"reading the page took more than {limits.worker_seconds * _ROUNDS} s")
        answer: Answer | str = ours.recv()
        process.join(_GRACE)
    except EOFError:
        raise CannotCheckError("the process that read the page died") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(answer, str):
        raise CannotCheckError(answer)
    return answer


def _serve(pipe: Connection, function: Callable[[Asked], Answer], asked: Asked, limits: Limits) -> None:
    """The child's life: one answer, or one sentence that says why there is none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound(limits.worker_memory)
    answer: Answer | str
    try:
        answer = function(asked)
    except MemoryError:
        answer = f"reading the page took more than {limits.worker_memory} MiB"
    except RecursionError:
        answer = "the page is nested too deeply"
    except CannotCheckError as error:
        answer = str(error)
    except Exception as error:
        answer = f"reading the page failed inside provgate ({type(error).__name__}); please report the page"
    pipe.send(answer)


def _bound(mebibytes: int) -> None:
    """Limit this process's memory, where the system can."""
    wanted = (mebibytes + _SPARE) * _MIB
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
