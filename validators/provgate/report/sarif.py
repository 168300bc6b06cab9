"""SARIF 2.1.0 (OASIS, errata 01), in the subset that code scanning services read.

Paths are URIs relative to `%SRCROOT%`; columns count Unicode code points. Message texts are inert, and
nothing in them reads as an embedded link (3.11.6) or a placeholder (3.11.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from provgate import __version__
from provgate.findings import Finding, Location, Report
from provgate.report import digest
from provgate.report.escape import brief, dump, inert, unicode
from provgate.report.jsonreport import agreements, listing, summary
from provgate.rules import all_rules
from provgate.rules.rule import Rule, by_code

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_RANKS = {"error": "error", "warning": "warning", "note": "recommendation"}

# The standard would double every brace; the viewers in use show a doubled brace as two, so that a person
# would copy it so. Only what reads as a placeholder is broken up.
_PLACEHOLDER = re.compile(r"\{(?=\d+\})")


def render(report: Report) -> Iterator[str]:
    """The findings as one run; one result a line."""
    found = digest.findings(report)
    rules = {finding.code: finding for finding in reversed(found)}
    order = {code: index for index, code in enumerate(sorted(rules))}
    results = (
        _result(finding, order[finding.code], mark)
        for finding, mark in zip(found, digest.fingerprints(found), strict=True)
    )
    known = by_code(all_rules())
    driver = dump({"name": "provgate", "version": __version__, "semanticVersion": __version__})
    yield f'{{"$schema":{dump(SCHEMA)},"version":"2.1.0","runs":[{dump(_run(report))[:-1]},\n'
    yield f'"tool":{{"driver":{driver[:-1]},"rules":'
    yield from listing(_rule(known.get(code), rules[code]) for code in order)
    yield '}},\n"results":'
    yield from listing(results)
    yield "}]}\n"


def _run(report: Report) -> dict[str, Any]:
    return {
        "automationDetails": {"id": "provgate/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository that was checked."}}},
        "properties": {"require": report.require.label, "summary": summary(report), **_witnessed(report)},
    }


def _witnessed(report: Report) -> dict[str, Any]:
    """Who witnessed which documents, where anybody did."""
    found = {unicode(document.path): agreements(document) for document in report.documents if document.witnesses}
    return {"witnesses": found} if found else {}


def _rule(rule: Rule | None, finding: Finding) -> dict[str, Any]:
    """The rule's own texts; the finding's where the rule is not known here."""
    if rule is None:
        return {"id": finding.code, "name": finding.name}
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _message(rule.summary)},
        "fullDescription": {"text": _message(rule.why)},
        "help": {"text": _message(rule.fix)},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "precision": "very-high",
            "problem.severity": _RANKS[rule.severity.value],
            "tags": ["provenance", rule.about],
        },
    }


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, Any]:
    text = brief(finding.message) + (f"\n{brief(finding.help)}" if finding.help else "")
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": _message(text)},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"provgate/v1": fingerprint},
    }


def _location(where: Location) -> dict[str, Any]:
    physical = {"artifactLocation": {"uri": uri(where.path), "uriBaseId": _ROOT}, "region": _region(where)}
    if not where.pointer:
        return {"physicalLocation": physical}
    logical = {"fullyQualifiedName": inert(where.pointer), "kind": "value"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _region(where: Location) -> dict[str, int]:
    """Services want a line always: a finding about a whole file stands on its first."""
    if not where.line or not where.column:
        return {"startLine": where.line or 1}
    end = where.column + max(where.width, 1)
    return {"startLine": where.line, "startColumn": where.column, "endColumn": end}


def uri(path: str) -> str:
    """A relative POSIX path as a relative URI (RFC 3986), byte for byte what git holds."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "surrogatepass")
    return quote(raw, safe="/")


def _message(text: str) -> str:
    return _PLACEHOLDER.sub(r"\\x7b", text.replace("](", "] ("))
