"""`provgate outlets`: the registry of outlets kept sorted, whole and free of surprises."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from provgate.corpus.files import ChangedError, write_together
from provgate.corpus.snapshot import open_snapshot
from provgate.findings import Fault, Severity, UsageError
from provgate.formats import edit, policy, registry_lint, yaml_reader
from provgate.formats import registries as registry
from provgate.formats.registries import Outlet, Registry
from provgate.formats.yaml_reader import Value, child
from provgate.report.escape import inert

ENTRY_ORDER = ("name", "aliases", "domains", "from", "until")
EMPTY = b"schema: 1\noutlets: {}\n"


class File(NamedTuple):
    """The registry's file in the working tree; `path` is as the policy names it."""

    path: str
    place: Path
    raw: bytes
    registry: Registry
    there: bool = True


def configure(parser: argparse.ArgumentParser) -> None:
    """The three things to do with a registry."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser(
        "add",
        help="add an outlet, or names and domains to one that is there",
        description="Add an outlet, or names and domains to one that is there already.",
    )
    add.add_argument("key", metavar="KEY", help="what sidecars write as `outlet`, such as harbour-gazette")
    add.add_argument("--name", help="the outlet's name as it writes it; needed for a new one")
    add.add_argument(
        "--domain",
        metavar="HOST",
        action="append",
        default=[],
        help="a host that speaks for it, with all below it; repeat it for more",
    )
    add.add_argument("--alias", metavar="NAME", action="append", default=[], help="another name that it uses")
    add.add_argument("--from", dest="since", metavar="DATE", default="", help="when it was founded: 1921 or 1921-05-01")
    add.add_argument("--until", metavar="DATE", default="", help="when it closed")
    actions.add_parser("list", help="list the outlets", description="List the outlets with their domains.")
    actions.add_parser(
        "lint",
        help="look for what is odd",
        description="Look for domains of two outlets, public suffixes, look-alikes and dead names.",
    )


def run(arguments: argparse.Namespace) -> int:
    """Do it; 1 if lint finds an error."""
    file = _read()
    if arguments.action == "add":
        return _add(file, arguments)
    return _lint(file) if arguments.action == "lint" else _list(file.registry)


def _read() -> File:
    """The registry that the working tree's policy names; an empty one where there is none yet."""
    with open_snapshot(Path.cwd()) as snapshot:
        settings = snapshot.read(policy.NAME, policy.MAX_BYTES)
        path = policy.parse(settings).outlets if settings is not None else policy.Policy().outlets
        place = Path(snapshot.root or ".") / path
        held = snapshot.read(path, registry.MAX_BYTES)
    raw = held if held is not None else EMPTY
    return File(path, place, raw, registry.read_outlets(raw, path), held is not None)


def _list(outlets: Registry) -> int:
    rows = [(outlet.key, outlet.name, " ".join(outlet.domains)) for _, outlet in sorted(outlets.outlets.items())]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for key, name, domains in rows:
        sys.stdout.write(f"{key:{widths[0]}}  {inert(name):{widths[1]}}  {inert(domains)}".rstrip() + "\n")
    return 0


def _lint(file: File) -> int:
    faults = registry_lint.lint(file.registry)
    sys.stdout.writelines(f"{line}\n" for line in _lines(file, faults))
    if not faults:
        sys.stdout.write(f"{file.path}: {len(file.registry.outlets)} outlets, nothing odd\n")
    return 1 if any(registry_lint.severity(fault) is Severity.ERROR for fault in faults) else 0


def _lines(file: File, faults: Sequence[Fault]) -> list[str]:
    """Each fault with its place."""
    if not faults:
        return []
    values = yaml_reader.read(file.raw, registry.MAX_BYTES).values
    return [
        f"{file.path}:{values[fault.place.pointer].line}:{values[fault.place.pointer].column}: "
        f"{registry_lint.severity(fault).value}: "
        f"{inert(fault.message)}; {inert(fault.advice)} [{fault.kind}]"
        for fault in faults
    ]


