"""A revisit record and the response in the same file that it refers to → the exchange that the two make together.

A tool that meets a payload again may write a `revisit` (ISO 28500:2017, 6.7) with the new response's head and
without its body. Alone it proves nothing. Where the response that it names is in the same file, whole, and has the
payload whose digest the revisit states, the two are one response.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from provgate.evidence.captures import digests, response
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.exchange import Opened, require_digest, require_fields
from provgate.evidence.captures.response import Response
from provgate.evidence.captures.warc import Record
from provgate.evidence.facts import Exchange
from provgate.formats.policy import Limits
from provgate.values import urls

_SAME_PAYLOAD = ("/revisit/identical-payload-digest", "/revisit/uri-agnostic-identical-payload-digest")
_NOT_MODIFIED = "/revisit/server-not-modified"
_KEEP = "capture the page again in a file of its own, without deduplication"


class _Revisit(NamedTuple):
    """What a revisit record says: its header, and the response's head where it holds one."""

    record: Record
    fields: Mapping[str, str]
    answer: Response | None


def resolved(
    record: Record, held: Mapping[str, list[Record]], opening: Callable[[Record], Opened], limits: Limits
) -> tuple[Record, Exchange]:
    """The response referred to and the exchange that both make; `DamagedError` when the file does not hold it whole.

    `held` are the file's responses by normalised URL, `opening` opens one of them within the reader's bounds.
    """
    revisit = _read(record, limits)
    source, referred = _referred(revisit, _candidates(revisit, held), opening)
    _require_same_payload(revisit, referred)
    head = revisit.answer if revisit.answer and revisit.answer.status != 304 else referred.exchange
    exchange = referred.exchange._replace(
        url=record.targets[0],
        status=head.status,
        headers=head.headers,
        date=revisit.fields["warc-date"],
        record_id=revisit.fields["warc-record-id"],
        offset=record.offset,
    )
    return source, exchange


def _read(record: Record, limits: Limits) -> _Revisit:
    if record.flaw:
        raise DamagedError("capture-record", f"the record at byte {record.offset} {record.flaw}")
    fields, block = record.read(limits.page_bytes + response.MAX_HEAD)
    require_fields(fields, f"the revisit record at byte {record.offset}", http=len(block) > 0)
    require_digest("block", fields, (block,), record)
    answer = response.parse(block) if len(block) else None
    if answer and len(answer.payload):
        raise _unusable(record, "holds a body of its own")
    return _Revisit(record, fields, answer)


def _candidates(revisit: _Revisit, held: Mapping[str, list[Record]]) -> Iterator[Record]:
    """The responses of the file that the revisit may refer to: by record id where it names one, else by URL."""
    identity, uri = (revisit.fields.get(f"warc-refers-to{part}", "") for part in ("", "-target-uri"))
    if not identity and not uri:
        raise _unusable(revisit.record, "does not say which response it refers to")
    records: Iterable[Record] = held.get(urls.normalise(uri), ())
    if not uri:
        records = (record for found in held.values() for record in found)
    for record in records:
        if record.kind == "response" and identity in ("", record.identity):
            yield record


def _referred(
    revisit: _Revisit, candidates: Iterable[Record], opening: Callable[[Record], Opened]
) -> tuple[Record, Opened]:
    """The one response referred to, by its date where the revisit names one."""
    date = revisit.fields.get("warc-refers-to-date", "")
    found = [(record, opening(record)) for record in candidates]
    exact = [pair for pair in found if date in ("", pair[1].exchange.date)]
    if len(exact) != 1:
        raise _unusable(revisit.record, "refers to a response that this file does not hold")
    return exact[0]


def _require_same_payload(revisit: _Revisit, referred: Opened) -> None:
    """That the revisit's digest is that of the referred payload, or that the server said that nothing had changed."""
    profile, digest = (revisit.fields.get(name, "") for name in ("warc-profile", "warc-payload-digest"))
    same = digests.verdict(digest, referred.payloads)
    if profile.endswith(_NOT_MODIFIED) and not digest:
        same = urls.normalise(referred.exchange.url) == urls.normalise(revisit.record.targets[0])
    elif not profile.endswith((*_SAME_PAYLOAD, _NOT_MODIFIED)):
        raise _unusable(revisit.record, "has a profile that is unknown")
    if not same:
        raise _unusable(revisit.record, "does not have the payload of the response that it refers to")
    answer = revisit.answer
    if answer and answer.status != 304 and answer.encodings != referred.encodings:
        raise _unusable(revisit.record, "has other encodings than the response that it refers to")


def _unusable(record: Record, why: str) -> DamagedError:
    return DamagedError("capture-record", f"the revisit record at byte {record.offset} {why}", _KEEP)
