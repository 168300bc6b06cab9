"""A quick yes for data of the usual shapes, so that most runs never load a schema validator.

Each function says True only for data that the schema accepts; False means "ask jsonschema". A
property test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from provgate.formats.sidecar import Value

_PIN = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEY = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", re.ASCII)
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)

_REQUIRED = frozenset({"schema", "origin", "date", "author", "outlet"})
_TEXTS = {"origin": 4096, "date": 64, "outlet": 128, "title": 1024, "language": 64, "license": 256, "retrieved": 64}
_OUTLET = frozenset({"name", "domains", "aliases", "from", "until"})


def sidecar(data: Mapping[str, Value]) -> bool:
    """Whether this sidecar is certainly valid."""
    return data.keys() >= _REQUIRED and all(_sidecar_value(key, value) for key, value in data.items())


def policy(data: Mapping[str, Value]) -> bool:
    """Whether this policy is certainly valid."""
    if data.get("schema") != "1":
        return False
    return all(_policy_value(key, value) for key, value in data.items())


def outlets(data: Mapping[str, Value]) -> bool:
    """Whether this registry of outlets is certainly valid."""
    if data.get("schema") != "1" or data.keys() != {"schema", "outlets"}:
        return False
    entries = data["outlets"]
    return isinstance(entries, dict) and all(_outlet(key, entry) for key, entry in entries.items())


CHECKS: Mapping[str, Callable[[Mapping[str, Value]], bool]] = {"sidecar": sidecar, "policy": policy, "outlets": outlets}


def _text(value: Value | None, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


def _texts(value: Value | None, most: int, longest: int) -> bool:
    return isinstance(value, list) and len(value) <= most and all(_text(item, longest) for item in value)


def _sidecar_value(key: str, value: Value) -> bool:
    longest = _TEXTS.get(key)
    if longest is not None:
        return isinstance(value, str) and 0 < len(value) <= longest
    if key == "author":
        return _author(value) if not isinstance(value, list) else 0 < len(value) <= 256 and all(map(_author, value))
    if key == "sha256":
        return isinstance(value, str) and _PIN.fullmatch(value) is not None
    if key == "evidence":
        return isinstance(value, list) and 0 < len(value) <= 64 and all(map(_evidence, value))
    if key == "excerpt":
        return value in ("true", "false")
    return value == "1" if key == "schema" else key.startswith("x-")


def _author(value: Value) -> bool:
    return _text(value.get("organization") if isinstance(value, dict) and len(value) == 1 else value, 256)


def _evidence(value: Value) -> bool:
    if not isinstance(value, dict) or value.keys() != {"kind", "path", "sha256"}:
        return False
    pin = value["sha256"]
    return (
        value["kind"] in ("capture", "attestation")
        and _text(value["path"], 1024)
        and isinstance(pin, str)
        and _PIN.fullmatch(pin) is not None
    )


def _policy_value(key: str, value: Value) -> bool:
    if key == "corpus":
        return bool(value) and _texts(value, 256, 1024)
    if key == "ignore":
        return _texts(value, 1_000_000, 1024)
    if key == "require":
        return value in ("declared", "evidenced", "witnessed")
    return _text(value, 1024) if key in ("outlets", "attesters", "witnesses") else key == "schema"


def _outlet(key: str, entry: Value) -> bool:
    if len(key) > 128 or _KEY.fullmatch(key) is None or not isinstance(entry, dict) or not entry.keys() <= _OUTLET:
        return False
    return (
        _text(entry.get("name"), 256)
        and _texts(entry.get("domains"), 256, 253)
        and _texts(entry.get("aliases", []), 256, 256)
        and all(_day(entry[name]) for name in ("from", "until") if name in entry)
    )


def _day(value: Value) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None
