"""A list of pages: one at a time, never two requests to one host within the delay, and again from where it stopped.

`robots.txt` is not asked: it speaks to programs that follow links, and here every URL was named by a person. What
protects a site is the pace, and that a host which answers 429 or 503 is left alone for the rest of the run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from provgate.capture.exchange import FetchError
from provgate.capture.fetch import checked_url
from provgate.capture.page import Settings, Taken, Task, already, imported, page_of, take
from provgate.findings import CannotCheckError, UsageError
from provgate.values import urls

_TIRED = frozenset({429, 503})


class Outcome(NamedTuple):
    """What became of one task: `taken` now, done earlier (`document` alone), or failed with `error`."""

    task: Task
    taken: Taken | None = None
    document: Path | None = None
    error: str = ""


def read_list(raw: bytes, name: str, base: Path) -> list[Task]:
    """The tasks of a list: one URL a line, `#` comments, optionally a tab and the document's path (seen from `base`).

    UsageError with the line for text that is no such list; a URL that stands there twice is one task.
    """
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UsageError(f"{name}: is not UTF-8 text") from None
    tasks: dict[str, Task] = {}
    for number, line in enumerate(lines, 1):
        url, _, path = line.partition("\t")
        url, path = url.strip(), path.strip()
        if not url or url.startswith("#"):
            continue
        if urls.split(url) is None or any(character.isspace() for character in url):
            raise UsageError(f"{name}, line {number}: is not a URL, or a URL, a tab and a path")
        tasks.setdefault(urls.normalise(url), Task(url, base / path if path else None))
    return list(tasks.values())


class Pace:
    """When each host may be asked again (seconds on the monotonic clock), and which are left alone."""

    def __init__(
        self, delay: float, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.delay = delay
        self.clock = clock
        self.sleep = sleep
        self.free: dict[str, float] = {}
        self.tired: set[str] = set()

    def next(self, waiting: list[Task]) -> Task:
        """Take out the first task whose host is free soonest, and wait for that host."""
        task = min(waiting, key=lambda waiting_task: self.free.get(urls.host_of(waiting_task.url), 0.0))
        waiting.remove(task)
        pause = self.free.get(urls.host_of(task.url), 0.0) - self.clock()
        if pause > 0 and urls.host_of(task.url) not in self.tired:
            self.sleep(pause)
        return task

    def asked(self, url: str) -> None:
        """Note that this URL's host has just been asked."""
        self.free[urls.host_of(url)] = self.clock() + self.delay


def take_all(tasks: list[Task], settings: Settings, pace: Pace) -> Iterator[Outcome]:
    """The outcome of each task, in the order in which they come about."""
    waiting: list[Task] = []
    for task in tasks:
        try:
            document = None if settings.force else already(task, settings)
        except (OSError, UsageError) as error:
            yield Outcome(task, error=str(error))
            continue
        if document is None:
            waiting.append(task)
        else:
            yield Outcome(task, document=document)
    while waiting:
        task = pace.next(waiting)
        yield _outcome(task, settings, pace)


def take_from(source: Path, tasks: list[Task], settings: Settings) -> Iterator[Outcome]:
    """The outcome of each task, from one file of another tool that is read once for all of them."""
    done = {task: None if settings.force else already(task, settings) for task in tasks}
    waiting = [task for task in tasks if done[task] is None]
    yield from (Outcome(task, document=document) for task, document in done.items() if document is not None)
    if not waiting:
        return
    with imported(source, [page_of(checked_url(task.url)) for task in waiting], "", settings) as crops:
        for task, crop in zip(waiting, crops, strict=True):
            try:
                taken = take(task._replace(source=source), settings, crop)
                yield Outcome(task, taken, taken.place.document)
            except (CannotCheckError, UsageError) as error:
                yield Outcome(task, error=str(error))


def _outcome(task: Task, settings: Settings, pace: Pace) -> Outcome:
    if urls.host_of(task.url) in pace.tired:
        return Outcome(task, error="put off: the site asked for fewer requests; run the same command later")
    try:
        taken = take(task, settings)
        return Outcome(task, taken, taken.place.document)
    except OSError as error:
        return Outcome(task, error=f"the system refused: {error.strerror or error}")
    except (CannotCheckError, UsageError) as error:
        if isinstance(error, FetchError) and error.status in _TIRED:
            pace.tired.add(urls.host_of(task.url))
        return Outcome(task, error=str(error))
    finally:
        pace.asked(task.url)
