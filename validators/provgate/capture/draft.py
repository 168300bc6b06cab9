"""A capture → a draft: the document's text and the claims that the gate's own judgement supports.

Runs inside a bounded process. Nothing is adopted because an extractor says so: each proposal is judged as
`check` would judge it, and what is not supported stays empty.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from typing import NamedTuple

from provgate.capture import proposals, text
from provgate.capture.proposals import Proposal
from provgate.capture.walls import Seen, signs
from provgate.check.verify import Asked, Job, prove
from provgate.compare.outlet import names_outlet
from provgate.evidence.captures import mementos
from provgate.evidence.captures.capture import Chain, read_capture
from provgate.evidence.facts import Exchange, Statement
from provgate.evidence.pages import decode, doi
from provgate.evidence.pages.article import find_article
from provgate.evidence.pages.embedded import stated_blocks
from provgate.evidence.pages.outline import read_outline
from provgate.evidence.pages.roles import passages
from provgate.evidence.pages.statements import read_page
from provgate.findings import CannotCheckError, Judgement, Verdict
from provgate.formats.claims import Author, Claims
from provgate.formats.compose import Entry, author_value
from provgate.formats.policy import Limits
from provgate.formats.registries import Registry
from provgate.formats.shared_hosts import speaks_for_everyone
from provgate.values import languages, urls
from provgate.values.characters import slug

_SUFFIXES = {"text/plain": ".txt", "image/jpeg": ".jpg"}
_BEGINNINGS = {b"%PDF-": ".pdf", b"\x89PNG\r\n": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif"}
"""What files begin with: servers send some of them as `application/octet-stream`."""


_NOBODY = Author("-")
"""Stands where claims need an author and none is asked about."""


class Request(NamedTuple):
    """What to draft from: a capture, the URL in it, and how.

    `raw` wants the payload as the document; `document` is one that exists already; `outlet` a key that was given.
    """

    name: str
    capture: bytes
    origin: str
    raw: bool = False
    document: bytes | None = None
    outlet: str = ""
    registry: Registry = Registry()
    limits: Limits = Limits()


class NewOutlet(NamedTuple):
    """The registry entry that an unknown host would need."""

    key: str
    name: str
    domain: str


class Draft(NamedTuple):
    """What a capture yields: `entries` are the claims with where each came from, `suffix` the document's ending.

    `walls` are the warnings that say that this is not the page which was meant.
    """

    origin: str
    retrieved: str
    document: bytes
    suffix: str
    entries: tuple[Entry, ...]
    new_outlet: NewOutlet | None = None
    warnings: tuple[str, ...] = ()
    walls: tuple[str, ...] = ()


class _Page(NamedTuple):
    """The final response, read: its source and statements, both empty for what is no page."""

    final: Exchange
    is_html: bool
    source: str
    statements: tuple[Statement, ...]


def draft(request: Request) -> Draft:
    """The draft for this request; CannotCheckError when the capture does not hold the page."""
    origin, final = request.origin, _final(request)
    page = _read(final)
    outlet, new_outlet = _outlet(request, page)
    held = Claims(origin, "", (_NOBODY,), outlet.value if not new_outlet else "")
    document, suffix, text_warning = _document(request, held, page)
    date = _date(request, held, page)
    authors, place = _authors(request, held, page)
    title, language = proposals.title(page.statements), proposals.language(page.statements)
    entries = (
        Entry("origin", origin, _way(origin, final)),
        Entry("date", date.value, date.place),
        Entry("author", author_value(authors) if authors else "", place),
        Entry("outlet", outlet.value, outlet.place),
        *_optional("title", title),
        *_optional("language", language if language and not languages.fault(language.value) else None),
    )
    shown = _shown_text(page) if request.raw else document.decode("utf-8", "replace")
    seen = Seen(origin, final.url, title.value if title else "", page.source, shown)
    found = tuple(signs(seen)) if page.is_html else ()
    walls = tuple(sign.words for sign in found if sign.wall)
    warnings = (*(sign.words for sign in found), *text_warning)
    return Draft(origin, final.date, document, suffix, entries, new_outlet, warnings, walls)


def _way(origin: str, final: Exchange) -> str:
    """How the page answered for its origin, where that is not by itself."""
    memento = mementos.read(final.memento)
    if memento:
        return f"copy made by {memento.archive}, {memento.time}"
    return "" if _same(origin, final.url) else f"redirects to {final.url}"


def _final(request: Request) -> Exchange:
    """The response that the origin ends at."""
    capture = read_capture(request.capture, request.name, request.limits)
    if capture.faults:
        raise CannotCheckError(f"{request.name}: {capture.faults[0].message}")
    found = capture.find(request.origin)
    if isinstance(found, Chain):
        return found.final
    hint = f"; {found.advice}" if found.advice else ""
    raise CannotCheckError(f"{request.name}: {found.message}{hint}")


def _read(final: Exchange) -> _Page:
    if final.is_page:
        source = decode.decode(final.body, final.headers.get("content-type", ""))
        statements = read_page(decode.parse(source), source, final.url, final.headers)
        return _Page(final, True, source, tuple(statements))
    if final.media_type.endswith("json"):
        return _Page(final, False, "", tuple(doi.read(final.body.decode("utf-8", "replace"))))
    return _Page(final, False, "", ())


def _judged(request: Request, claims: Claims, document: bytes) -> dict[str, Judgement]:
    """The gate's own judgement of each claim."""
    job = Job(((request.name, request.capture),), (Asked("draft", claims, document, ("/evidence/0",)),), request.limits)
    return {judgement.claim: judgement for judgement in prove(job, request.registry)[0].judgements}


