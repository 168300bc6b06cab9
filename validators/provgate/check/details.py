"""What a judgement rested on, gathered only where somebody asks for it (`check --format jsonl`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from provgate.findings import Details, DocumentResult, Finding, Piece, Response, Signer, Weighed

if TYPE_CHECKING:
    from provgate.check.load import Read
    from provgate.check.verify import Proof
    from provgate.evidence.captures.capture import Chain
    from provgate.evidence.facts import Statement

_CLAIMED = frozenset(
    {"author", "date", "modified", "outlet", "title", "canonical", "identifier", "language", "license"}
)
_MOST, _LONGEST = 1000, 4000
"""Statements of one page that are told, and characters of each: a page may hold any number."""


class Seen(NamedTuple):
    """What one capture showed: its entry's pointer, the responses, and what their page states."""

    pointer: str
    chain: tuple[Response, ...]
    weighed: tuple[Weighed, ...]
    omitted: int = 0


def seen(pointer: str, chain: Chain, statements: Sequence[Statement]) -> Seen:
    """This chain and these statements, as far as they fit."""
    about = [one for one in statements if one.about in _CLAIMED]
    return Seen(
        pointer,
        tuple(Response(e.url, e.status, e.date, e.record_id) for e in chain.exchanges),
        tuple(Weighed(pointer, s.about, s.value[:_LONGEST], s.place, int(s.rank)) for s in about[:_MOST]),
        max(0, len(about) - _MOST),
    )


def details(
    read: Read,
    proof: Proof | None,
    signers: Sequence[tuple[str, Signer]],
    result: DocumentResult,
    findings: Sequence[Finding],
) -> Details:
    """Everything about one document; `signers` come with the pointer of the attestation that they signed."""
    subject = read.subject
    shown = proof.seen if proof is not None else ()
    claims = subject.parsed.data if subject.parsed is not None else None
    return Details(
        result,
        tuple(sorted(findings, key=Finding.sort_key)),
        subject.document.sha256 if subject.document is not None else "",
        claims or {},
        tuple(_pieces(read, shown, signers)),
        tuple(one for each in shown for one in each.weighed),
    )


def _pieces(read: Read, shown: Sequence[Seen], signers: Sequence[tuple[str, Signer]]) -> Iterator[Piece]:
    claims = read.subject.claims
    for ref in claims.evidence if claims is not None else ():
        mine = [one for one in shown if one.pointer == ref.pointer]
        yield Piece(
            ref.pointer,
            ref.kind,
            ref.path,
            ref.sha256,
            tuple(response for one in mine for response in one.chain),
            tuple(signer for pointer, signer in signers if pointer == ref.pointer),
            sum(one.omitted for one in mine),
        )
