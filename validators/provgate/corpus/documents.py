"""A snapshot → documents with their sidecars, evidence, and everything odd about the paths.

What stands beside what is decided here by names alone; the bytes come later. A corpus may have a
million documents: only what is odd is held, and the documents are made anew whenever they are asked for.
"""

from __future__ import annotations

import enum
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from provgate.corpus import files
from provgate.corpus import paths as pathnames
from provgate.corpus.collisions import Names, collision
from provgate.corpus.listing import is_empty
from provgate.corpus.repeated import Keys
from provgate.corpus.snapshot import Entry, Kind
from provgate.corpus.worktree import KEPT_NAME
from provgate.findings import CannotCheckError, Fault
from provgate.formats.claims import SUFFIX
from provgate.formats.policy import Policy

EVIDENCE_SUFFIXES = (".warc", ".warc.gz", ".wacz", ".dsse.json")
RECEIPTS_SUFFIX = ".intoto.jsonl"
PASSED_OVER = frozenset({KEPT_NAME, ".gitignore", ".gitattributes"})


class Document(NamedTuple):
    """A document, its sidecar (None when the snapshot has none that counts) and what is odd about them.

    `receipts` is the file of witnesses' receipts beside a document that has a sidecar.
    """

    entry: Entry
    sidecar: Entry | None
    faults: tuple[Fault, ...] = ()
    receipts: Entry | None = None

    @property
    def path(self) -> str:
        """The document's path."""
        return self.entry.path

    @property
    def readable(self) -> bool:
        """Whether the document is a regular file with bytes to judge."""
        return self.entry.kind is Kind.FILE


class Stray(NamedTuple):
    """A path that is no document and has something wrong with it."""

    path: str
    faults: tuple[Fault, ...]


class Documents(Iterable[Document]):
    """The documents of a corpus, in the order of its entries."""

    def __init__(
        self,
        entries: Iterable[Entry],
        policy: Policy,
        lonely: Mapping[str, Document],
        odd: Mapping[str, tuple[Fault, ...]],
        misnamed: Collection[str],
        count: int,
    ) -> None:
        self.entries = entries
        self.policy = policy
        self.lonely = lonely
        self.odd = odd
        self.misnamed = misnamed
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Document]:
        """Each document once its sidecar has come by: few paths sort between the two."""
        queue: deque[str] = deque()
        known: dict[str, Document] = {}
        awaited: dict[str, Entry] = {}
        receipts: dict[str, Entry] = {}
        for role, entry in by_name(self.entries, self.policy):
            path = entry.path
            if role is Role.SIDECAR:
                owner = path.removesuffix(SUFFIX)
                document = awaited.pop(owner, None)
                if document is not None:
                    known[owner] = Document(document, entry, self.odd.get(owner, ()), receipts.pop(owner, None))
            elif role is Role.RECEIPTS:
                owner = path.removesuffix(RECEIPTS_SUFFIX)
                # Receipts sort between their document and its sidecar.
                if owner in awaited:
                    receipts[owner] = entry
            elif role is Role.DOCUMENT and path not in self.misnamed:
                queue.append(path)
                if path in self.lonely:
                    known[path] = self.lonely[path]
                else:
                    awaited[path] = entry
            while queue and queue[0] in known:
                yield known.pop(queue.popleft())
        if queue:
            # No document may go missing, whatever else does.
            raise CannotCheckError(f"{queue[0]}: its sidecar was there a moment ago and is not any more")


class Corpus(NamedTuple):
    """The documents, and what is held of them: those without a sidecar that counts, and their blobs' ids.

    The evidence files are by path, the orphaned sidecars and other strays sorted by path. `loose` tells
    whether there are documents whose bytes are only on the disk.
    """

    documents: Documents
    lonely: tuple[Document, ...]
    evidence: Mapping[str, Entry]
    orphans: tuple[Entry, ...]
    strays: tuple[Stray, ...]
    blobs: Keys
    loose: bool


class Role(enum.Enum):
    """What a path's name makes it."""

    DOCUMENT = "document"
    SIDECAR = "sidecar"
    EVIDENCE = "evidence"
    RECEIPTS = "receipts"


