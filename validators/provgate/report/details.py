"""The details of one document as a line of JSON (DESIGN 1.11, schemas/details.schema.json): `check --format jsonl`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provgate.findings import CLAIMS, Details, Judgement, Piece, Verdict, Weighed
from provgate.report.escape import dump, unicode
from provgate.report.jsonreport import agreements, finding

_ABOUT: Mapping[str, tuple[str, ...]] = {
    "origin": ("canonical", "identifier"),
    "date": ("date", "modified"),
    "author": ("author",),
    "outlet": ("outlet",),
    "text": (),
}
_MORE = {"title": ("title",), "language": ("language",), "license": ("license",)}
_PINS = ("schema", "sha256", "retrieved", "evidence")


def line(details: Details) -> str:
    """One row, with its line feed."""
    result = details.result
    judged = {judgement.claim: judgement for judgement in result.judgements}
    row = {
        "schema": 1,
        "path": unicode(result.path),
        "sidecar": None if result.sidecar is None else unicode(result.sidecar),
        "sha256": details.sha256 or None,
        "level": result.level.label,
        "passed": result.passed,
        "written": _plain({key: value for key, value in details.claims.items() if key not in _PINS}),
        "retrieved": _plain(details.claims.get("retrieved")),
        "claims": {name: _claim(judged.get(name), _ABOUT[name], details.weighed) for name in CLAIMS},
        "stated": {name: _statements(about, details.weighed) for name, about in _MORE.items()},
        "evidence": list(map(_piece, details.evidence)),
        "witnesses": agreements(result),
        "findings": list(map(finding, details.findings)),
    }
    return dump(row) + "\n"


def _claim(judgement: Judgement | None, about: Sequence[str], weighed: Sequence[Weighed]) -> dict[str, Any]:
    """The verdict on one claim and what was held against it; for `text` the first place that differs."""
    told = judgement or Judgement("", Verdict.UNCHECKED)
    return {
        "verdict": told.verdict.value,
        "claimed": unicode(told.claimed),
        "stated": unicode(told.stated),
        "place": unicode(told.place),
        "detail": unicode(told.detail),
        "line": told.line,
        "column": told.column,
        "width": told.width if told.line is not None else None,
        "statements": _statements(about, weighed),
    }


def _statements(about: Sequence[str], weighed: Sequence[Weighed]) -> list[dict[str, Any]]:
    """The strongest places first."""
    mine = sorted((one for one in weighed if one.about in about), key=lambda one: one.rank)
    return [
        {
            "evidence": one.evidence,
            "about": one.about,
            "value": unicode(one.value),
            "place": unicode(one.place),
            "rank": one.rank,
        }
        for one in mine
    ]


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "pointer": piece.pointer,
        "kind": piece.kind,
        "path": unicode(piece.path),
        "sha256": piece.sha256,
        "chain": [
            {"url": unicode(one.url), "status": one.status, "date": one.date, "recordId": unicode(one.record_id)}
            for one in piece.chain
        ],
        "signers": [{name: unicode(value) for name, value in signer._asdict().items()} for signer in piece.signers],
        "statementsOmitted": piece.omitted,
    }


def _plain(value: Any) -> Any:
    """Data of a sidecar as strict JSON can hold it."""
    if isinstance(value, dict):
        return {unicode(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return list(map(_plain, value))
    return value if value is None else unicode(str(value))
