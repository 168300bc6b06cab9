"""Documents with the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from provgate.corpus.documents import Corpus, Document
from provgate.corpus.repeated import Keys
from provgate.corpus.snapshot import Snapshot
from provgate.findings import Fault


def same_bytes(snapshot: Snapshot, corpus: Corpus) -> dict[str, Fault]:
    """For each document whose bytes an earlier one has: what is to be said.

    Git has hashed every blob already; only bytes on disk are hashed here, and only where another
    document of the corpus could have them.
    """
    if not corpus.loose and not corpus.blobs.repeated():
        return {}
    name = _naming(snapshot, corpus)
    keys = Keys()
    for document in corpus.documents:
        keys.add(name(document) if document.readable else document.path)
    repeated = keys.repeated()
    if not repeated:
        return {}
    alike = (document for document, key in zip(corpus.documents, keys, strict=True) if key in repeated)
    first_of = duplicates([(document.path, name(document)) for document in alike if document.readable])
    return {path: Fault("duplicate-document", f"has the same bytes as `{first}`") for path, first in first_of.items()}


def _naming(snapshot: Snapshot, corpus: Corpus) -> Callable[[Document], str]:
    """What gives a document a name for its bytes: equal exactly when the bytes are."""
    known = next(filter(None, (document.entry.object_id for document in corpus.documents)), "")
    if known:
        digits = len(known)
        return lambda document: document.entry.object_id or snapshot.blob_id(document.path, digits)
    sizes = Counter(snapshot.size_on_disk(document.path) for document in corpus.documents if document.readable)
    return lambda document: (
        snapshot.load(document.entry, 0).sha256 if sizes[snapshot.size_on_disk(document.path)] > 1 else document.path
    )


def duplicates(shas: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For (path, SHA-256) pairs: each path whose bytes an earlier path already has, with that path."""
    first: dict[str, str] = {}
    return {path: first[sha] for path, sha in shas if first.setdefault(sha, path) != path}
