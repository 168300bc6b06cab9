"""Whether the claimed authors are exactly those whom the page names.

The strongest place that names anybody decides (docs/decisions/statements.md): the article's own metadata, then the
byline at its headline, then the page's metadata, then what stands elsewhere in the article. Places of one
strength that disagree decide nothing by themselves: the next place may side with one of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Protocol

from provgate.compare.author_places import Place, Places, held, places_of
from provgate.compare.outlet import names_host, names_outlet
from provgate.evidence.facts import Rank, Statement
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Author
from provgate.formats.registries import Outlet
from provgate.values.names import fold, same_name
from provgate.values.people import is_agency
from provgate.values.placeholders import without_desk


class Signatures(Protocol):
    """Where a page that names nobody formally may sign its article."""

    def naming(self, name: str) -> Iterable[Statement]:
        """The places that sign with this name."""

    def people(self) -> Iterable[Statement]:
        """The lines at the headline that are people's names and nothing else."""


def judge_author(
    authors: Sequence[Author], outlet: Outlet | None, statements: Sequence[Statement], host: str, signatures: Signatures
) -> Judgement:
    """The verdict on the claimed set of authors; `signatures` looks where the page may sign the article."""
    bodies = [s for s in statements if s.about == "outlet" and s.rank < Rank.FOREIGN]
    names = tuple(author.name for author in authors)

    twice = next((one for one, other in itertools.combinations(names, 2) if same_name(one, other)), None)
    if twice is not None:
        detail = f"`author` lists {twice} twice"
        return Judgement("author", Verdict.UNSUPPORTED, ", ".join(names), detail=detail)

    def nobody(name: str) -> bool:
        return _names_body(without_desk(name), outlet, bodies) or names_host(name, host)

    is_body = len(authors) == 1 and nobody(names[0])
    if is_body and outlet is not None and names_outlet(names[0], outlet):
        own = outlet
        places = places_of(statements, names, lambda name: names_outlet(without_desk(name), own))
    else:
        places = places_of(statements, names, (lambda _: False) if is_body else nobody)
    found = _stated(names, places, is_body, signatures)
    if is_body and (found is None or found.verdict is Verdict.SUPPORTED):
        for person in signatures.people():
            return _refused(names, held((person,), names))
    if found is not None:
        return found
    if not is_body:
        return _signed(names, signatures)
    body = next((body for body in bodies if same_name(body.value, names[0])), None)
    value, place = (body.value, body.place) if body else (names[0], "host, no personal author named")
    return Judgement("author", Verdict.SUPPORTED, names[0], value, place)


def _stated(names: tuple[str, ...], places: Places, is_body: bool, signatures: Signatures) -> Judgement | None:
    """What the strongest place that names anybody says; None where no place does."""
    own, byline = _speaking(places.own), _speaking(places.byline)[:1]
    if byline and byline[0].exact and all(" " in name for name in names):
        own = [place for place in own if not _gives_way(place, names)]
    page, far = _speaking(places.page), _speaking(places.far)
    if not byline and all(_is_silent_account(place, names, is_body) for place in (*own, *page)):
        own = page = []
    if own:
        return _by_own(names, own, byline, page)
    if byline:
        return _by_all(names, byline)
    exact = [place for place in page if place.exact]
    if exact and len(exact) < len(page) and all(next(iter(signatures.naming(name)), None) for name in names):
        return _supported(names, exact[0])
    if not page and len(far) > 1 and far[0].exact and far[1].exact:
        return _supported(names, far[0])
    return _by_all(names, page or far) if page or far else None


def _is_account(place: Place) -> bool:
    """Whether a field for names holds one word only: the account that published it."""
    words = [name for name in place.extra if name.isascii() and " " not in name and not is_agency(name)]
    return bool(place.extra) and len(words) == len(place.extra)


