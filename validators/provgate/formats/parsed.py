"""What a YAML file says, and where each value stands: the readers' common result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from provgate.findings import Fault

MAX_DEPTH = 8

Value: TypeAlias = "str | list[Value] | dict[str, Value]"


class Span(NamedTuple):
    """Where a key or value stands: 1-based line and column, and its width on that line."""

    line: int
    column: int
    width: int


class Parsed(NamedTuple):
    """A file's data with the place of each part, by JSON Pointer (RFC 6901).

    `data` is None when a fault makes it untrustworthy. Scalars are always text.
    """

    data: dict[str, Value] | None
    keys: Mapping[str, Span]
    values: Mapping[str, Span]
    faults: tuple[Fault, ...] = ()


def child(pointer: str, token: str | int) -> str:
    """The pointer one step below, with RFC 6901 escapes."""
    return f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}"
