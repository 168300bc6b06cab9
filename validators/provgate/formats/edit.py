"""Changing one value of a YAML file while every other byte stays: comments, order, quoting, line ends.

People write sidecars and registries by hand, so a tool that adds a pin must not reformat them. Each
function finds the place by libyaml's marks, changes the text there, and reads the result again: it is
handed out only if exactly the wanted value differs, otherwise EditError asks the person to do it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from provgate.findings import UsageError
from provgate.formats import yaml_reader
from provgate.formats.yaml_events import Node, nodes
from provgate.formats.yaml_reader import Value, child
from provgate.formats.yaml_writer import block, flow, scalar

SIDECAR_ORDER = (
    "schema",
    "origin",
    "date",
    "author",
    "outlet",
    "title",
    "language",
    "license",
    "excerpt",
    "retrieved",
    "kind",
    "path",
    "sha256",
    "evidence",
    "notes",
)
"""Where a new key goes, in a sidecar or in one of its entries: behind those that stand before it here."""

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ \t]+#[^\r\n\x85\u2028\u2029]*)?")


class EditError(UsageError):
    """The file cannot be changed by a tool without changing more than was asked."""


class _File(NamedTuple):
    """A readable file with the node of every value."""

    text: str
    data: dict[str, Value]
    nodes: Mapping[str, Node]
    max_bytes: int

    @property
    def newline(self) -> str:
        found = _BREAK.search(self.text)
        return found.group() if found else "\n"


def set_value(raw: bytes, pointer: str, value: str, max_bytes: int = yaml_reader.MAX_BYTES) -> bytes:
    """The file with this scalar in place of the old one, or with the missing key added; EditError if neither works."""
    file = _open(raw, max_bytes)
    old = _at(file.data, pointer)
    if old == value:
        return raw
    if old is None:
        parent, _, token = pointer.rpartition("/")
        return add_entry(raw, parent, token.replace("~1", "/").replace("~0", "~"), value, max_bytes=max_bytes)
    if not isinstance(old, str):
        raise EditError(f"`{pointer[1:]}` is not a plain value; change it by hand")
    expected = copy.deepcopy(file.data)
    _put(expected, pointer, value)
    return _proven(file, expected, [_replaced(file, file.nodes[pointer], scalar(value))], pointer)


def replace(raw: bytes, pointer: str, value: Value) -> bytes:
    """The sidecar with this value, of any shape, in place of the one there; EditError if comments would be lost."""
    file = _open(raw, yaml_reader.MAX_BYTES)
    old = _at(file.data, pointer)
    if isinstance(value, str) and not isinstance(old, list | dict):
        return set_value(raw, pointer, value)
    node = file.nodes[pointer]
    head, span, tail = file.text[: node.start], file.text[node.start : node.end], file.text[node.end :]
    if "#" in span + _BREAK.split(tail)[0] + head.rpartition(":")[2]:
        raise EditError(f"`{pointer[1:]}` has comments that would be lost; change it by hand")
    new = scalar(value) if isinstance(value, str) else flow(value)
    expected = copy.deepcopy(file.data)
    _put(expected, pointer, value)
    in_its_place = head + _spaced(head, new) + tail
    behind_its_key = f"{head.rstrip()} {new}{file.newline}{tail.lstrip()}"
    return _proven(file, expected, [in_its_place if span[:1] in "[{" else behind_its_key, in_its_place], pointer)


def add_entry(
    raw: bytes,
    parent: str,
    key: str,
    value: Value,
    order: Sequence[str] = SIDECAR_ORDER,
    max_bytes: int = yaml_reader.MAX_BYTES,
) -> bytes:
    """The file with a new key in the mapping at `parent`, behind the keys that `order` lists before it."""
    file = _open(raw, max_bytes)
    mapping = _at(file.data, parent)
    pointer = child(parent, key)
    if not isinstance(mapping, dict) and mapping != "":
        raise EditError(f"`{parent[1:] or 'the file'}` is not a mapping; add `{key}` by hand")
    if mapping and key in mapping:
        raise EditError(f"`{pointer[1:]}` is there already")
    expected = copy.deepcopy(file.data)
    if isinstance(mapping, dict):
        _put(expected, pointer, value)
    else:
        _put(expected, parent, {key: value})
    before = set(order[: order.index(key)]) if key in order else None
    return _proven(file, expected, _grown(file, parent, {key: value}, before), pointer)


def append_evidence(raw: bytes, kind: str, path: str, sha256: str) -> bytes:
    """The sidecar with this entry at the end of `evidence`; an entry of the same path is brought up to date instead."""
    file = _open(raw, yaml_reader.MAX_BYTES)
    entries = file.data.get("evidence", "")
    entry: dict[str, Value] = {"kind": kind, "path": path, "sha256": sha256}
    if "evidence" not in file.data:
        return add_entry(raw, "", "evidence", [entry])
    if entries != "" and not isinstance(entries, list):
        raise EditError("`evidence` is not a list; add the entry by hand")
    for index, old in enumerate(entries):
        if isinstance(old, dict) and old.get("path") == path:
            pinned = set_value(raw, f"/evidence/{index}/kind", kind)
            return set_value(pinned, f"/evidence/{index}/sha256", sha256)
    expected = {**file.data, "evidence": [*entries, entry]}
    return _proven(file, expected, _grown(file, "/evidence", [entry], None), "/evidence")


def append_item(raw: bytes, pointer: str, value: str, max_bytes: int = yaml_reader.MAX_BYTES) -> bytes:
    """The file with this text at the end of the list at `pointer`."""
    file = _open(raw, max_bytes)
    items = _at(file.data, pointer)
    if not isinstance(items, list):
        raise EditError(f"`{pointer[1:]}` is not a list; add `{value}` by hand")
    expected = copy.deepcopy(file.data)
    _put(expected, pointer, [*items, value])
    return _proven(file, expected, _grown(file, pointer, [value], None), pointer)


def _open(raw: bytes, max_bytes: int) -> _File:
    parsed = yaml_reader.read(raw, max_bytes)
    if parsed.data is None or parsed.faults:
        places = "; ".join(f"line {fault.place.line}: {fault.message}" for fault in parsed.faults[:3])
        raise EditError(f"the file must be readable before a value in it can be changed: {places}")
    text = raw.decode("utf-8")
    return _File(text, parsed.data, nodes(text), max_bytes)


def _proven(file: _File, expected: Mapping[str, Value], candidates: Iterable[str], pointer: str) -> bytes:
    """The first candidate that reads as exactly the expected data."""
    for candidate in candidates:
        raw = candidate.encode("utf-8", "surrogatepass")
        parsed = yaml_reader.read(raw, file.max_bytes)
        if parsed.data == expected and not parsed.faults:
            return raw
    raise EditError(f"`{pointer[1:]}` cannot be written without changing something else; change it by hand")


def _at(data: Value, pointer: str) -> Value | None:
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(data, dict) and name in data:
            data = data[name]
        elif isinstance(data, list) and name.isdecimal() and int(name) < len(data):
            data = data[int(name)]
        else:
            return None
    return data


def _put(data: dict[str, Value], pointer: str, value: Value) -> None:
    parent, _, token = pointer.rpartition("/")
    owner = _at(data, parent)
    name = token.replace("~1", "/").replace("~0", "~")
    if isinstance(owner, list):
        owner[int(name)] = value
    else:
        cast("dict[str, Value]", owner)[name] = value


def _replaced(file: _File, node: Node, new: str) -> str:
    """The text with this scalar exchanged; a block scalar's trailing lines and header comment stay."""
    head, old, tail = file.text[: node.start], file.text[node.start : node.end], file.text[node.end :]
    header = _HEADER.match(old) if node.style in ("|", ">") else None
    comment = (header.group("comment") or "") if header else ""
    return head + _spaced(head, new) + comment + tail


