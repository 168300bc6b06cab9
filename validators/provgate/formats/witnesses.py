"""The register of witnesses: whose keys count when origins are fetched again, and which archives (DESIGN 1.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from provgate.findings import UsageError
from provgate.formats import schema, yaml_reader
from provgate.formats.registries import MAX_BYTES, AttesterKey, key_of, key_problems
from provgate.formats.yaml_reader import child

KINDS = ("live", "archive")


class Archive(NamedTuple):
    """A web archive that counts; both addresses hold `{url}`, `raw` and perhaps `timegate` hold `{timestamp}`."""

    name: str
    timegate: str
    raw: str


class Witness(NamedTuple):
    """A party that fetches origins again: its `paths` (gitwildmatch; empty means all) and kinds of observation."""

    key: str
    name: str
    operator: str
    keys: tuple[AttesterKey, ...]
    paths: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS


class Witnesses(NamedTuple):
    """The register; `threshold` different operators must agree, within `within` days of the capture (0: any time)."""

    threshold: int = 1
    within: int = 0
    schemes: tuple[str, ...] = ("https",)
    archives: tuple[Archive, ...] = ()
    parties: Mapping[str, Witness] = {}

    def archive(self, name: str) -> Archive | None:
        """The archive of this name, if it is listed."""
        return next((archive for archive in self.archives if archive.name == name), None)


def parse(raw: bytes, path: str = "witnesses.yaml") -> Witnesses:
    """The register in these bytes; UsageError with the place of each fault."""
    parsed = yaml_reader.read(raw, MAX_BYTES)
    data = schema.require_valid("witnesses", parsed, path)
    found = Witnesses(
        threshold=int(data.get("threshold", 1)),
        within=int(data.get("within", 0)),
        schemes=tuple(data.get("schemes", ("https",))),
        archives=tuple(Archive(each["name"], each["timegate"], each["raw"]) for each in data.get("archives", ())),
        parties={key: _witness(key, entry) for key, entry in data["witnesses"].items()},
    )
    problems = []
    for pointer, message in _problems(found):
        span = parsed.values.get(pointer) or parsed.values[""]
        problems.append(f"{path}:{span.line}:{span.column}: {message}")
    if problems:
        raise UsageError("\n".join(problems))
    return found


def _witness(key: str, entry: Mapping[str, Any]) -> Witness:
    keys = tuple(key_of(item) for item in entry["keys"])
    kinds = tuple(entry.get("kinds", KINDS))
    return Witness(key, entry["name"], entry["operator"], keys, tuple(entry.get("paths", ())), kinds)


def _problems(found: Witnesses) -> Iterator[tuple[str, str]]:
    """What the schema cannot say: the pointer and a message for each."""
    seen: set[str] = set()
    for index, archive in enumerate(found.archives):
        if archive.name in seen:
            yield f"/archives/{index}/name", f"the archive `{archive.name}` is listed twice"
        seen.add(archive.name)
    for party in found.parties.values():
        for index, key in enumerate(party.keys):
            for field, message in key_problems(key):
                yield f"{child('/witnesses', party.key)}/keys/{index}/{field}", message
