"""Which of a document's captures speaks: one of them supports everything, and none of them may contradict it.

Two captures never add up, else the text of one page would pass under the author of another. What may stand
beside the capture of a file is its landing page, which names that file as its own, or the registry's record
of a DOI; either speaks for date, author and outlet, and never for the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from provgate.check.webpage import WebPage, WebPages
from provgate.compare import claims as verdicts
from provgate.compare.outlet import DOI_REGISTRIES, DOI_RESOLVERS
from provgate.evidence.captures.capture import Capture, Chain
from provgate.evidence.pages.files import files_of
from provgate.findings import CLAIMS, OPTIONAL_CLAIMS, Fault, Judgement, Verdict
from provgate.formats.claims import Claims
from provgate.formats.registries import Outlet, Registry
from provgate.values import urls

BESIDE = ("date", "author", "outlet")
"""What a landing page and a DOI record may speak for."""


class Exhibit(NamedTuple):
    """A readable capture of the job: its number, its pointer, and what is wrong where it has no page of the origin."""

    number: int
    capture: Capture
    pointer: str
    missing: Fault | None


class Beside(NamedTuple):
    """What stands beside the origin: each such page's judgements and chain, and the faults of captures that do not."""

    judged: tuple[tuple[Judgement, ...], ...] = ()
    chains: tuple[tuple[str, Chain], ...] = ()
    faults: tuple[Fault, ...] = ()


def one_source(
    sources: Sequence[tuple[Judgement, ...]], beside: Sequence[tuple[Judgement, ...]]
) -> tuple[Judgement, ...]:
    """One judgement a claim: a contradiction of any source, else the word of the source that supports most."""
    chosen = list(max(sources, key=_support, default=()))
    helper = max(beside, key=_support, default=())
    for judgement in helper:
        at = next((place for place, own in enumerate(chosen) if own.claim == judgement.claim), None)
        if at is None:
            chosen.append(judgement)
        elif chosen[at].verdict is Verdict.UNSUPPORTED:
            chosen[at] = judgement
    against = {
        j.claim: j for told in (*beside[::-1], *sources[::-1]) for j in told if j.verdict is Verdict.CONTRADICTED
    }
    told = [against.pop(judgement.claim, judgement) for judgement in chosen]
    return tuple(sorted((*told, *against.values()), key=_in_order))


def _support(judgements: Iterable[Judgement]) -> int:
    return sum(judgement.verdict is Verdict.SUPPORTED for judgement in judgements)


def _in_order(judgement: Judgement) -> int:
    return (*CLAIMS, *OPTIONAL_CLAIMS).index(judgement.claim)


def beside_origin(
    claims: Claims,
    exhibits: Sequence[Exhibit],
    chains: Sequence[tuple[str, Chain]],
    registry: Registry,
    reader: WebPages,
) -> Beside:
    """The landing pages and DOI records among the captures; the others that lack the origin have that as a fault."""
    judged: list[tuple[Judgement, ...]] = []
    found: list[tuple[str, Chain]] = []
    faults: list[Fault] = []
    is_file = all(_is_file(chain, exhibits, pointer, reader) for pointer, chain in chains)
    for exhibit in exhibits if is_file or any(exhibit.missing for exhibit in exhibits) else ():
        chain = _first(exhibit, claims.origin) if is_file else None
        page = reader.read(exhibit.number, chain.final) if chain else None
        if chain and page and _speaks_for(claims, chain, page, registry):
            judged.append(_judge(claims, chain, page, registry))
            found.append((exhibit.pointer, chain))
        elif exhibit.missing:
            faults.append(exhibit.missing)
    return Beside(tuple(judged), tuple(found), tuple(faults))


def _is_file(chain: Chain, exhibits: Sequence[Exhibit], pointer: str, reader: WebPages) -> bool:
    """Whether the origin's own answer is no page that could speak for itself."""
    number = next(exhibit.number for exhibit in exhibits if exhibit.pointer == pointer)
    return reader.read(number, chain.final).tree is None


def _first(exhibit: Exhibit, origin: str) -> Chain | None:
    """The page that a capture was made of: that of its first response, unless this is the origin's own."""
    first = next(iter(exhibit.capture.urls), "")
    if not first or first == urls.normalise(origin):
        return None
    chain = exhibit.capture.find(first)
    return chain if isinstance(chain, Chain) else None


def _speaks_for(claims: Claims, chain: Chain, page: WebPage, registry: Registry) -> bool:
    """Whether this page is the landing page of exactly the origin, or the registry's record of it."""
    name = doi_of(claims.origin)
    if name and urls.host_of(chain.final.url) in DOI_REGISTRIES:
        return any(s.about == "identifier" and s.value.lower() == name for s in page.statements)
    outlet = registry.outlets.get(claims.outlet)
    return (
        page.tree is not None and outlet is not None and _names(claims.origin, chain.final.url, page, outlet, registry)
    )


def _names(origin: str, url: str, page: WebPage, outlet: Outlet, registry: Registry) -> bool:
    """Whether an outlet's page names this file as its own; a plain link counts only within the outlet's own hosts."""
    assert page.tree is not None
    host = urls.host_of(origin)
    is_own = outlet.owns(host)
    if not host or not outlet.owns(urls.host_of(url)) or not (is_own or not registry.of_host(host)):
        return False
    files, wanted = files_of(page.tree, url), urls.normalise(origin)
    return wanted in files.own or (is_own and files.only_link(wanted))


def doi_of(origin: str) -> str:
    """The DOI that an origin names (`doi:10.1000/182`, `https://doi.org/10.1000/182`), in lower case; "" for others."""
    parts = urls.split(origin)
    if parts is None:
        return ""
    if parts.scheme == "doi":
        return unquote(parts.path).lower()
    return unquote(parts.path).removeprefix("/").lower() if parts.host in DOI_RESOLVERS else ""


def _judge(claims: Claims, chain: Chain, page: WebPage, registry: Registry) -> tuple[Judgement, ...]:
    outlet = registry.outlets.get(claims.outlet)
    told = verdicts.judge_page(claims, outlet, registry, chain.exchanges, page.statements, page.tree)
    return tuple(judgement for judgement in told if judgement.claim in BESIDE)
