"""WACZ 1.1 (a zip with WARCs under `archive/`) → the WARCs in it, held to the hashes it carries.

`datapackage.json` lists every file with its SHA-256, `datapackage-digest.json` the list's own; where they
are present they must be right and complete. Indexes are not used, and of the page list only
URLs to choose from: the records count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from provgate.evidence.captures import zips
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.digests import agrees
from provgate.evidence.captures.source import Source
from provgate.evidence.captures.warc import Budget
from provgate.evidence.captures.zips import Member

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
PAGES = "pages/pages.jsonl"
_MAX_JSON = 4 * 1024 * 1024
_NODE_STEP = 64 * 1024
_SUFFIXES = (".warc", ".warc.gz")


def warcs(raw: Source, budget: Budget) -> Iterator[tuple[Source, int, int]]:
    """Each WARC as a buffer and the range in it; `DamagedError` before the first one if the package is wrong."""
    found = zips.members(raw)
    archives = [member for name, member in found.items() if _is_warc(name)]
    if not archives:
        advice = "a WACZ keeps its WARCs under archive/"
        raise DamagedError("capture-unreadable", "the capture is a zip without a WARC in it", advice)
    budget.inflate(sum(member.size for member in found.values() if member.deflated))
    _verify(raw, found)
    for member in archives:
        budget.hold(member.size if member.deflated else 0)
        yield zips.content(raw, member)


def pages(raw: Source) -> tuple[str, ...]:
    """The URLs that the WACZ lists as its pages. Only ever a choice between records: it proves nothing."""
    member = zips.members(raw).get(PAGES)
    if member is None or member.size > _MAX_JSON:
        return ()
    found = list[str]()
    for line in b"".join(zips.pieces(raw, member)).splitlines():
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(url := page.get("url"), str):
            found.append(url)
    return tuple(found)


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.endswith(_SUFFIXES)


def _verify(raw: Source, found: Mapping[str, Member]) -> None:
    """Hold the package's hashes against its files."""
    package = _json(raw, found.get(PACKAGE))
    seal = _json(raw, found.get(DIGEST))
    if seal is not None:
        _require(raw, found, PACKAGE, _text(seal, "hash"))
    if package is None:
        return
    resources = package.get("resources")
    items = [item for item in resources if isinstance(item, dict)] if isinstance(resources, list) else []
    listed = {_text(item, "path"): _text(item, "hash") for item in items}
    if len(listed) != len(items):
        raise _mismatch("lists a file twice")
    for path, declared in listed.items():
        _require(raw, found, path, declared)
    unlisted = {name for name in found if _is_warc(name)} - listed.keys()
    if unlisted:
        raise _mismatch(f"holds {min(unlisted)[:100]}, which its {PACKAGE} does not list")


def _require(raw: Source, found: Mapping[str, Member], path: str, declared: str) -> None:
    """That the file is there and is what the hash says; other algorithms than SHA-256 prove nothing."""
    member = found.get(path)
    if member is None:
        raise _mismatch(f"lists {path[:100]}, which is not in it")
    algorithm, _, value = declared.partition(":")
    if algorithm.lower() != "sha256":
        return
    once, twice = hashlib.sha256(), hashlib.sha256()
    for piece in zips.pieces(raw, member):
        once.update(piece)
    if agrees(value, once.digest()):
        return
    for piece in _read_steps(zips.pieces(raw, member)):
        twice.update(piece)
        twice.update(piece)
    if not agrees(value, twice.digest()):
        raise _mismatch(f"holds a {path[:100]} whose SHA-256 is not the listed one")


def _read_steps(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """The bytes in the steps in which Node.js reads a file: js-wacz hashes each of them twice.

    That digest commits to the file as well as the plain one does, so nothing is lost by taking it.
    """
    held = b""
    for piece in pieces:
        held += piece
        whole = len(held) - len(held) % _NODE_STEP
        yield from (held[at : at + _NODE_STEP] for at in range(0, whole, _NODE_STEP))
        held = held[whole:]
    yield held


def _json(raw: Source, member: Member | None) -> dict[str, object] | None:
    """The JSON object in this member; None where there is no such member."""
    if member is None:
        return None
    if member.size > _MAX_JSON:
        raise DamagedError("capture-too-large", f"the capture's {member.name} is larger than {_MAX_JSON} bytes")
    try:
        value = json.loads(b"".join(zips.pieces(raw, member)))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise DamagedError("capture-unreadable", f"the capture's {member.name} is not the JSON it should be")
    return value


def _text(item: Mapping[str, object], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _mismatch(what: str) -> DamagedError:
    return DamagedError("capture-digest", f"the capture's WACZ {what}", "export the archive again")
