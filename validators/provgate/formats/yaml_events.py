"""The strict reader: libyaml's event stream → data with places.

Every scalar is the text that stands there and no constructor runs: nothing can be executed,
expanded or silently converted, and every value keeps its line and column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from provgate.findings import Fault, Place
from provgate.formats.yaml_reader import MAX_DEPTH, Parsed, Span, Value, child


def read(text: str, max_depth: int) -> Parsed:
    """Read one strict YAML mapping; never raises on bad input, every fault has a place."""
    builder = _Builder(max_depth)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.YAMLError as error:
        builder.faults.append(_syntax_fault(error, builder.max_depth))
        return builder.result(trusted=False)
    except _StopReadingError:
        return builder.result(trusted=False)
    return builder.result(trusted=True)


_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says from 0.2.6 on, when it meets its own limit while it looks ahead of our events."""


def _syntax_fault(error: yaml.YAMLError, max_depth: int) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable as YAML"
    context = getattr(error, "context", None)
    message = f"{problem} ({context})" if context else str(problem)
    kind = "sidecar-too-large" if problem == _TOO_DEEP else "sidecar-syntax"
    if kind == "sidecar-too-large":
        message = f"nested deeper than {max_depth} levels"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Fault(kind, message, place=Place(line=line, column=column))


class _StopReadingError(Exception):
    """Reading on would build on sand; the faults so far say why."""


class _Open(NamedTuple):
    """A collection under construction: container, pointer, the key that waits for a value, and keys by their NFC."""

    container: dict[str, Value] | list[Value]
    pointer: str
    waiting: list[str | None]
    names: dict[str, str]


class _Builder:
    """Turns libyaml events into data and positions without recursion."""

    def __init__(self, max_depth: int) -> None:
        self.max_depth = max_depth
        self.faults: list[Fault] = []
        self.keys: dict[str, Span] = {}
        self.values: dict[str, Span] = {}
        self.root: Value | None = None
        self.stack: list[_Open] = []
        self.documents = 0

    def take(self, event: Any) -> None:
        """Feed one event."""
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            getattr(self, handler)(event)

    def result(self, trusted: bool) -> Parsed:
        if trusted and not isinstance(self.root, dict):
            what = "is empty" if self.root is None or self.root == "" else "holds no mapping"
            self.fault("not-a-mapping", f"the file {what}; it must be a list of `key: value` lines", 1, 1)
        data = self.root if trusted and isinstance(self.root, dict) else None
        return Parsed(data, self.keys, self.values, tuple(self.faults))

    def fault(self, kind: str, message: str, line: int, column: int, pointer: str = "") -> None:
        self.faults.append(Fault(kind, message, place=Place(pointer, line, column)))

    def feature(self, event: Any, message: str) -> None:
        mark = event.start_mark
        self.fault("yaml-feature", message, mark.line + 1, mark.column + 1)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.feature(event, "a second YAML document begins here; one file holds one document")
            raise _StopReadingError
        if event.version or event.tags:
            self.feature(event, "YAML directives (%YAML, %TAG) are not allowed")

    def alias(self, event: Any) -> None:
        self.feature(event, f"the alias `*{event.anchor}` is not allowed; write the value out")
        self.place("", event)

    def scalar(self, event: Any) -> None:
        self.check_node(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.container, dict) and top.waiting[0] is None:
            self.key(top, event)
        else:
            self.place(event.value, event)

    def check_node(self, event: Any) -> None:
        if event.anchor is not None:
            self.feature(event, f"the anchor `&{event.anchor}` is not allowed")
        if event.tag is not None:
            self.feature(event, f"the tag `{event.tag}` is not allowed; values are plain text")
        for character in getattr(event, "value", ""):
            if (character < " " and character not in "\n\t") or "\x7f" <= character <= "\x9f":
                mark = event.start_mark
                self.fault(
                    "control-character",
                    f"the value holds the control character U+{ord(character):04X}",
                    mark.line + 1,
                    mark.column + 1,
                )
                break

    def key(self, top: _Open, event: Any) -> None:
        name: str = event.value
        mark = event.start_mark
        pointer = child(top.pointer, name)
        if name == "<<" and event.implicit[0]:
            self.feature(event, "the merge key `<<` is not allowed; write the values out")
        hidden = next((character for character in name if not character.isprintable()), "")
        if hidden and (hidden in "\n\t" or hidden > "\x9f"):  # the other control characters are told of every scalar
            message = f"the key holds U+{ord(hidden):04X}, which nobody sees"
            self.fault("control-character", message, mark.line + 1, mark.column + 1, pointer)
        twin = top.names.setdefault(unicodedata.normalize("NFC", name), name)
        if twin != name or name in top.container:
            first = self.keys[child(top.pointer, twin)]
            message = f"the key `{name}` stands here a second time; the first is on line {first.line}"
            self.fault("duplicate-key", message, mark.line + 1, mark.column + 1, pointer)
        else:
            self.keys[pointer] = _span(event)
        top.waiting[0] = name

    def place(self, value: Value, event: Any) -> str:
        """Put a value where the open collection waits for one; returns its pointer."""
        if not self.stack:
            self.root = value
            self.values[""] = _span(event)
            return ""
        top = self.stack[-1]
        if isinstance(top.container, list):
            pointer = child(top.pointer, len(top.container))
            top.container.append(value)
        else:
            name = top.waiting[0]
            if name is None:
                self.feature(event, "a key must be plain text, not a list, a mapping or an alias")
                raise _StopReadingError
            top.waiting[0] = None
            pointer = child(top.pointer, name)
            if name in top.container:
                return pointer
            top.container[name] = value
        self.values[pointer] = _span(event)
        return pointer

    def open(self, event: Any) -> None:
        self.check_node(event)
        if len(self.stack) >= self.max_depth:
            mark = event.start_mark
            self.fault(
                "sidecar-too-large", f"nested deeper than {self.max_depth} levels", mark.line + 1, mark.column + 1
            )
            raise _StopReadingError
        container: dict[str, Value] | list[Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(container, self.place(container, event), [None], {}))

    def close(self, _event: Any) -> None:
        self.stack.pop()


