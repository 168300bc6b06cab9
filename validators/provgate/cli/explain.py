"""`provgate explain`: what a rule means, why it exists, and how to mend what it finds."""

from __future__ import annotations

import argparse
import difflib
import sys
import textwrap

from provgate.findings import UsageError
from provgate.rules import all_rules
from provgate.rules.rule import Rule


def configure(parser: argparse.ArgumentParser) -> None:
    """One or more codes or names."""
    parser.add_argument(
        "codes", metavar="CODE", nargs="+", help="a code such as PG101, or a name such as missing-sidecar"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print each rule's text."""
    sys.stdout.write("\n".join(explanation(find(code)) for code in arguments.codes))
    return 0


def find(code: str) -> Rule:
    """The rule with this code or name; UsageError with the nearest one otherwise."""
    rules = all_rules()
    known = {**{rule.code: rule for rule in rules}, **{rule.name: rule for rule in rules}}
    rule = known.get(code.upper()) or known.get(code.lower())
    if rule is None:
        spelled = {name.lower(): name for name in known}
        close = difflib.get_close_matches(code.lower(), spelled, 1)
        hint = f"did you mean {spelled[close[0]]}?" if close else "`provgate rules` lists them all"
        raise UsageError(f"there is no rule `{code}`; {hint}")
    return rule


def explanation(rule: Rule) -> str:
    """A rule's documentation as plain text."""
    parts = [
        f"{rule.code} {rule.name} ({rule.severity.value})",
        "",
        *_filled(rule.summary),
        "",
        "Why",
        *_filled(rule.why, 2),
        "",
        "What to do",
        *_filled(rule.fix, 2),
        "",
        "Refused",
        textwrap.indent(rule.bad.rstrip(), "  "),
        "",
        "Accepted",
        textwrap.indent(rule.good.rstrip(), "  "),
    ]
    return "\n".join(parts) + "\n"


def _filled(text: str, indent: int = 0) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, 88, initial_indent=space, subsequent_indent=space, break_on_hyphens=False)
