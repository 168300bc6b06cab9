"""Claims with the words that say where each came from → a sidecar's bytes, and a registry entry's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from provgate.formats.claims import Author
from provgate.formats.yaml_reader import Value
from provgate.formats.yaml_writer import block, flow, scalar

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
            lines += block(entry.value, 2)
        else:
            lines.append(
                _commented(f"{entry.key}: {flow(entry.value)}" if entry.value else f"{entry.key}:", entry.comment)
            )
    return ("\n".join(lines) + "\n").encode()


def outlet_block(key: str, name: str, domain: str) -> str:
    """A registry entry as it would stand under `outlets:`."""
    return f"  {key}:\n    name: {scalar(name)}\n    domains: [{domain}]\n"


def author_value(authors: tuple[Author, ...]) -> Value:
    """Authors as the sidecar writes them: one alone, several as a list."""
    values: list[Value] = [{"organization": a.name} if a.organization else a.name for a in authors]
    return values[0] if len(values) == 1 else values


def _commented(line: str, comment: str) -> str:
    if not comment:
        return line
    shown = "".join(character for character in comment if character.isprintable())
    return f"{line.ljust(_COLUMN - 2)}  # {shown}" if len(line) < _COLUMN else f"{line}  # {shown}"
