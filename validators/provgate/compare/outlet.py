"""Whether the page's host, and where hosts are shared its own words, speak for the claimed outlet."""

from __future__ import annotations

from collections.abc import Sequence

from provgate.evidence.facts import Rank, Statement
from provgate.findings import Judgement, Verdict
from provgate.formats.registries import Outlet, Registry
from provgate.values import urls
from provgate.values.names import fold, same_name

DOI_RESOLVERS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
DOI_REGISTRIES = DOI_RESOLVERS | {
    "api.crossref.org",
    "data.crossref.org",
    "api.datacite.org",
    "data.datacite.org",
    "data.crosscite.org",
    "data.medra.org",
}


def judge_outlet(
    claim: str, outlet: Outlet | None, registry: Registry, origin: str, final_url: str, statements: Sequence[Statement]
) -> Judgement:
    """The verdict on the claimed outlet: the host decides, because any page can call itself anything."""
    host = urls.host_of(final_url)
    names_doi = urls.host_of(origin) in DOI_RESOLVERS or origin[:4].lower() == "doi:"
    if outlet is not None and host in DOI_REGISTRIES and names_doi:
        return _in_record(claim, outlet, statements)
    if outlet is None:
        return Judgement(
            "outlet",
            Verdict.UNSUPPORTED,
            claim,
            host,
            "host",
            f"the registry knows no outlet `{claim}`, so nothing can speak for it",
        )
    owners = registry.of_host(host)
    if not outlet.owns(host):
        known = ", ".join(owner.name for owner in owners[:3])
        whose = f"which belongs to {known}, not to" if known else "which is not a domain of"
        detail = f"the page came from {host or 'no host'}, {whose} {outlet.name}"
        return Judgement("outlet", Verdict.CONTRADICTED, claim, known or host, "host", detail)
    return _among(claim, outlet, owners, host, statements)


def _in_record(claim: str, outlet: Outlet, statements: Sequence[Statement]) -> Judgement:
    """The verdict where a DOI registry answered: its record names the journal or publisher, not its host."""
    named = [s for s in statements if s.about == "outlet" and s.place.startswith("DOI record")]
    ours = next((s for s in named if names_outlet(s.value, outlet)), None)
    if ours is not None:
        return Judgement("outlet", Verdict.SUPPORTED, claim, ours.value, ours.place)
    if not named:
        return Judgement("outlet", Verdict.UNSUPPORTED, claim, detail=f"the DOI record does not name {outlet.name}")
    return Judgement(
        "outlet",
        Verdict.CONTRADICTED,
        claim,
        named[0].value,
        named[0].place,
        f"the DOI record names {named[0].value}, not {outlet.name}",
    )


def _among(
    claim: str, outlet: Outlet, owners: Sequence[Outlet], host: str, statements: Sequence[Statement]
) -> Judgement:
    """The verdict where the host is the outlet's: another outlet that shares the host may be the one named.

    The owner of the more specific host wins: an edition on a sub-domain of its own need not be named by its page.
    """
    nearness = _nearness(outlet, host)
    others = [owner for owner in owners if owner.key != outlet.key and _nearness(owner, host) >= nearness]
    named = [s for s in statements if s.about == "outlet" and s.rank < Rank.FOREIGN]
    ours = next((s for s in named if names_outlet(s.value, outlet)), None)
    if others and ours is None:
        theirs = next(((s, other) for s in named for other in others if names_outlet(s.value, other)), None)
        if theirs is not None:
            statement, other = theirs
            return Judgement(
                "outlet",
                Verdict.CONTRADICTED,
                claim,
                statement.value,
                statement.place,
                f"{host} is shared, and the page names {other.name}, not {outlet.name}",
            )
        if owners[0].key != outlet.key and set(outlet.domains).isdisjoint(owners[0].domains):
            return Judgement(
                "outlet",
                Verdict.UNSUPPORTED,
                claim,
                owners[0].name,
                "host",
                f"{host} belongs to {owners[0].name} first, and the page does not name {outlet.name}",
            )
    if ours is not None:
        return Judgement("outlet", Verdict.SUPPORTED, claim, ours.value, ours.place)
    return Judgement("outlet", Verdict.SUPPORTED, claim, host, "host")


def _nearness(outlet: Outlet, host: str) -> int:
    """How much of a host the outlet's own domain spells."""
    return max((len(domain) for domain in outlet.domains if f".{host}".endswith(f".{domain}")), default=0)


def names_outlet(text: str, outlet: Outlet) -> bool:
    """Whether this wording is the outlet's name, an alias or one of its domains."""
    bare = text.strip().casefold().removeprefix("www.")
    if bare in outlet.domains:
        return True
    return any(same_name(without_article(text), without_article(name)) for name in outlet.names)


def names_host(text: str, host: str) -> bool:
    """Whether this wording is the host's own name: "Harbour Gazette" at www.harbour-gazette.example."""
    bare = host.removeprefix("www.")
    if text.strip().casefold() in (host, bare):
        return bool(host)
    spellings = {"".join(fold(text)), "".join(fold(text, True))}
    return any(len(label) > 2 and label.replace("-", "") in spellings for label in bare.split(".")[:-1])


def without_article(name: str) -> str:
    """The name without a leading English article, which sites drop and add at will."""
    return name[4:] if name[:4].casefold() == "the " else name