def _add(file: File, arguments: argparse.Namespace) -> int:
    known = file.registry.outlets.get(arguments.key)
    raw = _with_new(file, arguments) if known is None else _with_more(file, known, arguments)
    if raw == file.raw and known is not None:
        sys.stdout.write(f"`{known.key}` is in {file.path} already\n")
        return 0
    changed = file._replace(raw=raw, registry=registry.read_outlets(raw, file.path))
    old = {(fault.kind, fault.message, fault.place) for fault in registry_lint.lint(file.registry)}
    faults = [
        fault for fault in registry_lint.lint(changed.registry) if (fault.kind, fault.message, fault.place) not in old
    ]
    errors = [fault for fault in faults if registry_lint.severity(fault) is Severity.ERROR]
    if errors:
        raise UsageError("\n".join(f"{fault.message}; {fault.advice}" for fault in errors))
    _write(file, raw)
    sys.stderr.writelines(f"{line}\n" for line in _lines(changed, faults))
    sys.stdout.write(f"{'added' if known is None else 'changed'} `{arguments.key}` in {file.path}\n")
    return 0


def _write(file: File, raw: bytes) -> None:
    try:
        write_together([(file.place, raw)], {file.place: file.raw if file.there else None})
    except ChangedError:
        raise UsageError(f"`{file.path}` was changed by another program; it was kept. Run again") from None


def _with_new(file: File, arguments: argparse.Namespace) -> bytes:
    """The file with the new entry, at its place in the order of the keys."""
    if not arguments.name:
        raise UsageError(f"`{arguments.key}` is new, so it needs a --name")
    entry: dict[str, Value] = {"name": arguments.name}
    if arguments.alias:
        entry["aliases"] = list(dict.fromkeys(arguments.alias))
    entry["domains"] = _hosts(arguments.domain)
    entry |= {key: value for key, value in (("from", arguments.since), ("until", arguments.until)) if value}
    order = sorted({*file.registry.outlets, arguments.key})
    return edit.add_entry(file.raw, "/outlets", arguments.key, entry, order, registry.MAX_BYTES)


def _hosts(given: Sequence[str]) -> list[Value]:
    """The hosts once each, in small letters; those of other scripts stay readable."""
    return list({registry.a_labels(host): host.strip().rstrip(".").lower() for host in given}.values())


def _with_more(file: File, known: Outlet, arguments: argparse.Namespace) -> bytes:
    """The file with names and domains that the entry lacks; what it says already is never changed."""
    for option, said, asked in (
        ("--name", known.name, arguments.name),
        ("--from", known.since, arguments.since),
        ("--until", known.until, arguments.until),
    ):
        if asked and said and asked != said:
            raise UsageError(f"`{known.key}` has {option} `{said}` already; change it by hand in {file.path}")
    raw, own = file.raw, child("/outlets", known.key)
    for domain in map(str, _hosts(arguments.domain)):
        if registry.a_labels(domain) not in known.domains:
            raw = edit.append_item(raw, f"{own}/domains", domain, registry.MAX_BYTES)
    for alias in dict.fromkeys(arguments.alias):
        if alias not in known.names:
            raw = _with_alias(raw, own, alias)
    for key, said, asked in (("from", known.since, arguments.since), ("until", known.until, arguments.until)):
        if asked and not said:
            raw = edit.add_entry(raw, own, key, asked, ENTRY_ORDER, registry.MAX_BYTES)
    return raw


def _with_alias(raw: bytes, own: str, alias: str) -> bytes:
    try:
        return edit.append_item(raw, f"{own}/aliases", alias, registry.MAX_BYTES)
    except edit.EditError:
        return edit.add_entry(raw, own, "aliases", [alias], ENTRY_ORDER, registry.MAX_BYTES)
