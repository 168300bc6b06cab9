"""One response record → a checked Exchange: header, date, digests, framing, encodings, in that order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from provgate.evidence.captures import digests, response
from provgate.evidence.captures.codings import DamagedError, begins_with_chunk, too_large
from provgate.evidence.captures.response import Response
from provgate.evidence.captures.warc import Record
from provgate.evidence.facts import Exchange
from provgate.formats.policy import Limits

_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?Z)?)?)?"
)
_FIRST_WEB_YEAR = 1991
_RECORD_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]{1,200}>")


class Opened(NamedTuple):
    """A response record, read: its exchange, what a payload digest may be of, and its content encodings."""

    exchange: Exchange
    payloads: tuple[bytes | memoryview, ...]
    encodings: tuple[str, ...]


def opened(record: Record, limits: Limits) -> Opened:
    """The exchange that this response record holds, its body decoded; `DamagedError` if it is not whole."""
    if record.flaw:
        raise DamagedError("capture-record", f"the record at byte {record.offset} {record.flaw}")
    if record.kind != "response":
        raise DamagedError("capture-record", f"the record at byte {record.offset} has no known WARC-Type")
    fields, block = record.read(limits.page_bytes + response.MAX_HEAD)
    require_fields(fields, f"the response record at byte {record.offset}", http=True)
    require_digest("block", fields, (block,), record)
    answer = response.parse(block)
    plain = _unframed(answer, fields.get("warc-payload-digest", ""), limits.page_bytes)
    body = response.decoded(answer, plain, limits.page_bytes)
    if len(body) > limits.page_bytes:
        raise too_large(limits.page_bytes)
    payloads = tuple(_payloads(answer, plain, body))
    require_digest("payload", fields, payloads, record)
    exchange = Exchange(
        url=record.targets[0],
        status=answer.status,
        headers=answer.headers,
        body=body,
        date=fields["warc-date"],
        record_id=fields["warc-record-id"],
        offset=record.offset,
    )
    return Opened(exchange, payloads, answer.encodings)


def _unframed(answer: Response, digest: str, cap: int) -> memoryview:
    """The body without its chunks.

    pywb keeps `Transfer-Encoding: chunked` of a body that it has already freed of its chunks. What does not even begin
    with a chunk is taken as it is, if the payload digest says so: nothing else tells such a body from a damaged one.
    """
    bare = answer.listed("transfer-encoding") == ["chunked"] and not begins_with_chunk(answer.payload)
    if bare and digests.verdict(digest, (answer.payload,)):
        return answer.payload
    return response.unframed(answer, cap)


def _payloads(answer: Response, plain: memoryview, body: bytes) -> Iterator[bytes | memoryview]:
    """What tools take a payload to be: as it was sent, without chunks, or without encodings too."""
    yield answer.payload
    if plain is not answer.payload:
        yield plain
    if body != plain:
        yield body


def require_fields(fields: Mapping[str, str], where: str, *, http: bool) -> None:
    """That the header has what a record of a response must have, and nothing that makes it a part of one.

    `http` asks for a block that is an HTTP message, whole: a revisit may leave it out, and says that it is cut.
    """
    if not fields.get("warc-target-uri"):
        raise DamagedError("capture-record", f"{where} does not say whose response it is: it has no WARC-Target-URI")
    if not _RECORD_ID.fullmatch(fields.get("warc-record-id", "")):
        raise DamagedError("capture-record", f"{where} has no usable WARC-Record-ID")
    if http and fields.get("content-type", "").partition(";")[0].strip().lower() != "application/http":
        raise DamagedError("capture-record", f"{where} does not say that it holds an HTTP response")
    if "warc-segment-number" in fields:
        raise DamagedError("capture-record", f"{where} is a segment of a larger one; segments are not read")
    if "warc-truncated" in fields and fields.get("warc-type", "").lower() != "revisit":
        raise DamagedError("capture-truncated", f"{where} says that the tool cut it short")
    if not _is_date(fields.get("warc-date", "")):
        raise DamagedError("capture-date", f"{where} has no possible WARC-Date")


def require_digest(
    what: str, fields: Mapping[str, str], readings: Iterable[bytes | memoryview], record: Record
) -> None:
    """That the declared block or payload digest, where there is one, is that of one of the readings."""
    if digests.verdict(fields.get(f"warc-{what}-digest", ""), readings) is False:
        message = f"the {what} digest of the {record.kind} record at byte {record.offset} is not that of what it holds"
        raise DamagedError("capture-digest", message, "capture the page again; a capture must be kept byte for byte")


def _is_date(text: str) -> bool:
    """Whether this is a date of the web's time, in the form of WARC 1.0 or 1.1 (W3C-DTF, in UTC)."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day, hour, minute, second = (int(part) for part in found.groups(default="1"))
    try:
        datetime.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return False
    return year >= _FIRST_WEB_YEAR
