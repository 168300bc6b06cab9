"""The policy: what the gate asks of this repository's documents (DESIGN 1.4)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from provgate.findings import Level, UsageError
from provgate.formats import schema, yaml_reader

if TYPE_CHECKING:
    import pathspec

    from provgate.formats.patterns import Patterns

NAME = "provgate.yaml"
MAX_BYTES = 64 * 1024 * 1024


class Limits(NamedTuple):
    """Bounds for reading evidence (bytes, MiB, seconds); real pages stay far below the defaults."""

    capture_bytes: int = 64 * 1024 * 1024
    page_bytes: int = 32 * 1024 * 1024
    worker_memory: int = 256
    worker_seconds: int = 5


class LevelFor(NamedTuple):
    """The level that documents which this pattern (gitwildmatch) matches must reach."""

    match: str
    require: Level


class Timestamps(NamedTuple):
    """What is asked of timestamps over captures: whose (a PEM file), how soon (days; 0: any time), whether at all."""

    authorities: str = ""
    within: int = 0
    require: bool = False


class Policy(NamedTuple):
    """The policy in force; the defaults are the contract's."""

    corpus: tuple[str, ...] = ("seeds",)
    require: Level = Level.EVIDENCED
    ignore: tuple[str, ...] = ()
    outlets: str = "outlets.yaml"
    attesters: str = "attesters.yaml"
    witnesses: str = "witnesses.yaml"
    limits: Limits = Limits()
    levels: tuple[LevelFor, ...] = ()
    timestamps: Timestamps = Timestamps()

    @property
    def highest(self) -> Level:
        """The highest level that any document may have to reach."""
        return max((self.require, *(level.require for level in self.levels)))

    def required(self, path: str) -> Level:
        """The level that this document must reach: the first entry of `levels` that matches, else `require`."""
        found = (require for spec, require in _levels(self.levels) if spec.match_file(path))
        return next(found, self.require) if self.levels else self.require

    def ignored(self) -> Patterns | None:
        """The ignore patterns, ready to match; None where there are none."""
        return _ignored(self.ignore)


@functools.lru_cache(maxsize=8)
def _ignored(ignore: tuple[str, ...]) -> Patterns | None:
    if not ignore:
        return None
    from provgate.formats import patterns

    return patterns.Patterns(ignore)


@functools.cache
def _levels(levels: tuple[LevelFor, ...]) -> tuple[tuple[pathspec.GitIgnoreSpec, Level], ...]:
    if not levels:
        return ()
    from provgate.formats import patterns

    return tuple((patterns.compiled((level.match,)), level.require) for level in levels)


def parse(raw: bytes, path: str = NAME) -> Policy:
    """The policy in these bytes; UsageError with the place of each fault."""
    data = schema.require_valid("policy", yaml_reader.read(raw, MAX_BYTES), path)
    default = Policy()
    limits = cast("Mapping[str, str]", data.get("limits", {}))
    policy = Policy(
        corpus=tuple(_inside(str(root), path) for root in data.get("corpus", default.corpus)),
        require=Level.of(str(data["require"])) if "require" in data else default.require,
        ignore=tuple(str(pattern) for pattern in data.get("ignore", default.ignore)),
        outlets=_inside(str(data.get("outlets", default.outlets)), path),
        attesters=_inside(str(data.get("attesters", default.attesters)), path),
        witnesses=_inside(str(data.get("witnesses", default.witnesses)), path),
        levels=tuple(_level(entry) for entry in cast("list[Mapping[str, str]]", data.get("levels", []))),
        timestamps=_timestamps(cast("Mapping[str, str]", data.get("timestamps", {})), path),
        limits=Limits(**{key.replace("-", "_"): int(value) for key, value in limits.items()}),
    )
    try:
        _ignored(policy.ignore)
        _levels(policy.levels)
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from None
    return policy


def _timestamps(entry: Mapping[str, str], path: str) -> Timestamps:
    if not entry:
        return Timestamps()
    within = int(entry.get("within", 0))
    return Timestamps(_inside(entry["authorities"], path), within, entry.get("require") == "true")


def _level(entry: Mapping[str, str]) -> LevelFor:
    return LevelFor(entry["match"], Level.of(entry["require"]))


def _gits_own(part: str) -> bool:
    """What lies in git's own folder is in no commit, so it cannot be settings or documents of one."""
    return part.lower() == ".git"


def _inside(name: str, path: str) -> str:
    """A clean relative POSIX path that stays inside the repository."""
    parts = name.rstrip("/").split("/")
    unfit = any(part in ("", "..") or _gits_own(part) for part in parts)
    if name.startswith("/") or set(name) & set("\\\n\0") or unfit:
        raise UsageError(f"{path}: `{name}` must be a path inside the repository, such as `seeds`")
    return "/".join(part for part in parts if part != ".") or "."
