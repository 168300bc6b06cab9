"""What a page says of itself → claims that may go into a sidecar, best first.

An extractor has to guess; this room only lines up what the page states, and the gate's own judgement
decides whether a proposal holds. What nothing supports stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from provgate.compare.date import days_stated
from provgate.evidence.facts import Rank, Statement
from provgate.formats.claims import Author
from provgate.values import byline_words
from provgate.values.names import same_name

FIRM, NEAR = Rank.PAGE, Rank.FOREIGN
"""Ranks up to FIRM are the page's own machine-readable words; below NEAR they still speak of this article."""

MAX_AUTHORS = 20
_ISO_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:$|[T ])")
_JOINED = re.compile(r"\s*[,;&|/]\s*|\s(?:and|und|et|y|e|en|og|och|i)\s")
_BY = re.compile(r"^(?:by|von)\s+", re.IGNORECASE)
_EDGES = re.compile(r"[^\w.'’-]+")
_NAME = re.compile(r"[^\W\d_]+(?:[.'’ -]+[^\W\d_]+)*\.?")


class Proposal(NamedTuple):
    """One claim's value and the words that say where the page has it."""

    value: str
    place: str


class AuthorProposal(NamedTuple):
    """A set of authors and the words that say where the page has it."""

    authors: tuple[Author, ...]
    place: str


def dates(statements: Sequence[Statement]) -> Iterator[Proposal]:
    """Publication days (YYYY-MM-DD) that the page states plainly, from its strongest place on.

    Machine-readable places speak for themselves; what only readers see must name one single day,
    and a day in the URL alone is too weak. A wording that may mean two days proposes none.
    """
    for rank, group in _by_rank("date", statements):
        found = dict.fromkeys(filter(None, (_day(statement) for statement in group)))
        if rank <= FIRM or len({proposal.value for proposal in found}) == 1:
            yield from found


def _day(statement: Statement) -> Proposal | None:
    iso = _ISO_DAY.match(statement.value)
    days = days_stated(statement)
    if statement.place == "URL" or not (iso or len(days) == 1):
        return None
    return Proposal(iso[1] if iso else next(iter(days)).isoformat(), statement.place)


def authors(statements: Sequence[Statement]) -> Iterator[AuthorProposal]:
    """Sets of authors, from the page's strongest place on: the names that one rank's places give together.

    A place that gives anything but names proposes nothing, nor do several places that only readers see and that
    name different people: some of them are other articles' authors. The outlet's own name is proposed last, for a
    page that names nobody else.
    """
    outlets = [statement.value for statement in statements if statement.about == "outlet"]
    last: list[AuthorProposal] = []
    for rank, group in _by_rank("author", statements):
        names = _names(group)
        people = [name for name in names if not _any_same(name, outlets)]
        place = group[0].place
        certain = rank <= FIRM or any(_said_by(statement, people) for statement in group)
        if people and len(people) <= MAX_AUTHORS and all(map(is_name, people)) and certain:
            kinds = {plain(s.value): s.kind for s in group}
            yield AuthorProposal(tuple(Author(name, kinds.get(name) == "organization") for name in people), place)
        elif names and not people:
            last.append(AuthorProposal((Author(names[0], organization=True),), place))
    yield from last


def is_name(text: str) -> bool:
    """Whether the text looks like a name and nothing else: words of letters, not many."""
    return len(text) <= 60 and len(text.split()) <= 6 and _NAME.fullmatch(text) is not None


def title(statements: Sequence[Statement]) -> Proposal | None:
    """The page's title, as its strongest place has it."""
    return _first("title", statements, 1024)


def language(statements: Sequence[Statement]) -> Proposal | None:
    """The page's language as a BCP 47 tag."""
    found = _first("language", statements, 64)
    return Proposal(found.value.replace("_", "-"), found.place) if found else None


def outlet_name(statements: Sequence[Statement]) -> Proposal | None:
    """What the page calls its outlet."""
    return _first("outlet", statements, 256)


def _about(about: str, statements: Sequence[Statement]) -> list[Statement]:
    near = [s for s in statements if s.about == about and s.rank < NEAR]
    return sorted(near, key=lambda statement: statement.rank)


def _by_rank(about: str, statements: Sequence[Statement]) -> Iterator[tuple[int, list[Statement]]]:
    for rank, group in groupby(_about(about, statements), key=lambda statement: statement.rank):
        yield rank, list(group)


def _first(about: str, statements: Sequence[Statement], longest: int) -> Proposal | None:
    for statement in _about(about, statements):
        value = plain(statement.value)
        if 0 < len(value) <= longest:
            return Proposal(value, statement.place)
    return None


def plain(text: str) -> str:
    """The text on one line, without characters that do not show."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _names(group: Sequence[Statement]) -> list[str]:
    """The names that these places give, each once; a wording that holds another one and more gives way to it."""
    found = [plain(part) for statement in group for part in _parts(statement)]
    names: list[str] = []
    for name in found:
        if not name or byline_words.without(f"{name} x") == "x":
            continue
        if not _any_same(name, names) and not any(_holds(name, other) for other in found):
            names.append(name)
    return names


def _any_same(name: str, others: Iterable[str]) -> bool:
    return any(same_name(name, other) for other in others)


def _said_by(statement: Statement, people: Sequence[str]) -> bool:
    """Whether this one place that readers see names all of these people, each plainly.

    One ASCII word may be a button's label, and a lower-case beginning is the middle of a sentence.
    """
    parts = _parts(statement)
    return all(_any_same(n, parts) and (" " in n or not n.isascii()) and not n[0].islower() for n in people)


def _holds(text: str, name: str) -> bool:
    return is_name(name) and not same_name(text, name) and f" {name} " in f" {_EDGES.sub(' ', text)} "


def _parts(statement: Statement) -> list[str]:
    """The names that one wording joins, where every part looks like one of several words; else the wording itself.

    What readers see may begin with any of the words that introduce an author; in a field made for names they would
    be part of one ("Di Stefano").
    """
    whole = " ".join(statement.value.split())
    bare = _BY.sub("", whole) if statement.rank <= FIRM else byline_words.without(whole)
    parts = [part for part in _JOINED.split(bare) if part]
    if len(parts) > 1 and all(is_name(part) and " " in part for part in parts):
        return parts
    return [bare.strip(" ,;|")]