def _holds(request: Request, claim: str, claims: Claims, document: bytes = b"") -> bool:
    judgement = _judged(request, claims, document).get(claim)
    return judgement is not None and judgement.verdict is Verdict.SUPPORTED


def _document(request: Request, held: Claims, page: _Page) -> tuple[bytes, str, tuple[str, ...]]:
    """The document, its file ending, and a warning when the gate does not find its text supported."""
    if request.document is not None:
        return request.document, "", ()
    if request.raw or not page.is_html:
        return page.final.body, _suffix(page), ()
    tried = list(_texts(page))
    for candidate in tried:
        if _holds(request, "text", held, candidate.encode()):
            return candidate.encode(), ".txt", ()
    if not tried:
        return b"", ".txt", ()
    warning = "no reading of the main text holds against the page; correct the document by hand, or use --raw"
    return tried[0].encode(), ".txt", (warning,)


def _texts(page: _Page) -> Iterator[str]:
    """Candidates from what the page shows, then from what it says of itself in JSON-LD."""
    found = passages(find_article(decode.parse(page.source)))
    stated = [stated_blocks(said.value) for said in page.statements if said.about == "body"]
    yield from text.candidates(page.source, found, stated, text.trafilatura_text)


def _suffix(page: _Page) -> str:
    kind = page.final.media_type
    if page.is_html or kind.endswith("json"):
        return ".html" if page.is_html else ".json"
    for beginning, suffix in _BEGINNINGS.items():
        if page.final.body.startswith(beginning):
            return suffix
    return _SUFFIXES.get(kind) or mimetypes.guess_extension(kind) or ".bin"


def _shown_text(page: _Page) -> str:
    return "\n".join(block.text for block in read_outline(decode.parse(page.source)).blocks)


def _same(one: str, other: str) -> bool:
    return urls.normalise(one) == urls.normalise(other)


def _date(request: Request, held: Claims, page: _Page) -> Proposal:
    for proposal in dict.fromkeys(proposals.dates(page.statements)):
        if _holds(request, "date", held._replace(date=proposal.value)):
            return Proposal(proposal.value, f"from {proposal.place}")
    return Proposal("", "the page does not say plainly when it was published: find out, or have it attested")


def _authors(request: Request, held: Claims, page: _Page) -> tuple[tuple[Author, ...], str]:
    for proposal in dict.fromkeys(proposals.authors(page.statements)):
        if _holds(request, "author", held._replace(authors=proposal.authors)):
            return proposal.authors, f"from {proposal.place}"
    return (), "the page does not say plainly who wrote it: find out, or have it attested"


def _outlet(request: Request, page: _Page) -> tuple[Proposal, NewOutlet | None]:
    """The registry's outlet for the page's host; a new entry where it knows none."""
    host = urls.host_of(page.final.url)
    if request.outlet in request.registry.outlets:
        return Proposal(request.outlet, "given with --outlet"), None
    owners = request.registry.of_host(host)
    fitting = [o.key for o in owners if len(owners) == 1 or _names(request, page, o.key)]
    if len(fitting) == 1 and not request.outlet:
        return Proposal(fitting[0], f"from the host {host}"), None
    if owners and not request.outlet:
        known = ", ".join(owner.key for owner in owners[:5])
        return Proposal("", f"the host {host} belongs to several outlets: {known}"), None
    shared = speaks_for_everyone(host)
    if shared:
        return Proposal(request.outlet, f"{shared}, so it is not an outlet's own"), None
    new = _new_outlet(request, page, host)
    return Proposal(new.key, "not in the registry of outlets yet"), new


def _names(request: Request, page: _Page, key: str) -> bool:
    outlet = request.registry.outlets[key]
    named = [s.value for s in page.statements if s.about == "outlet" and s.rank < proposals.NEAR]
    return any(names_outlet(value, outlet) for value in named)


def _new_outlet(request: Request, page: _Page, host: str) -> NewOutlet:
    bare = host.removeprefix("www.")
    domain = host if speaks_for_everyone(bare) else bare
    named = proposals.outlet_name(page.statements)
    name = named.value if named else domain
    for key in (request.outlet, slug(name), slug(domain)):
        if key and key not in request.registry.outlets:
            return NewOutlet(key, name, domain)
    return NewOutlet(f"{slug(domain) or 'outlet'}-2", name, domain)


def _optional(key: str, found: Proposal | None) -> tuple[Entry, ...]:
    return (Entry(key, found.value, f"from {found.place}"),) if found else ()
