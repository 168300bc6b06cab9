"""PG314 foreign-host."""

from __future__ import annotations

from provgate.compare import lookalikes
from provgate.compare import origin_form as origins
from provgate.formats.registries import Outlet
from provgate.rules.rule import Problem, Rule, Subject
from provgate.values.hosts import unreachable
from provgate.values.quoting import shown
from provgate.values.urls import Url


def check(subject: Subject) -> list[Problem]:
    """The origin, when its host is none of the claimed outlet's."""
    url = origins.split(subject.claims.origin) if subject.claims else None
    outlet = subject.outlet
    if url is None or outlet is None or not origins.is_web(url) or outlet.owns(url.host):
        return []
    if _told_elsewhere(subject, url):
        return []
    owners = [owner for owner in subject.registry.of_host(url.host) if owner.key != outlet.key]
    whose = f"; it belongs to {shown(owners[0].name)}" if owners else ""
    return [
        Problem(
            f"`origin` is on {shown(url.host)}, which is not a host of {shown(outlet.name)}{whose}",
            help=_advice(outlet, owners, url.host),
            pointer="/origin",
        )
    ]


_ARCHIVE_NAMES = """
web.archive.org archive.org archive.ph archive.is archive.today archive.li archive.vn archive.fo archive.md perma.cc
webcitation.org ghostarchive.org arquivo.pt webarchive.org.uk web.archive.org.au megalodon.jp
"""
_ARCHIVES = frozenset(_ARCHIVE_NAMES.split())


def _told_elsewhere(subject: Subject, url: Url) -> bool:
    """Whether another rule names the cause: a private address, a detour or a twin."""
    return bool(unreachable(url.host) or origins.detour(url) or lookalikes.twin(url.host, subject.registry))


def _advice(outlet: Outlet, owners: list[Outlet], host: str) -> str:
    if host.removeprefix("www.") in _ARCHIVES:
        return "write the page's own address; what the archive keeps can serve as the capture"
    if not outlet.domains:
        return (
            f"the registry knows no domain of `{outlet.key}`, so that only attestations can support it: write an "
            "origin of another scheme (`urn:`, `tag:`), or add its domain to the registry"
        )
    known = " or ".join(f"`{domain}`" for domain in outlet.domains[:3])
    if owners:
        return f"write `outlet: {owners[0].key}`, or the address on {known}"
    theirs = f"if {shown(host)} is theirs too, add it to `domains` of `{outlet.key}` in the registry"
    return f"write the address on {known}; {theirs}"


RULE = Rule(
    code="PG314",
    name="foreign-host",
    summary="The origin's host is not the outlet's.",
    why=(
        "A document that an outlet published stands on one of its domains; the end of a host's name decides, "
        "and `evilnytimes.com` is not `nytimes.com`."
    ),
    fix=(
        "Correct the origin or the outlet. If the domain is truly the outlet's, a maintainer adds it to "
        "`domains` in the outlets registry."
    ),
    bad="""\
schema: 1
origin: https://evilharbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
