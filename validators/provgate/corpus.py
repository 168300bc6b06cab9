"""A snapshot → documents with their sidecars, evidence, and everything odd about the paths.

What stands beside what is decided here by names alone; the bytes come later.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from provgate import files, pathnames
from provgate.policy import Policy
from provgate.sidecar import SUFFIX
from provgate.snapshot import Entry, Kind, within

EVIDENCE_SUFFIXES = (".warc", ".warc.gz", ".wacz", ".dsse.json")
PASSED_OVER = frozenset({".gitkeep", ".gitignore", ".gitattributes"})


class Oddity(NamedTuple):
    """Something that the corpus noticed about one path; `kind` names the rule that reports it.

    `detail` completes the message; `other` is the path it is about, `advice` the way to mend it.
    """

    kind: str
    detail: str = ""
    other: str = ""
    advice: str = ""


class Document(NamedTuple):
    """A document, its sidecar (None when the snapshot has none that counts) and what is odd about them."""

    entry: Entry
    sidecar: Entry | None
    oddities: tuple[Oddity, ...] = ()

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
    oddities: tuple[Oddity, ...]


class Corpus(NamedTuple):
    """The documents, the evidence files by path, the orphaned sidecars and other strays; all sorted by path."""

    documents: tuple[Document, ...] = ()
    evidence: Mapping[str, Entry] = {}
    orphans: tuple[Entry, ...] = ()
    strays: tuple[Stray, ...] = ()


class Sorting(NamedTuple):
    """The paths by what their names make them."""

    documents: dict[str, Entry]
    sidecars: dict[str, Entry]
    evidence: dict[str, Entry]


def assemble(entries: Iterable[Entry], policy: Policy) -> Corpus:
    """Pair documents with sidecars and notice what is odd; linear in the number of paths."""
    sorting = sort_by_name(entries, policy)
    everything = {**sorting.documents, **sorting.sidecars, **sorting.evidence}
    odd = _name_oddities(everything)
    misnamed = _misnamed(sorting)
    homeless = _by_basename(sorting)
    documents = []
    for path, entry in sorting.documents.items():
        if path in misnamed:
            odd[path].append(misnamed[path])
            continue
        sidecar = sorting.sidecars.get(path + SUFFIX)
        odd[path] += _pairing(path, entry, sidecar, homeless)
        counted = sidecar if sidecar is not None and not _untracked_beside(entry, sidecar) else None
        documents.append(Document(entry, counted, tuple(odd.pop(path))))
    orphans = tuple(entry for path, entry in sorting.sidecars.items() if not _owner(path, sorting, misnamed))
    strays = tuple(Stray(path, tuple(oddities)) for path, oddities in sorted(odd.items()) if oddities)
    return Corpus(tuple(documents), sorting.evidence, orphans, strays)


def sort_by_name(entries: Iterable[Entry], policy: Policy) -> Sorting:
    """What each path's name makes it; paths that nothing is asked of are left out."""
    ignored = policy.ignored() if policy.ignore else None
    settings = {"provgate.yaml", policy.outlets, policy.attesters}
    sorting = Sorting({}, {}, {})
    for entry in entries:
        path = entry.path
        name = path.rpartition("/")[2]
        sidecar = path.endswith(SUFFIX) and name != SUFFIX
        # A pattern that hides a document hides its sidecar too, but none can hide a sidecar from its document.
        judged = path.removesuffix(SUFFIX) if sidecar else path
        if path in settings or _passed_over(name, entry) or (ignored is not None and ignored.match_file(judged)):
            continue
        if sidecar:
            sorting.sidecars[path] = entry
        elif path.endswith(EVIDENCE_SUFFIXES):
            sorting.evidence[path] = entry
        else:
            sorting.documents[path] = entry
    return sorting


def _passed_over(name: str, entry: Entry) -> bool:
    """Files that git itself needs, and what an interrupted provgate left behind uncommitted."""
    return (name in PASSED_OVER and entry.kind is Kind.FILE) or (not entry.tracked and files.is_temporary(name))


def _owner(path: str, sorting: Sorting, misnamed: Mapping[str, Oddity]) -> bool:
    owner = path.removesuffix(SUFFIX)
    return owner in sorting.documents and owner not in misnamed


