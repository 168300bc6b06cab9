"""Jobs → proofs: captures are read in sandboxed processes, and each document is lost alone if its page is hostile.

A machine that fails (a process that is killed, cannot start or gets no memory) says nothing about a document: the
job is tried once more, and then the run ends with CannotCheckError.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing.connection import wait
from typing import NamedTuple

from provgate.check.sandbox import Box, Done, Hostile, Lost, not_started
from provgate.check.verify import Job, Proof, failed, prove
from provgate.findings import CannotCheckError
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry

_BREATH = 0.5
"""Seconds until a process that could not be started is tried again."""


class _Task(NamedTuple):
    """A job with its place among the others; `again` if it has failed before."""

    number: int
    job: Job
    again: bool = False


class Pool:
    """Processes that judge jobs; they start when the first job comes. Use it as a context manager.

    `spent` is how many seconds of CPU the calls have used.
    """

    def __init__(self, registry: Registry, limits: Limits, size: int | None = None) -> None:
        self.registry = registry
        self.limits = limits
        self.size = size or os.cpu_count() or 1
        self.spent = 0.0
        self._busy: dict[Box, _Task] = {}
        self._idle: list[Box] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        for box in (*self._busy, *self._idle):
            box.close()
        self._busy.clear()
        self._idle.clear()

    def run(self, jobs: Iterable[Job]) -> Iterator[Proof]:
        """The proofs of all jobs, in the jobs' order; a run that is given up leaves nothing behind for the next."""
        results: dict[int, tuple[Proof, ...]] = {}
        todo = [_Task(number, job) for number, job in enumerate(jobs)]
        todo.reverse()
        upcoming, total = 0, len(todo)
        try:
            while upcoming < total:
                self._hand_out(todo)
                for box in self._ready():
                    task = self._busy[box]
                    proofs = self._settle(box, task, todo)
                    if proofs is not None:
                        results[task.number] = proofs
                while upcoming in results:
                    yield from results.pop(upcoming)
                    upcoming += 1
        finally:
            if self._busy:
                self.close()

    def _hand_out(self, todo: list[_Task]) -> None:
        while todo and len(self._busy) < self.size:
            # What is tried again gets a process that nothing was read in before.
            box = self._idle.pop() if self._idle and not todo[-1].again else self._start()
            if box is None:
                return
            task = todo.pop()
            self._busy[box] = task
            box.give(task.job, self._allowed(task.job))

    def _start(self) -> Box | None:
        """One more process; None where there is none to be had, but others work."""
        try:
            return self._box()
        except OSError:
            if self._busy:
                return None
            time.sleep(_BREATH)
        try:
            return self._box()
        except OSError as error:
            raise CannotCheckError(not_started(error)) from None

    def _box(self) -> Box:
        return Box(partial(prove, registry=self.registry), self.limits)

    def _ready(self) -> list[Box]:
        """Those that have answered, died or run out of time."""
        pipes = wait([box.pipe for box in self._busy], timeout=0.5)
        return [box for box in self._busy if box.pipe in pipes or box.late]

    def _allowed(self, job: Job) -> float:
        """CPU seconds for this job: the bound is a capture's, and a job may hold many documents."""
        return self.limits.worker_seconds * (1 + len(job.asked) / 32)

    def _settle(self, box: Box, task: _Task, todo: list[_Task]) -> tuple[Proof, ...] | None:
        """The proofs of a task that has come to an end; None if it is to be tried once more."""
        outcome = box.outcome()
        del self._busy[box]
        self.spent += outcome.spent if isinstance(outcome, Done) else box.seconds
        if isinstance(outcome, Done):
            self._idle.append(box) if len(self._idle) + len(self._busy) < self.size else box.close()
            proofs: tuple[Proof, ...] = outcome.value
            return proofs
        box.close()
        if isinstance(outcome, Lost) and task.again:
            raise CannotCheckError(outcome.reason)
        if isinstance(outcome, Hostile) and len(task.job.asked) > 1:
            # One hostile document must not take its neighbours with it: each is judged again, alone.
            return tuple(self._one_by_one(task.job))
        if isinstance(outcome, Hostile) and (outcome.certain or task.again):
            return failed(task.job, outcome.reason)
        todo.append(task._replace(again=True))
        return None

    def _one_by_one(self, job: Job) -> Iterator[Proof]:
        """Each document alone, until together they have used twice the CPU seconds that the job might have."""
        with Pool(self.registry, self.limits, 1) as pool:
            for asked in job.asked:
                alone = Job(job.captures, (asked,), job.limits)
                if pool.spent > 2 * self._allowed(job):
                    yield from failed(alone, "other documents that rest on the same capture took all the time there is")
                else:
                    yield from pool.run([alone])
