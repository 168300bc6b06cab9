"""Data → schema faults, in words for the person who wrote the file.

Every message comes from `jsonschema` and the packaged schemas; a check made from the same schema
may accept first, because a hook starts at every commit and jsonschema alone costs more than the
rest of it. The two must agree on every input (a property test holds that).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provgate.findings import Fault, Place, UsageError
from provgate.formats.schema_quick import compiled
from provgate.formats.yaml_reader import Parsed, Value, child

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

EXAMPLES = {
    "schema": "1",
    "origin": "<URL>",
    "date": "<YYYY-MM-DD>",
    "author": "<name from the byline>",
    "outlet": "<key of outlets.yaml>",
    "kind": "capture",
    "path": "<file name>",
    "sha256": "<64 hex digits>",
    "outlets": "",
    "attesters": "",
    "witnesses": "",
    "operator": "<who runs the witness>",
    "timegate": "https://<archive>/web/{timestamp}/{url}",
    "raw": "https://<archive>/web/{timestamp}id_/{url}",
    "name": "<name>",
    "domains": "[<host>]",
    "keys": "",
    "key": "ssh-ed25519 AAAA...",
    "organization": "<name>",
}
"""What a value may look like, for the message about a missing one."""

_MEANT = {
    "url": "origin",
    "source": "origin",
    "link": "origin",
    "uri": "origin",
    "href": "origin",
    "published": "date",
    "publication_date": "date",
    "pubdate": "date",
    "datum": "date",
    "fecha": "date",
    "authors": "author",
    "by": "author",
    "byline": "author",
    "creator": "author",
    "autor": "author",
    "auteur": "author",
    "publisher": "outlet",
    "site": "outlet",
    "newspaper": "outlet",
    "journal": "outlet",
    "lang": "language",
    "licence": "license",
    "hash": "sha256",
    "checksum": "sha256",
    "digest": "sha256",
    "accessed": "retrieved",
    "note": "notes",
    "comment": "notes",
    "org": "organization",
    "organisation": "organization",
    "domain": "domains",
    "alias": "aliases",
    "founded": "from",
    "closed": "until",
    "version": "schema",
}


def check(name: str, data: Mapping[str, Value]) -> tuple[Fault, ...]:
    """All faults of this data under the schema `name` (sidecar, policy, outlets, attesters or witnesses)."""
    if accepts(name)(data):
        return ()
    faults = {
        fault.place.pointer + fault.message: fault
        for error in _validator(name).iter_errors(data)
        for fault in _explain(error)
    }
    return tuple(faults.values())


def require_valid(name: str, parsed: Parsed, path: str) -> Mapping[str, Any]:
    """The data of a policy or registry file; UsageError that lists every fault with its place."""
    problems = [f"{path}:{fault.place.line}:{fault.place.column}: {fault.message}" for fault in parsed.faults]
    if parsed.data is not None:
        for fault in check(name, parsed.data):
            span = (parsed.keys if fault.place.on_key else parsed.values).get(fault.place.pointer) or parsed.values[""]
            problems.append(f"{path}:{span.line}:{span.column}: {fault.message}: {fault.advice}")
    if problems:
        raise UsageError("\n".join(problems))
    return parsed.data or {}


@functools.cache
def load(name: str) -> dict[str, Any]:
    """The packaged JSON Schema of this name."""
    import json

    here, file = Path(__file__), f"{name}.schema.json"
    packaged, checkout = here.parents[1] / "schemas" / file, here.parents[3] / "schemas" / file
    schema: dict[str, Any] = json.loads((packaged if packaged.is_file() else checkout).read_text("utf-8"))
    return schema


@functools.cache
def accepts(name: str) -> Callable[[Mapping[str, Value]], bool]:
    """The quick yes of this schema: False means that jsonschema has to be asked."""
    return compiled(load(name))


@functools.cache
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(load(name), registry=Registry())


def _close_matches(word: str, known: list[str], most: int = 1, least: float = 0.6) -> list[str]:
    import difflib

    return difflib.get_close_matches(word, known, most, least)


def _pointer(error: Any) -> str:
    pointer = ""
    for token in error.absolute_path:
        pointer = child(pointer, token)
    return pointer


def _explain(error: Any) -> Iterator[Fault]:
    pointer = _pointer(error)
    where = str(error.absolute_path[-1]) if error.absolute_path else ""
    if error.validator == "required":
        yield from _missing(error, pointer)
    elif error.validator == "additionalProperties":
        yield from _unknown(error, pointer)
    elif "propertyNames" in error.absolute_schema_path:
        key = str(error.instance)
        yield Fault(
            "invalid-value",
            f"`{_short(key)}` cannot be a key here",
            "use lower-case letters, digits and hyphens, such as `harbour-gazette`",
            Place(pointer),
        )
    elif error.validator == "anyOf":
        yield _author_fault(error.instance, pointer)
    else:
        yield _value_fault(error, pointer, where)


def _missing(error: Any, pointer: str) -> Iterator[Fault]:
    for name in error.validator_value:
        if name not in error.instance:
            owner = f" in `{pointer[1:]}`" if pointer else ""
            yield Fault(
                "missing-field",
                f"`{name}` is missing{owner}",
                f"add `{name}: {EXAMPLES.get(name, '...')}`".replace(": `", ":`"),
                Place(pointer),
            )


def _unknown(error: Any, pointer: str) -> Iterator[Fault]:
    known = error.schema.get("properties", {})
    for key in error.instance:
        if key not in known and not key.startswith("x-"):
            meant = nearest(key, known)
            advice = (
                f"did you mean `{meant}`?"
                if meant
                else (f"remove it, or name it `x-{_short(key)}`; known keys: {', '.join(known)}")
            )
            message = f"`{_short(key)}` is not a known key"
            yield Fault("unknown-field", message, advice, Place(child(pointer, key), on_key=True))


def nearest(word: str, known: Mapping[str, Any]) -> str:
    """The known key that the writer probably meant, or empty."""
    folded = word.casefold().replace("-", "_")
    meant = _MEANT.get(folded, "")
    if meant in known:
        return meant
    close = _close_matches(folded[:64], list(known), 1, 0.7)
    return close[0] if close else ""


def _author_fault(instance: Any, pointer: str) -> Fault:
    example = "write a name, a list of names, or `{organization: NAME}`"
    if instance in ("", []):
        return Fault("missing-field", "`author` is empty", f"add who wrote it: {example}", Place(pointer))
    if isinstance(instance, list):
        for index, item in enumerate(instance):
            if item == "" or not isinstance(item, str | dict):
                what = "an empty name" if item == "" else "a list inside the list"
                return Fault("invalid-value", f"`author` holds {what}", example, Place(child(pointer, index)))
    return Fault("invalid-value", "`author` is not a name", example, Place(pointer))


def _value_fault(error: Any, pointer: str, where: str) -> Fault:
    value, rule = error.instance, error.validator
    if value in ("", []) and rule in ("minLength", "minItems", "enum", "pattern", "type"):
        example = EXAMPLES.get(where, "...")
        return Fault("missing-field", f"`{where}` is empty", f"fill it in: `{where}: {example}`", Place(pointer))
    if where == "sha256":
        return Fault(
            "invalid-value",
            "`sha256` is not 64 lower-case hex digits",
            "run `provgate pin` on the document, which writes it",
            Place(pointer),
        )
    if rule == "enum":
        allowed = [str(option) for option in error.validator_value if isinstance(option, str)]
        close = _close_matches(str(value), allowed, 1)
        hint = f"did you mean `{close[0]}`?" if close else f"use {' or '.join(f'`{option}`' for option in allowed)}"
        return Fault("invalid-value", f"`{where}` cannot be `{_short(value)}`", hint, Place(pointer))
    return Fault("invalid-value", *_shape(error, where), Place(pointer))


def _shape(error: Any, where: str) -> tuple[str, str]:
    value, rule, bound = error.instance, error.validator, error.validator_value
    if rule == "type":
        wanted = bound[0] if isinstance(bound, list) else bound
        names = {"string": "plain text", "array": "a list", "object": "a mapping", "integer": "a number"}
        return f"`{where or 'the file'}` must be {names.get(wanted, wanted)}", f"it is {_kind(value)} here"
    if rule in ("maxLength", "maxItems"):
        return f"`{where}` is too long", f"at most {bound} are allowed"
    return f"`{where}` cannot be `{_short(value)}`", f"it must look like {_LOOKS.get(where, bound)}"


_LOOKS = {
    "from": "1921 or 1921-05-01",
    "until": "1987 or 1987-05-01",
    "revoked": "2026-05-01",
    "threshold": "a number from 1",
    "within": "a number of days from 1",
    "operator": "one lower-case word such as `archive`",
    "timegate": "`https://<archive>/web/{timestamp}/{url}`",
    "raw": "`https://<archive>/web/{timestamp}id_/{url}`",
    "capture-bytes": "a number of bytes",
    "page-bytes": "a number of bytes",
    "worker-memory": "a number of MiB",
    "worker-seconds": "a number of seconds",
}


def _kind(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "plain text"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