def _untracked_beside(document: Entry, sidecar: Entry) -> bool:
    """A sidecar that git does not know beside a document that it does: the commit would hold only the document."""
    return document.tracked and not sidecar.tracked


def _pairing(path: str, entry: Entry, sidecar: Entry | None, homeless: Mapping[str, list[str]]) -> list[Oddity]:
    if sidecar is None:
        elsewhere = homeless.get(path.rpartition("/")[2] + SUFFIX, ())
        if elsewhere:
            move = f"run `git mv {pathnames.quoted(elsewhere[0])} {pathnames.quoted(path + SUFFIX)}`"
            return [missing_sidecar(path), Oddity("misplaced-sidecar", other=elsewhere[0], advice=move)]
        return [missing_sidecar(path)]
    if _untracked_beside(entry, sidecar):
        return [untracked_sidecar(sidecar.path, "untracked")]
    return []


def missing_sidecar(path: str) -> Oddity:
    """The document stands alone."""
    advice = f"run `provgate new {pathnames.quoted(path)}`, fill in what it writes, and add both to the commit"
    return Oddity("missing-sidecar", other=path.rpartition("/")[2] + SUFFIX, advice=advice)


def untracked_sidecar(path: str, state: str) -> Oddity:
    """The sidecar is on disk, but a commit would not hold it."""
    force = "-f " if state == "ignored" else ""
    return Oddity("untracked-sidecar", state, path, f"run `git add {force}{pathnames.quoted(path)}`")


def _by_basename(sorting: Sorting) -> Mapping[str, list[str]]:
    """Sidecars without a document beside them, by their file name."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorting.sidecars:
        if path.removesuffix(SUFFIX) not in sorting.documents:
            found[path.rpartition("/")[2]].append(path)
    return found


def _misnamed(sorting: Sorting) -> dict[str, Oddity]:
    """Files that are sidecars by intention but not by name, with the document they speak for."""
    found = {}
    for path in sorting.documents:
        owner = pathnames.meant_document(path)
        if owner and owner in sorting.documents and path + SUFFIX not in sorting.sidecars:
            right = owner + SUFFIX
            kind = "duplicate-sidecar" if right in sorting.sidecars else "wrong-sidecar-suffix"
            advice = (f"keep one of the two: delete `{path}` or `{right}`" if kind == "duplicate-sidecar"
                      else f"run `git mv {pathnames.quoted(path)} {pathnames.quoted(right)}`")
            found[path] = Oddity(kind, other=owner, advice=advice)
    return found


_KIND_ODDITIES = {Kind.SYMLINK: "symlink", Kind.SUBMODULE: "submodule", Kind.UNMERGED: "unmerged",
                  Kind.SPECIAL: "special-file"}


def _name_oddities(everything: Mapping[str, Entry]) -> dict[str, list[Oddity]]:
    """What is wrong with each path by itself, and with paths that other file systems cannot tell apart."""
    odd: dict[str, list[Oddity]] = defaultdict(list)
    twins = _folders(everything)
    for path, entry in everything.items():
        if entry.kind is not Kind.FILE:
            odd[path].append(Oddity(_KIND_ODDITIES[entry.kind]))
        if not pathnames.plain(path):
            odd[path] += [Oddity(kind, detail) for kind, detail in pathnames.faults(path)]
        first = twins.setdefault(_folded(path), path)
        if first != path:
            odd[path].append(Oddity("path-collision", other=first))
    return odd


def _folders(paths: Iterable[str]) -> dict[str, str]:
    """Every folder by its folded path: a file of that name could not stand beside it."""
    found: dict[str, str] = {}
    todo = {path.rpartition("/")[0] for path in paths}
    while todo:
        found.update((_folded(folder), folder) for folder in sorted(todo))
        todo = {folder.rpartition("/")[0] for folder in todo} - {""}
    return found


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


def duplicates(shas: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For (path, SHA-256) pairs: each path whose bytes an earlier path already has, with that path."""
    first: dict[str, str] = {}
    return {path: first[sha] for path, sha in shas if first.setdefault(sha, path) != path}
