"""Bytes → subjects: sidecars, documents and evidence files of one batch of documents."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from provgate.check import receipts as witnessing
from provgate.check.settings import Trust
from provgate.corpus import pointers
from provgate.corpus.documents import EVIDENCE_SUFFIXES, Corpus, Document, not_in_commit, untracked_sidecar
from provgate.corpus.renames import moving
from provgate.corpus.snapshot import Content, Entry, Kind, Snapshot
from provgate.findings import Fault, Level, Place
from provgate.formats import claims as claims_room
from provgate.formats import schema, yaml_reader
from provgate.formats.claims import SUFFIX, Claims, EvidenceRef
from provgate.formats.yaml_reader import Parsed
from provgate.rules.rule import DocumentFacts, Subject

KEPT = 64 * 1024 * 1024
"""Bytes of evidence or documents that are held at once."""

_SUFFIXES = {"capture": (".warc", ".warc.gz", ".wacz"), "attestation": (".dsse.json",)}


class Exhibit(NamedTuple):
    """An evidence file that a sidecar names and that is whole and pinned: its entry's pointer, path and bytes."""

    ref: EvidenceRef
    path: str
    data: bytes


class Read(NamedTuple):
    """One document with everything that was read for it; `renamed` is evidence found under another name."""

    subject: Subject
    sidecar: bytes = b""
    document: Content = Content(b"", 0, "")
    exhibits: tuple[Exhibit, ...] = ()
    receipts: bytes | None = None
    renamed: tuple[str, ...] = ()


class Known(NamedTuple):
    """A sidecar's bytes with what the reader and the schema made of them; all empty where there is no sidecar."""

    raw: bytes = b""
    parsed: Parsed | None = None
    faults: tuple[Fault, ...] = ()
    claims: Claims | None = None


class Reader:
    """Reads batches of documents out of one snapshot; git's attributes are not asked for where nothing gives any."""

    def __init__(
        self, snapshot: Snapshot, corpus: Corpus, trust: Trust, now: datetime.datetime, *, attributes: bool = True
    ) -> None:
        self.snapshot = snapshot
        self.corpus = corpus
        self.trust = trust
        self.now = now
        self.attributes = attributes

    def read(self, batch: Sequence[Document], odd: Mapping[str, Sequence[Fault]]) -> Iterator[Read]:
        """The batch, one document at a time; `odd` holds what was noticed about paths across the corpus."""
        parsed = self._sidecars(batch)
        limits = self.trust.policy.limits
        wanted = [
            (document.entry, limits.page_bytes if known.claims and known.claims.evidence else pointers.LONGEST)
            for document, known in zip(batch, parsed, strict=True)
            if document.readable
        ]
        receipts = witnessing.read(self.snapshot, batch)
        contents = self.snapshot.load_many(wanted)
        exhibits = _Exhibits(self.snapshot, self.corpus, limits.capture_bytes)
        rewritten = self.snapshot.rewritten([document.path for document in batch]) if self.attributes else {}
        for document, known in zip(batch, parsed, strict=True):
            content = next(contents) if document.readable else None
            noticed = list(odd.get(document.path, ()))
            if document.path in rewritten:
                noticed.append(Fault("rewritten-bytes", _rewriting(rewritten[document.path])))
            one = self._one(document, known, content, exhibits, noticed)
            if document.path in receipts:
                one = one._replace(receipts=receipts[document.path])
            elif one.subject.require >= Level.WITNESSED or self.trust.policy.timestamps.require:
                absent = witnessing.absent(self.snapshot, document.path)
                faults = (*one.subject.faults, *witnessing.untimed(absent, self.trust.policy))
                one = one._replace(subject=one.subject._replace(witnessed=absent, faults=faults))
            yield one

    def subject(self, path: str, faults: Sequence[Fault]) -> Subject:
        """A subject that only faults of its path speak of."""
        trust = self.trust
        return Subject(path, faults=tuple(faults), policy=trust.policy, registry=trust.registry, now=self.now)

    def _sidecars(self, batch: Sequence[Document]) -> list[Known]:
        entries = [d.sidecar for d in batch if d.sidecar is not None and d.sidecar.kind is Kind.FILE]
        contents = self.snapshot.load_many((entry, yaml_reader.MAX_BYTES + 1) for entry in entries)
        return [
            read_claims(next(contents).data) if d.sidecar is not None and d.sidecar.kind is Kind.FILE else Known()
            for d in batch
        ]

    def _one(
        self, document: Document, known: Known, content: Content | None, exhibits: _Exhibits, odd: Sequence[Fault]
    ) -> Read:
        shown, of_evidence = exhibits.of(document, known.claims) if known.claims else ((), ())
        subject = Subject(
            document.path,
            sidecar_path=document.sidecar.path if document.sidecar else None,
            parsed=known.parsed,
            claims=known.claims,
            document=DocumentFacts(content.sha256, content.size) if content else None,
            faults=(*document.faults, *odd, *self._of_bytes(document, known.raw, content), *known.faults, *of_evidence),
            policy=self.trust.policy,
            registry=self.trust.registry,
            now=self.now,
            proposed=self.trust.proposed,
            witnesses=self.trust.witnesses,
        )
        named = named_evidence(document, known.claims)
        renamed = tuple(exhibits.renamed[path] for path in named if path in exhibits.renamed)
        return Read(subject, known.raw, content or Content(b"", 0, ""), shown, renamed=renamed)

    def _of_bytes(self, document: Document, raw: bytes, content: Content | None) -> Iterator[Fault]:
        """What only the bytes, or the disk, tell."""
        if document.sidecar is None and not any(fault.kind == "untracked-sidecar" for fault in document.faults):
            path = document.path + SUFFIX
            state = self.snapshot.untracked(path)
            if state:
                yield untracked_sidecar(path, state)
        if content is not None and pointers.is_pointer(content.data, content.size):
            yield Fault("lfs-pointer", "is a Git LFS pointer or the like, not the content of the document")
        if pointers.is_pointer(raw, len(raw)):
            yield Fault("lfs-pointer", "is a Git LFS pointer or the like, not the content of the sidecar")
        if content is not None and content.size == 0:
            yield Fault("empty-document", "the document is empty")


