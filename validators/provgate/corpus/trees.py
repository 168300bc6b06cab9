"""The trees of a commit, held to what git itself asks of them (git-fsck(1)).

`git ls-tree` lists what a tree says, whatever that is: two entries of one name, entries out of order, a name with a
slash in it. A checkout makes something else of such a tree than a search through its listing does, and a document
could stand in a clone that was never checked. So every tree is read, and a listing counts only if all are sound.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator

from provgate.corpus.answers import Objects
from provgate.corpus.git import Repository
from provgate.findings import CannotCheckError

_NO_NAMES = frozenset({b".", b".."})
_IDS = {
    length: (
        re.compile(rb"(?:[0-7]{5,6} [^\0/]+\0.{%d})*" % length, re.DOTALL),
        re.compile(rb"([0-7]+) ([^\0]+)\0.{%d}" % length, re.DOTALL),
    )
    for length in (20, 32)
}
"""By the length of an object id in bytes: the shape of a whole tree, and of one entry."""


def require_sound(repository: Repository, commit: str) -> None:
    """CannotCheckError for a commit one of whose trees a checkout would read differently, or which is not itself."""
    with Objects(repository) as objects:
        # Git has parsed it as a commit, so it begins with the id of its tree; that these are its bytes is checked here.
        [raw] = [b"".join(chunks) for _size, chunks in objects.stream([commit])]
        top = raw[len("tree ") :][: len(commit)].decode("ascii")
        folders = repository.run("ls-tree", "-r", "-d", "-z", "--full-tree", commit).split(b"\0")[:-1]
        ids = dict.fromkeys([top, *_tree_ids(folders)])
        for object_id, (_size, chunks) in zip(ids, objects.stream(ids), strict=True):
            wrong = _fault(b"".join(chunks), len(commit) // 2)
            if wrong:
                raise CannotCheckError(
                    f"the tree {object_id[:12]} {wrong}, so a checkout may differ from what is checked; run `git fsck`"
                )


def _tree_ids(folders: list[bytes]) -> Iterator[str]:
    """The ids of the folders that are trees; submodules are listed among them."""
    for line in folders:
        _mode, kind, object_id = line.partition(b"\t")[0].split(b" ")
        if kind == b"tree":
            yield object_id.decode("ascii")


def _fault(raw: bytes, length: int) -> str:
    """What is wrong with the bytes of a tree; empty if nothing is."""
    shape, entry = _IDS[length]
    if shape.fullmatch(raw) is None:
        return "has an entry without a name, or with a `/` in it"
    found = entry.findall(raw)
    names = {name for _mode, name in found}
    if not _NO_NAMES.isdisjoint(names):
        return "has an entry named `.` or `..`"
    if len(names) < len(found):
        return "has two entries of one name"
    folders = {mode for mode in {mode for mode, _name in found} if int(mode, 8) & 0o170000 == 0o040000}
    # A folder sorts as if its name ended in a slash.
    keys = [name + b"/" if mode in folders else name for mode, name in found]
    return "" if all(map(operator.lt, keys, keys[1:])) else "has entries out of order"
