"""`provgate init`: what a repository needs to have its documents gated, written once and safe to repeat.

Everything is planned before anything is written, so that a file which cannot be merged leaves the
repository as it was.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from provgate.cli import editor, hookfile
from provgate.corpus import git
from provgate.corpus.documents import RECEIPTS_SUFFIX
from provgate.corpus.files import write_atomically
from provgate.findings import CannotCheckError, Level, UsageError
from provgate.formats import policy

POLICY = """\
{modeline}
# What the gate asks of the documents in this repository.
schema: 1
corpus: [{corpus}]
# declared: the sidecar is complete and plausible; evidenced: evidence in the repository supports every claim;
# witnessed: and another party fetched the origin and agrees
require: {require}
"""

OUTLETS = """\
{modeline}
# Which domains speak for whom. `provgate outlets add` writes entries such as this one:
#
#   harbour-gazette:                       # what sidecars write as `outlet`
#     name: Harbour Gazette
#     aliases: [The Harbour Gazette]       # optional
#     domains: [harbourgazette.example]    # a host belongs if it equals one of these or ends in "." and it
#     from: 1921                           # optional: founded; `until`: closed
schema: 1
outlets: {{}}
"""

WITNESSES = """\
{modeline}
# Who fetches origins again, and signs that the same claims held; docs/witnesses.md tells how to set one up.
#
#   archive-bot:                           # what receipts call it
#     name: Archive bot
#     operator: archive                    # who runs it: two witnesses of one operator count once
#     keys: [{{key: ssh-ed25519 AAAA..., from: 2026-01-01}}]
schema: 1
threshold: 1
witnesses: {{}}
"""

UNION = "# Receipts of witnesses are only ever appended to, so two branches that add some merge."
ATTRIBUTES = "# provgate pins documents and evidence byte for byte: git must not rewrite line ends in them."


class Step(NamedTuple):
    """One file of the plan: its bytes now (None: missing) and then, and what a change means."""

    path: str
    before: bytes | None
    after: bytes
    detail: str = ""

    @property
    def status(self) -> str:
        """What becomes of the file."""
        if self.before is None:
            return "created"
        return "kept" if self.before == self.after else "changed"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--corpus", metavar="FOLDER", default="seeds", help="where the documents are (default: seeds)")
    parser.add_argument(
        "--require",
        choices=[level.label for level in Level if level],
        default="evidenced",
        help="the level that documents must reach (default: evidenced)",
    )
    parser.add_argument(
        "--hook-repo",
        metavar="URL",
        default="",
        help="take the hook from this repository instead of the `provgate` on the PATH",
    )
    parser.add_argument("--hook-rev", metavar="REV", default="", help="the tag or commit of --hook-repo")
    parser.add_argument("--no-hook", action="store_true", help=f"leave {hookfile.NAME} alone")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")


def run(args: argparse.Namespace) -> int:
    """Plan, write, say what was done."""
    if bool(args.hook_repo) != bool(args.hook_rev):
        raise UsageError("--hook-repo and --hook-rev go together: a hook is pinned to a tag or commit")
    repository = git.discover(Path.cwd())
    if repository is None or repository.top is None:
        raise UsageError("this is not inside a git repository; run `git init` first")
    steps = tuple(_plan(repository.top, args))
    for step in steps:
        if step.status != "kept" and not args.dry_run:
            _write(repository.top / step.path, step.after)
    sys.stdout.write("".join(_lines(steps, args.dry_run)))
    return 0


def _plan(top: Path, args: argparse.Namespace) -> Iterator[Step]:
    rules = _read(top, policy.NAME)
    after = _policy(args) if rules is None else rules
    settings = policy.parse(after)
    yield Step(policy.NAME, rules, after)
    outlets = OUTLETS.format(modeline=editor.modeline("outlets", settings.outlets)).encode()
    yield _kept_or(top, settings.outlets, outlets)
    if settings.highest >= Level.WITNESSED:
        witnesses = WITNESSES.format(modeline=editor.modeline("witnesses", settings.witnesses)).encode()
        yield _kept_or(top, settings.witnesses, witnesses)
    folders = [root for root in settings.corpus if root != "."]
    yield from (Step(f"{root}/.gitkeep", None, b"") for root in folders if not os.path.lexists(_inside(top, root)))
    if folders:
        yield _attributes(top, folders)
    if len(folders) == len(settings.corpus):
        yield from (_copy(top, name) for name in editor.NAMES)
    if not args.no_hook:
        raw = _read(top, hookfile.NAME)
        hooked = hookfile.merged(raw, hookfile.entry(args.hook_repo, args.hook_rev))
        yield Step(hookfile.NAME, raw, hooked, "the hook was added")


def _policy(args: argparse.Namespace) -> bytes:
    if not args.corpus.isprintable():
        raise UsageError("--corpus holds a character that no folder should have in its name")
    if args.corpus in (".", "./"):
        raise UsageError(
            f"a corpus that is the whole repository needs `ignore` patterns; write {policy.NAME} by hand "
            "and run `provgate init` again"
        )
    corpus = (
        args.corpus
        if re.fullmatch(r"[A-Za-z0-9_][\w./-]*", args.corpus, re.ASCII)
        else ("'" + args.corpus.replace("'", "''") + "'")
    )
    return POLICY.format(modeline=editor.modeline("policy", policy.NAME), corpus=corpus, require=args.require).encode()


def _kept_or(top: Path, path: str, fresh: bytes) -> Step:
    before = _read(top, path)
    return Step(path, before, fresh if before is None else before)


def _copy(top: Path, name: str) -> Step:
    path = editor.schema_path(name)
    return Step(path, _read(top, path), editor.schema_bytes(name), "brought up to this version")


def _attributes(top: Path, folders: list[str]) -> Step:
    """Lines that are there already stay where they are; missing ones go to the end, where they win."""
    path = ".gitattributes"
    before = _read(top, path)
    text = (before or b"").decode("utf-8", "surrogateescape")
    wanted = {
        ATTRIBUTES: [f"{_pattern(root, '**')} -text" for root in folders],
        UNION: [f"{_pattern(root, f'**/*{RECEIPTS_SUFFIX}')} merge=union" for root in folders],
    }
    present = {line.strip() for line in text.splitlines()}
    missing = {comment: [line for line in lines if line not in present] for comment, lines in wanted.items()}
    if not any(missing.values()):
        return Step(path, before, before or b"")
    newline = "\r\n" if "\r\n" in text else "\n"
    head = text + newline if text and not text.endswith("\n") else text
    added = [line for comment, lines in missing.items() if lines for line in (comment, *lines)]
    after = head + "".join(line + newline for line in added)
    return Step(path, before, after.encode("utf-8", "surrogateescape"), "lines were added")


def _pattern(root: str, below: str) -> str:
    """What is below a folder as a gitattributes pattern: wildcards escaped, quoted where it holds a space."""
    pattern = re.sub(r"([\\*?\[\]!#])", r"\\\1", root) + "/" + below
    if re.search(r'[\s"]', pattern) is None:
        return pattern
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _inside(top: Path, path: str) -> Path:
    """The place of this path; UsageError when it, or a link on the way, leads out of the repository."""
    place = top / path
    if not place.resolve().is_relative_to(top.resolve()):
        raise UsageError(f"{path}: leads out of the repository; nothing was changed")
    return place


def _read(top: Path, path: str) -> bytes | None:
    try:
        return _inside(top, path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); nothing was changed") from None


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        raise CannotCheckError(f"{path.name} cannot be written: {error.strerror}") from None


def _lines(steps: tuple[Step, ...], dry_run: bool) -> Iterator[str]:
    for step in steps:
        detail = f": {step.detail}" if step.status == "changed" else ""
        yield f"{step.status:<8} {step.path}{detail}\n"
    if dry_run:
        yield "nothing was written (--dry-run)\n"
    elif any(step.path == hookfile.NAME and step.status != "kept" for step in steps):
        yield (
            "next: `git add` these files and commit them, then\n"
            "      `pre-commit install --hook-type pre-commit --hook-type pre-merge-commit --hook-type pre-push`\n"
        )
