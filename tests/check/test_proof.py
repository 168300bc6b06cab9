"""What a capture proves, asked without a worker in between."""

from __future__ import annotations

import datetime
import json

import pytest

from check.test_workers import CLAIMS, REGISTRY, asked, job
from pages import RETRIEVED, URL, document, html, warc
from provgate.check.verify import Asked, Job, Proof, from_the_future, prove
from provgate.findings import Verdict


def one(page: bytes, kind: str = "text/html", **changes: object) -> Proof:
    [proof] = prove(Job((("a.warc.gz", warc(page, kind=kind)),), (asked("a")._replace(**changes),)), REGISTRY)
    return proof


def verdicts(proof: Proof) -> dict[str, Verdict]:
    return {judgement.claim: judgement.verdict for judgement in proof.judgements}


def test_a_true_page_supports_all_five_claims() -> None:
    proof = one(html())
    assert (proof.path, proof.faults) == ("a", ())
    assert set(verdicts(proof).values()) == {Verdict.SUPPORTED}
    assert list(verdicts(proof)) == ["origin", "date", "author", "outlet", "text"]


def test_a_page_is_read_once_for_all_its_documents() -> None:
    proofs = prove(job("a", "b", "c"), REGISTRY)
    assert [proof.path for proof in proofs] == ["a", "b", "c"]
    assert len({verdicts(proof)["text"] for proof in proofs}) == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("", Verdict.SUPPORTED),
        ("application/xhtml+xml", Verdict.SUPPORTED),
        ("application/xml", Verdict.SUPPORTED),
        ("text/xml", Verdict.SUPPORTED),
        ("application/pdf", Verdict.UNSUPPORTED),
    ],
)
def test_what_counts_as_a_page(kind: str, text: Verdict) -> None:
    assert verdicts(one(html(), kind))["text"] is text


def test_plain_text_without_a_type_is_no_page() -> None:
    assert verdicts(one(b"The dredger came back.", ""))["author"] is Verdict.UNSUPPORTED


def test_a_record_of_a_publication_is_read() -> None:
    record = {
        "title": "Dredging",
        "author": [{"given": "Ines", "family": "Calder"}],
        "issued": {"date-parts": [[2026, 3, 12]]},
        "container-title": "Harbour Gazette",
    }
    found = verdicts(one(json.dumps(record).encode(), "application/vnd.citationstyles.csl+json"))
    assert (found["author"], found["date"]) == (Verdict.SUPPORTED, Verdict.SUPPORTED)


def test_a_document_that_was_not_read_has_no_words() -> None:
    [text] = [judgement for judgement in one(html(), document=None).judgements if judgement.claim == "text"]
    assert text.verdict is Verdict.UNSUPPORTED
    assert "larger than the largest page" in text.detail


@pytest.mark.parametrize(
    ("retrieved", "differs"),
    [
        ("", False),
        (RETRIEVED, False),
        ("2026-03-13T10:14:07.9+01:00", False),
        ("2026-03-13T09:14:07", False),
        ("once", False),
        ("0001-01-01T00:00:00+23:59", False),
        ("2026-03-13T09:14:08Z", True),
        ("2026-03-13", True),
    ],
)
def test_retrieved(retrieved: str, differs: bool) -> None:
    proof = one(html(), claims=CLAIMS._replace(retrieved=retrieved))
    assert [fault.kind for fault in proof.faults] == ["retrieved-differs"] * differs


def test_faults_name_the_capture_that_has_them() -> None:
    good, bad, other = warc(html()), b"no capture", warc(html(), url=URL + "?other")
    captures = (("good.warc.gz", good), ("bad.warc.gz", bad), ("other.warc.gz", other))
    pointers = ("/evidence/0", "/evidence/2", "/evidence/3")
    [proof] = prove(Job(captures, (Asked("a", CLAIMS, document(), pointers),)), REGISTRY)
    assert [(fault.kind, fault.place.pointer) for fault in proof.faults] == [
        ("capture-unreadable", "/evidence/2"),
        ("capture-missing-origin", "/evidence/3"),
    ]
    assert set(verdicts(proof).values()) == {Verdict.SUPPORTED}


def test_details_are_gathered_where_somebody_asks() -> None:
    plain, detailed = one(html()), one(html(), details=True)
    assert plain.seen == ()
    assert detailed._replace(seen=()) == plain
    [seen] = detailed.seen
    assert (seen.pointer, [response.url for response in seen.chain]) == ("/evidence/0", [URL])
    assert ("author", "Ines Calder") in [(weighed.about, weighed.value) for weighed in seen.weighed]


@pytest.mark.parametrize(
    ("date", "future"),
    [
        ("2026-03-13T10:14:07Z", False),
        ("2026-03-13T10:14:08Z", True),
        ("2026-03-13T10:15Z", True),
        ("2026-03-13", False),
        ("2026-03-14", True),
        ("2026-03", False),
        ("2026-04", True),
        ("2027", True),
        ("2026", False),
        ("no date", False),
    ],
)
def test_captures_from_the_future(date: str, future: bool) -> None:
    """An hour is allowed for clocks that disagree; a coarse date begins with its first moment."""
    now = datetime.datetime(2026, 3, 13, 9, 14, 7, tzinfo=datetime.UTC)
    proof = Proof("seeds/a.txt", captured=(("/evidence/0", RETRIEVED), ("/evidence/1", date)))
    assert [fault.place.pointer for fault in from_the_future(proof, now)] == ["/evidence/1"] * future


def test_a_proof_tells_when_its_pages_were_captured() -> None:
    assert one(html()).captured == (("/evidence/0", RETRIEVED),)
