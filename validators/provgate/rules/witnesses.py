"""Rules about witnesses: whether enough of them agree, where the policy asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.findings import Level
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values import urls


def _not_witnessed(subject: Subject) -> Iterator[Problem]:
    """Nobody agreed although the policy asks for it."""
    seen = subject.witnessed
    if subject.require < Level.WITNESSED or seen is None or seen.operators:
        return
    assert subject.claims is not None
    if (urls.split(subject.claims.origin) or urls.Url("", "", "", "", None, "", None)).scheme not in urls.DEFAULT_PORTS:
        message = "`origin` is not a web address, so no witness can fetch it"
        yield Problem(message, "ask for `require: evidenced` for this document in `levels`", pointer="/origin")
    elif not seen.receipts:
        yield Problem(f"no receipts file `{seen.path.rpartition('/')[2]}` beside the document", seen.advice)
    elif seen.unreachable:
        yield Problem(f"no receipt counts; {seen.unreachable} of {seen.receipts} could not reach the page")
    else:
        yield Problem(f"no receipt counts, of {seen.receipts}")


def _threshold(subject: Subject) -> Iterator[Problem]:
    """Fewer operators agreed than must."""
    seen, register = subject.witnessed, subject.witnesses
    if subject.require < Level.WITNESSED or seen is None or not 0 < len(seen.operators) < register.threshold:
        return
    once = "; an operator counts once" if len(seen.agreements) > len(seen.operators) else ""
    listed = len({party.operator for party in register.parties.values()})
    few = f"; only {listed} listed" if listed < register.threshold else ""
    names = ", ".join(seen.operators)
    yield Problem(f"{register.threshold} operators must agree, {len(seen.operators)} did ({names}){once}{few}")


RULES: tuple[Rule, ...] = (
    Rule(
        code="PG601",
        name="not-witnessed",
        summary="No listed witness confirms this document.",
        why=(
            "Everything else in a change was brought by whoever wrote it, a forged capture included. A receipt says "
            "that somebody whom the maintainers listed fetched the origin and found the same claims."
        ),
        fix="Have a listed witness run `provgate verify` with its key, and commit the receipts.",
        bad="require: witnessed, and no seeds/a.txt.intoto.jsonl",
        good="seeds/a.txt.intoto.jsonl with an agreement of a listed witness",
        about="witnesses",
        check=_not_witnessed,
    ),
    Rule(
        code="PG607",
        name="witness-threshold",
        summary="Fewer operators agree than the maintainers ask for.",
        why="`threshold` in witnesses.yaml is how many different operators must agree; one operator counts once.",
        fix="Have a witness of another operator run `provgate verify`.",
        bad="threshold: 2, and two receipts of one operator",
        good="threshold: 2, and receipts of two operators",
        about="witnesses",
        check=_threshold,
    ),
)
