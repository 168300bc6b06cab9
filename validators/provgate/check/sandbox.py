"""Bounded workers: pages are parsed where a crash, a hang or a memory bomb hurts nobody else.

Each worker is a process with an address-space limit that takes one job at a time over a
pipe. A worker that dies or takes too long loses its job, is replaced, and the other jobs go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from provgate.check.verify import Job, Proof, failed, prove
from provgate.findings import CannotCheckError
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry

_MIB = 1024 * 1024


@dataclass(slots=True)
class _Worker:
    """A process, our end of its pipe, and the job it is busy with since `started` (monotonic seconds)."""

    process: BaseProcess
    pipe: Connection
    number: int = -1
    job: Job | None = None
    started: float = 0.0


class Pool:
    """Workers that judge jobs; processes start when the first job comes. Use it as a context manager."""

    def __init__(self, registry: Registry, limits: Limits, size: int | None = None) -> None:
        self.registry = registry
        self.limits = limits
        self.size = size or os.cpu_count() or 1
        self._workers: list[_Worker] = []
        # Forking shares the registry and the imported modules; elsewhere each worker loads them anew.
        self._processes: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def run(self, jobs: Iterable[Job], told: Callable[[int], None] = lambda _count: None) -> Iterator[Proof]:
        """The proofs of all jobs, in the jobs' order; `told` hears how many documents were just judged."""
        results: dict[int, tuple[Proof, ...]] = {}
        todo = list(enumerate(jobs))
        todo.reverse()
        upcoming = 0
        total = len(todo)
        while upcoming < total:
            self._hand_out(todo)
            for number, proofs in self._collect():
                results[number] = proofs
                told(len(proofs))
            while upcoming in results:
                yield from results.pop(upcoming)
                upcoming += 1

    def _hand_out(self, todo: list[tuple[int, Job]]) -> None:
        while len(self._workers) < min(self.size, len(todo) + self._busy()):
            self._workers.append(self._start())
        for worker in self._workers:
            if worker.job is None and todo:
                worker.number, worker.job = todo.pop()
                worker.started = time.monotonic()
                with suppress(BrokenPipeError, ConnectionResetError):
                    worker.pipe.send(worker.job)

    def _busy(self) -> int:
        return sum(worker.job is not None for worker in self._workers)

    def _collect(self) -> Iterator[tuple[int, tuple[Proof, ...]]]:
        """Answers that are there, and the fate of workers that died or ran out of time."""
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        ready = wait(list(busy), timeout=0.5)
        for pipe, worker in busy.items():
            if pipe in ready:
                yield worker.number, self._answer(worker)
            elif time.monotonic() - worker.started > self._allowed(worker):
                yield worker.number, self._replace(worker, f"reading it took more than {self._allowed(worker):.0f} s")

    def _allowed(self, worker: _Worker) -> float:
        """Seconds for this job: the bound is a capture's, and a job may hold many documents."""
        assert worker.job is not None
        return self.limits.worker_seconds * (1 + len(worker.job.asked) / 32)

    def _answer(self, worker: _Worker) -> tuple[Proof, ...]:
        try:
            answer = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            return self._replace(worker, "the process that read it died")
        if isinstance(answer, CannotCheckError):
            raise answer
        if isinstance(answer, str):
            return self._replace(worker, answer)
        worker.job = None
        proofs: tuple[Proof, ...] = answer
        return proofs

    def _replace(self, worker: _Worker, reason: str) -> tuple[Proof, ...]:
        job = worker.job
        assert job is not None
        _end(worker)
        self._workers[self._workers.index(worker)] = self._start()
        if len(job.asked) > 1:
            # One hostile document must not take its neighbours with it: each is judged again, alone.
            return tuple(self._one_by_one(job, time.monotonic() + 2 * self._allowed(worker)))
        return failed(job, reason)

    def _one_by_one(self, job: Job, deadline: float) -> Iterator[Proof]:
        """Each document in a worker of its own, until together they have taken twice as long as the job might have."""
        for asked in job.asked:
            alone = Job(job.captures, (asked,), job.limits)
            if time.monotonic() > deadline:
                yield from failed(alone, "other documents that rest on the same capture took all the time there is")
                continue
            with Pool(self.registry, self.limits, 1) as pool:
                yield from pool.run([alone])

    def _start(self) -> _Worker:
        ours, theirs = self._processes.Pipe()
        # A forked worker has our end, too: while it holds that, it would never hear that we are gone.
        inherited = ours if sys.platform == "linux" else None
        process = self._processes.Process(
            target=_serve, args=(theirs, inherited, self.registry, self.limits), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, inherited: Connection | None, registry: Registry, limits: Limits) -> None:
    """A worker's life: jobs in, proofs out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if inherited is not None:
        inherited.close()
    _bound(limits)
    # Whatever else ends this process is told by the closed pipe, and must not print a traceback.
    with suppress(EOFError, OSError, MemoryError):
        while True:
            job = pipe.recv()
            pipe.send(_outcome(job, registry, limits))


def _outcome(job: Job, registry: Registry, limits: Limits) -> tuple[Proof, ...] | CannotCheckError | str:
    try:
        return prove(job, registry)
    except MemoryError:
        return f"reading it took more than {limits.worker_memory} MiB"
    except RecursionError:
        return "it is nested too deeply"
    except ImportError as error:
        return CannotCheckError(f"a part needed to read evidence is not installed: {error.name or error}")
    except Exception as error:
        return f"it could not be read ({type(error).__name__})"


def _bound(limits: Limits) -> None:
    """Limit this process's memory, where the system can; CPU time is bounded by the parent's clock."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = (limits.worker_memory + 256) * _MIB
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
