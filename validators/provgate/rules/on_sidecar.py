"""Rules about the sidecar as a file: syntax and schema."""

from __future__ import annotations

from provgate.rules import (
    control_character,
    duplicate_key,
    invalid_value,
    merge_conflict,
    missing_field,
    not_a_mapping,
    sidecar_encoding,
    sidecar_syntax,
    sidecar_too_large,
    unknown_field,
    yaml_feature,
)
from provgate.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    sidecar_syntax.RULE,
    sidecar_encoding.RULE,
    sidecar_too_large.RULE,
    yaml_feature.RULE,
    duplicate_key.RULE,
    merge_conflict.RULE,
    not_a_mapping.RULE,
    missing_field.RULE,
    unknown_field.RULE,
    invalid_value.RULE,
    control_character.RULE,
)
