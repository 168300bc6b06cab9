"""What is odd about a registry of outlets that its schema accepts.

A registry decides who exists, so an entry that claims too much (`co.uk`), the same as another, or something that
only looks like another is worth more than a second look. All checks are linear in the number of domains.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from provgate.findings import Fault, Place, Severity
from provgate.formats.registries import Outlet, Registry
from provgate.formats.shared_hosts import is_public_suffix, speaks_for_everyone
from provgate.formats.yaml_reader import child
from provgate.values.characters import skeleton

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)

_WARNINGS = frozenset(
    {
        "not-sorted",
        "alias-dead",
        "name-shared",
        "domain-redundant",
        "domain-overlap",
        "domain-confusable",
    }
)


def severity(fault: Fault) -> Severity:
    """What may be meant that way is a warning."""
    return Severity.WARNING if fault.kind in _WARNINGS else Severity.ERROR


class _Listed(NamedTuple):
    """One domain of one outlet, and where it stands."""

    domain: str
    outlet: str
    pointer: str


def lint(registry: Registry) -> tuple[Fault, ...]:
    """Everything that is odd, in the order of the file."""
    listed = [entry for outlet in registry.outlets.values() for entry in _domains(outlet)]
    first: dict[str, _Listed] = {}
    for entry in listed:
        first.setdefault(entry.domain, entry)
    faults = [*_unsorted(registry), *_names(registry)]
    for entry in listed:
        wrong = list(_syntax(entry))
        faults += wrong or [*_suffix(entry), *_twice(entry, first), *_overlap(entry, first)]
    faults += _confusable(listed)
    places = {pointer: number for number, pointer in enumerate(_pointers(registry))}
    return tuple(sorted(faults, key=lambda fault: places[fault.place.pointer]))


def _pointers(registry: Registry) -> Iterator[str]:
    for outlet in registry.outlets.values():
        pointer = child("/outlets", outlet.key)
        yield pointer
        yield f"{pointer}/name"
        yield from (f"{pointer}/aliases/{index}" for index in range(len(outlet.aliases)))
        yield from (f"{pointer}/domains/{index}" for index in range(len(outlet.domains)))


def _domains(outlet: Outlet) -> Iterator[_Listed]:
    for index, domain in enumerate(outlet.domains):
        yield _Listed(domain, outlet.key, f"{child('/outlets', outlet.key)}/domains/{index}")


def _unsorted(registry: Registry) -> Iterator[Fault]:
    previous = ""
    for key in registry.outlets:
        if key < previous:
            yield Fault(
                "not-sorted",
                f"`{key}` stands behind `{previous}`",
                "keep the outlets sorted by key, so that two changes merge",
                Place(child("/outlets", key)),
            )
            return
        previous = key


def _names(registry: Registry) -> Iterator[Fault]:
    """Aliases that add nothing, and names that two outlets use."""
    owners: dict[str, str] = {}
    for outlet in registry.outlets.values():
        own: set[str] = set()
        pointer = child("/outlets", outlet.key)
        for at, name in _spelled(outlet, pointer):
            folded = _folded(name)
            if folded in own:
                yield Fault("alias-dead", f"the alias `{name}` says nothing new", "remove it", Place(at))
            elif owners.setdefault(folded, outlet.key) != outlet.key:
                yield Fault(
                    "name-shared",
                    f"`{name}` is a name of `{owners[folded]}` too",
                    "make sure that these are two outlets; else merge them",
                    Place(at),
                )
            own.add(folded)


def _spelled(outlet: Outlet, pointer: str) -> Iterator[tuple[str, str]]:
    yield f"{pointer}/name", outlet.name
    for index, alias in enumerate(outlet.aliases):
        yield f"{pointer}/aliases/{index}", alias


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _syntax(entry: _Listed) -> Iterator[Fault]:
    labels = entry.domain.split(".")
    whole = len(entry.domain) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
    if not whole or labels[-1].isdigit() or _u_labels(entry.domain) is None:
        yield Fault(
            "domain-invalid",
            f"`{entry.domain[:80]}` is not a domain name",
            "write the host alone, such as `harbourgazette.example`: no scheme, path, port, wildcard or IP",
            Place(entry.pointer),
        )


def _suffix(entry: _Listed) -> Iterator[Fault]:
    why = speaks_for_everyone(entry.domain)
    if why:
        kind = "public-suffix" if is_public_suffix(entry.domain) else "shared-host"
        yield Fault(
            kind, why, f"list the full host of the outlet, such as `gazette.{entry.domain}`", Place(entry.pointer)
        )


def _twice(entry: _Listed, first: Mapping[str, _Listed]) -> Iterator[Fault]:
    other = first[entry.domain]
    if other.pointer == entry.pointer:
        return
    if other.outlet == entry.outlet:
        yield Fault(
            "domain-redundant", f"`{entry.domain}` stands in this entry already", "remove it", Place(entry.pointer)
        )
    else:
        yield Fault(
            "domain-twice",
            f"`{entry.domain}` belongs to `{other.outlet}` already",
            "one domain speaks for one outlet; list the host that is only this one's",
            Place(entry.pointer),
        )


def _overlap(entry: _Listed, first: Mapping[str, _Listed]) -> Iterator[Fault]:
    """The nearest listed domain above this one."""
    above = entry.domain.partition(".")[2]
    while above and above not in first:
        above = above.partition(".")[2]
    if not above:
        return
    other = first[above]
    if other.outlet == entry.outlet:
        yield Fault("domain-redundant", f"`{entry.domain}` is covered by `{above}`", "remove it", Place(entry.pointer))
    else:
        yield Fault(
            "domain-overlap",
            f"`{entry.domain}` is part of `{above}`, which belongs to `{other.outlet}`",
            f"its pages count for both; narrow the domain of `{other.outlet}` if they are not its own",
            Place(entry.pointer),
        )


def _confusable(listed: list[_Listed]) -> Iterator[Fault]:
    """Internationalised names that look like another outlet's, or that mix scripts within one word."""
    looks: dict[str, _Listed] = {}
    for entry in listed:
        if "xn--" not in entry.domain:
            looks.setdefault(entry.domain, entry)
    for entry in listed:
        spelled = _u_labels(entry.domain) if "xn--" in entry.domain else None
        if spelled is None:
            continue
        other = looks.setdefault(skeleton(spelled), entry)
        if other.outlet != entry.outlet and other.domain != entry.domain:
            yield Fault(
                "domain-confusable",
                f"`{spelled}` looks like `{_u_labels(other.domain)}` of `{other.outlet}`",
                "make sure that both are real",
                Place(entry.pointer),
            )
        elif _mixed(spelled):
            yield Fault(
                "domain-confusable",
                f"`{spelled}` mixes letters of several scripts",
                "make sure that it is real",
                Place(entry.pointer),
            )


def _u_labels(domain: str) -> str | None:
    """The domain as people read it (RFC 5890 U-labels); None if it cannot be decoded."""
    if "xn--" not in domain:
        return domain
    import idna

    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return None


def _mixed(domain: str) -> bool:
    """Whether one label holds letters of two of the scripts that share shapes."""
    for label in domain.split("."):
        scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in label}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}) > 1:
            return True
    return False
