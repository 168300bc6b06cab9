"""All that verdicts depend on besides the corpus: this program, its libraries, the settings, git's, and the day.

Pays for `nothing changed`: stamps and settings are compared instead of judging again.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from provgate import __version__
from provgate.corpus import listing
from provgate.corpus.snapshot import Snapshot

_PACKAGE = Path(__file__).parents[1]
_TELLING = (b"core.", b"filter.", b"extensions.", b"attr.")
_ENVIRONMENT = ("HOME", "XDG_CONFIG_HOME", "GIT_ATTR_NOSYSTEM", "GIT_ATTR_SOURCE", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


class Inputs(NamedTuple):
    """A name for them: two runs under the same name judge the same bytes alike.

    `attributes` tells whether anything may give paths git attributes.
    """

    name: str
    attributes: bool


def gather(
    snapshot: Snapshot, settings: Mapping[str, bytes | None], require: str, now: datetime.datetime, roots: Sequence[str]
) -> Inputs:
    """The inputs of a run.

    `settings` holds the bytes of policy, registry, attesters and witnesses. The day is UTC's: whatever the rules
    make of the clock, time that passes within one day takes no pass back.
    """
    digest = hashlib.sha256()
    day = now.astimezone(datetime.UTC).date().isoformat()
    digest.update(json.dumps([program(), require, day, snapshot.source]).encode("ascii"))
    config = _config(snapshot)
    files = [_stamp(path) for path in _attribute_files(snapshot, config, roots)]
    for parts in (_settings(settings), config, map(os.fsencode, map(_environment, _ENVIRONMENT)), files):
        for part in parts:
            digest.update(b"%d:%b" % (len(part), part))
        digest.update(b";")
    named = any(line.startswith(b"attr.") for line in config) or bool(_environment("GIT_ATTR_SOURCE"))
    held = snapshot.repository is not None and listing.ATTRIBUTES in snapshot.listing().seen
    return Inputs(digest.hexdigest(), named or held or any(files))


def program() -> str:
    """A digest of this program, its libraries and its interpreter."""
    digest = hashlib.sha256(f"{__version__} {sys.version} {sys.platform}".encode())
    for part in _program():
        digest.update(b"%d:%b" % (len(part), part))
    return digest.hexdigest()


def _program() -> Iterator[bytes]:
    """The stamps of this package's files, and of the folders where libraries are installed."""
    for folder in sys.path:
        if folder.endswith("-packages"):
            yield os.fsencode(folder) + _stamp(folder)
    pending = [str(folder) for folder in (_PACKAGE, _PACKAGE.parents[1] / "schemas") if folder.is_dir()]
    while pending:
        with os.scandir(pending.pop()) as found:
            items = sorted(found, key=lambda item: item.name)
        pending += [item.path for item in items if item.is_dir() and item.name != "__pycache__"]
        yield from (b"%b %b" % (os.fsencode(item.name), _stamped(item.stat())) for item in items if item.is_file())


def _settings(settings: Mapping[str, bytes | None]) -> Iterator[bytes]:
    for path, raw in settings.items():
        yield os.fsencode(path)
        yield b"-" if raw is None else hashlib.sha256(raw).digest()


def _config(snapshot: Snapshot) -> list[bytes]:
    """The settings of git that tell how bytes on the disk become those that it stores: `name<line feed>value`."""
    if snapshot.repository is None:
        return []
    return [
        line
        for line in snapshot.repository.run("config", "--list", "-z", nothing=1).split(b"\0")
        if line.startswith(_TELLING)
    ]


def _environment(name: str) -> str:
    return os.environ.get(name, "")


def _attribute_files(snapshot: Snapshot, config: Sequence[bytes], roots: Sequence[str]) -> Iterator[str]:
    """The files of attributes (gitattributes(5)) that are in no listing, whether they exist or not."""
    if snapshot.repository is None:
        return
    for line in config:
        if line.lower().startswith(b"core.attributesfile\n"):
            yield str(Path(os.fsdecode(line.partition(b"\n")[2])).expanduser())
    yield f"{_environment('XDG_CONFIG_HOME') or f'{Path.home()}/.config'}/git/attributes"
    yield "/etc/gitattributes"
    yield f"{next((path for path in map(_installed, os.get_exec_path()) if path), '')}/etc/gitattributes"
    yield f"{snapshot.repository.common}/info/attributes"
    if snapshot.on_disk:
        yield from _above(str(snapshot.root), roots)


def _installed(folder: str) -> str:
    """Where the git of this folder has been installed; empty where there is none."""
    found = next((path for path in (Path(folder, "git"), Path(folder, "git.exe")) if path.is_file()), None)
    return "" if found is None else str(found.resolve().parent.parent)


def _above(top: str, roots: Sequence[str]) -> Iterator[str]:
    """The attribute files that speak of these folders from above; those below are in the listing or laid over it."""
    for root in roots:
        parts = [] if root == "." else root.split("/")
        for count in range(len(parts) + 1):
            yield "/".join([top, *parts[:count], ".gitattributes"])


def _stamp(path: str) -> bytes:
    """Size and times of a file or folder; empty where none is."""
    try:
        return _stamped(Path(path).stat())
    except (OSError, ValueError):
        return b""


def _stamped(found: os.stat_result) -> bytes:
    return b"%d.%d.%d.%d" % (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