def _rewriting(attribute: str) -> str:
    if attribute.startswith("export-"):
        return f"`git archive` changes these bytes or leaves them out: {attribute}"
    return f"git rewrites these bytes on checkout: {attribute}"


def read_claims(raw: bytes) -> Known:
    """A sidecar's bytes with what the reader and the schema make of them; claims only when both accept."""
    parsed = yaml_reader.read(raw)
    faults = schema.check("sidecar", parsed.data) if parsed.data is not None else ()
    valid = parsed.data is not None and not parsed.faults and not faults
    return Known(
        raw,
        parsed,
        (*parsed.faults, *faults),
        claims_room.from_data(parsed.data) if valid and parsed.data is not None else None,
    )


class _Exhibits:
    """Evidence files by path; those of one batch are loaded once, as far as KEPT bytes go."""

    def __init__(self, snapshot: Snapshot, corpus: Corpus, limit: int) -> None:
        self.snapshot = snapshot
        self.corpus = corpus
        self.limit = limit
        self._loaded: dict[str, Content] = {}
        self._digests: dict[str, str] = {}
        self.renamed: dict[str, str] = {}
        """Where the pinned file is now, by the path at which a sidecar names it."""
        self._bytes = 0

    def of(self, document: Document, claims: Claims) -> tuple[tuple[Exhibit, ...], tuple[Fault, ...]]:
        """The usable evidence of one document, and what is wrong with the rest."""
        found: list[Exhibit] = []
        faults: list[Fault] = []
        for ref in claims.evidence:
            result = self._exhibit(document, ref)
            if isinstance(result, Exhibit):
                found.append(result)
            else:
                faults.append(result)
        return tuple(found), tuple(faults)

    def _exhibit(self, document: Document, ref: EvidenceRef) -> Exhibit | Fault:
        at = f"{ref.pointer}/path"
        if not safe_reference(ref.path):
            return Fault("unsafe-evidence-path", f"`{ref.path}` does not stay in the sidecar's folder", place=Place(at))
        path = beside(document.path, ref.path)
        entry = self.corpus.evidence.get(path)
        if entry is None or not path.endswith(_SUFFIXES[ref.kind]):
            return self._no_entry(path, ref, at)
        if entry.kind is not Kind.FILE:
            return Fault(
                "evidence-not-found", f"`{ref.path}` is a {entry.kind.value}, not a regular file", place=Place(at)
            )
        if document.entry.tracked and not entry.tracked:
            return self._not_added(path, at, "untracked")
        return self._pinned(entry, ref)

    def _no_entry(self, path: str, ref: EvidenceRef, at: str) -> Fault:
        if not path.endswith(_SUFFIXES[ref.kind]):
            wanted = " or ".join(_SUFFIXES[ref.kind])
            return Fault("evidence-kind", f"a {ref.kind} is named {wanted}, and `{ref.path}` is not", place=Place(at))
        state = self.snapshot.untracked(path)
        if state:
            return self._not_added(path, at, state)
        found = self._elsewhere(path, ref)
        if found is None:
            return Fault("evidence-not-found", f"`{ref.path}` not found", place=Place(at))
        self.renamed[path] = found.path
        message = f"`{ref.path}` not found: `{found.path}` is the pinned file"
        return Fault("evidence-not-found", message, moving(self.snapshot, found, path), Place(at))

    def _elsewhere(self, path: str, ref: EvidenceRef) -> Entry | None:
        """The pinned file under another name: in the sidecar's folder or below it, or of the same name elsewhere."""
        folder, name = path[: -len(ref.path)], path.rpartition("/")[2]
        for entry in self.corpus.evidence.values():
            near = entry.path.startswith(folder) or entry.path.rpartition("/")[2] == name
            if near and entry.kind is Kind.FILE and self._digest(entry) == ref.sha256:
                return entry
        return None

    def _digest(self, entry: Entry) -> str:
        if entry.path not in self._digests:
            self._digests[entry.path] = self.snapshot.load_apart(entry, 0).sha256
        return self._digests[entry.path]

    def _not_added(self, path: str, at: str, state: str) -> Fault:
        return Fault("evidence-not-found", *not_in_commit(path, state), Place(at))

    def _pinned(self, entry: Entry, ref: EvidenceRef) -> Exhibit | Fault:
        content = self._loaded.get(entry.path)
        if content is None:
            content = self._load(entry)
        if content.sha256 != ref.sha256:
            message = f"`{ref.path}` is not the pinned file; its SHA-256 is {content.sha256}"
            return Fault("evidence-changed", message, place=Place(f"{ref.pointer}/sha256"))
        if not content.whole:
            message = f"`{ref.path}` has {content.size:,} bytes; the policy allows {self.limit:,}"
            return Fault("capture-too-large", message, place=Place(ref.pointer))
        return Exhibit(ref, entry.path, content.data)

    def _load(self, entry: Entry) -> Content:
        content = self.snapshot.load_apart(entry, self.limit)
        self._bytes += len(content.data)
        if self._bytes > KEPT:
            self._loaded.clear()
            self._bytes = len(content.data)
        self._loaded[entry.path] = content
        return content


def beside(document: str, reference: str) -> str:
    """The path of an evidence reference, seen from the root."""
    folder, slash, _ = document.rpartition("/")
    return folder + slash + reference


def safe_reference(path: str) -> bool:
    """Whether a reference stays in or below the sidecar's folder on every system."""
    parts = unicodedata.normalize("NFKC", path).split("/")
    return (
        not any(part in ("", ".", "..") for part in parts)
        and not any(c in path for c in "\\:\0\n")
        and not path.startswith("~")
    )


def named_evidence(document: Document, claims: Claims | None) -> Iterator[str]:
    """The evidence paths that a sidecar names, usable or not."""
    for ref in claims.evidence if claims else ():
        if ref.path.endswith(EVIDENCE_SUFFIXES):
            yield beside(document.path, ref.path)
