"""`provgate rules`: all rules, as a list or as the page docs/rules.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from provgate.rules import all_rules
from provgate.rules.rule import Rule

_FAMILIES = {
    "PG1": "Corpus: which files stand where",
    "PG2": "Sidecar: syntax and schema",
    "PG3": "Claims on their face",
    "PG4": "Evidence files: pins, captures, attestations",
    "PG5": "Claims against evidence",
    "PG6": "Witnesses",
    "PG9": "Policy and trust",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The form of the list."""
    parser.add_argument("--markdown", action="store_true", help="print the page docs/rules.md")


def run(arguments: argparse.Namespace) -> int:
    """Print the list."""
    lines = (
        _page()
        if arguments.markdown
        else (f"{rule.code}  {rule.severity.value:<7}  {rule.name:<26} {rule.summary}" for rule in all_rules())
    )
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _page() -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "Made by `provgate rules --markdown` from the rules themselves; `provgate explain CODE` shows one of them."
    for prefix, title in _FAMILIES.items():
        yield ""
        yield f"## {title}"
        for rule in all_rules():
            if rule.code.startswith(prefix):
                yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    yield ""
    yield f"### {rule.code} {rule.name}"
    yield ""
    yield f"{rule.summary} ({rule.severity.value})"
    yield ""
    yield f"{rule.why}"
    yield ""
    yield f"**What to do.** {rule.fix}"
    yield ""
    for label, example in (("Refused", rule.bad), ("Accepted", rule.good)):
        yield f"{label}:"
        yield ""
        yield "```yaml" if "\n" in example.strip() else "```text"
        yield from example.rstrip().split("\n")
        yield "```"
        yield ""
