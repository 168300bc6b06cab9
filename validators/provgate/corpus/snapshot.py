"""Where bytes come from: working tree, git index or git commit.

A snapshot lists regular files, links, submodules and whatever else stands in the tree, and
reads bytes without following links. In a git repository the bytes are exactly those that git
holds or, for changed and new files of the working tree, those that `git add` would store.
"""

from __future__ import annotations

import hashlib
import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from provgate.corpus import listing, refs, trees
from provgate.corpus import worktree as disk
from provgate.corpus.answers import Attributes, Objects
from provgate.corpus.git import Repository, discover
from provgate.corpus.listing import Listing
from provgate.corpus.worktree import Content, Entry, Kind
from provgate.findings import CannotCheckError, UsageError

_UNLISTABLE = frozenset('\n\r"')
"""What `hash-object --stdin-paths` would read as something else; such names are refused anyway."""

_REWRITING = ("eol", "ident", "filter", "working-tree-encoding")
_EXPORTING = ("export-subst", "export-ignore")
"""What `git archive`, and with it the archives that forges offer, rewrites or leaves out."""


class Entries(Iterable[Entry]):
    """Everything at or below some folders, sorted by the bytes of the paths; made anew at each iteration."""

    def __init__(
        self, held: Listing, roots: Sequence[str], fresh: Sequence[Entry] = (), replaced: frozenset[str] = frozenset()
    ) -> None:
        self.held = held
        self.spans = held.spans(roots)
        self.fresh = fresh
        self.replaced = replaced

    def __iter__(self) -> Iterator[Entry]:
        held = (entry for span in self.spans for entry in self.held.entries(*span))
        if self.replaced:
            held = (entry for entry in held if entry.path not in self.replaced)
        return heapq.merge(held, self.fresh, key=_by_bytes) if self.fresh else held

    def others(self) -> Iterator[Entry]:
        """Everything else that git holds."""
        return (
            entry
            for span in self.held.others(self.spans)
            for entry in self.held.entries(*span)
            if entry.path not in self.replaced
        )


