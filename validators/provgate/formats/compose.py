"""Claims with the words that say where each came from → a sidecar's bytes, and a registry entry's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from provgate.formats.claims import Author
from provgate.formats.sidecar import Value

_PLAIN = re.compile(r"(?=[A-Za-z0-9/_])[\w./@+%=~-]+(?:[: ][\w./@+%=~-]+)*", re.ASCII)
_COLUMN = 34
"""Where comments begin, when the line leaves room."""


class Entry(NamedTuple):
    """One key of a sidecar: its value (empty when the page does not give it) and a comment."""

    key: str
    value: Value
    comment: str = ""


def render(entries: Iterable[Entry]) -> bytes:
    """The sidecar's bytes: one line a key, evidence as a block list."""
    lines: list[str] = []
    for entry in entries:
        if entry.key == "evidence" and isinstance(entry.value, list):
            lines.append("evidence:")
            for item in entry.value:
                lines += _block(item)
        else:
            lines.append(_commented(f"{entry.key}: {flow(entry.value)}".rstrip(), entry.comment))
    return ("\n".join(lines) + "\n").encode()


def outlet_block(key: str, name: str, domain: str) -> str:
    """A registry entry as it would stand under `outlets:`."""
    return f"  {key}:\n    name: {scalar(name)}\n    domains: [{domain}]\n"


def author_value(authors: tuple[Author, ...]) -> Value:
    """Authors as the sidecar writes them: one alone, several as a list."""
    values: list[Value] = [{"organization": a.name} if a.organization else a.name for a in authors]
    return values[0] if len(values) == 1 else values


def flow(value: Value) -> str:
    """A value on one line; empty text as nothing at all."""
    if isinstance(value, str):
        return scalar(value) if value else ""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def scalar(text: str) -> str:
    """Printable text of one line as a YAML scalar, quoted where it has to be."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def _block(item: Value) -> list[str]:
    pairs = item.items() if isinstance(item, dict) else ()
    return [f"  {'-' if not number else ' '} {key}: {flow(value)}" for number, (key, value) in enumerate(pairs)]


def _commented(line: str, comment: str) -> str:
    if not comment:
        return line
    shown = "".join(character for character in comment if character.isprintable())
    return f"{line.ljust(_COLUMN - 2)}  # {shown}" if len(line) < _COLUMN else f"{line}  # {shown}"
