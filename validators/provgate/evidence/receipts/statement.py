"""What a witness signs: an in-toto Statement v1 about one document and one fetch of its origin (DESIGN 1.10).

The predicate follows SLSA's verification summary: who verified, when, what came out. All scalars are text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import NamedTuple, cast

from provgate.evidence.attestations import strict_json
from provgate.evidence.attestations.dsse import members, text
from provgate.evidence.attestations.strict_json import Json, MalformedError
from provgate.findings import CLAIMS
from provgate.formats.yaml_reader import Value

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:provgate:receipt:v1"
WITNESS = "urn:provgate:witness:"
OUTCOMES = ("agreed", "changed", "gone", "unreachable")
KINDS = ("live", "archive")
SIGNED = ("origin", "date", "author", "outlet", "excerpt")
"""The claims whose values a receipt repeats; the text is the document, which the subject pins."""

MOST_HOPS = 32
_VERDICTS = frozenset({"supported", "contradicted", "unsupported", "unchecked"})
_PREDICATE = (
    "verifier",
    "timeVerified",
    "resourceUri",
    "outcome",
    "policy",
    "inputAttestations",
    "claims",
    "verdicts",
    "observation",
)
_OBSERVATION = ("kind", "archive", "mementoTime", "vantage", "userAgent", "differences", "chain")
_HOP = ("url", "status", "address", "spki", "bodySha256", "date")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Hop(NamedTuple):
    """One response on the way from the first URL to the page, as the witness saw it."""

    url: str
    status: str
    address: str = ""
    spki: str = ""
    body_sha256: str = ""
    date: str = ""


class Observation(NamedTuple):
    """How the page was fetched: `kind` live or archive, then `archive` and `memento_time`; the chain of responses."""

    kind: str
    chain: tuple[Hop, ...]
    archive: str = ""
    memento_time: str = ""
    vantage: str = ""
    user_agent: str = ""
    differences: tuple[str, ...] = ()


class Receipt(NamedTuple):
    """One signed fetch: about which bytes and claims, by whom, when (aware, UTC), and what came out."""

    path: str
    sha256: str
    witness: str
    time: datetime.datetime
    resource: str
    outcome: str
    claims: Mapping[str, Value]
    verdicts: Mapping[str, str]
    observation: Observation
    version: str = ""
    policy: tuple[str, str] = ("", "")
    inputs: tuple[tuple[str, str], ...] = ()


def claims_of(data: Mapping[str, Value]) -> dict[str, Value]:
    """The claims of a sidecar's data as a receipt repeats them."""
    claims = {name: data[name] for name in SIGNED if name in data}
    claims["excerpt"] = "true" if data.get("excerpt") == "true" else "false"
    return claims


def write(receipt: Receipt) -> bytes:
    """The receipt as the payload to be signed."""
    seen = receipt.observation
    predicate: Json = {
        "verifier": {"id": WITNESS + receipt.witness, "version": {"provgate": receipt.version}},
        "timeVerified": receipt.time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resourceUri": receipt.resource,
        "outcome": receipt.outcome,
        "policy": _pinned(*receipt.policy),
        "inputAttestations": [_pinned(*each) for each in receipt.inputs],
        "claims": cast("Json", dict(receipt.claims)),
        "verdicts": cast("Json", dict(receipt.verdicts)),
        "observation": {
            "kind": seen.kind,
            "archive": seen.archive,
            "mementoTime": seen.memento_time,
            "vantage": seen.vantage,
            "userAgent": seen.user_agent,
            "differences": list(seen.differences),
            "chain": [cast("Json", dict(zip(_HOP, hop, strict=True))) for hop in seen.chain],
        },
    }
    return strict_json.write(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": receipt.path, "digest": {"sha256": receipt.sha256}}],
            "predicateType": PREDICATE_TYPE,
            "predicate": predicate,
        }
    )