class _Pairs:
    """Documents and sidecars that have not met yet, and documents whose sidecar git does not know as it knows them."""

    def __init__(self) -> None:
        self.documents: dict[str, Entry] = {}
        self.sidecars: dict[str, Entry] = {}
        self.untracked: dict[str, tuple[Entry, Entry]] = {}
        self.receipts: list[str] = []

    def add(self, role: Role, entry: Entry) -> None:
        """Take in one path; `sidecars` are by the path of the document that they speak for."""
        if role is Role.DOCUMENT:
            self.documents[entry.path] = entry
        elif role is Role.RECEIPTS:
            if entry.path.removesuffix(RECEIPTS_SUFFIX) not in self.documents:
                self.receipts.append(entry.path)
        elif role is Role.SIDECAR:
            owner = entry.path.removesuffix(SUFFIX)
            document = self.documents.pop(owner, None)
            if document is None:
                self.sidecars[owner] = entry
            elif document.tracked and not entry.tracked:
                # The commit would hold only the document.
                self.untracked[owner] = (document, entry)


def assemble(entries: Iterable[Entry], policy: Policy) -> Corpus:
    """Pair documents with sidecars and notice what is odd; linear in the number of paths.

    `entries` are sorted by the bytes of their paths, each path once, and can be iterated over several times.
    """
    pairs, names, blobs = _Pairs(), Names(), Keys()
    evidence: dict[str, Entry] = {}
    odd: dict[Role, dict[str, list[Fault]]] = {role: defaultdict(list) for role in Role}
    count, loose = 0, False
    for role, entry in by_name(entries, policy):
        path = entry.path
        names.add(path)
        pairs.add(role, entry)
        if entry.kind is not Kind.FILE or not pathnames.plain(path):
            odd[role][path] += _of_name(entry)
        if role is Role.EVIDENCE:
            evidence[path] = entry
        elif role is Role.DOCUMENT:
            count += 1
            if entry.object_id is None:
                loose = True
            else:
                blobs.add(entry.object_id)
    for role, path, other in names.collisions(by_name(entries, policy), Role):
        odd[role][path].append(collision(other))
    for path in pairs.receipts:
        owner = path.removesuffix(RECEIPTS_SUFFIX)
        orphan = Fault("orphan-receipts", f"the document of these receipts, `{owner}`, was not found")
        odd[Role.RECEIPTS][path].append(orphan)
    of_documents = odd[Role.DOCUMENT]
    misnamed = {path: (*of_documents.pop(path, ()), fault) for path, fault in _misnamed(pairs, entries, policy).items()}
    lonely = {document.path: document for document in _lonely(pairs, misnamed, of_documents)}
    strays = {**odd[Role.SIDECAR], **odd[Role.EVIDENCE], **odd[Role.RECEIPTS], **misnamed}
    return Corpus(
        Documents(
            entries,
            policy,
            lonely,
            {path: tuple(found) for path, found in of_documents.items() if found},
            misnamed,
            count - len(misnamed),
        ),
        tuple(lonely.values()),
        evidence,
        tuple(sorted(pairs.sidecars.values())),
        tuple(Stray(path, tuple(found)) for path, found in sorted(strays.items()) if found),
        blobs,
        loose,
    )


def by_name(entries: Iterable[Entry], policy: Policy) -> Iterator[tuple[Role, Entry]]:
    """What each path's name makes it; paths that nothing is asked of are left out."""
    ignored = policy.ignored()
    settings = {"provgate.yaml", policy.outlets, policy.attesters, policy.witnesses, policy.timestamps.authorities}
    for entry in entries:
        path = entry.path
        name = path.rpartition("/")[2]
        sidecar = path.endswith(SUFFIX) and name != SUFFIX
        receipts = path.endswith(RECEIPTS_SUFFIX) and name != RECEIPTS_SUFFIX
        # A pattern that hides a document hides what belongs to it too, but none can hide that from its document.
        judged = path.removesuffix(SUFFIX) if sidecar else path.removesuffix(RECEIPTS_SUFFIX) if receipts else path
        if path in settings or _passed_over(name, entry) or (ignored is not None and ignored.match_file(judged)):
            continue
        if sidecar:
            yield Role.SIDECAR, entry
        elif receipts:
            yield Role.RECEIPTS, entry
        elif path.endswith(EVIDENCE_SUFFIXES):
            yield Role.EVIDENCE, entry
        else:
            yield Role.DOCUMENT, entry


