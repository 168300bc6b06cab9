"""Where a sidecar that is there already says something else than the page: told, and left to whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from provgate.formats.claims import from_data
from provgate.formats.compose import Entry
from provgate.formats.yaml_reader import Value
from provgate.formats.yaml_writer import flow
from provgate.values.names import same_name


def disagreements(entries: Iterable[Entry], claimed: Mapping[str, Value]) -> tuple[str, ...]:
    """A sentence for each claim of the sidecar that is not what the page says; what either leaves open is none."""
    return tuple(
        f"the sidecar says `{entry.key}: {flow(claimed[entry.key])}`, "
        f"the page says {flow(entry.value)} ({entry.comment})"
        for entry in entries
        if entry.value and claimed.get(entry.key) and not _ALIKE[entry.key](claimed[entry.key], entry.value)
    )


def _same_authors(one: Value, other: Value) -> bool:
    ours, theirs = _names(one), _names(other)
    return len(ours) == len(theirs) and all(any(same_name(name, their) for their in theirs) for name in ours)


def _names(value: Value) -> Sequence[str]:
    """The names in an author claim."""
    return [author.name for author in from_data({"origin": "", "date": "", "author": value, "outlet": ""}).authors]


def _same_day(one: Value, other: Value) -> bool:
    ours, theirs = str(one)[:10], str(other)[:10]
    return ours.startswith(theirs) or theirs.startswith(ours)


def _same_words(one: Value, other: Value) -> bool:
    return str(one).casefold().split() == str(other).casefold().split()


def _same_language(one: Value, other: Value) -> bool:
    return str(one).casefold().partition("-")[0] == str(other).casefold().partition("-")[0]


_ALIKE: dict[str, Callable[[Value, Value], bool]] = {
    "origin": lambda _one, _other: True,  # the sidecar's own origin is what was captured
    "date": _same_day,
    "author": _same_authors,
    "outlet": _same_words,
    "title": _same_words,
    "language": _same_language,
}
