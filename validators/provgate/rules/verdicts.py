"""Claims against evidence: what captures and attestations leave open or contradict."""

from __future__ import annotations

from collections.abc import Iterator

from provgate.findings import Judgement, Level, Severity, Verdict
from provgate.rules import canonical_elsewhere
from provgate.rules.rule import Check, Problem, Rule, Subject


def judged(claim: str) -> Check:
    """A check that reports the evidence's verdict on this claim unless it is supported.

    A contradiction is an error at every level; a claim that evidence merely leaves open weighs
    less where the policy does not ask for evidence.
    """

    def check(subject: Subject) -> Iterator[Problem]:
        for judgement in subject.judgements:
            if judgement.claim == claim and judgement.verdict is not Verdict.SUPPORTED:
                yield _unsupported(judgement, subject)

    return check


def contradicted(claim: str) -> Check:
    """A check that reports an optional claim that the evidence contradicts, at every level."""

    def check(subject: Subject) -> Iterator[Problem]:
        for judgement in subject.judgements:
            if judgement.claim == claim and judgement.verdict is Verdict.CONTRADICTED:
                yield Problem(judgement.detail or f"the evidence contradicts `{claim}`", pointer=f"/{claim}")

    return check


def _unsupported(judgement: Judgement, subject: Subject) -> Problem:
    lenient = judgement.verdict is not Verdict.CONTRADICTED and subject.require < Level.EVIDENCED
    inside = judgement.line is not None
    return Problem(
        judgement.detail or f"the evidence does not support `{judgement.claim}`",
        pointer="" if inside else f"/{judgement.claim}",
        line=judgement.line,
        column=judgement.column,
        width=judgement.width,
        in_document=inside,
        severity=Severity.WARNING if lenient else None,
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "PG501",
        "origin-unproven",
        summary="The evidence does not show the origin.",
        why="The document may have been taken from somewhere else.",
        fix="Correct `origin`, or name the capture that holds it.",
        bad="a capture that holds another page than the origin",
        good="a capture of exactly the origin",
        about="evidence",
        check=judged("origin"),
    ),
    Rule(
        "PG502",
        "date-unproven",
        summary="The evidence does not show the date.",
        why="A wrong day puts a document before or after events that it speaks of.",
        fix="Write the day of publication that the page states; the day it was changed is another one.",
        bad="date: 2026-03-15 where the page states 2026-03-12",
        good="date: 2026-03-12",
        about="evidence",
        check=judged("date"),
    ),
    Rule(
        "PG503",
        "author-unproven",
        summary="The evidence does not show these authors.",
        why="A name that the page does not give, or one left out, is a false attribution.",
        fix="Write exactly the names of the byline; use {organization: NAME} where no person is named.",
        bad="author: Mallory Fake where the page states Ines Calder",
        good="author: Ines Calder",
        about="evidence",
        check=judged("author"),
    ),
    Rule(
        "PG504",
        "outlet-unproven",
        summary="The evidence does not show the outlet.",
        why="The outlet is whom a reader holds responsible for the text.",
        fix="Name the outlet whose site the page is on.",
        bad="outlet: another-paper",
        good="outlet: harbour-gazette",
        about="evidence",
        check=judged("outlet"),
    ),
    Rule(
        "PG505",
        "text-unproven",
        summary="The document's words are not the page's words.",
        why="A changed number, name or negation, or a passage left out, makes another statement of it.",
        fix="Take the text from the page as it stands; set `excerpt: true` where passages are left out on purpose.",
        bad="a document with one paragraph less than the page",
        good="the page's text",
        about="evidence",
        check=judged("text"),
    ),
    canonical_elsewhere.RULE,
    Rule(
        "PG509",
        "title-contradicted",
        summary="The page has another title.",
        why="Under a headline of the contributor's own making the same words say something else.",
        fix="Copy the title from the page, or leave `title` out.",
        bad="title: Harbour master steals dredger where the page's titles are other ones",
        good="title: Dredging resumes",
        about="evidence",
        check=contradicted("title"),
    ),
    Rule(
        "PG510",
        "language-contradicted",
        summary="The page states another language.",
        why="Whoever selects by language gets this one by mistake; pages are often wrong too, so it is a warning.",
        fix="Correct `language`, or leave it out.",
        bad="language: fr where the page states de",
        good="language: de",
        about="evidence",
        check=contradicted("language"),
        severity=Severity.WARNING,
    ),
    Rule(
        "PG511",
        "license-contradicted",
        summary="The page states another license.",
        why="Whoever reuses the document relies on its license.",
        fix="Write the license that the page states, or leave `license` out.",
        bad="license: CC0-1.0 where the page links to CC BY-NC 4.0",
        good="license: CC-BY-NC-4.0",
        about="evidence",
        check=contradicted("license"),
        severity=Severity.WARNING,
    ),
)
