"""Adding one hook to an existing `.pre-commit-config.yaml` while every other byte stays.

The place is found by the parser's marks, the text is put there, and the result is read again: it is handed out
only if it says what the file said before, plus the new entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from provgate.findings import UsageError
from provgate.formats.yaml_writer import quoted, scalar

NAME = ".pre-commit-config.yaml"
HOOK_ID = "provgate"
PUSH_ID = "provgate-push"
"""Cherry-picks, rebases and `git am` run no commit hook; what they make is checked before it leaves."""
MAX_BYTES = 1024 * 1024
NEW_FILE = "default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]\nrepos:\n"
_UNREADABLE = (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError)
"""What safe_load raises on bad input: impossible dates and the like escape YAMLError."""


def entry(repo: str, rev: str) -> list[str]:
    """The lines of the entry, for commits and pushes: from a hook repository, or from the PATH if `repo` is empty."""
    if repo:
        ids = (f"    - id: {name}" for name in (HOOK_ID, PUSH_ID))
        return [f"- repo: {_scalar(repo)}", f"  rev: {_scalar(rev)}", "  hooks:", *ids]
    return [
        "- repo: local",
        "  hooks:",
        f"    - id: {HOOK_ID}",
        "      name: provgate",
        "      entry: provgate check --staged",
        "      language: system",
        "      always_run: true",
        "      pass_filenames: false",
        "      require_serial: true",
        "      stages: [pre-commit, pre-merge-commit]",
        f"    - id: {PUSH_ID}",
        "      name: provgate (push)",
        "      entry: sh -c 'exec provgate check --rev \"${PRE_COMMIT_TO_REF:-HEAD}\"'",
        "      language: system",
        "      always_run: true",
        "      pass_filenames: false",
        "      require_serial: true",
        "      stages: [pre-push]",
    ]


def merged(raw: bytes | None, lines: Sequence[str]) -> bytes:
    """The file with the entry; the same bytes when a hook of this id is there; UsageError for an unusual shape."""
    if raw is None:
        return (NEW_FILE + "".join(f"  {line}\n" for line in lines)).encode("utf-8")
    text, root = _composed(raw)
    if HOOK_ID in _hook_ids(root):
        return raw
    after = _inserted(text, root, lines)
    if _repeats(text) or not _adds_only(text, after, lines):
        raise _unusual("the entry cannot be added by a tool without the risk of changing something else", lines)
    return after.encode("utf-8")


def _composed(raw: bytes) -> tuple[str, yaml.Node | None]:
    """Text and node graph; an alias is a shared node there, so nothing can blow up, and an anchor is unique."""
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{NAME}: has {len(raw):,} bytes, which no configuration needs; nothing was changed")
    try:
        text = raw.decode("utf-8")
        return text, yaml.compose(text, Loader=yaml.SafeLoader)
    except _UNREADABLE as error:
        problem = " ".join(str(error).split())[:200]
        raise UsageError(f"{NAME}: cannot be read ({problem}); mend it first, nothing was changed") from None


def _hook_ids(root: yaml.Node | None) -> Iterator[str]:
    for repo in _items(_value(root, "repos")):
        for hook in _items(_value(repo, "hooks")):
            name = _value(hook, "id")
            yield name.value if isinstance(name, yaml.ScalarNode) else ""


def _items(node: yaml.Node | None) -> Sequence[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _inserted(text: str, root: yaml.Node | None, lines: Sequence[str]) -> str:
    repos = _value(root, "repos")
    if repos is None:
        if root is not None and not (isinstance(root, yaml.MappingNode) and not root.flow_style):
            raise _unusual("it is not a list of `key: value` lines", lines)
        return _below(text, len(text.rstrip()), ["repos:", *(f"  {line}" for line in lines)])
    if not isinstance(repos, yaml.SequenceNode) or repos.flow_style or not repos.value:
        raise _unusual("its `repos` is not a list of lines that begin with `-`", lines)
    indent = " " * repos.start_mark.column
    return _below(text, _end(text, repos), [indent + line for line in lines])


def _end(text: str, node: yaml.Node) -> int:
    """The offset behind the last character of the node's last value; a collection's own mark lies further on."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        tail = node.value[-1]
        node = tail[1] if isinstance(tail, tuple) else tail
    return len(text[: node.end_mark.index].rstrip())


def _below(text: str, at: int, lines: Sequence[str]) -> str:
    """The lines below the line that holds the offset `at`, so that a comment behind the value stays with it."""
    newline = "\r\n" if "\r\n" in text else "\n"
    block = "".join(line + newline for line in lines)
    found = re.compile(r"\r\n|[\r\n]").search(text, at)
    if found is None:
        return text + newline + block if text else block
    return text[: found.end()] + block + text[found.end() :]


def _repeats(text: str) -> bool:
    """Whether an alias stands for more than one scalar: reading such a file can take for ever."""
    events = list(yaml.parse(text, Loader=yaml.SafeLoader))
    scalars = {event.anchor for event in events if isinstance(event, yaml.ScalarEvent)}
    return any(isinstance(event, yaml.AliasEvent) and event.anchor not in scalars for event in events)


def _adds_only(before: str, after: str, lines: Sequence[str]) -> bool:
    added: list[Any] = yaml.safe_load("\n".join(lines))
    try:
        old = yaml.safe_load(before) or {}
        return bool(yaml.safe_load(after) == {**old, "repos": [*old.get("repos", []), *added]})
    except _UNREADABLE:
        return False


def _scalar(value: str) -> str:
    """The value for readers that take some plain words for numbers or truth values."""
    plain = scalar(value)
    return plain if yaml.safe_load(plain) == value else quoted(value)


def _unusual(why: str, lines: Sequence[str]) -> UsageError:
    block = "\n".join(f"  {line}" for line in lines)
    return UsageError(
        f"{NAME}: {why}; nothing was changed. Add this to its `repos` by hand, then run "
        f"`provgate init --no-hook` for the rest:\n{block}"
    )