def _spaced(head: str, new: str) -> str:
    """An empty value stands right behind its colon or dash, where a space is due."""
    return " " + new if head.endswith((":", "-")) else new


def _grown(
    file: _File, pointer: str, extra: Mapping[str, Value] | Sequence[Value], before: set[str] | None
) -> Iterator[str]:
    """The ways to add one entry to the collection at `pointer`, the best place first; None means at its end."""
    node = file.nodes[pointer]
    names: list[str] = list(map(str, _names(_at(file.data, pointer))))
    ends = [child(pointer, name) for name in names]
    if not names:
        yield from _filled(file, node, extra)
    elif node.style == "flow":
        at = file.nodes[ends[-1]].end
        yield f"{file.text[:at]}, {flow(extra)[1:-1]}{file.text[at:]}"
    else:
        lines = block(extra, _column(file.text, _dash(file, pointer, ends[0])))
        if before is not None:
            preferred = [end for name, end in zip(names, ends, strict=True) if name in before]
            yield _behind(file, file.nodes[preferred[-1]].end if preferred else _opening(file, node, ends[0]), lines)
        yield from (_behind(file, file.nodes[end].end, lines) for end in reversed(ends))
        yield _ahead(file, file.nodes[ends[0]].key_start, lines)


def _names(collection: Value | None) -> Iterable[str | int]:
    return collection if isinstance(collection, dict) else range(len(collection or ""))


def _dash(file: _File, pointer: str, first: str) -> int:
    """Where the entries of a block collection begin: at their keys, or at the dash of a list."""
    node = file.nodes[first]
    return node.key_start if node.key_start >= 0 else file.nodes[pointer].start


def _opening(file: _File, node: Node, first: str) -> int:
    """The line that opens a mapping, so that comments stay above the key they speak of; at the root its first key."""
    return node.key_start if node.key_start >= 0 else file.nodes[first].end


def _filled(file: _File, node: Node, extra: Mapping[str, Value] | Sequence[Value]) -> Iterator[str]:
    """An empty collection becomes a block where it may, a flow collection inside another one."""
    head, tail = file.text[: node.start], file.text[node.end :]
    beside_key = node.key_start >= 0 and not _BREAK.search(file.text, node.key_start, node.start)
    if beside_key and not node.in_flow:
        lines = block(extra, _column(file.text, node.key_start) + 2)
        end = _line_end(file.text, node.end)
        rest = file.text[node.end : end]
        yield head.rstrip(" \t") + rest.rstrip() + "".join(file.newline + line for line in lines) + file.text[end:]
    yield head + _spaced(head, flow(extra)) + tail


def _behind(file: _File, at: int, lines: Sequence[str]) -> str:
    """The lines put below the line that holds the character at `at`; a missing final line end stays missing."""
    end = _line_end(file.text, at)
    return file.text[:end] + "".join(file.newline + line for line in lines) + file.text[end:]


def _ahead(file: _File, at: int, lines: Sequence[str]) -> str:
    """The lines put above the first key: a last text block without a final line end allows no other place."""
    start = max(0, at - _column(file.text, at))
    return file.text[:start] + "".join(line + file.newline for line in lines) + file.text[start:]


def _line_end(text: str, at: int) -> int:
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)


def _column(text: str, at: int) -> int:
    return at - 1 - max(text.rfind(mark, 0, at) for mark in "\n\r\x85\u2028\u2029")
