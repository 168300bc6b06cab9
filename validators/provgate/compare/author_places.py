"""The places where a page names its authors, in the order in which they are believed, each held against the claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.page import AFTER, BEFORE
from provgate.values.credits import Credit, Role, credits_of
from provgate.values.names import fold, inverted, same_name
from provgate.values.people import is_person, is_place
from provgate.values.placeholders import is_desk

ADJACENT = 2
"""How many strings may stand between two parts of one byline."""
REACH = 60
"""How many letters behind the last claimed name an element may still name somebody beside them."""
_FIELDS = frozenset({"JSON-LD author", "h-entry author", "rel=author"})
"""Places made for one name each, whatever that looks like."""
_NO_NAME = re.compile(r"[@/\\]|\w\.\w{2,}$|^[\W\d_]*$")
Nobody = Callable[[str], bool]


class Place(NamedTuple):
    """One place and its verdict: which claimed names it lacks, and whom it names beside them.

    `silent` places name nobody: an outlet, a desk, a photographer, an address. `tied` are those whom one line names
    together with a claimed author.
    """

    statement: Statement
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    silent: bool
    tied: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether it states exactly the claimed set."""
        return not self.silent and not self.missing and not self.extra


class Places(NamedTuple):
    """A page's places by strength: the article's own, the byline at the headline, the page's metadata, the rest."""

    own: tuple[Place, ...]
    byline: tuple[Place, ...]
    page: tuple[Place, ...]
    far: tuple[Place, ...]


def places_of(statements: Sequence[Statement], names: tuple[str, ...], nobody: Nobody) -> Places:
    """All places that speak of the article's authors, held against these names."""
    stated = [s for s in statements if s.about == "author" and s.rank < Rank.FOREIGN]
    formal = _formal(s for s in stated if s.offset is None)
    near = [s for s in stated if s.offset is not None and is_near(s) and s.rank < Rank.LOOSE]
    far = [s for s in stated if s.offset is not None and not (is_near(s) and s.rank < Rank.LOOSE)]

    def weighed(groups: Iterable[Sequence[Statement]], limits: range) -> tuple[Place, ...]:
        return tuple(_weigh(group, names, nobody) for group in groups if group[0].rank in limits)

    return Places(
        weighed(formal, range(Rank.ARTICLE, Rank.PAGE)),
        weighed(_visible(near), range(Rank.ARTICLE, Rank.LOOSE)),
        weighed(formal, range(Rank.PAGE, Rank.LINE)),
        weighed([*_visible(far), *formal], range(Rank.LINE, Rank.FOREIGN))
        + weighed(_visible(far), range(Rank.ARTICLE, Rank.LINE)),
    )


def is_near(statement: Statement) -> bool:
    """Whether the statement stands by the headline, or has no place of its own in the page's order."""
    return statement.offset is None or -BEFORE <= statement.offset <= AFTER


