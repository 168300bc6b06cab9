"""Whether a page's publication date is the claimed one, at the precision of the claim."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence

from provgate.evidence.facts import Rank, Statement
from provgate.evidence.pages.clocks import Clock, clock_of, tells
from provgate.evidence.pages.days import Day, days_of, find_days
from provgate.findings import Judgement, Verdict

SPREAD = 8
_COARSE = re.compile(r"\s*\d{4}(?:-\d{2})?\s*", re.ASCII)
_DAY = datetime.timedelta(days=1)
Pair = tuple[Statement, frozenset[Day]]
_ISO = re.compile(r"\s*\d{4}-\d{2}-\d{2}")
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

    The article's own metadata decide, then the page's, then the date at the headline, then the rest. Metadata that
    disagree are settled by what readers see; a weaker place can shift their day by one, as local time and UTC do.
    """
    dated = _dated([s for s in statements if s.about == "date" and s.rank < Rank.FOREIGN])
    formal = [pair for pair in dated if pair[0].offset is None and pair[0].rank <= Rank.PAGE]
    seen = _closest([pair for pair in dated if pair[0].offset is not None and pair[0].rank < Rank.LOOSE])
    rest = [pair for pair in dated if pair not in formal and pair not in seen and pair[0].rank > Rank.PAGE]
    if formal:
        if not _settles(seen, formal):
            formal = _without_changes(formal, statements)
        found = _in_metadata(claim, formal, seen, rest)
    else:
        found = _in_one(claim, seen or _ranked(rest))
    if found is not None:
        return _at_time(claim, found, [*formal, *seen, *rest])
    return _refused(claim, formal or seen or rest)


def _refused(claim: str, dated: Sequence[Pair]) -> Judgement:
    """What the places that decide say instead: another date, several, or none."""
    first = next((s for s, days in dated if not agrees(claim, days)), dated[0][0] if dated else None)
    if first is None:
        detail = f"the page does not say that it was published {claim}"
        return Judgement("date", Verdict.UNSUPPORTED, claim, detail=detail)
    verdict = Verdict.CONTRADICTED if first.rank <= Rank.PAGE else Verdict.UNSUPPORTED
    stated = first.value[:80]
    detail = f"the page says that it was published {stated}, not {claim}"
    if any(agrees(claim, days) for _, days in dated):
        detail = f"the page states several dates of publication, {stated} among them"
        verdict = Verdict.UNSUPPORTED
    return Judgement("date", verdict, claim, stated, first.place, detail)


def _dated(statements: Sequence[Statement]) -> list[Pair]:
    """The statements that can be read as a date, with their days (none where they give only a year or month).

    Where a wording may mean two days, another place that gives one of them plainly tells which.
    """
    pairs = [(s, days) for s in statements if (days := days_stated(s)) or _COARSE.fullmatch(s.value)]
    plain = frozenset(day for s, days in pairs if len(days) == 1 or _ISO.match(s.value) for day in days)
    return [(s, days & plain if not _ISO.match(s.value) and days & plain else days) for s, days in pairs]


def _without_changes(formal: Sequence[Pair], statements: Sequence[Statement]) -> list[Pair]:
    """Metadata without those that give the day of the last change as that of publication, where others know better."""
    changed = frozenset(day for s in statements if s.about == "modified" for day in days_stated(s))
    earliest = min((min(days) for _, days in formal if days), default=None)
    if earliest is None or earliest in changed:
        return list(formal)
    return [(s, days) for s, days in formal if not days or not days <= changed or earliest in days]


def _in_metadata(claim: str, formal: Sequence[Pair], seen: Sequence[Pair], rest: Sequence[Pair]) -> Statement | None:
    own = [pair for pair in formal if pair[0].rank is Rank.ARTICLE] or formal
    if not _is_disputed(formal):
        found = _in_one(claim, own) or _in_one(claim, formal)
        return found or _shifted(claim, own, [*formal, *seen, *rest])
    if _settles(seen, formal):
        return _in_one(claim, seen) and _in_one(claim, [pair for pair in formal if agrees(claim, pair[1])])
    return None if _is_disputed(own) else _in_one(claim, own)


