"""Whether the claimed authors are exactly those whom the page names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from provgate.compare.outlet import names_host, names_outlet
from provgate.evidence.facts import Statement
from provgate.evidence.pages.page import AFTER, BEFORE
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Author
from provgate.formats.registries import Outlet
from provgate.values.names import coauthors, holds, inverted, parts_of, same_name
from provgate.values.people import is_person

FIRM, BARE, FOREIGN = 1, 4, 5
Search = Callable[[str], Iterable[Statement]]
Named = tuple[str, Statement]


def judge_author(
    authors: Sequence[Author], outlet: Outlet | None, statements: Sequence[Statement], host: str, search: Search
) -> Judgement:
    """The verdict on the claimed set of authors; `search` looks for one name in the page's visible bylines."""
    claimed = ", ".join(author.name for author in authors)
    stated = [s for s in statements if s.about == "author" and s.rank < FOREIGN]
    bodies = [s for s in statements if s.about == "outlet" and s.rank < FOREIGN]
    found = [_plainly(author, stated) for author in authors]
    if None in found:
        persons = _persons(stated, outlet, bodies)
        is_body = len(authors) == 1 and (
            _names_body(authors[0].name, outlet, bodies) or names_host(authors[0].name, host)
        )
        found = [
            plain or _faintly(author, stated, search, persons, is_body)
            for author, plain in zip(authors, found, strict=True)
        ]
        missing = [author for author, support in zip(authors, found, strict=True) if support is None]
        if missing and is_body:
            return _judge_body(claimed, authors[0], persons, bodies)
        if missing:
            return _not_found(claimed, missing, persons, stated)
    left_out = _left_out(authors, stated, outlet, bodies)
    if left_out is not None:
        name, statement = left_out
        return Judgement(
            "author",
            Verdict.CONTRADICTED,
            claimed,
            statement.value[:120],
            statement.place,
            f"the page also names {name} as an author, whom the sidecar leaves out",
        )
    first = next(support for support in found if support is not None)
    return Judgement("author", Verdict.SUPPORTED, claimed, first.value[:120], first.place)


def _plainly(author: Author, stated: Sequence[Statement]) -> Statement | None:
    """The strongest statement of this author in metadata or by the headline."""
    return next((s for s in stated if (s.rank <= FIRM or is_near(s)) and holds(s.value, author.name)), None)


def _faintly(
    author: Author, stated: Sequence[Statement], search: Search, persons: Sequence[Named], is_body: bool
) -> Statement | None:
    """A place that names this author far from the headline, or without saying that it does.

    Such places count only as long as nothing better names anyone.
    """
    nearest = [s for _, s in persons if s.rank <= FIRM or is_near(s)]
    limit = BARE if is_body or any(s.rank <= FIRM for s in nearest) else BARE + 1
    if not nearest:
        far = next((s for s in stated if holds(s.value, author.name)), None)
        if far is not None:
            return far
    return next((s for s in search(author.name) if s.rank < limit and (not nearest or is_near(s))), None)


def is_near(statement: Statement) -> bool:
    """Whether the statement stands by the headline, or has no place of its own in the page's order."""
    return statement.offset is None or -BEFORE <= statement.offset <= AFTER


def _persons(stated: Sequence[Statement], outlet: Outlet | None, bodies: Sequence[Statement]) -> list[Named]:
    """The people whom the page names, strongest place first."""
    return [(name, s) for s in stated for name in people_in(s) if not _names_body(name, outlet, bodies)]


def people_in(statement: Statement) -> tuple[str, ...]:
    """The pieces of a statement that read as people's full names."""
    if statement.kind == "organization":
        return ()
    whole = inverted(statement.value)
    if statement.kind == "person" and is_person(whole):
        return (whole,)
    return tuple(part for part in parts_of(statement.value) if is_person(part))


def _names_body(name: str, outlet: Outlet | None, bodies: Sequence[Statement]) -> bool:
    return (outlet is not None and names_outlet(name, outlet)) or any(same_name(name, body.value) for body in bodies)


def _judge_body(claimed: str, author: Author, persons: Sequence[Named], bodies: Sequence[Statement]) -> Judgement:
    if persons:
        name, statement = persons[0]
        return Judgement(
            "author",
            Verdict.CONTRADICTED,
            claimed,
            name,
            statement.place,
            f"the page names {name} as its author, not {claimed}",
        )
    place = next((body for body in bodies if same_name(body.value, author.name)), None)
    return Judgement(
        "author",
        Verdict.SUPPORTED,
        claimed,
        place.value if place else author.name,
        place.place if place else "host, no personal author named",
    )


def _not_found(
    claimed: str, missing: Sequence[Author], persons: Sequence[Named], stated: Sequence[Statement]
) -> Judgement:
    names = ", ".join(author.name for author in missing)
    if persons:
        name, statement = persons[0]
        verdict = Verdict.CONTRADICTED if statement.rank <= FIRM else Verdict.UNSUPPORTED
        return Judgement(
            "author",
            verdict,
            claimed,
            name,
            statement.place,
            f"the page names {name} as its author and does not name {names}",
        )
    value, place = (stated[0].value[:120], stated[0].place) if stated else ("", "")
    detail = f"the page does not name {names} as its author"
    return Judgement("author", Verdict.UNSUPPORTED, claimed, value, place, detail)


def _beside(statement: Statement, listed: int) -> Iterable[str]:
    """Who a statement names beside others: in a list every entry, in a byline those whom "and" joins."""
    if statement.rank > FIRM:
        # "Ines Calder, Berlin correspondent and Tom Reed": what follows a comma is a name only among names.
        sides = (side if all(map(is_person, side)) else side[:1] for side in coauthors(statement.value))
        return [name for side in sides for name in side if is_person(name)]
    if listed > 1 and statement.place.startswith("JSON-LD"):
        return (statement.value,)
    return people_in(statement)


def _left_out(
    authors: Sequence[Author], stated: Sequence[Statement], outlet: Outlet | None, bodies: Sequence[Statement]
) -> Named | None:
    """A person whom a place names beside a claimed author, and whom the claim leaves out."""
    groups: dict[tuple[str, int, str], list[Statement]] = {}
    for statement in stated:
        # A byline is read alone: the next one may be another article's.
        alone = statement.value if statement.rank > FIRM else ""
        groups.setdefault((statement.place, statement.rank, alone), []).append(statement)
    for group in groups.values():
        if not any(holds(s.value, author.name) for s in group for author in authors):
            continue
        for statement in group:
            if any(same_name(inverted(statement.value), author.name) for author in authors):
                continue
            beside = _beside(statement, len(group))
            for name in beside:
                if not any(holds(name, author.name) for author in authors) and not _names_body(name, outlet, bodies):
                    return name, statement
    return None
