"""Documents with the same bytes."""

from __future__ import annotations

from collections import defaultdict

from provgate.corpus import Corpus, Document, Oddity, duplicates
from provgate.snapshot import Snapshot


def same_bytes(snapshot: Snapshot, corpus: Corpus) -> dict[str, Oddity]:
    """For each document whose bytes an earlier one has: what is to be said.

    Git has hashed every blob already; only bytes on disk are hashed here, and only where another
    document of the corpus could have them.
    """
    documents = [document for document in corpus.documents if document.readable]
    identities = _identities(snapshot, documents)
    first_of = duplicates([(document.path, identities[document.path]) for document in documents])
    return {path: Oddity("duplicate-document", other=first) for path, first in first_of.items()}


def _identities(snapshot: Snapshot, documents: list[Document]) -> dict[str, str]:
    """A name for the bytes of each document: equal exactly when the bytes are."""
    known = {document.path: document.entry.object_id or "" for document in documents}
    loose = [document.path for document in documents if document.entry.object_id is None]
    if not loose:
        return known
    if len(loose) < len(documents):
        digits = len(next(identity for identity in known.values() if identity))
        return {**known, **{path: snapshot.blob_id(path, digits) for path in loose}}
    by_size = defaultdict(list)
    for path in loose:
        by_size[snapshot.size_on_disk(path)].append(path)
    crowded = [path for group in by_size.values() if len(group) > 1 for path in group]
    return {**{path: path for path in loose}, **{path: snapshot.blob_id(path, 40) for path in crowded}}
