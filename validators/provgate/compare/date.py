"""Whether a page's publication date is the claimed one, at the precision of the claim."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.days import Day, days_of, find_days
from provgate.findings import Judgement, Verdict

SPREAD = 8
_COARSE = re.compile(r"\s*\d{4}(?:-\d{2})?\s*", re.ASCII)
_DAY = datetime.timedelta(days=1)
Pair = tuple[Statement, frozenset[Day]]
_MACHINE = re.compile(r"\s*\d{8,13}(?:\.\d+|T\S{4,20})?\s*|\s*\d{4}-\d{1,2}-\d{1,2}")


def claimed_days(claim: str) -> tuple[str, frozenset[Day]]:
    """The claim's prefix (YYYY or YYYY-MM, empty for whole days) and its days in its own offset and in UTC."""
    return (claim.strip(), frozenset()) if _COARSE.fullmatch(claim) else ("", days_of(claim))


def agrees(claim: str, days: Iterable[Day]) -> bool:
    """Whether one of these days is within the claim."""
    prefix, wanted = claimed_days(claim)
    if prefix:
        return any(day.isoformat().startswith(prefix) for day in days)
    return not wanted.isdisjoint(days)


def days_stated(statement: Statement) -> frozenset[Day]:
    """The days that a date statement may mean: a machine's value whole, a visible line by its first date."""
    if _MACHINE.match(statement.value):
        return days_of(statement.value)
    found = find_days(statement.value)
    return found[0].days if found else frozenset()


def states_coarsely(claim: str, statement: Statement) -> bool:
    """Whether the statement gives only the year or month, and the claim says exactly that."""
    return _COARSE.fullmatch(statement.value) is not None and statement.value.strip() == claim.strip()


def judge_date(claim: str, statements: Sequence[Statement]) -> Judgement:
    """The verdict on the claimed publication date.

    The strongest places that hold a date decide. A weaker place can only shift their day by one, as
    local time and UTC do.
    """
    tiers = _tiers(statements)
    dated = _closest(next((pairs for tier in tiers if (pairs := _dated(tier))), []))
    found = next((s for s, days in dated if agrees(claim, days) or states_coarsely(claim, s)), None)
    found = found or _shifted(claim, dated, tiers)
    if found is not None:
        return Judgement("date", Verdict.SUPPORTED, claim, found.value[:80], found.place)
    if not dated:
        detail = f"the page does not say that it was published {claim}"
        return Judgement("date", Verdict.UNSUPPORTED, claim, detail=detail)
    first = dated[0][0]
    verdict = Verdict.CONTRADICTED if first.rank <= Rank.PAGE else Verdict.UNSUPPORTED
    return Judgement(
        "date",
        verdict,
        claim,
        first.value[:80],
        first.place,
        f"the page says that it was published {first.value[:80]}, not {claim}",
    )


def _tiers(statements: Sequence[Statement]) -> tuple[list[Statement], ...]:
    """Publication dates: what the article's metadata say, then what stands by the headline, then the rest."""
    tiers: tuple[list[Statement], ...] = ([], [], [])
    for statement in statements:
        if statement.about == "date" and statement.rank < Rank.FOREIGN:
            tiers[0 if statement.rank <= Rank.PAGE else 1 if statement.rank < Rank.LOOSE else 2].append(statement)
    return tiers


def _dated(tier: Sequence[Statement]) -> list[Pair]:
    """The statements that can be read as a date, with their days (none where they give only a year or month)."""
    return [(s, days) for s in tier if (days := days_stated(s)) or _COARSE.fullmatch(s.value)]


def _closest(pairs: list[Pair]) -> list[Pair]:
    """Of several visible dates, those that stand about as near to the headline as the nearest does."""
    distances = [abs(s.offset) for s, _ in pairs if s.offset is not None]
    limit = min(distances, default=0) + SPREAD
    return [pair for pair in pairs if pair[0].offset is None or abs(pair[0].offset) <= limit]


def _shifted(claim: str, dated: Sequence[Pair], tiers: Sequence[Sequence[Statement]]) -> Statement | None:
    """A weaker statement of the claimed day, when the strongest are a day away from it."""
    around = {day + step for s, days in dated if s.rank <= Rank.PAGE for day in days for step in (_DAY, -_DAY)}
    if not agrees(claim, around):
        return None
    return next((s for tier in tiers for s in tier if agrees(claim, days_stated(s) & around)), None)