def read(payload: bytes) -> Receipt:
    """The receipt in a payload; MalformedError for all that is not one in its only spelling."""
    whole = strict_json.read(payload)
    data = members(whole, "the statement", ("_type", "subject", "predicateType", "predicate"))
    _one_of(data["_type"], "_type", (STATEMENT_TYPE,))
    _one_of(data["predicateType"], "predicateType", (PREDICATE_TYPE,))
    subjects = _list(data["subject"], "subject", 1)
    if len(subjects) != 1:
        raise MalformedError("must have exactly one subject")
    subject = members(subjects[0], "the subject", ("name", "digest"))
    predicate = members(data["predicate"], "the predicate", _PREDICATE)
    witness, version = _verifier(predicate["verifier"])
    receipt = Receipt(
        path=text(subject["name"], "name"),
        sha256=_digest(subject["digest"]),
        witness=witness,
        time=_time(text(predicate["timeVerified"], "timeVerified")),
        resource=text(predicate["resourceUri"], "resourceUri"),
        outcome=_one_of(predicate["outcome"], "outcome", OUTCOMES),
        claims=_claims(predicate["claims"]),
        verdicts=_verdicts(predicate["verdicts"]),
        observation=_observation(predicate["observation"]),
        version=version,
        policy=_reference(predicate["policy"], "policy"),
        inputs=tuple(_reference(each, "an input") for each in _list(predicate["inputAttestations"], "inputs", 64)),
    )
    if strict_json.write(whole) != payload:
        raise MalformedError("is not spelled as provgate spells it: sorted members, no white space")
    return receipt


def _verifier(value: Json) -> tuple[str, str]:
    verifier = members(value, "the verifier", ("id", "version"))
    name = text(verifier["id"], "id")
    if not name.startswith(WITNESS):
        raise MalformedError(f"has the verifier `{name[:80]}`, which does not begin with `{WITNESS}`")
    version = verifier["version"]
    if not isinstance(version, dict) or not all(isinstance(each, str) for each in version.values()):
        raise MalformedError("has no mapping of text as `version`")
    return name.removeprefix(WITNESS), str(version.get("provgate", ""))


def _claims(value: Json) -> Mapping[str, Value]:
    claims = members(value, "the claims", SIGNED)
    for name in ("origin", "date", "outlet", "excerpt"):
        text(claims[name], name)
    return cast("Mapping[str, Value]", claims)


def _verdicts(value: Json) -> Mapping[str, str]:
    found = members(value, "the verdicts", CLAIMS)
    return {claim: _one_of(verdict, claim, tuple(_VERDICTS)) for claim, verdict in found.items()}


def _observation(value: Json) -> Observation:
    seen = members(value, "the observation", _OBSERVATION)
    chain = _list(seen["chain"], "chain", MOST_HOPS)
    return Observation(
        kind=_one_of(seen["kind"], "kind", KINDS),
        archive=text(seen["archive"], "archive"),
        memento_time=text(seen["mementoTime"], "mementoTime"),
        vantage=text(seen["vantage"], "vantage"),
        user_agent=text(seen["userAgent"], "userAgent"),
        differences=tuple(text(each, "differences") for each in _list(seen["differences"], "differences", 64)),
        chain=tuple(Hop(*(text(members(hop, "a hop", _HOP)[name], name) for name in _HOP)) for hop in chain),
    )


def _reference(value: Json, what: str) -> tuple[str, str]:
    entry = members(value, what, ("uri", "digest"))
    return text(entry["uri"], "uri"), _digest(entry["digest"])


def _pinned(uri: str, sha256: str) -> Json:
    return {"uri": uri, "digest": {"sha256": sha256}}


def _digest(value: Json) -> str:
    """A SHA-256 in lower-case hex, or nothing where the witness had no such file."""
    sha256 = text(members(value, "the digest", ("sha256",))["sha256"], "sha256")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise MalformedError("has a `sha256` that is not 64 lower-case hex digits")
    return sha256


def _list(value: Json, name: str, most: int) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise MalformedError(f"has no list of at most {most} as `{name}`")
    return value


def _one_of(value: Json, name: str, allowed: tuple[str, ...]) -> str:
    found = text(value, name)
    if found not in allowed:
        raise MalformedError(f"has the {name} `{found[:80]}`, which is not one of {', '.join(sorted(allowed))}")
    return found


def _time(value: str) -> datetime.datetime:
    """An RFC 3339 date-time with offset, to the second."""
    try:
        if not _TIME.fullmatch(value):
            raise ValueError
        return datetime.datetime.fromisoformat(value).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise MalformedError(f"has the time {value[:40]!r}, which is not an RFC 3339 date-time") from None
