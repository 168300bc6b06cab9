"""What is fuzzed: each target takes any bytes and fails where the gate would break a promise.

The regression test runs the same functions over the seeds and over every recorded crash, without a fuzzer.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from provgate.capture.crawl import Refused, Wanted, crops
from provgate.check import place
from provgate.compare.claims import judge_page
from provgate.compare.text.pagetext import PageText
from provgate.compare.text.verdict import judge_text
from provgate.evidence.attestations import dsse, intoto, strict_json
from provgate.evidence.attestations.attestation import verify
from provgate.evidence.attestations.keyring import Keyring, keyring
from provgate.evidence.attestations.public_keys import UnusableKeyError, public_key
from provgate.evidence.captures.capture import Chain, read_capture
from provgate.evidence.facts import Exchange
from provgate.evidence.pages import decode
from provgate.evidence.pages.outline import SEAM
from provgate.evidence.pages.roles import Role
from provgate.evidence.pages.statements import read_page
from provgate.findings import (
    CLAIMS,
    OPTIONAL_CLAIMS,
    DocumentResult,
    Fault,
    Judgement,
    Level,
    Report,
    Severity,
    Verdict,
)
from provgate.formats import registries as registry
from provgate.formats import schema, yaml_events, yaml_reader
from provgate.formats.claims import Claims, from_data
from provgate.formats.policy import Limits
from provgate.report import FORMATS
from provgate.rules.rule import DocumentFacts, Subject
from provgate.values import urls

NOW = datetime.datetime(2026, 6, 1, 12, 0, tzinfo=datetime.UTC)
URL = "https://www.harbourgazette.example/2026/03/12/dredging.html"
LIMITS = Limits(capture_bytes=1 << 20, page_bytes=1 << 19)
OUTLETS = registry.parse_outlets(b"""\
schema: 1
outlets:
  harbour-gazette: {name: Harbour Gazette, domains: [harbourgazette.example], from: "1921"}
""")
CLAIMED = Claims(
    URL,
    "2026-03-12",
    from_data({"origin": URL, "date": "2026-03-12", "author": ["Ines Calder"], "outlet": "harbour-gazette"}).authors,
    "harbour-gazette",
    "Dredging resumes",
    retrieved="2026-03-13T09:14:07Z",
)
ATTESTERS = """\
schema: 1
attesters:
  ines-calder:
    name: Ines Calder
    keys:
      - key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEu8YDUakg+1weXZTnYN6ussKDnVm6UugUjS8oQgow3Z
