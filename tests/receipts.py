"""Witnesses with real keys, their register, and receipts signed with them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keys
from pages import URL, document, sha256
from provgate.evidence.attestations import signing
from provgate.evidence.attestations.signing import PrivateKey
from provgate.formats import witnesses

DOC = "seeds/dredging.txt"
RECEIPTS = DOC + ".intoto.jsonl"
AGREED = "2026-03-14T08:00:00Z"
ARCHIVE = "https://archive.example/web/"
CLAIMS: dict[str, Any] = {
    "origin": URL,
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
    "excerpt": "false",
}
SUPPORTED = dict.fromkeys(("origin", "date", "author", "outlet", "text"), "supported")


def chain(*urls: str) -> list[dict[str, str]]:
    """Responses of these URLs: redirects, then the page."""
    fields = {"address": "192.0.2.1", "spki": "", "bodySha256": "5e" * 32, "date": AGREED}
    return [{"url": url, "status": "200" if url == urls[-1] else "302", **fields} for url in urls]


def statement(
    witness: str = "archive-bot",
    *,
    path: str = DOC,
    document_sha256: str = "",
    observation: Mapping[str, Any] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """The statement of an agreement; keywords replace members of the predicate, `observation` of the observation."""
    seen = {
        "kind": "live",
        "archive": "",
        "mementoTime": "",
        "vantage": "",
        "userAgent": "provgate",
        "differences": [],
        "chain": chain(URL),
        **(observation or {}),
    }
    predicate = {
        "verifier": {"id": f"urn:provgate:witness:{witness}", "version": {"provgate": "0.2.0"}},
        "timeVerified": AGREED,
        "resourceUri": URL,
        "outcome": "agreed",
        "policy": {"uri": "provgate.yaml", "digest": {"sha256": "5e" * 32}},
        "inputAttestations": [{"uri": "dredging.warc.gz", "digest": {"sha256": "5e" * 32}}],
        "claims": CLAIMS,
        "verdicts": SUPPORTED,
        "observation": seen,
        **changes,
    }
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": path, "digest": {"sha256": document_sha256 or sha256(document())}}],
        "predicateType": "urn:provgate:receipt:v1",
        "predicate": predicate,
    }


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed(key: PrivateKey, value: dict[str, Any] | bytes) -> bytes:
    """The line with this statement and the key's signature."""
    return signing.sign(value if isinstance(value, bytes) else canonical(value), key)


def edited(line: bytes, **changes: Any) -> bytes:
    """The line with members of its predicate replaced, and the signature kept."""
    envelope = json.loads(line)
    value = json.loads(base64.b64decode(envelope["payload"]))
    value["predicate"].update(changes)
    return canonical({**envelope, "payload": base64.b64encode(canonical(value)).decode()}) + b"\n"


class Parties:
    """Two witnesses of one operator, one of another, and a stranger; all with keys made by ssh-keygen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = keys.load(keys.make_key(folder, "archive-bot"))
        self.second = keys.load(keys.make_key(folder, "archive-two", "ecdsa", "", "-b", "256"))
        self.library = keys.load(keys.make_key(folder, "library"))
        self.stranger = keys.load(keys.make_key(folder, "stranger"))

    def register(self, *, head: str = "", limits: str = "", more: str = "") -> str:
        """witnesses.yaml; `head` stands at the top, `limits` in the archive bot's key, `more` in its entry."""
        lines = ["schema: 1", *head.splitlines(), "witnesses:"]
        for name, operator, key in (
            ("archive-bot", "archive", self.archive),
            ("archive-two", "archive", self.second),
            ("library", "library", self.library),
        ):
            own = limits if name == "archive-bot" else ""
            lines += [f"  {name}:", f"    name: The {name}", f"    operator: {operator}"]
            lines += [f"    keys: [{{key: {key.line}{own}}}]"]
            if name == "archive-bot":
                lines += [f"    {line}" for line in more.splitlines()]
        return "\n".join(lines) + "\n"

    def parsed(self, **options: str) -> witnesses.Witnesses:
        """The register as it is read."""
        return witnesses.parse(self.register(**options).encode())
