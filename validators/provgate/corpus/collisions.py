"""Paths that cannot stand beside each other where a file system ignores case or Unicode form."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from provgate.corpus.repeated import Keys
from provgate.corpus.snapshot import Entry, within
from provgate.findings import Fault

_Role = TypeVar("_Role", bound=Hashable)


class Names:
    """The paths and folders of a corpus as file systems see them that ignore case and Unicode form."""

    def __init__(self) -> None:
        self._keys = Keys()
        self._folder = ""

    def add(self, path: str) -> None:
        """Take in the next path in order, and the folders that begin with it."""
        self._keys.add(_folded(path))
        folder = path.rpartition("/")[0]
        if folder != self._folder:
            for begun in folders_above(folder):
                if not within(self._folder, (begun,)):
                    self._keys.add(_folded(begun))
            self._folder = folder

    def collisions(
        self, roles: Iterable[tuple[_Role, Entry]], order: Iterable[_Role]
    ) -> Iterator[tuple[_Role, str, str]]:
        """Role and path of each file that cannot stand beside another path, and that path: a folder or an earlier file.

        `roles` are the paths that were added, iterated over only if there seems to be a collision.
        """
        repeated = self._keys.repeated()
        if not repeated:
            return
        files: dict[_Role, list[str]] = {role: [] for role in order}
        first: dict[str, str] = {}
        for role, entry in roles:
            for folder in folders_above(entry.path.rpartition("/")[0]):
                if hash(_folded(folder)) in repeated:
                    first.setdefault(_folded(folder), folder)
            if hash(_folded(entry.path)) in repeated:
                files[role].append(entry.path)
        for role, paths in files.items():
            for path in paths:
                other = first.setdefault(_folded(path), path)
                if other != path:
                    yield role, path, other


def collision(other: str) -> Fault:
    """The path cannot stand beside this other one where case and Unicode form do not count."""
    return Fault("path-collision", f"differs from `{other}` only in case or Unicode form")


def folders_above(folder: str) -> Iterator[str]:
    """A folder and those that hold it: "a/b" gives "a/b" and "a"."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _folded(path: str) -> str:
    """What a file system that ignores case and Unicode form makes of a path."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def shadows(path: str, roots: Iterable[str]) -> str:
    """Where in the corpus this path, which stands outside, lands if case and Unicode form do not count; else empty."""
    folded = "" if within(path, roots) else _folded(path)
    root = next((root for root in roots if folded and within(folded, (_folded(root),))), "")
    return "/".join([root, *path.split("/")[root.count("/") + 1 :]]) if root else ""
