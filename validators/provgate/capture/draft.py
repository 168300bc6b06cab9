"""A capture → a draft: the document's text and the claims that the gate's own judgement supports.

Runs inside a bounded process. Nothing is adopted because an extractor says so: each proposal is judged as
`check` would judge it, and what is not supported stays empty.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from provgate.capture import proposals, text
from provgate.capture.proposals import Proposal
from provgate.capture.text import Held
from provgate.capture.walls import Seen, signs
from provgate.check.verify import Asked, Job, prove
from provgate.compare.outlet import names_outlet
from provgate.compare.text.pagetext import PageText
from provgate.evidence.captures import mementos
from provgate.evidence.captures.capture import Chain, read_capture
from provgate.evidence.facts import Exchange, Statement
from provgate.evidence.pages import decode, doi
from provgate.evidence.pages.embedded import stated_blocks
from provgate.evidence.pages.roles import Role
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


_UNJUDGED = Judgement("text", Verdict.UNCHECKED, detail="it was not compared")
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
    markdown: bool = False
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

    `walls` are the warnings that say that this is not the page which was meant; `held` is what the document holds of
    the article, None where there is none to hold.
    """

    origin: str
    retrieved: str
    document: bytes
    suffix: str
    entries: tuple[Entry, ...]
    new_outlet: NewOutlet | None = None
    warnings: tuple[str, ...] = ()
    walls: tuple[str, ...] = ()
    held: Held | None = None


class _Page(NamedTuple):
    """The final response, read: its source, its statements and its text, all empty for what is no page."""

    final: Exchange
    is_html: bool
    source: str
    statements: tuple[Statement, ...]
    text: PageText = PageText(None)
    tree: LexborHTMLParser | None = None


def draft(request: Request) -> Draft:
    """The draft for this request; CannotCheckError when the capture does not hold the page."""
    origin, final = request.origin, _final(request)
    page = _read(final)
    outlet, new_outlet = _outlet(request, page)
    held = Claims(origin, "", (_NOBODY,), outlet.value if not new_outlet else "")
    document = _document(request, held, page)
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
    article, visible = text.shown(page.text)
    shown = article if request.raw else document.content.decode("utf-8", "replace")
    seen = Seen(origin, final.url, title.value if title else "", page.source, shown, visible)
    found = tuple(signs(seen)) if page.is_html else ()
    walls = tuple(sign.words for sign in found if sign.wall)
    warnings = (*(sign.words for sign in found), *document.warnings)
    made = Draft(origin, final.date, document.content, document.suffix, entries, new_outlet, warnings, walls)
    return made._replace(held=document.held)


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
        tree = decode.parse(source)
        statements = tuple(read_page(tree, source, final.url, final.headers))
        bodies = [statement.value for statement in statements if statement.about == "body"]
        return _Page(final, True, source, statements, PageText(tree, bodies=bodies), tree)
    if final.media_type.endswith("json"):
        return _Page(final, False, "", tuple(doi.read(final.body.decode("utf-8", "replace"))))
    return _Page(final, False, "", ())


def _judged(request: Request, claims: Claims, document: bytes, name: str = "draft") -> dict[str, Judgement]:
    """The gate's own judgement of each claim."""
    job = Job(((request.name, request.capture),), (Asked(name, claims, document, ("/evidence/0",)),), request.limits)
    return {judgement.claim: judgement for judgement in prove(job, request.registry)[0].judgements}


def _holds(request: Request, claim: str, claims: Claims, document: bytes = b"") -> bool:
    judgement = _judged(request, claims, document).get(claim)
    return judgement is not None and judgement.verdict is Verdict.SUPPORTED


class _Document(NamedTuple):
    """A document, its file ending, warnings about its text, and what it holds of the article."""

    content: bytes
    suffix: str = ""
    warnings: tuple[str, ...] = ()
    held: Held | None = None


def _document(request: Request, claims: Claims, page: _Page) -> _Document:
    """The document that exists, the payload, or the article as text: the first reading that the gate supports."""
    if request.document is not None:
        return _counted(_Document(request.document), page)
    if request.raw or not page.is_html:
        return _Document(page.final.body, _suffix(page))
    suffix, tried = ".md" if request.markdown else ".txt", list(dict.fromkeys(filter(None, _texts(request, page))))
    for candidate in tried:
        judgement = _judged(request, claims, candidate.encode(), f"draft{suffix}").get("text")
        if judgement is not None and judgement.verdict is Verdict.SUPPORTED:
            return _counted(_Document(candidate.encode(), suffix), page)
    if not tried:
        return _Document(b"", suffix)
    told = (_judged(request, claims, tried[0].encode(), f"draft{suffix}").get("text") or _UNJUDGED).detail
    warning = f"the draft does not match the page ({told.rstrip('.')}): correct it by hand, or use --raw"
    return _counted(_Document(tried[0].encode(), suffix, (warning,)), page)


def _texts(request: Request, page: _Page) -> Iterator[str]:
    """Readings of the article: what the page shows of it, its body alone, what the page says of itself in JSON-LD."""
    title = proposals.title(page.statements)
    blocks = text.chosen(page.text.passages, page.text.article, text.said(page.tree, title.value if title else ""))
    bodies = [passage.block for passage in page.text.passages if passage.role is Role.BODY]
    for form in (text.markdown, text.plain) if request.markdown else (text.plain,):
        yield form(blocks)
        yield form(bodies)
    for statement in page.statements:
        if statement.about == "body":
            yield text.plain(stated_blocks(statement.value))


def _counted(made: _Document, page: _Page) -> _Document:
    """The document with what it holds of the article, and a warning when that is not all."""
    if not page.is_html:
        return made
    found = text.held(page.text.passages, made.content.decode("utf-8", "replace"))
    missing = found.passages - found.held
    warning = f"the document leaves out {missing} of the article's {found.passages} passages"
    return made._replace(held=found, warnings=(*made.warnings, *([warning] if missing else [])))


def _suffix(page: _Page) -> str:
    kind = page.final.media_type
    if page.is_html or kind.endswith("json"):
        return ".html" if page.is_html else ".json"
    for beginning, suffix in _BEGINNINGS.items():
        if page.final.body.startswith(beginning):
            return suffix
    return _SUFFIXES.get(kind) or mimetypes.guess_extension(kind) or ".bin"


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
