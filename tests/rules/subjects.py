"""From the words of a case to what a rule is shown, by the way that a real sidecar goes."""

from __future__ import annotations

import datetime
import json
from typing import Any

from provgate.evidence.receipts.facts import Witnessed
from provgate.findings import Agreement, Judgement, Level, Verdict
from provgate.formats import claims, schema, yaml_reader
from provgate.formats import registries as registry
from provgate.formats.policy import Policy
from provgate.formats.witnesses import Witnesses
from provgate.rules.rule import DocumentFacts, Problem, Rule, Subject

NOW = "2026-06-01T12:00:00+00:00"
BASE = {
    "schema": "1",
    "origin": "https://www.harbourgazette.example/2026/03/12/dredging.html",
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
}
OUTLETS: dict[str, Any] = {
    "harbour-gazette": {
        "name": "Harbour Gazette",
        "aliases": ["The Harbour Gazette"],
        "domains": ["harbourgazette.example"],
        "from": "1921",
    },
}


def text_of(case: dict[str, Any]) -> str:
    """The sidecar that a case speaks of."""
    if "sidecar" in case:
        return str(case["sidecar"])
    fields = {**BASE, **case.get("claims", {})}
    kept = {key: value for key, value in fields.items() if key not in case.get("without", ())}
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in kept.items())


def registry_of(outlets: dict[str, Any]) -> registry.Registry:
    """A registry of these outlets, read the way `outlets.yaml` is read."""
    return registry.parse_outlets(json.dumps({"schema": "1", "outlets": outlets}).encode())


def subject_of(case: dict[str, Any]) -> Subject:
    """What the rules would be shown: the sidecar has gone through the reader and the schema."""
    parsed = yaml_reader.read(text_of(case).encode())
    faults = schema.check("sidecar", parsed.data) if parsed.data is not None else ()
    valid = parsed.data is not None and not parsed.faults and not faults
    return Subject(
        path=case.get("path", "seeds/dredging.txt"),
        sidecar_path="seeds/dredging.txt.source.yaml",
        parsed=parsed,
        faults=(*parsed.faults, *faults),
        claims=claims.from_data(parsed.data) if valid and parsed.data else None,
        document=_document(case),
        judgements=tuple(_judgement(dict(judgement)) for judgement in case.get("judgements", ())),
        policy=Policy(require=Level.of(case.get("require", "evidenced"))),
        registry=registry_of(case.get("outlets", OUTLETS)),
        witnesses=Witnesses(int(case.get("threshold", "1"))),
        witnessed=_witnessed(case["witnessed"]) if "witnessed" in case else None,
        now=datetime.datetime.fromisoformat(case.get("now", NOW)),
    )


def _document(case: dict[str, Any]) -> DocumentFacts | None:
    facts = case.get("document")
    return DocumentFacts(facts["sha256"], int(facts.get("size", "1"))) if facts else None


def _witnessed(fields: dict[str, Any]) -> Witnessed:
    agreements = tuple(Agreement(name, name, name, NOW, "live") for name in fields.get("operators", ()))
    numbers = {name: int(fields[name]) for name in ("receipts", "unreachable") if name in fields}
    return Witnessed("seeds/dredging.txt.intoto.jsonl", agreements, advice=fields.get("advice", ""), **numbers)


def _judgement(fields: dict[str, Any]) -> Judgement:
    numbers = {name: int(fields.pop(name)) for name in ("line", "column", "width") if name in fields}
    return Judgement(verdict=Verdict(fields.pop("verdict")), **fields, **numbers)


def problems_of(rule: Rule, case: dict[str, Any]) -> list[Problem]:
    """What the rule objects to; a case about claims must reach them."""
    subject = subject_of(case)
    if rule.about == "claims":
        assert subject.claims is not None, subject.faults
    return list(rule.check(subject))
