"""`provgate cache`: show what earlier checks left in the cache, or clear it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import ModuleType

from provgate.corpus.git import discover
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.findings import CannotCheckError
from provgate.report.escape import inert


def configure(parser: argparse.ArgumentParser) -> None:
    """The only option."""
    parser.epilog = (
        "The cache keeps runs in which everything passed, and what captures prove, so that the next check\n"
        "need not look again. Nothing depends on it: without it, a check starts from scratch."
    )
    parser.add_argument("--clear", action="store_true", help="delete the cache; the next check starts from scratch")


def run(arguments: argparse.Namespace) -> int:
    """Say where the cache is, and what is in it."""
    place = _cache()
    with _snapshot() as snapshot:
        folder = place.folder_of(snapshot)
    if folder is None:
        _say("no cache: there is no place for one here")
    elif arguments.clear:
        count = place.clear(folder)
        _say(f"{'1 file' if count == 1 else f'{count} files'} deleted from {folder}")
    else:
        files = place.stored(folder)
        _say(f"{folder}:" if files else f"nothing is cached in {folder}")
        for path in files:
            _say(f"  {path.name}  {path.stat().st_size:,} bytes  {_told(path, place)}")
    return 0


def _cache() -> ModuleType:
    """The part that knows where the cache lies; provgate works without it."""
    try:
        from provgate.cache import folder
    except ModuleNotFoundError:
        raise CannotCheckError("the cache is not part of this installation; every check starts from scratch") from None
    return folder


def _snapshot() -> Snapshot:
    """What stands here; of a bare repository, only where it is."""
    repository = discover(Path.cwd(), bare_allowed=True)
    bare = repository is not None and repository.top is None
    return Snapshot(None, repository, "commit") if bare else open_snapshot(Path.cwd())


def _told(path: Path, place: ModuleType) -> str:
    """What a file of the cache holds."""
    if path.name == place.PROOFS:
        return "what captures prove"
    if path.suffix != place.SUFFIX:
        return "left by a run that was killed"
    stored = place.load(path.parent, path.stem)
    head = stored.head if stored is not None else {}
    try:
        count, require, time = head["tally"][0], head["require"], head["now"]
        documents = "1 document" if count == 1 else f"{count:,} documents"
        return f"a run that passed: {documents} (require: {require}), {time[:16].replace('T', ' ')} UTC"
    except (LookupError, TypeError, ValueError):
        return "not readable, and so not believed"


def _say(line: str) -> None:
    sys.stdout.write(inert(line) + "\n")
