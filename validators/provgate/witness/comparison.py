"""A page that was just fetched, held against a document by the gate's own comparison; runs in a bounded process."""

from __future__ import annotations

from typing import NamedTuple

from provgate.capture import proposals, text, walls
from provgate.check.sandbox import bounded
from provgate.check.verify import Asked, Job, prove
from provgate.check.webpage import WebPages
from provgate.evidence.captures.capture import Chain, read_capture
from provgate.evidence.pages import decode
from provgate.findings import CLAIMS, Judgement, Verdict
from provgate.formats.claims import Claims
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry

_AT_FAULT = "retrieved-differs"
_LONGEST = 200


class Question(NamedTuple):
    """A document and its claims, and the WARC of what their origin gives now."""

    path: str
    claims: Claims
    document: bytes | None
    capture: bytes
    registry: Registry
    limits: Limits


class Answer(NamedTuple):
    """The verdict of each claim, what differs (a sentence each), and why this may not be the page at all."""

    verdicts: dict[str, str]
    differences: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether every claim holds, and nothing is contradicted."""
        return not self.differences and set(self.verdicts.values()) == {Verdict.SUPPORTED.value}


def compare(question: Question) -> Answer:
    """The answer; CannotCheckError when reading the page goes beyond the policy's limits."""
    return bounded(answer, question, question.limits)


def answer(question: Question) -> Answer:
    """The same in this process."""
    asked = Asked(question.path, question.claims._replace(retrieved=""), question.document, ("/evidence/0",))
    [proof] = prove(Job((("fetched.warc.gz", question.capture),), (asked,), question.limits), question.registry)
    found = {judgement.claim: judgement.verdict.value for judgement in proof.judgements}
    verdicts = {claim: found.get(claim, Verdict.UNCHECKED.value) for claim in CLAIMS}
    found_out = Answer(verdicts, tuple(_difference(j) for j in proof.judgements if differs(j)))
    faults = tuple(fault.message for fault in proof.faults if fault.kind != _AT_FAULT)
    if found_out.agrees:
        return found_out
    return found_out._replace(doubts=faults or doubts(question))


def differs(judgement: Judgement) -> bool:
    """Whether the page no longer says what the sidecar does: what `check` reports as an error."""
    if judgement.claim in CLAIMS:
        return judgement.verdict is not Verdict.SUPPORTED
    return judgement.claim == "title" and judgement.verdict is Verdict.CONTRADICTED


def _difference(judgement: Judgement) -> str:
    return f"{judgement.claim}: {judgement.detail or f'the page states {judgement.stated!r}'}"[:_LONGEST]


def doubts(question: Question) -> tuple[str, ...]:
    """The signs that the page is a wall, a stand-in or a detour; no other payload has any."""
    chain = read_capture(question.capture, "fetched.warc.gz", question.limits).find(question.claims.origin)
    if not isinstance(chain, Chain):
        return (chain.message,)
    page = WebPages().read(0, chain.final)
    if page.tree is None:
        return ()
    source = decode.decode(chain.final.body, chain.final.headers.get("content-type", ""))
    title = proposals.title(page.statements)
    shown, visible = text.shown(page.text)
    seen = walls.Seen(question.claims.origin, chain.final.url, title.value if title else "", source, shown, visible)
    return tuple(sign.words for sign in walls.signs(seen))
