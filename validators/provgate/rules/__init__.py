"""Rules: a table for each reader's faults, and a file for each check of our own.

A table or family is imported when its ground is there, because a hook starts at every commit and a
clean corpus asks only the rules about claims.
"""

from __future__ import annotations

import functools
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provgate.rules.rule import Rule

TABLES = ("corpus", "sidecar", "evidence", "captures", "attestations", "receipts")
"""The modules whose rows name the faults of readers."""

CHECKS = ("claims", "verdicts", "witnesses")
"""The modules that list rules with a check of their own: on claims, what evidence says of them, and witnesses."""


@functools.cache
def family(name: str) -> tuple[Rule, ...]:
    """The rules of one of the modules above, in order of code."""
    rules: tuple[Rule, ...] = import_module(f"provgate.rules.{name}").RULES
    return rules


def of_fault(kind: str) -> Rule:
    """The rule that reports this kind of fault, and has its name."""
    return _by_name()[kind]


@functools.cache
def _by_name() -> dict[str, Rule]:
    return {rule.name: rule for name in TABLES for rule in family(name)}


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in order of code."""
    return tuple(sorted((rule for name in TABLES + CHECKS for rule in family(name)), key=lambda rule: rule.code))