class Snapshot:
    """One frozen view of a tree; use it as a context manager."""

    def __init__(self, root: Path | None, repository: Repository | None, source: str, rev: str = "") -> None:
        self.root = root
        self.repository = repository
        self.source = source
        self.rev = rev
        self._resources = ExitStack()
        self._objects = self._resources.enter_context(Objects(repository)) if repository else None
        self._aside: Objects | None = None
        self._attributes: Attributes | None = None
        self._held: Listing | None = None
        self._intended: frozenset[str] | None = None

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._resources.close()

    @property
    def on_disk(self) -> bool:
        """Whether the working tree is what is judged."""
        return self.source == "worktree"

    def entries(self, roots: Sequence[str]) -> Entries:
        """Everything at or under these folders, sorted by the bytes of the paths."""
        if self.repository is None:
            lines = map(listing.line_of, disk.walk(self._folder, roots))
            return Entries(listing.gather(lines), ["."])
        if self.on_disk:
            return self._overlay(roots)
        return Entries(self.listing(), roots, replaced=self.only_intended())

    def find(self, path: str) -> Entry | None:
        """The entry at exactly this path."""
        if self.on_disk:
            return disk.entry_at(self._folder, path)
        head = self.listing().record_of(path)
        found = listing.entry(head, path) if head is not None else None
        empty = found is not None and (found.object_id or "").encode() in listing.EMPTY_BLOBS
        return None if empty and path in self.only_intended() else found

    def listing(self) -> Listing:
        """Every path that git holds, as git lists them (`provgate.corpus.listing`); asked for once."""
        if self._held is None:
            assert self.repository is not None
            if self.source == "commit":
                trees.require_sound(self.repository, self.rev)
                asked: tuple[str, ...] = ("ls-tree", "-r", "-z", "--full-tree", self.rev)
            else:
                asked = ("ls-files", "-s", "-z", "--full-name")
            self._held = listing.gather(self.repository.chunks(*asked))
        return self._held

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes of a regular file at this path; None where there is none. Larger than `limit` is a usage error."""
        entry = self.find(path)
        if entry is None:
            return None
        if entry.kind is not Kind.FILE:
            raise UsageError(f"{path}: is a {entry.kind.value}, not a regular file")
        content = self.load(entry, limit)
        if not content.whole:
            raise UsageError(f"{path}: has {content.size:,} bytes; at most {limit:,} are allowed")
        return content.data

    def load(self, entry: Entry, limit: int) -> Content:
        """A file's content, streamed: never more than `limit` bytes in memory."""
        return next(self.load_many([(entry, limit)]))

    def relative(self, path: Path) -> str:
        """A path of the working tree as this snapshot names it; UsageError outside the root."""
        root = os.path.realpath(self._folder)
        absolute = str(Path(os.path.realpath(path.parent)) / path.name)
        if os.path.commonpath((root, absolute)) != root:
            raise UsageError(f"`{path}` is not inside {self._folder}")
        return os.path.relpath(absolute, root).replace(os.sep, "/")

    def sha256(self, path: str) -> str:
        """The SHA-256 of a file of the working tree, of the bytes that git would store."""
        entry = next((entry for entry in self.entries([path]) if entry.path == path), None)
        entry = entry or disk.entry_at(self._folder, path)
        if entry is None or entry.kind is not Kind.FILE:
            raise CannotCheckError(f"{path}: is not a regular file")
        return self.load_apart(entry, 0).sha256

    def load_apart(self, entry: Entry, limit: int) -> Content:
        """Like `load`, but while a `load_many` is under way: git answers one question after the other."""
        if entry.object_id is None or self.repository is None:
            return self.load(entry, limit)
        if self._aside is None:
            self._aside = self._resources.enter_context(Objects(self.repository))
        _size, chunks = next(self._aside.stream([entry.object_id]))
        return disk.content(chunks, limit)

    def load_many(self, wanted: Iterable[tuple[Entry, int]]) -> Iterator[Content]:
        """The content of each file, in order."""
        pairs = list(wanted)
        streams = self._objects.stream(e.object_id for e, _ in pairs if e.object_id) if self._objects else iter(())
        for entry, limit in pairs:
            if entry.object_id:
                _size, chunks = next(streams)
            else:
                chunks = disk.chunks(self._folder, entry.path)
            yield disk.content(chunks, limit)

    def has_folder(self, path: str) -> bool:
        """Whether this folder exists on disk, empty though it may be; never followed through a link."""
        return self.on_disk and disk.is_folder(self._folder, path)

    def link_above(self, path: str) -> str:
        """The folder on the way to this path that is a link on disk; empty where none is, or the disk has no say."""
        return disk.link_above(self._folder, path) if self.on_disk else ""

    def size_on_disk(self, path: str) -> int:
        """The size of a file of the working tree in bytes."""
        return disk.size(self._folder, path)

    def blob_id(self, path: str, digits: int) -> str:
        """The object id that git would give a file of the working tree: SHA-1 with 40 digits, SHA-256 with 64."""
        digest = hashlib.sha256() if digits == 64 else hashlib.sha1(usedforsecurity=False)
        digest.update(b"blob %d\0" % self.size_on_disk(path))
        for chunk in disk.chunks(self._folder, path):
            digest.update(chunk)
        return digest.hexdigest()

    def untracked(self, path: str) -> str:
        """How a path that is not in the snapshot is on disk: "", "untracked", "ignored" or "staged" (see below)."""
        if self.repository is None or self.root is None or self.source == "commit":
            return ""
        if disk.entry_at(self.root, path) is None:
            return ""
        if self.listing().record_of(path) is not None and path not in self.only_intended():
            return ""
        if self._staged_otherwise(path):
            return "staged"
        ignored = self.repository.run("check-ignore", "-z", "--stdin", stdin=b"./%b\0" % os.fsencode(path), nothing=1)
        return "ignored" if ignored else "untracked"

    def _staged_otherwise(self, path: str) -> bool:
        """Whether a commit of named files (`git commit FILE`), which has an index of its own, leaves this one out."""
        index = os.environ.get("GIT_INDEX_FILE", "")
        if self.repository is None or not os.path.basename(index).startswith("next-index-"):  # noqa: PTH119
            return False
        whole = self.repository._replace(index_file=str(Path(index).with_name("index")))
        return bool(whole.run("ls-files", "-z", "--", path))

    def before(self) -> dict[str, str]:
        """Path to blob id of everything in the commit before this snapshot, for telling renames."""
        if self.repository is None:
            return {}
        base = f"{self.rev}^" if self.source == "commit" else "HEAD"
        held = listing.gather([self.repository.run("ls-tree", "-r", "-z", "--full-tree", base, nothing=128)])
        return {entry.path: entry.object_id or "" for entry in held.entries()}

    def rewritten(self, paths: Sequence[str]) -> dict[str, str]:
        """Paths whose bytes git's attributes change on checkout, `git add` or `git archive`, with the attribute."""
        if self.repository is None:
            return {}
        if self._attributes is None:
            self._attributes = self._resources.enter_context(
                Attributes(self._with_own_index(), (*_REWRITING, *_EXPORTING), cached=not self.on_disk)
            )
        found = {
            path: f"{name}={value}"
            for path, name, value in self._attributes.of(paths)
            if (name, value) != ("filter", "lfs") and (name != "eol" or value == "crlf")
        }
        folders = {f"{folder}/" for path in paths for folder in folders_of(path)}
        left_out = [path for path, name, _ in self._attributes.of(sorted(folders)) if name == "export-ignore"]
        for folder in left_out:
            found |= {path: "export-ignore=set" for path in paths if path.startswith(folder)}
        return found

    @property
    def _folder(self) -> Path:
        assert self.root is not None
        return self.root

    def changes(self, roots: Sequence[str], *, ignored: bool) -> list[bytes]:
        """`MARK PATH` for what is changed (C), gone (R) or unknown to git (?) below these folders of the work tree."""
        assert self.repository is not None
        standard = [] if ignored else ["--exclude-standard"]
        where = ["--", *(f":(literal){root}" for root in roots)]
        told = self.repository.run_beside(
            ["ls-files", "-z", "-t", "-d", "-m", *where], ["ls-files", "-z", "-t", "-o", *standard, *where]
        )
        return [record for answer in told for record in answer.split(b"\0")[:-1]]

    def _overlay(self, roots: Sequence[str]) -> Entries:
        """The index with changed, deleted and new files of the working tree laid over it."""
        changed = {os.fsdecode(record[2:].rstrip(b"/")): record[:1] for record in self.changes(roots, ignored=False)}
        kept = self.listing().without_blob() if changed else frozenset()
        fresh = []
        for path, mark in changed.items():
            entry = None if path in kept else disk.entry_at(self._folder, path)
            if entry is not None:
                fresh.append(entry._replace(tracked=mark != b"?"))
        stored = sorted(self.as_git_would_store(fresh), key=_by_bytes)
        return Entries(self.listing(), roots, stored, self.only_intended() | changed.keys() - kept)

    def as_git_would_store(self, fresh: list[Entry]) -> Iterator[Entry]:
        """Entries on disk whose line ends or filters `git add` would convert become blobs of a scratch object store."""
        files = [e.path for e in fresh if e.kind is Kind.FILE and not set(e.path) & _UNLISTABLE]
        converted = self._converted(files)
        blobs = self._store(converted) if converted else {}
        for entry in fresh:
            yield entry._replace(object_id=blobs.get(entry.path, entry.object_id))

    def _converted(self, paths: list[str]) -> list[str]:
        assert self.repository is not None
        if not paths:
            return []
        if self.repository.run("config", "--get", "core.autocrlf", nothing=1).strip() not in (b"", b"false"):
            return paths
        with Attributes(self._with_own_index(), (*_REWRITING, "text", "crlf"), cached=not self.on_disk) as attributes:
            touched = {path for path, _name, _value in attributes.of(paths)}
        return [path for path in paths if path in touched]

    def _with_own_index(self) -> Repository:
        """The repository as attributes are asked of it: a commit has its own as the index, or none at all."""
        assert self.repository is not None
        if self.source != "commit":
            return self.repository
        import tempfile

        scratch = self._resources.enter_context(tempfile.TemporaryDirectory(prefix="provgate-"))
        repository = self.repository._replace(index_file=str(Path(scratch) / "index"))
        if listing.ATTRIBUTES in self.listing().seen:
            repository.run("read-tree", self.rev)
        return repository

    def only_intended(self) -> frozenset[str]:
        """Paths added with `git add --intent-to-add`: the index names them, and a commit would not hold them."""
        if self.source == "commit" or self.listing().seen.isdisjoint(listing.EMPTY_BLOBS):
            return frozenset()
        if self._intended is None:
            assert self.repository is not None
            found = self.repository.run("diff-files", "--name-only", "--diff-filter=A", "-z")
            self._intended = frozenset(map(os.fsdecode, found.split(b"\0")[:-1]))
        return self._intended

    def _store(self, paths: list[str]) -> dict[str, str]:
        assert self.repository is not None
        if not self.repository.scratch:
            import tempfile

            folder = self._resources.enter_context(tempfile.TemporaryDirectory(prefix="provgate-"))
            self.repository = self.repository.with_scratch(folder)
            self._objects = self._resources.enter_context(Objects(self.repository))
            self._aside = None
        names = b"".join(os.fsencode(path) + b"\n" for path in paths)
        ids = self.repository.run("hash-object", "-w", "--stdin-paths", stdin=names).decode("ascii").split()
        return dict(zip(paths, ids, strict=True))


