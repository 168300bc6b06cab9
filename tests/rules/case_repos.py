"""From the words of a case to a real repository: files, captures and attestations made byte for byte by named steps.

A case lists its `steps`, each a mapping of one name to what it is given:

    write       path → content: text, {base64: ...}, or {text: ..., times: ...}, which numbers each `{n}`
    document    a document and a sidecar that is true of it: its path, or {path, text, claims, without}
    captured    the same with a capture: {path, text, claims, name, records or raw, damage, evidence}
    attested    the same with an attestation: {path, text, by, claims, signed, statement, predicate, payload-type, edited,
                damage}; `edited` changes the predicate after it was signed
    attesters   who may sign: {threshold, people: {key: {by, from, until, revoked, paths}}}
    witnesses   who may witness, and what else witnesses.yaml says: {parties: {key: {by, operator, from, until, revoked,
                paths, kinds}}, threshold, within, schemes, archives}
    receipts    a list of receipts for the document: {by, as, path, sha256, predicate, observation, edited, damage};
                `edited` changes the predicate after it was signed
    remove, fifo, submodule, conflict   a path
    symlink     path → target
    git         one git command

A record of `records` is a response: {url, status, headers, body, page, fields}. `damage` changes the finished file:
{cut: bytes from the end}, {append: text} or {replace: [text, text]}.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import pages
import receipts
from evidence import capture_builders
from gating import Ran, check
from provgate.evidence.attestations import dsse, intoto, signing
from provgate.formats.claims import SUFFIX
from repos import Repo
from rules.subjects import BASE, OUTLETS, text_of

PATH = "seeds/dredging.txt"
TEXT = "The dredger came back to the harbour.\n"


def checked(case: dict[str, Any], folder: Path) -> Ran:
    """What `provgate check` says of the case's repository."""
    repo = Repo(folder)
    _write(repo, {"provgate.yaml": json.dumps({"schema": "1", "require": "declared", **case.get("policy", {})})})
    _write(repo, {"outlets.yaml": json.dumps({"schema": "1", "outlets": case.get("outlets", OUTLETS)})})
    steps = case.get("steps", [{"write": {PATH: TEXT, PATH + SUFFIX: text_of(case)}}])
    for step in steps:
        [(name, given)] = step.items()
        STEPS[name](repo, given)
    return check(repo, *case.get("check", ()))


def _write(repo: Repo, files: dict[str, Any]) -> None:
    for path, content in files.items():
        repo.write(path, _bytes(content))


def _bytes(content: Any) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if "base64" in content:
        return base64.b64decode(content["base64"])
    return "".join(str(content["text"]).replace("{n}", str(n)) for n in range(int(content["times"]))).encode()


def _document(repo: Repo, given: Any) -> None:
    given = {"path": given} if isinstance(given, str) else given
    text = _bytes(given.get("text", TEXT))
    repo.write(given["path"], text)
    repo.write(given["path"] + SUFFIX, text_of({**given, "claims": _pinned(text, given)}))


def _pinned(text: bytes, given: dict[str, Any]) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(text).hexdigest(), **given.get("claims", {})}


def _captured(repo: Repo, given: dict[str, Any]) -> None:
    path, name = given.get("path", PATH), given.get("name", "dredging.warc.gz")
    text = _bytes(given["text"]) if "text" in given else pages.document()
    records = b"".join(gzip.compress(_record(record), mtime=0) for record in given.get("records", [{}]))
    capture = _damaged(_bytes(given["raw"]) if "raw" in given else records, given.get("damage", {}))
    repo.write(f"{path.rpartition('/')[0]}/{name}", capture)
    entry = {
        "kind": "capture",
        "path": name,
        "sha256": hashlib.sha256(capture).hexdigest(),
        **given.get("evidence", {}),
    }
    claims = {"retrieved": pages.RETRIEVED, "evidence": [entry], **_pinned(text, given)}
    repo.write(path, text)
    repo.write(path + SUFFIX, text_of({**given, "claims": claims}))


def _record(given: dict[str, Any]) -> bytes:
    body = _bytes(given["body"]) if "body" in given else pages.html(**given.get("page", {}))
    headers = given.get("headers", {})
    block = capture_builders.http(body, int(given.get("status", 200)), headers, length="Content-Length" not in headers)
    return capture_builders.record(block, given.get("url", pages.URL), **given.get("fields", {}))


def _damaged(raw: bytes, damage: dict[str, Any]) -> bytes:
    for how, what in damage.items():
        if how == "cut":
            raw = raw[: -int(what)]
        elif how == "append":
            raw += _bytes(what)
        else:
            old, new = map(_bytes, what)
            assert raw.count(old) == 1
            raw = raw.replace(old, new)
    return raw


@functools.cache
def key_of(person: str) -> signing.PrivateKey:
    """A real key, the same in every run."""
    private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(person.encode()).digest())
    form, plain = serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    return signing.load_key(private.private_bytes(serialization.Encoding.PEM, form, plain))