class Node(NamedTuple):
    """Where a value stands, to the character: what an editor needs and a reader does not keep.

    `start` and `end` are counted in characters; `key_start` is where its key starts, -1 in lists and at the root.
    `style` is "block" or "flow" for collections, and the quote, `|`, `>` or nothing for scalars. `in_flow` says that
    it stands inside a flow collection.
    """

    start: int
    end: int
    key_start: int
    style: str
    in_flow: bool


class _Locator(_Builder):
    """Keeps the marks of libyaml's events, too."""

    def __init__(self, text: str) -> None:
        super().__init__(MAX_DEPTH)
        self.text = text
        self.nodes: dict[str, Node] = {}
        self.pointers: list[str] = []
        self.key_start = -1

    def key(self, top: _Open, event: Any) -> None:
        super().key(top, event)
        self.key_start = event.start_mark.index

    def place(self, value: Value, event: Any) -> str:
        pointer = super().place(value, event)
        above = self.nodes[self.pointers[-1]] if self.pointers else None
        named = bool(self.stack) and isinstance(self.stack[-1].container, dict)
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            end = start + len(self.text[start:end].rstrip()) if style in ("|", ">") else end
        else:
            style = "flow" if event.flow_style else "block"
        in_flow = above is not None and (above.in_flow or above.style == "flow")
        self.nodes[pointer] = Node(start, end, self.key_start if named else -1, style, in_flow)
        self.stretch(end)
        return pointer

    def stretch(self, end: int) -> None:
        """A collection ends where its last value does."""
        if self.pointers:
            above = self.nodes[self.pointers[-1]]
            self.nodes[self.pointers[-1]] = above._replace(end=max(above.end, end))

    def open(self, event: Any) -> None:
        super().open(event)
        self.pointers.append(self.stack[-1].pointer)

    def close(self, event: Any) -> None:
        super().close(event)
        pointer = self.pointers.pop()
        node = self.nodes[pointer]
        if node.style == "flow":
            self.nodes[pointer] = node = node._replace(end=event.end_mark.index)
        self.stretch(node.end)


def nodes(text: str) -> Mapping[str, Node]:
    """The place of every value, by pointer; the text has been found readable."""
    locator = _Locator(text)
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        locator.take(event)
    return locator.nodes


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Span(start.line + 1, start.column + 1, max(1, width))


_HANDLERS = {
    yaml.DocumentStartEvent: "document",
    yaml.AliasEvent: "alias",
    yaml.ScalarEvent: "scalar",
    yaml.MappingStartEvent: "open",
    yaml.SequenceStartEvent: "open",
    yaml.MappingEndEvent: "close",
    yaml.SequenceEndEvent: "close",
}
