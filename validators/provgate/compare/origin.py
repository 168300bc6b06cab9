"""Whether the capture holds the response of exactly the claimed origin."""

from __future__ import annotations

from collections.abc import Sequence

from provgate.evidence.facts import Exchange, Statement
from provgate.findings import Judgement, Verdict
from provgate.formats.registries import Registry
from provgate.values import urls


def judge_origin(
    claim: str, exchanges: Sequence[Exchange], registry: Registry, statements: Sequence[Statement]
) -> Judgement:
    """The verdict on the claimed origin; a canonical link elsewhere is told, and proves nothing against it.

    Syndicated articles name another site as their canonical place, and still were obtained where they were.
    """
    wanted = urls.normalise(claim)
    if not any(urls.normalise(exchange.url) == wanted for exchange in exchanges):
        held = exchanges[0].url if exchanges else ""
        verdict = Verdict.CONTRADICTED if held else Verdict.UNSUPPORTED
        detail = f"the capture holds {held}, not {claim}" if held else f"the capture holds no response of {claim}"
        return Judgement("origin", verdict, claim, held, "capture", detail)
    elsewhere = _elsewhere(exchanges[-1].url, registry, statements)
    detail = f"the page names {elsewhere} as its canonical place" if elsewhere else ""
    memento = exchanges[-1].memento
    place = f"copy made by {urls.host_of(memento)}" if memento else "capture"
    return Judgement("origin", Verdict.SUPPORTED, claim, memento or exchanges[-1].url, place, detail)


def _elsewhere(final_url: str, registry: Registry, statements: Sequence[Statement]) -> str:
    """The canonical link, when it leads to a host of another owner."""
    host = urls.host_of(final_url)
    for statement in statements:
        if statement.about == "canonical":
            link = urls.join(final_url, statement.value)
            other = urls.host_of(link)
            if other and other != host and not _same_site(host, other, registry):
                return link
    return ""


def _same_site(one: str, other: str, registry: Registry) -> bool:
    if one.endswith("." + other) or other.endswith("." + one) or one.removeprefix("www.") == other.removeprefix("www."):
        return True
    owners = {outlet.key for outlet in registry.of_host(one)}
    return not owners.isdisjoint(outlet.key for outlet in registry.of_host(other))
