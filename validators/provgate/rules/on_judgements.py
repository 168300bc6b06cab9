"""Rules about claims against evidence."""

from __future__ import annotations

from provgate.rules import (
    author_unproven,
    canonical_elsewhere,
    date_unproven,
    origin_unproven,
    outlet_unproven,
    text_unproven,
)
from provgate.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    origin_unproven.RULE,
    date_unproven.RULE,
    author_unproven.RULE,
    outlet_unproven.RULE,
    text_unproven.RULE,
    canonical_elsewhere.RULE,
)
