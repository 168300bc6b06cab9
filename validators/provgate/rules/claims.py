"""Rules about valid claims on their face, and about what the policy asks of a sidecar."""

from __future__ import annotations

from provgate.rules import (
    author_not_a_name,
    bad_language_tag,
    bad_license,
    bad_retrieved,
    bare_home_page,
    confusable_characters,
    credentials_in_origin,
    date_after_retrieved,
    date_outside_outlet,
    document_changed,
    foreign_host,
    future_date,
    impossible_date,
    invisible_characters,
    lookalike_origin,
    malformed_origin,
    missing_evidence,
    missing_pin,
    placeholder,
    private_origin,
    search_or_shortener,
    unknown_outlet,
)
from provgate.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    placeholder.RULE,
    author_not_a_name.RULE,
    impossible_date.RULE,
    future_date.RULE,
    date_outside_outlet.RULE,
    date_after_retrieved.RULE,
    malformed_origin.RULE,
    credentials_in_origin.RULE,
    private_origin.RULE,
    bare_home_page.RULE,
    search_or_shortener.RULE,
    lookalike_origin.RULE,
    unknown_outlet.RULE,
    foreign_host.RULE,
    invisible_characters.RULE,
    confusable_characters.RULE,
    bad_retrieved.RULE,
    bad_language_tag.RULE,
    bad_license.RULE,
    document_changed.RULE,
    missing_pin.RULE,
    missing_evidence.RULE,
)
