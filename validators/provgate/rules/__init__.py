"""Rules: one file each. Explicit lists name them, one a family: what a rule needs before it is asked.

A family is imported when its ground is there, because a hook starts at every commit and a
clean corpus asks only the rules about claims.
"""

from __future__ import annotations

import functools
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provgate.rules.rule import Rule

FAMILIES = ("corpus", "sidecar", "claims", "evidence", "judgements")


@functools.cache
def family(about: str) -> tuple[Rule, ...]:
    """The rules that need this ground, in order of code."""
    rules: tuple[Rule, ...] = import_module(f"provgate.rules.on_{about}").RULES
    return rules


@functools.cache
def of_fault(kind: str) -> Rule:
    """The rule that reports this kind of fault; its module has the same name."""
    rule: Rule = import_module(f"provgate.rules.{kind.replace('-', '_')}").RULE
    return rule


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in order of code."""
    return tuple(sorted((rule for about in FAMILIES for rule in family(about)), key=lambda rule: rule.code))
