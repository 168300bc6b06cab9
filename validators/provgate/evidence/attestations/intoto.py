"""What an attester signs: an in-toto Statement v1 about one document.

The subject is the document's path and SHA-256, the predicate is `{claims, role, time}`. `claims` holds every
claim of the sidecar as the sidecar's reader gives it: text, lists and mappings of text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import NamedTuple, cast

from provgate.evidence.attestations import strict_json
from provgate.evidence.attestations.dsse import members, text
from provgate.evidence.attestations.strict_json import Json, MalformedError
from provgate.formats.yaml_reader import Value

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:provgate:attestation:v1"
ROLES = ("author", "witness", "archivist", "editor")
"""The roles that `provgate attest` offers; any other one word is read as well."""

UNSIGNED = frozenset({"schema", "sha256", "evidence", "notes"})
"""No claims: format, pin (the subject has it), evidence, free text; nor are `x-` keys."""

_ROLE = re.compile(r"[a-z]+(?:-[a-z]+){0,3}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)


class PredicateTypeError(MalformedError):
    """A statement, but not one of ours."""


class RoleError(MalformedError):
    """The role is not one word."""


class SignedStatement(NamedTuple):
    """What one envelope says: about which bytes, which claims, in what role, and when (aware, UTC)."""

    path: str
    sha256: str
    claims: Mapping[str, Value]
    role: str
    time: datetime.datetime


def claims_of(data: Mapping[str, Value]) -> dict[str, Value]:
    """The part of a sidecar's data that is signed."""
    return {key: value for key, value in data.items() if key not in UNSIGNED and not key.startswith("x-")}


def write(statement: SignedStatement) -> bytes:
    """The statement as the payload to be signed."""
    time = statement.time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    claims = cast("Json", dict(statement.claims))
    return strict_json.write(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": statement.path, "digest": {"sha256": statement.sha256}}],
            "predicateType": PREDICATE_TYPE,
            "predicate": {"claims": claims, "role": statement.role, "time": time},
        }
    )


def read(payload: bytes) -> SignedStatement:
    """The statement in a payload; MalformedError, PredicateTypeError or RoleError otherwise."""
    data = members(strict_json.read(payload), "the statement", ("_type", "subject", "predicateType", "predicate"))
    if data["_type"] != STATEMENT_TYPE:
        raise MalformedError(f"holds no in-toto Statement v1 (`_type` must be {STATEMENT_TYPE})")
    kind = text(data["predicateType"], "predicateType")
    if kind != PREDICATE_TYPE:
        raise PredicateTypeError(f"has the predicate type `{kind[:80]}`")
    subjects = data["subject"]
    if not isinstance(subjects, list) or len(subjects) != 1:
        raise MalformedError("must have exactly one subject")
    subject = members(subjects[0], "the subject", ("name", "digest"))
    digest = members(subject["digest"], "the digest", ("sha256",))
    predicate = members(data["predicate"], "the predicate", ("claims", "role", "time"))
    return SignedStatement(
        path=text(subject["name"], "name"),
        sha256=text(digest["sha256"], "sha256"),
        claims=_claims(predicate["claims"]),
        role=_role(text(predicate["role"], "role")),
        time=_time(text(predicate["time"], "time")),
    )


def _claims(value: Json) -> Mapping[str, Value]:
    if not isinstance(value, dict) or not value:
        raise MalformedError("holds no claims")
    return cast("Mapping[str, Value]", value)


def _role(role: str) -> str:
    if len(role) > 32 or not _ROLE.fullmatch(role):
        raise RoleError(f"has the role {role[:40]!r}")
    return role


def _time(value: str) -> datetime.datetime:
    """An RFC 3339 date-time with offset, to the second."""
    try:
        if not _TIME.fullmatch(value):
            raise ValueError
        return datetime.datetime.fromisoformat(value).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise MalformedError(f"has the time {value[:40]!r}, which is no RFC 3339 date-time") from None
