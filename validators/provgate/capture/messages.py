"""What `capture` says on the way: lines anywhere, a progress bar on terminals only."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from provgate.capture.draft import NewOutlet
from provgate.capture.many import Outcome
from provgate.capture.page import Taken
from provgate.formats.compose import outlet_block
from provgate.formats.yaml_writer import flow
from provgate.report.escape import brief

_WORDS = ("date", "author", "outlet")
Tell = Callable[[str], None]


def taken_lines(taken: Taken) -> Iterator[str]:
    """What was made of one page, and where each claim came from."""
    yield f"captured {brief(taken.draft.origin)} as {brief(shown(taken.place.document))}"
    for entry in taken.draft.entries:
        if entry.key in _WORDS:
            yield brief(f"  {entry.key:<7} {flow(entry.value) if entry.value else '(empty)'}  ({entry.comment})")
    if taken.draft.held:
        yield f"  text    {taken.draft.held.held} of the article's {taken.draft.held.passages} passages"
    for warning in (*taken.disagreements, *taken.draft.warnings):
        yield f"  warning: {brief(warning)}"


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """What became of one task of a list."""
    if outcome.taken is not None:
        yield from taken_lines(outcome.taken)
    elif outcome.document is not None:
        yield f"done before: {brief(shown(outcome.document))}"
    else:
        yield f"failed {brief(without_secret(outcome.task.url), 200)}: {brief(outcome.error)}"


def outlet_lines(new: NewOutlet) -> Iterator[str]:
    """The registry entry to add, and the command that adds it."""
    yield f"the registry does not know the host {brief(new.domain)}; if it is an outlet of yours, add"
    yield from ("  " + brief(line) for line in outlet_block(new.key, new.name, new.domain).splitlines())
    command = shlex.join(["provgate", "outlets", "add", new.key, "--name", new.name, "--domain", new.domain])
    yield f"with {brief(command)}"


def without_secret(url: str) -> str:
    """The URL without the user name and password that it may carry."""
    return re.sub(r"//[^/?#]*@", "//***@", url)


def shown(path: Path) -> str:
    """A path as the user would type it."""
    return os.path.relpath(path)


@contextlib.contextmanager
def progress(total: int) -> Iterator[tuple[Tell, Callable[[], None]]]:
    """(tell a line, one more is done): with a bar below the lines on a terminal, plain lines elsewhere."""
    try:
        with _progress(total) as pair:
            yield pair
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; what is finished is kept, and the same command goes on from here\n")
        raise


@contextlib.contextmanager
def _progress(total: int) -> Iterator[tuple[Tell, Callable[[], None]]]:
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield (lambda line: _write(line + "\n")), lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield (
            lambda line: bar.console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True),
            lambda: bar.advance(task),
        )


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