def _settles(seen: Sequence[Pair], formal: Sequence[Pair]) -> bool:
    """Whether what readers see sides with some of the metadata."""
    known = frozenset(day for _, days in formal for day in days)
    return any(not days.isdisjoint(known) for _, days in seen)


def _is_disputed(pairs: Sequence[Pair]) -> bool:
    """Whether two of these give days that no shift of zones explains."""
    spans = [days for _, days in pairs if days]
    return any(min(abs(a - b) for a in one for b in other) > _DAY for one, other in itertools.combinations(spans, 2))


def _in_one(claim: str, pairs: Sequence[Pair]) -> Statement | None:
    """The first of these statements that gives the claimed date."""
    return next((s for s, days in pairs if agrees(claim, days) or states_coarsely(claim, s)), None)


def _ranked(pairs: Sequence[Pair]) -> list[Pair]:
    """Of weak places the strongest kind; of visible dates far from the headline only one that stands alone."""
    formal = [pair for pair in pairs if pair[0].offset is None]
    if formal:
        strongest = min(s.rank for s, _ in formal)
        return [pair for pair in formal if pair[0].rank == strongest]
    return [] if _is_disputed(pairs) else list(pairs)


def _closest(pairs: Sequence[Pair]) -> list[Pair]:
    """Of several visible dates those that say that they are of publication; else those nearest to the headline."""
    labelled = [pair for pair in pairs if pair[0].kind == "labelled"]
    chosen = labelled or list(pairs)
    distances = [_distance(s) for s, _ in chosen]
    limit = min(distances, default=0) + (SPREAD if labelled or not _is_disputed(chosen) else 1)
    return [pair for pair, distance in zip(chosen, distances, strict=True) if distance <= limit]


def _distance(statement: Statement) -> int:
    """A date stands below the headline more often than above it, where another article may end."""
    offset = statement.offset or 0
    return offset if offset >= 0 else 1 - 2 * offset


def _shifted(claim: str, dated: Sequence[Pair], others: Sequence[Pair]) -> Statement | None:
    """A weaker statement of the claimed day, when the strongest are a day away from it."""
    around = {day + step for _, days in dated for day in days for step in (_DAY, -_DAY)}
    if not agrees(claim, around):
        return None
    return next((s for s, days in others if agrees(claim, days & around)), None)


def _at_time(claim: str, found: Statement, dated: Sequence[Pair]) -> Judgement:
    """The day is right; a time of day in the claim must be stated too, by a place that gives this day."""
    moment = _moment(claim)
    if moment is not None:
        timed = [(s, clock) for s, days in dated if agrees(claim, days) and (clock := clock_of(s.value))]
        same = next((s for s, clock in timed if tells(clock, moment)), None)
        if same is None:
            return _mistimed(claim, found, timed)
        found = same
    return Judgement("date", Verdict.SUPPORTED, claim, found.value[:80], found.place)


def _moment(claim: str) -> datetime.datetime | None:
    """The claimed moment; None for a day, and for midnight without an offset, as programs write a day."""
    if "T" not in claim.upper() or claim.upper().endswith("T00:00:00"):
        return None
    return datetime.datetime.fromisoformat(claim.upper())


def _mistimed(claim: str, found: Statement, timed: Sequence[tuple[Statement, Clock]]) -> Judgement:
    if not timed:
        detail = f"the page gives the day but not the time of {claim}"
        return Judgement("date", Verdict.UNSUPPORTED, claim, found.value[:80], found.place, detail)
    first = timed[0][0]
    verdict = Verdict.CONTRADICTED if first.rank <= Rank.PAGE else Verdict.UNSUPPORTED
    detail = f"the page says that it was published {first.value[:80]}, not {claim}"
    return Judgement("date", verdict, claim, first.value[:80], first.place, detail)
