"""Values as YAML text that the strict reader reads back as they were: the one place that decides how to quote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provgate.formats.yaml_reader import Value

_PLAIN = re.compile(r"(?=[A-Za-z0-9/_])[\w./@+%=~-]+(?:[: ][\w./@+%=~-]+)*", re.ASCII)


def scalar(value: str) -> str:
    """The text, quoted where it has to be."""
    return value if _PLAIN.fullmatch(value) else quoted(value)


def quoted(value: str) -> str:
    """The text in quotes, whatever reads it."""
    if value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def flow(value: Mapping[str, Value] | Sequence[Value] | str) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def block(value: Mapping[str, Value] | Sequence[Value], indent: int) -> list[str]:
    """Lines: mappings and lists of mappings in block style, lists of scalars on one line."""
    pad = " " * indent
    if not isinstance(value, Mapping):
        return [
            pad + ("- " if not number else "  ") + line
            for item in value
            for number, line in enumerate([scalar(item)] if isinstance(item, str) else block(item, 0))
        ]
    lines = []
    for key, item in value.items():
        if isinstance(item, dict) or (isinstance(item, list) and item and isinstance(item[0], dict)):
            lines.append(f"{pad}{scalar(key)}:")
            lines += block(item, indent + 2)
        else:
            lines.append(f"{pad}{scalar(key)}: {flow(item)}")
    return lines


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"