def only_ignored(entries: Iterable[Entry], policy: Policy) -> int:
    """How many files the policy's patterns hide, if they hide all that could be checked; else 0."""
    if policy.ignored() is None or next(iter(by_name(entries, policy)), None) is not None:
        return 0
    return sum(1 for _found in by_name(entries, policy._replace(ignore=())))


def _passed_over(name: str, entry: Entry) -> bool:
    """Files that git itself needs, and what an interrupted provgate left behind uncommitted."""
    needed = name in PASSED_OVER and entry.kind is Kind.FILE and (name != KEPT_NAME or is_empty(entry))
    return needed or (not entry.tracked and files.is_temporary(name))


def _lonely(pairs: _Pairs, misnamed: Collection[str], odd: Mapping[str, list[Fault]]) -> Iterator[Document]:
    """The documents without a sidecar that counts, by path."""
    for path, entry in sorted(pairs.documents.items()):
        if path not in misnamed:
            yield Document(entry, None, (*odd.get(path, ()), missing_sidecar(path)))
    for path, (entry, sidecar) in sorted(pairs.untracked.items()):
        yield Document(entry, None, (*odd.get(path, ()), untracked_sidecar(sidecar.path, "untracked")))


def missing_sidecar(path: str) -> Fault:
    """The document is alone."""
    if path.rpartition("/")[2] == KEPT_NAME:
        told = f"`{KEPT_NAME}` is not empty, so it is a document without a sidecar"
        return Fault("missing-sidecar", told, f"move its text into a document, and run `: > {pathnames.quoted(path)}`")
    advice = f"run `provgate new {pathnames.quoted(path)}`, fill in the sidecar, and add both to the commit"
    return Fault("missing-sidecar", f"sidecar `{path.rpartition('/')[2]}{SUFFIX}` not found", advice)


def untracked_sidecar(path: str, state: str) -> Fault:
    """The sidecar is on disk, but a commit would not hold it."""
    return Fault("untracked-sidecar", *not_in_commit(path, state))


def not_in_commit(path: str, state: str) -> tuple[str, str]:
    """What to say of a file that is on disk and not in the commit, and of how to get it there."""
    quoted = pathnames.quoted(path)
    if state == "staged":
        message = f"`{path}` is staged, but this commit takes only the files named after `git commit`"
        return message, f"run `git commit` without file names, or name {quoted} too"
    force = "-f " if state == "ignored" else ""
    return f"`{path}` is {state}; the commit would not include it", f"run `git add {force}{quoted}`"


def _misnamed(pairs: _Pairs, entries: Iterable[Entry], policy: Policy) -> dict[str, Fault]:
    """Files that are sidecars by intention but not by name, with the document they speak for."""
    meant = {path: pathnames.meant_document(path) for path in pairs.documents}
    owners = set(filter(None, meant.values()))
    # Most corpora have no such name, and a look at all documents again is saved.
    there = (
        {entry.path for role, entry in by_name(entries, policy) if role is Role.DOCUMENT and entry.path in owners}
        if owners
        else set()
    )
    found = {}
    for path, owner in meant.items():
        if owner in there:
            right = owner + SUFFIX
            if owner not in pairs.documents:
                advice = f"keep one of the two: delete `{path}` or `{right}`"
                found[path] = Fault("duplicate-sidecar", f"a second sidecar for `{owner}`", advice)
            else:
                message = f"this looks like the sidecar of `{owner}`, but a sidecar's name ends in `.source.yaml`"
                advice = f"run `git mv {pathnames.quoted(path)} {pathnames.quoted(right)}`"
                found[path] = Fault("wrong-sidecar-suffix", message, advice)
    return found


_NOT_FILES = {
    Kind.SYMLINK: Fault("symlink", "is a symbolic link; documents, sidecars and evidence must be regular files"),
    Kind.SUBMODULE: Fault("submodule", "is another git repository; its files cannot be checked from here"),
    Kind.UNMERGED: Fault("unmerged", "has an unresolved merge conflict"),
    Kind.SPECIAL: Fault("special-file", "is neither a regular file nor a folder"),
}


def _of_name(entry: Entry) -> Iterator[Fault]:
    """What is wrong with a path by itself."""
    if entry.kind is not Kind.FILE:
        yield _NOT_FILES[entry.kind]
    if not pathnames.plain(entry.path):
        yield from pathnames.faults(entry.path)