def open_snapshot(start: Path, *, staged: bool = False, rev: str | None = None) -> Snapshot:
    """The snapshot that the command line asks for, seen from the folder `start`."""
    repository = discover(start, bare_allowed=rev is not None)
    if repository is None:
        if staged or rev is not None:
            raise UsageError("this is not a git repository, so there is no index and no commit to check")
        return Snapshot(_policy_root(start), None, "worktree")
    if rev is not None:
        return Snapshot(repository.top, repository, "commit", refs.commit(repository, rev))
    return Snapshot(repository.top, repository, "index" if staged else "worktree")


def folders_of(path: str) -> Iterator[str]:
    """The folders that hold a path, the nearest first: "a/b/c" gives "a/b" and "a"."""
    while path := path.rpartition("/")[0]:
        yield path


def _by_bytes(entry: Entry) -> bytes:
    return os.fsencode(entry.path)


def within(path: str, roots: Iterable[str]) -> bool:
    """Whether a path is one of these folders or stands below one."""
    return any(root == "." or path == root or path.startswith(root + "/") for root in roots)


def _policy_root(start: Path) -> Path:
    """Outside git the root is the nearest folder upwards that holds a policy, else the folder itself."""
    for folder in (start, *start.parents):
        if (folder / "provgate.yaml").is_file():
            return folder
    return start


__all__ = ["Content", "Entry", "Kind", "Snapshot", "open_snapshot", "within"]