"""
VOUCHED = {
    "schema": "1",
    "origin": "tag:harbourgazette.example,2026:interview-7",
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
}
VOUCHED_PATH, VOUCHED_SHA256 = "seeds/interview.txt", "5e" * 32
SPLIT = b"\n%%%%\n"
"""Parts the document from the page in an input of the text target."""

_OBEYED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]|^\s*::|##\[|##vso\[", re.MULTILINE
)


def read_sidecar(data: bytes) -> None:
    """Reader, schema, claims, rules and every report of one sidecar."""
    parsed = yaml_reader.read(data)
    assert parsed.data is not None or parsed.faults
    faults = schema.check("sidecar", parsed.data) if parsed.data is not None else ()
    _readers_agree(data)
    if parsed.data is not None and schema.accepts("sidecar")(parsed.data):
        assert not list(schema._validator("sidecar").iter_errors(parsed.data)), "the quick check accepts too much"
    valid = parsed.data is not None and not parsed.faults and not faults
    subject = Subject(
        "seeds/a.txt",
        "seeds/a.txt.source.yaml",
        parsed=parsed,
        faults=(*parsed.faults, *faults),
        registry=OUTLETS,
        claims=from_data(parsed.data) if valid and parsed.data is not None else None,
        document=DocumentFacts("5e" * 32, 1),
        now=NOW,
    )
    problems = place.of_faults(subject) if not valid else place.apply("claims", subject)
    findings = tuple(place.findings(subject, problems, data, b""))
    assert valid or any(finding.severity is Severity.ERROR for finding in findings), "refused without a word"
    _reports(Report(Level.EVIDENCED, (DocumentResult("seeds/a.txt", None, Level.NONE, False),), findings))


def _readers_agree(data: bytes) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    quick = yaml_reader.plain_lines(text, yaml_reader.MAX_DEPTH)
    if quick is not None:
        strict = yaml_events.read(text, yaml_reader.MAX_DEPTH)
        assert quick == strict, "the two readers disagree"


def _reports(report: Report) -> None:
    for name, render in FORMATS.items():
        text = "".join(render(report))
        text.encode("utf-8")
        if name == "github":
            text = re.sub("^::(?:error|warning|notice) ", "", text, flags=re.MULTILINE)
        assert not _OBEYED.search(text), f"something obeyed comes out: {_OBEYED.search(text)!r}"


def read_capture_file(data: bytes) -> None:
    """The capture reader, and what it finds for the origin and for every URL that it holds."""
    capture = read_capture(data, "a.warc.gz", LIMITS)
    _told(capture.faults)
    assert all("\n" not in fault.message for fault in capture.faults)
    assert not capture.faults or not capture.urls
    for url in (URL, *capture.urls[:20]):
        found = capture.find(url)
        if isinstance(found, Chain):
            assert not capture.faults
            assert 200 <= found.final.status < 300
            assert found.exchanges[0].url and urls.normalise(found.exchanges[0].url) == urls.normalise(url)
            assert all(len(exchange.body) <= LIMITS.page_bytes for exchange in found.exchanges)
        else:
            _told([found])


def import_file(data: bytes) -> None:
    """A file of another tool: what is taken out of it, the gate reads without a fault and finds the page in it."""
    folder = Path(_folder().name)
    source = folder / "given"
    source.write_bytes(data)
    for origins in ((), (URL,)):
        (found,) = crops(Wanted(source, origins, folder, "2026-03-13T09:14:07Z", LIMITS))
        if isinstance(found, Refused):
            assert found.message
            continue
        capture = read_capture(found.path.read_bytes(), "a.warc.gz", LIMITS)
        assert isinstance(capture.find(found.origin), Chain), capture.find(found.origin)
        assert found.origin in (*origins, urls.normalise(found.origin))


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _told(faults: Iterable[Fault]) -> None:
    for fault in faults:
        assert fault.kind and fault.message
        assert len(fault.message) < 2000


def read_web_page(data: bytes) -> None:
    """Decoding, tree, statements, text and the judgement of all claims against a page."""
    kind, _, body = data.partition(b"\n")
    content_type = kind.decode("latin-1")
    source = decode.decode(body, content_type)
    tree = decode.parse(source)
    headers = {"content-type": content_type}
    statements = read_page(tree, source, URL, headers)
    exchange = Exchange(URL, 200, headers, body, "2026-03-13T09:14:07Z")
    told = judge_page(CLAIMED, OUTLETS.outlets["harbour-gazette"], OUTLETS, (exchange,), statements, tree)
    text = judge_text(
        b"Dredging resumes\n\nThe dredger came back to the harbour.\n", body, content_type, PageText(tree), False
    )
    _judged((*told, text))


def compare_text(data: bytes) -> None:
    """A document against a page; the page's own text, taken as the document, must not contradict it."""
    document, _, body = data.partition(SPLIT)
    page = PageText(decode.parse(decode.decode(body, "text/html; charset=utf-8")))
    for excerpt in (False, True):
        for name in ("a.txt", "a.md", "a.html"):
            _judged([judge_text(document, body, "text/html; charset=utf-8", page, excerpt, name)])
    own = "\n".join(passage.block.text.replace(SEAM, "") for passage in page.passages if passage.role is Role.BODY)
    if own.strip() and page.is_whole:
        _holds_itself(own, body, page)
    plain = judge_text(document, document, "text/plain; charset=utf-8", None, False)
    _judged([plain])
    if document.isascii() and document.strip():
        assert plain.verdict is Verdict.SUPPORTED, f"a text is not its own: {plain.detail}"


def _holds_itself(own: str, body: bytes, page: PageText) -> None:
    """The article's body, as a document, is never said to add or change anything, and no word may be added to it."""
    lie = judge_text(f"{own}\nprovgate".encode("utf-8", "replace"), body, "text/html; charset=utf-8", page, False)
    assert lie.verdict is not Verdict.SUPPORTED or "provgate" in page.elsewhere, "an added word is supported"


def _judged(judgements: Iterable[Judgement]) -> None:
    for judgement in judgements:
        assert judgement.claim in CLAIMS + OPTIONAL_CLAIMS
        assert judgement.verdict is Verdict.SUPPORTED or judgement.detail
        assert (judgement.line is None) or judgement.line >= 1


def read_envelope(data: bytes) -> None:
    """Envelope, statement, keys; nothing but the payload that was really signed may count."""
    told = verify(
        data,
        document_path=VOUCHED_PATH,
        document_sha256=VOUCHED_SHA256,
        data=dict(VOUCHED),
        keyring=_keyring(),
        now=NOW,
        pointer="/evidence/0",
    )
    _told(told.faults)
    assert bool(told.signers) != bool(told.faults)
    if told.signers:
        envelope = dsse.read(data)
        assert intoto.read(envelope.payload).path == VOUCHED_PATH
        assert len(envelope.signatures) == 1
    try:
        value = strict_json.read(data)
    except strict_json.MalformedError:
        pass
    else:
        assert strict_json.read(strict_json.write(value)) == value
    with contextlib.suppress(strict_json.MalformedError):
        intoto.read(data)
    with contextlib.suppress(UnusableKeyError):
        public_key(data.decode("utf-8", "replace"))


@functools.cache
def _keyring() -> Keyring:
    return keyring(registry.parse_attesters(ATTESTERS.encode()))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "sidecar": read_sidecar,
    "capture": read_capture_file,
    "import": import_file,
    "page": read_web_page,
    "text": compare_text,
    "envelope": read_envelope,
}
