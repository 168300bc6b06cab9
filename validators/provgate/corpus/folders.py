"""Folders that are opened once, so that what was looked at is what is written to.

Inside a work tree every folder on the way is opened without following a link, because a change can commit one. What
leads to the work tree, such as a linked home directory, is the user's own and followed.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_RELATIVE = os.open in os.supports_dir_fd
"""Whether this system takes names relative to an open folder; elsewhere each step is looked at and then taken."""

_MARKS = (".git", "provgate.yaml")
"""What stands at the top of a folder whose content somebody else may have changed."""


class Folder(NamedTuple):
    """An open folder: names in it are relative to `handle`, or stand below `path` where there is none."""

    path: Path
    handle: int | None
    in_work_tree: bool

    def name(self, name: str) -> str:
        """A name in this folder, for a call that gets `handle` as its `dir_fd`."""
        return name if self.handle is not None else str(self.path / name)

    def sync(self) -> None:
        """Make renames durable; some file systems refuse, and the bytes are safe by then."""
        if self.handle is not None:
            with contextlib.suppress(OSError):
                os.fsync(self.handle)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """No other run holds this folder meanwhile, where the system can lock folders."""
        if self.handle is None:
            yield
            return
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(self.handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                fcntl.flock(self.handle, fcntl.LOCK_UN)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """The folder at this absolute path, made where it is missing; OSError (ELOOP) for a link inside a work tree."""
    outside, inside, in_work_tree = _parted(path)
    outside.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        folder = Folder(outside, None, in_work_tree)
        if _RELATIVE:
            folder = folder._replace(handle=_open(stack, str(outside), None))
        for part in inside:
            folder = _entered(stack, folder, part)
        yield folder


def _entered(stack: contextlib.ExitStack, folder: Folder, part: str) -> Folder:
    """The folder of this name in an open one."""
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder.name(part), dir_fd=folder.handle)
    further = folder.path / part
    if further.is_symlink():
        raise _linked(further)
    if folder.handle is None:
        return folder._replace(path=further)
    return folder._replace(path=further, handle=_open(stack, part, folder.handle))


def _open(stack: contextlib.ExitStack, name: str, above: int | None) -> int:
    handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
    stack.callback(os.close, handle)
    return handle


def _parted(path: Path) -> tuple[Path, list[str], bool]:
    """The real folder that the work tree begins with, the names below it, and whether there is a work tree."""
    whole = Path(os.path.normpath(path))
    real, parts = Path(whole.anchor), list(whole.parts[1:])
    while parts and not _in_work_tree(real):
        real = Path(os.path.realpath(real / parts.pop(0)))
    if parts[:1] == [".git"]:
        # No change reaches git's own folder, and some keep it elsewhere by a link.
        return Path(os.path.realpath(real.joinpath(*parts))), [], False
    return real, parts, _in_work_tree(real)


def _in_work_tree(folder: Path) -> bool:
    return any(os.path.lexists(above / mark) for above in (folder, *folder.parents) for mark in _MARKS)


def _linked(path: Path) -> OSError:
    return OSError(errno.ELOOP, "a folder on the way is a link, and nothing is written through it", str(path))
