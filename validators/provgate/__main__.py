"""The program's start: `provgate`, and `python -m provgate`.

An interrupt counts from the first moment on, while the parts that a run needs are still being imported.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

_INTERRUPTED = 130


def program() -> NoReturn:
    """Run provgate and end the process with its exit code; an interrupt never shows where it struck."""
    # A shell starts what runs in its background with interrupts ignored; that stays so.
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heard:
        signal.signal(signal.SIGINT, _leave)
    _read_paths_as_utf8()
    from provgate import cli

    cli.program(cli.hear_interrupts if heard else lambda: None)


def _read_paths_as_utf8() -> None:
    """Start anew where the locale says otherwise: no verdict may rest on it, and a cached one would not."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Nothing has been read or written yet."""
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    program()