def _formal(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Fields of metadata: all values of one field of one item are one set."""
    groups: dict[tuple[str, int, int], list[Statement]] = {}
    for statement in statements:
        groups.setdefault((statement.place, statement.item, statement.rank), []).append(statement)
    return list(groups.values())


def _visible(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Bylines from the headline on; the parts of one, which stand next to each other, are one set."""
    groups: list[list[Statement]] = []
    for statement in sorted(statements, key=lambda s: s.offset or 0):
        last = groups[-1][-1] if groups else None
        at, before = statement.offset or 0, (last.offset or 0) if last else 0
        if last is not None and at - before <= ADJACENT and (at < 0) == (before < 0):
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return sorted(groups, key=lambda group: min(map(_distance, group)))


def _distance(statement: Statement) -> int:
    """A byline stands below the headline far more often than above it, where another article may end."""
    offset = statement.offset or 0
    return offset if offset >= 0 else 1 - 5 * offset


def held(statements: Sequence[Statement], names: tuple[str, ...]) -> Place:
    """Statements that were found by these names, as one place."""
    return _weigh(statements, names, lambda _: False)


def _weigh(group: Sequence[Statement], names: tuple[str, ...], nobody: Nobody) -> Place:
    found = [(statement, credits) for statement in group for credits in [_credits(statement, names)]]
    authors = {credit.name for _, credits in found for credit in credits if credit.role is Role.AUTHOR}
    covered = [name for name in names if any(same_name(name, author) for author in authors)]
    extra: dict[str, Statement] = {}
    tied: list[str] = []
    for statement, credits in found:
        ours = any(same_name(credit.name, name) for credit in credits for name in covered)
        for name in _others(statement, credits, names, nobody, alone=bool(covered) and not ours):
            extra.setdefault(name, statement)
            tied += [name] * ours
    first = next(
        (s for s, credits in found if any(same_name(credit.name, name) for credit in credits for name in covered)),
        next(iter(extra.values()), group[0]),
    )
    missing = tuple(name for name in names if name not in covered)
    return Place(first, missing, tuple(extra), not covered and not extra, tuple(tied))


def _credits(statement: Statement, names: tuple[str, ...]) -> tuple[Credit, ...]:
    """Whom one statement credits: a person's field or a claimed name as a whole, else piece by piece."""
    whole = inverted(statement.value)
    claimed = next((name for name in names if same_name(whole, name)), None)
    if claimed is not None:
        return (Credit(claimed, Role.AUTHOR),)
    if (statement.kind == "person" and is_person(whole)) or statement.kind == "organization":
        return (Credit(whole, Role.AUTHOR),)
    return credits_of(statement.value, names)


def _others(
    statement: Statement, credits: Sequence[Credit], names: tuple[str, ...], nobody: Nobody, alone: bool
) -> Iterator[str]:
    """Whom a statement names beside the claimed authors; with `alone`, only if it names nobody else at all.

    "Ines Calder, Berlin correspondent and Tom Reed": what follows a comma is a name only among names.
    """
    is_list = all(" " not in c.name or is_person(c.name) or nobody(c.name) for c in credits if c.role is Role.AUTHOR)
    end = _end_of_byline(statement.value, names)
    for credit in credits:
        if credit.role is Role.OTHER or (alone and len(credits) > 1) or statement.value.find(credit.name) > end:
            continue
        name = credit.name
        if _holds_claimed(name, names) or nobody(name) or is_desk(name) or _NO_NAME.search(name):
            continue
        if statement.place in _FIELDS and len(credits) == 1:
            if not _is_part(name, names) and (statement.offset is None or " " not in name or is_person(name)):
                yield name
        elif _is_initials(name, names) or (
            is_person(name) and not is_place(name) and (is_list or credit.joined or credit is credits[0])
        ):
            yield name


def _end_of_byline(text: str, names: tuple[str, ...]) -> int:
    """How far a byline can reach in an element that holds more: a little beyond the last claimed name."""
    folded = text.casefold()
    return max((at + len(name) for name in names if (at := folded.rfind(name.casefold())) >= 0), default=0) + REACH


def _is_initials(name: str, names: tuple[str, ...]) -> bool:
    """Whether a piece is the same kind of abbreviation as a claimed name ("ssi, dan")."""
    return len(name) <= 4 and name.isalpha() and name.islower() and any(len(n) <= 4 and n.islower() for n in names)


def _holds_claimed(piece: str, names: tuple[str, ...]) -> bool:
    """Whether a piece is a claimed name, or one that ran into what stands beside it ("Ines Calder March")."""
    return any(same_name(piece, name) or f" {name} ".casefold() in f" {piece} ".casefold() for name in names)


def _is_part(name: str, names: tuple[str, ...]) -> bool:
    """Whether a field made for names holds only the given name of a claimed author, as accounts often do."""
    words = fold(name)
    return len(words) == 1 and any(words[0] in fold(other) for other in names)