def _is_silent_account(place: Place, names: tuple[str, ...], is_body: bool) -> bool:
    """Whether a place names an account only; against a body, which may be one word, only one in small letters."""
    if len(place.missing) < len(names) or not _is_account(place):
        return False
    return not is_body or all(name.islower() for name in place.extra)


def _gives_way(place: Place, names: tuple[str, ...]) -> bool:
    """Whether a field for names says nothing against a byline that names people.

    It holds one word only (the account that published it), a body, or the same person under another form of the name.
    """
    words = {word for name in names for word in fold(name) if len(word) > 2}
    is_variant = len(place.extra) <= len(names) and all(not words.isdisjoint(fold(name)) for name in place.extra)
    if not place.extra or len(place.missing) < len(names):
        return False
    return _is_account(place) or place.statement.kind == "organization" or is_variant


def _speaking(places: Sequence[Place]) -> list[Place]:
    return [place for place in places if not place.silent]


def _by_own(names: tuple[str, ...], own: Sequence[Place], byline: Sequence[Place], page: Sequence[Place]) -> Judgement:
    """The article's own metadata decide; the byline may add to a list that they cut short, and settle a dispute."""
    first = byline[0] if byline else None
    if first is not None and not first.missing and first.tied:
        return _left_out(names, first)
    exact = [place for place in own if place.exact]
    if len(exact) == len(own):
        return _supported(names, exact[0])
    agreeing = [place for place in (*byline, *page) if place.exact]
    if exact and agreeing and (first is None or first.exact):
        return _supported(names, agreeing[0])
    if first is not None and first.exact and all(not place.extra for place in own):
        return _supported(names, first)
    return _refused(names, next(place for place in own if not place.exact))


def _by_all(names: tuple[str, ...], places: Sequence[Place]) -> Judgement:
    """Places of one strength that no stronger one orders: all of them must say the same."""
    refused = next((place for place in places if not place.exact), None)
    return _supported(names, places[0]) if refused is None else _refused(names, refused)


def _signed(names: tuple[str, ...], signatures: Signatures) -> Judgement:
    """A page that names nobody formally may still sign its article."""
    found = [next(iter(signatures.naming(name)), None) for name in names]
    missing = [name for name, statement in zip(names, found, strict=True) if statement is None]
    if missing:
        detail = f"the page does not name {', '.join(missing)} as its author"
        return Judgement("author", Verdict.UNSUPPORTED, ", ".join(names), detail=detail)
    place = held([statement for statement in found if statement is not None], names)
    return _left_out(names, place) if place.extra else _supported(names, place)


def _supported(names: tuple[str, ...], place: Place) -> Judgement:
    statement = place.statement
    return Judgement("author", Verdict.SUPPORTED, ", ".join(names), statement.value[:120], statement.place)


def _refused(names: tuple[str, ...], place: Place) -> Judgement:
    if not place.missing and place.extra:
        return _left_out(names, place)
    stated = ", ".join(place.extra) or place.statement.value[:120]
    firm = place.statement.rank <= Rank.PAGE and not place.silent
    missing = ", ".join(place.missing)
    detail = f"the page names {stated} as its author and does not name {missing}"
    if not place.extra:
        detail = f"the page does not name {missing} as its author"
    verdict = Verdict.CONTRADICTED if firm else Verdict.UNSUPPORTED
    return Judgement("author", verdict, ", ".join(names), stated, place.statement.place, detail)


def _left_out(names: tuple[str, ...], place: Place) -> Judgement:
    statement, name = place.statement, place.extra[0]
    detail = f"the page also names {name} as an author, whom the sidecar leaves out"
    claimed = ", ".join(names)
    return Judgement("author", Verdict.CONTRADICTED, claimed, statement.value[:120], statement.place, detail)


def _names_body(name: str, outlet: Outlet | None, bodies: Sequence[Statement]) -> bool:
    return (outlet is not None and names_outlet(name, outlet)) or any(same_name(name, body.value) for body in bodies)
