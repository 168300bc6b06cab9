"""The claims that a page itself can settle: origin, date, author and outlet, judged together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from provgate.compare.author import judge_author
from provgate.compare.byline import naming, people_at_headline, posted_by
from provgate.compare.date import judge_date
from provgate.compare.optional import judge_optional
from provgate.compare.origin import judge_origin
from provgate.compare.outlet import judge_outlet
from provgate.evidence.facts import Exchange, Statement
from provgate.evidence.pages.page import Page, survey
from provgate.findings import Judgement, Verdict
from provgate.formats.claims import Claims
from provgate.formats.registries import Outlet, Registry
from provgate.values import dates, urls


class _Signatures:
    """The page's visible signatures; the page is surveyed once, and only when asked."""

    def __init__(self, tree: LexborHTMLParser | None, url: str) -> None:
        self._tree, self._url = tree, url
        self._page: Page | None = None

    def naming(self, name: str) -> Iterator[Statement]:
        """The places that sign with this name, the title of a post among them."""
        if self._tree is not None:
            yield from posted_by(self._tree, name)
            yield from naming(self._surveyed(self._tree), name)

    def people(self) -> Iterator[Statement]:
        """The lines at the headline that are people's names and nothing else."""
        if self._tree is not None:
            yield from people_at_headline(self._surveyed(self._tree))

    def _surveyed(self, tree: LexborHTMLParser) -> Page:
        self._page = self._page or survey(tree, self._url)
        return self._page


def judge_page(
    claims: Claims,
    outlet: Outlet | None,
    registry: Registry,
    exchanges: tuple[Exchange, ...],
    statements: Sequence[Statement],
    tree: LexborHTMLParser | None,
) -> tuple[Judgement, ...]:
    """One judgement each for origin, date, author and outlet, and for optional claims that the page contradicts.

    `exchanges` lead from the origin to the page.
    """
    final_url = exchanges[-1].url if exchanges else ""
    signatures = _Signatures(tree, final_url)
    return (
        judge_origin(claims.origin, exchanges, registry, statements),
        _judge_date(claims, exchanges, statements),
        judge_author(claims.authors, outlet, statements, urls.host_of(final_url), signatures),
        judge_outlet(claims.outlet, outlet, registry, claims.origin, final_url, statements),
        *judge_optional(claims, statements),
    )


def _judge_date(claims: Claims, exchanges: Sequence[Exchange], statements: Sequence[Statement]) -> Judgement:
    """What the page says of the date, unless its capture is older; of a claimed `retrieved` PG306 speaks."""
    captured = exchanges[-1].date if exchanges and not claims.retrieved else ""
    # WARC 1.1 allows a time without seconds, which no claim may have.
    moment = captured.replace("Z", ":00Z") if captured.count(":") == 1 else captured
    if dates.begins_after(claims.date, moment):
        return Judgement(
            "date",
            Verdict.CONTRADICTED,
            claims.date,
            captured,
            "capture",
            f"the page was captured at {captured}, before it can have been published {claims.date}",
        )
    return judge_date(claims.date, statements)
