"""The generated parts of the documentation: docs/cli.md, docs/rules.md, and every console block's output.

`python docs/generate.py` writes them anew, `--check` only says what is stale (exit 1). In the Markdown files a
line of a ```console block that begins with `$ ` is run (`> ` continues it) and what follows is its output. The
commands of one file share one shell and one empty folder. `<!-- replay` blocks are run too, and show nothing. Below
`<!-- include FILE -->` stands that file.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import shtab

from provgate import cli

ROOT = Path(__file__).parents[1]
MARK = "\x1eprovgate-documentation\x1e"
BLOCK = re.compile(r"^(```console|<!-- replay)\n(.*?)^(```|-->)$", re.MULTILINE | re.DOTALL)
INCLUDED = re.compile(r"^<!-- include (\S+) -->\n```(\w+)\n.*?^```$", re.MULTILINE | re.DOTALL)
SETTINGS = """\
[user]
name = Ines Calder
email = ines@harbourgazette.example
[init]
defaultBranch = main
[commit]
gpgSign = false
"""


def main() -> int:
    """Compare or write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is stale")
    check = parser.parse_args().check
    stale = 0
    for path, text in generated().items():
        before = path.read_text("utf-8") if path.exists() else ""
        if before == text:
            continue
        stale += 1
        name = path.relative_to(ROOT).as_posix()
        if check:
            print(
                *difflib.unified_diff(
                    before.splitlines(), text.splitlines(), name, f"{name}, as it should be", n=1, lineterm=""
                ),
                sep="\n",
            )
        else:
            path.write_text(text, "utf-8", newline="\n")
            print(f"wrote {name}")
    if check and stale:
        print(f"{stale} files are stale: run `make docs`")
    return 1 if check and stale else 0


def generated() -> Mapping[Path, str]:
    """Each file with what it should hold."""
    pages = {ROOT / "docs" / "cli.md": command_line(), ROOT / "docs" / "rules.md": rules(), **completions()}
    for path in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]):
        text = path.read_text("utf-8")
        if path not in pages:
            pages[path] = INCLUDED.sub(included, replayed(text) if BLOCK.search(text) else text)
    return pages


def included(found: re.Match[str]) -> str:
    """The named file in its block."""
    name, language = found.groups()
    text = (ROOT / name).read_text("utf-8").rstrip("\n")
    return f"<!-- include {name} -->\n```{language}\n{text}\n```"


def completions() -> Mapping[Path, str]:
    """Files that complete provgate's commands and options in a shell."""
    parser = cli.parser_for(None, every=True)
    names = {"bash": "provgate.bash", "zsh": "_provgate", "tcsh": "provgate.tcsh"}
    return {ROOT / "completions" / name: shtab.complete(parser, shell) for shell, name in names.items()}


def rules() -> str:
    """The page that the rules write themselves."""
    return shell({}, "provgate rules --markdown")[0].removeprefix("\n") + "\n"


def command_line() -> str:
    """All commands with their options, from the parsers themselves: the same text under every Python."""
    lines = ["# Command line", "", "Made by `make docs` from the program's own help.", ""]
    for name, summary in cli.COMMANDS.items():
        parser = next(
            action.choices[name]
            for action in cli.parser_for(name)._actions
            if isinstance(action, argparse._SubParsersAction)
        )
        lines += [f"## provgate {name}", "", summary[0].upper() + summary[1:] + ".", "", *options(parser)]
        if parser.epilog:
            lines += ["", "```text", *parser.epilog.strip().splitlines(), "```"]
        lines.append("")
    lines += ["## Exit codes", "", *(f"- {line}" for line in EXITS)]
    return "\n".join(lines) + "\n"


EXITS = (
    "`0`: everything was checked and passes",
    "`1`: findings of severity error",
    "`2`: wrong usage, or an invalid policy or registry",
    "`3`: something could not be checked: a missing git object, an unreadable file, an optional part not installed",
    "`130`: interrupted",
)


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """One line an argument; a parser with subcommands lists them with theirs."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield f"- `{name}`: {child.description or ''}".rstrip(": ")
                yield from (f"  {line}" for line in options(child))
        elif not isinstance(action, argparse._HelpAction):
            value = action.metavar if action.metavar is not None else "|".join(map(str, action.choices or ()))
            value = "" if action.nargs == 0 else f"{value} ..." if action.nargs in ("*", "+") else value
            shown = f"{action.option_strings[-1] if action.option_strings else ''} {value}".strip()
            yield f"- `{shown}`: {(action.help or '') % {'default': action.default}}"


def replayed(text: str) -> str:
    """The page with the output of every command as it is today."""
    blocks = [(found.group(1), list(commands(found.group(1), found.group(2)))) for found in BLOCK.finditer(text)]
    flat = [command for _, some in blocks for command in some]
    outputs = iter(shell({"COLUMNS": "100", "PRE_COMMIT_COLOR": "never"}, *flat))
    shown = iter([block(kind, [(command, next(outputs)) for command in some]) for kind, some in blocks])

    def exchange(found: re.Match[str]) -> str:
        return next(shown) or found.group()

    return BLOCK.sub(exchange, text)


def commands(kind: str, body: str) -> Iterator[str]:
    """The commands of a block; a hidden block is one."""
    if kind == "<!-- replay":
        yield body
        return
    for chunk in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        first, *rest = chunk.splitlines()
        more = []
        for line in rest:
            if not line.startswith(">"):
                break
            more.append(line[2:])
        yield "\n".join([first, *more])


def block(kind: str, pairs: list[tuple[str, str]]) -> str:
    """A console block with these commands and outputs; empty for a hidden one."""
    if kind == "<!-- replay":
        return ""
    lines = []
    for command, output in pairs:
        lines += ["$ " + command.replace("\n", "\n> ").replace("\n> \n", "\n>\n")]
        lines += [line.rstrip() for line in output.strip("\n").splitlines()]
    return "```console\n" + "\n".join(lines) + "\n```"


def shell(environment: Mapping[str, str], *commands: str) -> list[str]:
    """What each command prints, run one after the other in one shell, in an empty folder, away from all settings."""
    with tempfile.TemporaryDirectory(prefix="provgate-") as scratch:
        home = Path(scratch) / "home"
        home.mkdir()
        (home / ".gitconfig").write_text(SETTINGS, "utf-8")
        script = "".join(f"printf '%s\\n' '{MARK}'\n{command}\n" for command in commands)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COVERAGE", "PIP_"))}
        done = subprocess.run(
            ["bash", "-s"],
            input=script.encode(),
            cwd=home,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={
                **kept,
                "HOME": str(home),
                "TZ": "UTC",
                "LC_ALL": "C.UTF-8",
                "GIT_CONFIG_NOSYSTEM": "1",
                "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
                **environment,
            },
        )
        return done.stdout.decode("utf-8").replace(str(home), "~").split(MARK + "\n")[1:]


if __name__ == "__main__":
    sys.exit(main())
