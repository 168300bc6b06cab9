"""A JSON Schema → a quick yes for data that it accepts, made from the schema itself.

Importing jsonschema costs more than the rest of a run, and most files are valid. What comes out of here says True only
for data that the schema accepts; False means "ask jsonschema", which also words every message. Data is text, lists and
mappings, as the reader gives them. A keyword that is not known here never gets a yes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from provgate.formats.yaml_reader import Value

Check: TypeAlias = Callable[[Any], bool]

_SAYS_NOTHING = frozenset({"$schema", "$id", "$defs", "title", "description", "additionalProperties"})
_OF_TEXT = frozenset({"type", "minLength", "maxLength"})
_TYPES = {"string": str, "array": list, "object": dict}


def compiled(schema: Mapping[str, Any]) -> Callable[[Mapping[str, Value]], bool]:
    """The check of a whole schema; its references are into its own `$defs`."""
    return _all_of(schema, schema)


def _all_of(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Check:
    """What every keyword of a schema asks; `additionalProperties` is asked together with `properties`."""
    text = schema.get("type") == "string"
    checks = [
        _KEYWORDS.get(keyword, _unknown)(given, schema, root)
        for keyword, given in schema.items()
        if keyword not in _SAYS_NOTHING and not (text and keyword in _OF_TEXT)
    ]
    if text:
        checks.insert(0, _text(schema.get("minLength", 0), schema.get("maxLength", sys.maxsize)))
    if "additionalProperties" in schema and "properties" not in schema:
        checks.append(_properties({}, schema, root))
    if len(checks) == 1:
        return checks[0]

    def check(value: Any) -> bool:
        for one in checks:  # noqa: SIM110 (half the time of a generator)
            if not one(value):
                return False
        return True

    return check


def _text(least: int, most: int) -> Check:
    """The commonest schema of all, asked at once."""
    return lambda value: isinstance(value, str) and least <= len(value) <= most


def _unknown(_given: Any, _schema: Mapping[str, Any], _root: Mapping[str, Any]) -> Check:
    return lambda _value: False


def _type(given: Any, _schema: Mapping[str, Any], _root: Mapping[str, Any]) -> Check:
    names = given if isinstance(given, list) else [given]
    kinds = tuple(_TYPES[name] for name in names if name in _TYPES)
    return lambda value: isinstance(value, kinds)


def _enum(given: Any, _schema: Mapping[str, Any], _root: Mapping[str, Any]) -> Check:
    allowed = frozenset(option for option in given if isinstance(option, str))
    return lambda value: isinstance(value, str) and value in allowed


def _bounded(kind: type[str] | type[list[Any]], least: int, most: int) -> Check:
    return lambda value: not isinstance(value, kind) or least <= len(value) <= most


def _pattern(given: Any, _schema: Mapping[str, Any], _root: Mapping[str, Any]) -> Check:
    search = re.compile(given).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _required(given: Any, _schema: Mapping[str, Any], _root: Mapping[str, Any]) -> Check:
    needed = frozenset(given)
    return lambda value: not isinstance(value, dict) or value.keys() >= needed


def _property_names(given: Any, _schema: Mapping[str, Any], root: Mapping[str, Any]) -> Check:
    check = _all_of(given, root)
    return lambda value: not isinstance(value, dict) or all(map(check, value))


def _properties(given: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Check:
    named = {name: _all_of(each, root) for name, each in given.items()}
    patterns = [(re.compile(pattern), each) for pattern, each in schema.get("patternProperties", {}).items()]
    if any(each is not True for _, each in patterns):
        return _unknown(given, schema, root)
    rest = schema.get("additionalProperties", True)
    other: Check = _all_of(rest, root) if isinstance(rest, dict) else lambda _value: bool(rest)

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        for name, item in value.items():
            known = named.get(name)
            if known is not None:
                if not known(item):
                    return False
            elif not any(pattern.search(name) for pattern, _ in patterns) and not other(item):
                return False
        return True

    return check


def _items(given: Any, _schema: Mapping[str, Any], root: Mapping[str, Any]) -> Check:
    check = _all_of(given, root)
    return lambda value: not isinstance(value, list) or all(map(check, value))


def _any_of(given: Any, _schema: Mapping[str, Any], root: Mapping[str, Any]) -> Check:
    checks = [_all_of(each, root) for each in given]
    return lambda value: any(check(value) for check in checks)


def _reference(given: Any, _schema: Mapping[str, Any], root: Mapping[str, Any]) -> Check:
    return _all_of(root["$defs"][given.removeprefix("#/$defs/")], root)


_KEYWORDS: Mapping[str, Callable[[Any, Mapping[str, Any], Mapping[str, Any]], Check]] = {
    "type": _type,
    "enum": _enum,
    "minLength": lambda given, _schema, _root: _bounded(str, given, sys.maxsize),
    "maxLength": lambda given, _schema, _root: _bounded(str, 0, given),
    "minItems": lambda given, _schema, _root: _bounded(list, given, sys.maxsize),
    "maxItems": lambda given, _schema, _root: _bounded(list, 0, given),
    "pattern": _pattern,
    "required": _required,
    "propertyNames": _property_names,
    "properties": _properties,
    "patternProperties": lambda _given, _schema, _root: lambda _value: True,
    "items": _items,
    "anyOf": _any_of,
    "$ref": _reference,
}
