"""Where every value of a YAML file stands, to the character: what an editor needs and the reader does not keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from provgate.formats.sidecar import child


class Node(NamedTuple):
    """One value: where it starts and ends (characters), where its key starts, and how it is written.

    `key_start` is -1 in lists and at the root. `style` is "block" or "flow" for collections, and the
    quote, `|`, `>` or nothing for scalars. `in_flow` says that it stands inside a flow collection.
    """

    start: int
    end: int
    key_start: int
    style: str
    in_flow: bool


def nodes(text: str) -> Mapping[str, Node]:
    """The place of every value, by pointer; the text has been found readable, so its nesting is bounded."""
    walker = _Walker(text)
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        walker.take(event)
    return walker.nodes


@dataclass(slots=True)
class _Open:
    """A collection under construction."""

    pointer: str
    event: Any
    key_start: int
    in_flow: bool
    waiting: str | None = None
    waiting_start: int = -1
    count: int = 0
    end: int = 0


class _Walker:
    """Keeps the marks of libyaml's events, which the reader does not need."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes: dict[str, Node] = {}
        self.stack: list[_Open] = []

    def take(self, event: Any) -> None:
        """Feed one event."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self.scalar(event)
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            pointer, key_start = self.place()
            self.stack.append(_Open(pointer, event, key_start, self.in_flow, end=event.end_mark.index))
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self.close(event)

    def close(self, event: Any) -> None:
        top = self.stack.pop()
        flow = bool(top.event.flow_style)
        end = event.end_mark.index if flow else top.end
        style = "flow" if flow else "block"
        self.keep(top.pointer, Node(top.event.start_mark.index, end, top.key_start, style, top.in_flow))

    @property
    def in_flow(self) -> bool:
        return bool(self.stack) and (self.stack[-1].in_flow or bool(self.stack[-1].event.flow_style))

    def place(self) -> tuple[str, int]:
        """The pointer of the value that comes now, and where its key starts (-1 in lists and at the root)."""
        if not self.stack:
            return "", -1
        top = self.stack[-1]
        if top.waiting is None:
            top.count += 1
            return child(top.pointer, top.count - 1), -1
        name, top.waiting = top.waiting, None
        return child(top.pointer, name), top.waiting_start

    def scalar(self, event: Any) -> None:
        top = self.stack[-1]
        if isinstance(top.event, yaml.MappingStartEvent) and top.waiting is None:
            top.waiting, top.waiting_start = event.value, event.start_mark.index
            return
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        pointer, key_start = self.place()
        self.keep(pointer, Node(start, end, key_start, event.style or "", self.in_flow))

    def keep(self, pointer: str, node: Node) -> None:
        self.nodes[pointer] = node
        if self.stack:
            self.stack[-1].end = max(self.stack[-1].end, node.end)