def _attesters(repo: Repo, given: dict[str, Any]) -> None:
    people = {}
    for name, person in given["people"].items():
        key = {"key": key_of(person["by"]).line, **{k: v for k, v in person.items() if k not in ("by", "paths")}}
        paths = {"paths": person["paths"]} if "paths" in person else {}
        people[name] = {"name": name.replace("-", " ").title(), "keys": [key], **paths}
    register = {"schema": "1", "threshold": given.get("threshold", "1"), "attesters": people}
    repo.write("attesters.yaml", json.dumps(register))


def _attested(repo: Repo, given: dict[str, Any]) -> None:
    path, text = given.get("path", PATH), _bytes(given.get("text", TEXT))
    data = {**BASE, **given.get("signed", {})}
    statement: dict[str, Any] = {
        "_type": intoto.STATEMENT_TYPE,
        "subject": [{"name": path, "digest": {"sha256": hashlib.sha256(text).hexdigest()}}],
        "predicateType": intoto.PREDICATE_TYPE,
        "predicate": {
            "claims": intoto.claims_of(data),
            "role": "author",
            "time": "2026-03-14T08:00:00Z",
            **given.get("predicate", {}),
        },
        **given.get("statement", {}),
    }
    unsigned = dsse.Envelope(json.dumps(statement).encode(), given.get("payload-type", dsse.PAYLOAD_TYPE), ())
    signatures = tuple(_signature(unsigned, key_of(person)) for person in given.get("by", ["ines"]))
    statement["predicate"].update(given.get("edited", {}))
    said = unsigned._replace(payload=json.dumps(statement).encode(), signatures=signatures)
    raw = _damaged(dsse.write(said), given.get("damage", {}))
    repo.write(path.rpartition("/")[0] + "/dredging.dsse.json", raw)
    entry = {"kind": "attestation", "path": "dredging.dsse.json", "sha256": hashlib.sha256(raw).hexdigest()}
    repo.write(path, text)
    repo.write(path + SUFFIX, text_of({**given, "claims": {**_pinned(text, given), "evidence": [entry]}}))


def _witnesses(repo: Repo, given: dict[str, Any]) -> None:
    parties = {}
    for name, party in given.get("parties", {"archive-bot": {}}).items():
        days = {k: v for k, v in party.items() if k in ("from", "until", "revoked")}
        rest = {k: v for k, v in party.items() if k in ("paths", "kinds")}
        keys = [{"key": key_of(party.get("by", name)).line, **days}]
        parties[name] = {"name": name, "operator": party.get("operator", "archive"), "keys": keys, **rest}
    head = {key: value for key, value in given.items() if key != "parties"}
    repo.write("witnesses.yaml", json.dumps({"schema": "1", **head, "witnesses": parties}))


def _receipts(repo: Repo, given: list[dict[str, Any]]) -> None:
    lines = b"".join(map(_receipt, given))
    repo.write(f"{PATH}.intoto.jsonl", lines)


def _receipt(given: dict[str, Any]) -> bytes:
    speaker = given.get("as", given.get("by", "archive-bot"))
    about = {"path": given.get("path", PATH), "document_sha256": given.get("sha256", "")}
    seen = given.get("observation", {})
    if "chain" in seen:
        seen = {**seen, "chain": receipts.chain(*seen["chain"])}
    statement = receipts.statement(speaker, observation=seen, **about, **given.get("predicate", {}))
    line = receipts.signed(key_of(given.get("by", "archive-bot")), statement)
    line = receipts.edited(line, **given["edited"]) if "edited" in given else line
    return _damaged(line, given.get("damage", {}))


def _signature(unsigned: dsse.Envelope, key: signing.PrivateKey) -> dsse.Signature:
    made = key.signer.sign(dsse.signed_bytes(unsigned)).signature
    return dsse.Signature(key.public.ids[0], bytes.fromhex(made))


def _submodule(repo: Repo, path: str) -> None:
    (repo.path / path).mkdir(parents=True)
    nested = Repo(repo.path / path)
    nested.git("init", "--quiet")
    nested.write("a.txt", TEXT)
    nested.commit()


def _symlink(repo: Repo, links: dict[str, str]) -> None:
    for path, target in links.items():
        (repo.path / path).parent.mkdir(parents=True, exist_ok=True)
        (repo.path / path).symlink_to(target)


def _conflict(repo: Repo, path: str) -> None:
    """A merge that git cannot finish, because both sides wrote the document."""
    repo.git("init", "--quiet")
    _document(repo, path)
    repo.commit()
    repo.git("switch", "--quiet", "--create", "theirs")
    _document(repo, {"path": path, "text": "Theirs\n"})
    repo.commit()
    repo.git("switch", "--quiet", "-")
    _document(repo, {"path": path, "text": "Ours\n"})
    repo.commit()
    assert repo.run("git", "merge", "theirs").returncode == 1
    _document(repo, {"path": path, "text": "Both\n"})


STEPS: dict[str, Callable[[Repo, Any], Any]] = {
    "write": _write,
    "document": _document,
    "captured": _captured,
    "attested": _attested,
    "attesters": _attesters,
    "witnesses": _witnesses,
    "receipts": _receipts,
    "conflict": _conflict,
    "submodule": _submodule,
    "symlink": _symlink,
    "fifo": lambda repo, path: os.mkfifo(repo.path / path),
    "remove": lambda repo, path: (repo.path / path).unlink(),
    "git": lambda repo, command: repo.git(*shlex.split(command)),
}
