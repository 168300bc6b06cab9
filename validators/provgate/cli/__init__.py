"""Arguments → a command → an exit code (DESIGN 1.7)."""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any, NoReturn, Protocol, cast

from provgate import __version__
from provgate.findings import CannotCheckError, UsageError

OK, FAILED, USAGE, UNCHECKED, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS = {
    "check": "judge the corpus, or the documents named",
    "new": "write a sidecar to fill in beside a document",
    "pin": "write the SHA-256 of a document and its evidence into its sidecar",
    "capture": "fetch a page as evidence, with document and sidecar",
    "attest": "sign a statement for a document that cannot be captured",
    "verify": "fetch origins again, and sign what came out",
    "import": "write sidecars from a catalogue: CSV, BibTeX, CSL-JSON, JSON-LD, Croissant",
    "outlets": "list, extend and lint the registry of outlets",
    "explain": "tell what a rule means, why it exists and how to mend it",
    "rules": "list all rules",
    "report": "show each claim of each document beside its evidence",
    "cache": "show the cache of earlier checks, or clear it",
    "init": "set up policy, registry and hooks in a repository",
}
"""Each command with its line of help; the module of that name is imported only when it is called."""

_MODULES = {"import": "import_"}
"""Modules that cannot be called like their command, which is a word of Python."""

_EPILOG = """\
exit codes: 0 everything was checked and passes; 1 errors were found; 2 wrong usage, policy or
registry; 3 something could not be checked; 130 interrupted. `provgate explain CODE` tells more.
"""


_CYCLES = 100_000
"""New containers before the collector looks for cycles: values are trees, and most runs end before that."""


class Command(Protocol):
    """What a module in `commands` offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the result is an exit code."""


def program(begin: Callable[[], None] = lambda: None) -> NoReturn:
    """The console script: `main`, with the cycle collector kept from costing a tenth of a short run."""
    gc.set_threshold(_CYCLES)
    code = main(begin=begin)
    # What counts is done and said, so an interrupt has nothing left to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # Nothing is left to collect: the process ends.
    sys.exit(code)


def hear_interrupts() -> None:
    """From here on an interrupt is an exception, which `main` answers."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class _Parser(argparse.ArgumentParser):
    """Repeats arguments inertly, which a shell may have made of file names, and tells when help cannot be written."""

    def error(self, message: str) -> NoReturn:
        from provgate.report.escape import inert

        super().error(inert(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is sys.stdout:
            sys.stdout.write(message)
        else:
            super()._print_message(message, file)


def main(arguments: Sequence[str] | None = None, begin: Callable[[], None] = lambda: None) -> int:
    """Run provgate; never a traceback, whatever the input. `begin` is called once an interrupt would be answered."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not _streams_ready():
        return _say("standard output is closed, so nothing could be reported", UNCHECKED)
    try:
        begin()
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        return _gone(FAILED if words[:1] == ["check"] else UNCHECKED)
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except UsageError as error:
        return _say(str(error), USAGE)
    except CannotCheckError as error:
        return _say(str(error), UNCHECKED)
    except OSError as error:
        return _say(f"the system refused: {error.strerror or error}", UNCHECKED)
    except ImportError as error:
        return _say(f"a part that this needs is not installed: {error.name or error}", UNCHECKED)
    except Exception as error:
        return _fault(error, debug="--debug" in words)
    return code


def _streams_ready() -> bool:
    """Set up the standard streams; False when standard output was closed before the start."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- it lives as long as the process
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout is not None


def parser_for(name: str | None, *, narrow: bool = False, every: bool = False) -> argparse.ArgumentParser:
    """The whole parser; only the named command's options (or `every` one's) are filled in: nothing else is imported.

    A narrow one leaves the other commands out, and writes for 80 columns: a hook starts at every commit, and argparse
    imports what asks for the terminal's width, archives and all, before it parses an option.
    """
    raw = argparse.RawDescriptionHelpFormatter
    formatter = functools.partial(raw, width=78) if narrow else raw
    parser = _Parser(
        prog="provgate",
        allow_abbrev=False,
        epilog=_EPILOG,
        formatter_class=formatter,
        description="Gate for document corpora in git: every claim of provenance is held against evidence, offline.",
    )
    parser.add_argument("--version", action="version", version=f"provgate {__version__}")
    parser.add_argument("--debug", action="store_true", help="show a traceback for internal faults")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog="provgate")
    for command, text in COMMANDS.items():
        if narrow and command != name:
            continue
        child = commands.add_parser(
            command,
            help=text,
            description=text[0].upper() + text[1:] + ".",
            allow_abbrev=False,
            formatter_class=formatter,
        )
        if every or command == name:
            _module(command).configure(child)
    return parser


def _run(words: list[str]) -> int:
    name = next((word for word in words if not word.startswith("-")), None)
    known = name if name in COMMANDS else None
    parser = parser_for(known, narrow=known is not None and words[0] == known and not {"-h", "--help"} & set(words))
    try:
        arguments = parser.parse_args(words)
    except SystemExit as stop:
        return USAGE if stop.code else OK
    if arguments.command is None:
        parser.print_help()
        return USAGE
    return _module(arguments.command).run(arguments)


def _module(name: str) -> Command:
    module: ModuleType = importlib.import_module(f"provgate.cli.{_MODULES.get(name, name)}")
    return cast("Command", module)


def _say(message: str, code: int) -> int:
    from provgate.report.escape import inert

    try:
        for line in message.split("\n"):
            sys.stderr.write(f"provgate: {inert(line)}\n")
        sys.stderr.flush()
    except OSError:
        pass
    _drop_unwritable()
    return code


def _drop_unwritable() -> None:
    """Throw away what a stream does not take; the interpreter would fail on it at exit, with its own code (120)."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            # A stream of a test has no descriptor, and needs none.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _fault(error: Exception, debug: bool) -> int:
    if debug:
        raise error
    where = type(error).__name__
    return _say(
        f"internal fault ({where}: {error}); nothing was passed. Please report it, with `provgate --debug ...`",
        UNCHECKED,
    )


def _gone(code: int) -> int:
    """The reader of our output has gone; say nothing more, and keep the code from becoming 0."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _drop_unwritable()
    return code
