"""One cause, one finding: what only follows from something that is reported anyway is not reported again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provgate.rules.rule import Problem, Rule

CAUSES: Mapping[str, frozenset[str]] = {
    "missing-sidecar": frozenset(
        {"moved", "misplaced-sidecar", "untracked-sidecar", "symlink", "submodule", "special-file", "unmerged"}
    ),
    "misplaced-sidecar": frozenset({"moved"}),
    "outlet-unproven": frozenset({"unknown-outlet"}),
}
"""Each rule that may report a consequence, and the rules that report its causes; all of them are errors."""


def without_consequences(problems: Sequence[tuple[Rule, Problem]]) -> list[tuple[Rule, Problem]]:
    """The problems of one subject, without those whose cause is among them."""
    names = {rule.name for rule, _problem in problems}
    return [(rule, problem) for rule, problem in problems if names.isdisjoint(CAUSES.get(rule.name, ()))]
