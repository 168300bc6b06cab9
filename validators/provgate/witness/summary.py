"""What a run found, told by document as it goes and summed up by outlet: link rot over time, run by run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from provgate import __version__
from provgate.evidence.receipts.statement import OUTCOMES
from provgate.report.escape import brief, unicode
from provgate.report.markdown import span
from provgate.witness.run import Verified


class Summary:
    """Counts by outlet and outcome; documents are not held."""

    def __init__(self) -> None:
        self.by_outlet: dict[str, Counter[str]] = {}
        self.skipped = 0

    def add(self, one: Verified) -> None:
        """Count one document."""
        if one.skipped:
            self.skipped += 1
        else:
            self.by_outlet.setdefault(one.outlet, Counter())[one.outcome] += 1

    @property
    def total(self) -> Counter[str]:
        """The counts of all outlets together."""
        return sum(self.by_outlet.values(), Counter())

    @property
    def code(self) -> int:
        """The exit code: 1 for a change, 3 for anything gone or unreachable, else 0."""
        total = self.total
        return 1 if total["changed"] else 3 if total["gone"] or total["unreachable"] else 0


def lines(one: Verified) -> Iterator[str]:
    """One document for people."""
    path = brief(one.path)
    if one.skipped:
        yield f"skipped      {path}: {brief(one.reason)}"
    elif not one.looks:
        yield f"unreachable  {path}: {brief(one.reason)}"
    for look in one.looks:
        where = f" (copy of {look.seen.memento_time or '?'} in {brief(look.seen.archive)})" if look.seen.archive else ""
        yield f"{look.outcome:<11}  {path}{where}"
        yield from (f"  {brief(reason)}" for reason in look.reasons)
    yield from (f"  {brief(note)}" for note in one.notes)


def closing(summary: Summary) -> str:
    """One line for people."""
    total = summary.total
    counts = ", ".join(f"{total[outcome]} {outcome}" for outcome in OUTCOMES)
    skipped = f"; {summary.skipped} skipped" if summary.skipped else ""
    return f"{total.total()} documents: {counts}{skipped}\n"


def as_json(one: Verified) -> str:
    """One document as a line of JSON."""
    looks = [
        {
            "kind": look.seen.kind,
            "archive": unicode(look.seen.archive),
            "mementoTime": unicode(look.seen.memento_time),
            "outcome": look.outcome,
            "reasons": [unicode(reason) for reason in look.reasons],
            "verdicts": dict(look.verdicts),
        }
        for look in one.looks
    ]
    entry = {
        "path": unicode(one.path),
        "outlet": unicode(one.outlet),
        "outcome": "skipped" if one.skipped else one.outcome,
        "reason": unicode(one.reason),
        "looks": looks,
    }
    return json.dumps(entry, ensure_ascii=True)


def json_head() -> str:
    """What stands before the documents."""
    return f'{{"schema": 1, "tool": {{"name": "provgate", "version": "{__version__}"}},\n"documents": [\n'


def json_tail(summary: Summary) -> str:
    """What stands behind the documents."""
    outlets = {unicode(key): _counts(counts) for key, counts in sorted(summary.by_outlet.items())}
    whole = {**_counts(summary.total), "skipped": summary.skipped}
    return f'\n],\n"summary": {json.dumps(whole)},\n"outlets": {json.dumps(outlets)}}}\n'


def as_markdown(summary: Summary) -> str:
    """The counts by outlet as a table."""
    rows = [*sorted(summary.by_outlet.items()), ("all", summary.total)]
    head = f"| outlet | documents | {' | '.join(OUTCOMES)} |\n|---|{'---:|' * (len(OUTCOMES) + 1)}\n"
    return head + "".join(
        f"| {span(key) if key != 'all' else 'all'} | {counts.total()} | "
        f"{' | '.join(str(counts[outcome]) for outcome in OUTCOMES)} |\n"
        for key, counts in rows
    )


def _counts(counts: Counter[str]) -> dict[str, int]:
    return {"documents": counts.total(), **{outcome: counts[outcome] for outcome in OUTCOMES}}
