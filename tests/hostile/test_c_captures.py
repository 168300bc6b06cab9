"""THREATS C: captures that are cut, lie, blow up or belong to something else; each beside a good one, in one run."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping

import brotli
import pytest

from evidence.capture_builders import http, packed, redirect, sha1, wacz_files, zipped
from evidence.capture_builders import record as bare_record
from pages import PARAGRAPHS, URL, document, evidenced, html, sha256, warc
from repos import Repo

from .bounded import check
from .corpora import Resting, hold, judged

PAGE = html()
HOST = "https://www.harbourgazette.example"
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)


def record(block: bytes | None = None, url: str = URL, **changes: str | None) -> bytes:
    return bare_record(http(PAGE) if block is None else block, url, **changes)


def sent(body: bytes, length: bool = True, **headers: str) -> bytes:
    """One record of a response with these headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return packed([record(http(body, headers=named, length=length))])


def each(code: str, **captures: bytes) -> dict[str, Resting]:
    return {name: Resting(capture, code) for name, capture in captures.items()}


def spread(
    code: str, prefix: str, values: Mapping[str, str] | tuple[str, ...], build: Callable[[str], bytes]
) -> dict[str, Resting]:
    return {f"{prefix}{number}": Resting(build(value), code) for number, value in enumerate(values)}


def test_C1_cut_records(strict: Repo) -> None:
    whole, plain = packed([record()]), record()
    digests = packed([record(WARC_Payload_Digest=sha1(PAGE))])
    files = wacz_files(whole)
    hold(
        strict,
        each(
            "PG411",
            gzip_end=whole[:-1],
            gzip_sum=whole[:-8],
            gzip_middle=whole[: len(whole) // 2],
            gzip_wrong_sum=whole[:-8] + bytes(4) + whole[-4:],
            with_digest=digests[:-20],
            body=plain[:-40],
            trailer=plain[:-4],
            half_a_trailer=plain[:-2],
            head=plain[:60],
            one_record_of_two=whole + packed([record(url=HOST + "/b")])[:-9],
            longer_than_it_is=packed([record(Content_Length=str(len(http(PAGE)) + 9))]),
            shorter_than_it_is=packed([record(Content_Length=str(len(http(PAGE)) - 9))]),
            http_body_cut=packed([record(http(PAGE, headers={"Content-Length": str(len(PAGE) + 9)}, length=False))]),
            zip_cut=zipped(files)[:-30],
            zip_in_the_middle=zipped(files)[:900],
            said_by_the_tool=packed([record(WARC_Truncated="time")]),
        ),
    )


def test_C2_digests_that_prove_nothing(strict: Repo) -> None:
    """A digest that is absent, MD5 or unknown proves nothing: the sidecar's own SHA-256 is what holds the bytes."""
    weak: dict[str, str | None] = {"none": None, "md5": "md5:0cc175b9c0f1b6a831c399e269772661", "unknown": "blake9:00"}
    captures = {name: record(WARC_Block_Digest=digest, WARC_Payload_Digest=digest) for name, digest in weak.items()}
    cases = {name: Resting(capture) for name, capture in captures.items()}
    hold(
        strict,
        cases
        | each("PG410", empty=b"", garbage=b"garbage\n", blank=b"\n\n", no_record=gzip.compress(b"garbage"))
        | each(
            "PG412",
            wrong=record(WARC_Payload_Digest=sha1(b"")),
            wrong_block=record(WARC_Block_Digest=sha1(PAGE)),
            unreadable=record(WARC_Payload_Digest="sha256:zz"),
            cut=record(WARC_Payload_Digest=sha1(PAGE)[:-3]),
        ),
    )
    for name, capture in captures.items():
        strict.write(f"seeds/{name}.warc", capture.replace(b"three weeks", b"seven weeks"))
    told = judged(check(strict))
    assert {name: told[f"seeds/{name}.txt"] for name in weak} == {name: (False, {"PG405"}) for name in weak}


def test_C2_a_wacz_is_held_to_its_own_hashes(strict: Repo) -> None:
    files = wacz_files(packed([record()]))
    other = packed([record(http(html(author="Omar Veld")))])
    hold(
        strict,
        {"whole": Resting(zipped(files))}
        | each(
            "PG412",
            swapped=zipped({**files, "archive/data.warc.gz": other}),
            unlisted=zipped({**files, "archive/more.warc.gz": other}),
            list_changed=zipped({**files, "datapackage.json": files["datapackage.json"] + b" "}),
            gone=zipped({name: data for name, data in files.items() if not name.startswith("pages/")}),
        )
        | each(
            "PG410",
            no_warc=zipped({"pages/pages.jsonl": b"{}"}),
            climbs=zipped({**files, "../x": b""}),
            no_json=zipped({**files, "datapackage.json": b"[" * 100_000}),
        ),
    )


def test_C4_revisit_records(strict: Repo) -> None:
    names = {
        "WARC_Type": "revisit",
        "WARC_Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        "WARC_Payload_Digest": sha1(PAGE),
    }
    head_only = record(http(b"", length=False), **names, WARC_Refers_To_Target_URI=HOST + "/b")
    hold(
        strict,
        each(
            "PG413",
            empty=packed([record(http(b"", length=False), **names)]),
            with_a_body=packed([record(**names)]),
            refers_to_what_is_not_there=packed([head_only, record(url=HOST + "/c")]),
            refers_to_another_payload=packed([head_only, record(http(PAGE + b" "), url=HOST + "/b")]),
            refers_to_nothing=packed([record(http(b"", length=False), **names)]),
            spelled_otherwise=packed([record(**{**names, "WARC_Type": "Revisit"})]),
            behind_its_own_copy=packed([record(**names, WARC_Refers_To_Target_URI=URL)]),
        )
        | {
            "beside_the_response": Resting(packed([record(**names), record()])),
            "with_what_it_refers_to": Resting(packed([head_only, record(url=HOST + "/b")])),
        },
    )


def test_C5_bombs(strict: Repo) -> None:
    """Up to half a gigabyte in half a megabyte: as a body, behind an encoding, a whole file, a header, a zip."""
    nulls = bytes(64 << 20)
    once = gzip.compress(nulls, 1)
    hold(
        strict,
        each(
            "PG419",
            body=packed([record(http(nulls))]),
            encoded=sent(once * 8, Content_Encoding="gzip"),
            encoded_twice=sent(gzip.compress(once * 8), Content_Encoding="gzip, gzip"),
            brotli=sent(brotli.compress(nulls, quality=1), Content_Encoding="br"),
        )
        | each("PG413", header=gzip.compress(b"WARC/1.1\r\nX: " + nulls, 1)),
    )


@pytest.mark.parametrize("name", ["Content_Encoding", "Transfer_Encoding"])
def test_C7_encodings_that_lie(strict: Repo, name: str) -> None:
    zipped_page = gzip.compress(PAGE)
    framed = name == "Transfer_Encoding"

    def lie(body: bytes, coding: str) -> bytes:
        return sent(body, not framed, **{name: coding})

    hold(
        strict,
        {"true": Resting(lie(zipped_page, "gzip"))}
        | each(
            "PG418",
            gzip_on_plain=lie(PAGE, "gzip"),
            deflate_on_plain=lie(PAGE, "deflate"),
            br_on_plain=lie(PAGE, "br"),
            zstd_on_plain=lie(PAGE, "zstd"),
            rot13=lie(PAGE, "rot13"),
            gzip_twice=lie(zipped_page, "gzip, gzip"),
            gzip_cut=lie(zipped_page[:-9], "gzip"),
            gzip_sum_cut=lie(zipped_page[:-4], "gzip"),
            more_behind=lie(zipped_page + b"more", "gzip"),
            chunked_on_plain=lie(PAGE, "chunked"),
            chunk_cut=lie(CHUNKED[:-20], "chunked"),
            no_last_chunk=lie(CHUNKED[:-5], "chunked"),
            chunk_too_large=lie(b"ffffffffff\r\n" + PAGE, "chunked"),
            chunk_of_terabytes=lie(b"ffffffff\r\n" + PAGE, "chunked"),
            chunk_negative=lie(b"-5\r\n" + PAGE, "chunked"),
            six_times=lie(PAGE, ", ".join(["gzip"] * 6)),
            a_charset=lie(PAGE, "utf-7"),
            with_nonsense=lie(PAGE, "gzip;q=1, \u00e9"),
        ),
    )


def test_C8_lengths_and_headers(strict: Repo) -> None:
    odd = ("-1", "abc", "1_0", "+98", "1" + "0" * 30, "0x10", "1e3", "\u0663", "5, 6", "")
    block = http(PAGE)
    hold(
        strict,
        spread("PG413", "warc", odd, lambda text: packed([record(block, Content_Length=text)]))
        | spread(
            "PG418",
            "http",
            odd[:9],
            lambda text: packed([record(http(PAGE, headers={"Content-Length": text}, length=False))]),
        )
        | each(
            "PG413",
            twice=packed([record(X="1\r\nContent-Length: 5")]),
            none=packed([record(Content_Length=None)]),
            no_http=packed([record(b"no http")]),
            no_id=packed([record(WARC_Record_ID=None)]),
            no_type=packed([record(WARC_Type=None)]),
            endless=packed([record(X="a" * 70_000)]),
            broken_line=packed([record(**{"X Y": "a"})]),
            status=packed([record(b"HTTP/1.1 2OO OK\r\n\r\n" + PAGE)]),
        )
        | each("PG414", no_target=packed([record(WARC_Target_URI=None), record(url=HOST + "/b")]))
        | each("PG411", cut_header=b"WARC/1.0\r\nWARC-Type: response\r\n", cut_version=b"WARC/1.")
        | each("PG410", other_version=record().replace(b"WARC/1.1", b"WARC/9.9")),
    )


def test_C9_one_response_for_one_url(strict: Repo) -> None:
    other = record(http(html(author="Omar Veld")))
    hold(
        strict,
        each(
            "PG415",
            first=packed([record(), other]),
            last=packed([other, record()]),
            spelled_otherwise=packed(
                [record(), record(http(html(author="Omar Veld")), url=URL.replace("www", "WWW") + "#top")]
            ),
            redirect_too=packed([record(), redirect(URL, HOST + "/b"), record(url=HOST + "/b")]),
        )
        | each(
            "PG413",
            target_twice=packed([record(X=f"1\r\nWARC-Target-URI: {HOST}/b")]),
            target_second=packed([record(url=f"{HOST}/b\r\nWARC-Target-URI: {URL}")]),
        )
        | each("PG414", folded=packed([record(url=f"{URL[:30]}\r\n {URL[30:]}"), record(url=HOST + "/b")]))
        | {
            "in_brackets": Resting(packed([record(url=f"<{URL}>")])),
            "the_same_twice": Resting(packed([record(), record()])),
        },
    )


def test_C10_records_of_other_kinds(strict: Repo) -> None:
    kinds = ("resource", "metadata", "conversion", "request", "continuation", "revisit", "warcinfo", "reply")
    arc = b"filedesc://a.arc 0.0.0.0 20260313 text/plain 76\n"
    hold(
        strict,
        spread("PG413", "as_", kinds[:6], lambda kind: packed([record(WARC_Type=kind), record(url=HOST + "/b")]))
        | spread(
            "PG413",
            "page_as_",
            kinds[:3],
            lambda kind: packed([record(PAGE, WARC_Type=kind, Content_Type="text/html")]),
        )
        | each(
            "PG413",
            unknown=packed([record(WARC_Type="reply")]),
            segment=packed([record(WARC_Segment_Number="1")]),
            no_http=packed([record(Content_Type="text/html")]),
        )
        | each(
            "PG414",
            file=packed([record(url="file:///etc/passwd")]),
            dns=packed([record(url="dns:www.harbourgazette.example")]),
        )
        | each("PG410", arc=arc, arc_packed=gzip.compress(arc), zstd=b"\x28\xb5\x2f\xfd" + record())
        | {
            "version_1_0": Resting(packed([record().replace(b"WARC/1.1", b"WARC/1.0")])),
            "version_1_1": Resting(packed([record()])),
        },
    )


@pytest.mark.parametrize("retrieved", ["", "2026-03-13T09:14:07Z"], ids=["not claimed", "claimed"])
def test_C10_dates_that_cannot_be(strict: Repo, retrieved: str) -> None:
    """Neither nonsense nor a day to come, whether or not the sidecar says when the capture was made."""
    dates = (
        "yesterday",
        "2999-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "0000-00-00T00:00:00Z",
        "1980-01-01T00:00:00Z",
        "2026-03-13T09:14:07",
        "2026-03-13 09:14:07Z",
        "9999-12-31T23:59:59Z",
        "\u0662\u0660\u0662\u0666",
        "1773393247",
    )
    cases = {
        f"date{number}": Resting(packed([record(WARC_Date=date)]), "PG420", changes={"retrieved": retrieved})
        for number, date in enumerate(dates)
    }
    hold(strict, cases | {"none": Resting(packed([record(WARC_Date=None)]), "PG420", changes={"retrieved": retrieved})})


def test_C10_a_capture_older_than_its_page(strict: Repo) -> None:
    """Nobody captured on the eleventh what was published on the twelfth; somewhere it was the twelfth already."""

    def made(date: str) -> bytes:
        return packed([record(WARC_Date=date)])

    silent = {"retrieved": ""}
    hold(
        strict,
        {
            "years": Resting(made("2020-01-01T00:00:00Z"), "PG502", changes=silent),
            "hours": Resting(made("2026-03-11T09:59:59Z"), "PG502", changes=silent),
            "no_seconds": Resting(made("2026-03-11T09:59Z"), "PG502", changes=silent),
            "claimed": Resting(made("2026-03-11T09:59:59Z"), "PG306", changes={"retrieved": "2026-03-11T09:59:59Z"}),
            "far_east": Resting(made("2026-03-11T10:00:00Z"), changes=silent),
            "far_east_no_seconds": Resting(made("2026-03-11T10:00Z"), changes=silent),
            "some_day_of_the_year": Resting(made("2026"), changes=silent),
        },
    )


def test_C11_files_put_together(strict: Repo) -> None:
    one, other = record(), record(url=HOST + "/b")
    hold(
        strict,
        {
            "plain_then_packed": Resting(other + packed([one])),
            "packed_then_plain": Resting(packed([other]) + one),
            "one_member": Resting(gzip.compress(other + one)),
        }
        | each(
            "PG410",
            garbage=packed([one]) + b"garbage",
            nulls=packed([one]) + bytes(512),
            line=packed([one]) + b"\r\n",
            garbage_inside=gzip.compress(one + b"garbage"),
            garbage_before=b"garbage" + one,
            packed_twice=gzip.compress(packed([one])),
            garbage_behind_plain=one + b"garbage",
            page_behind=packed([one]) + PAGE,
        )
        | each(
            "PG411",
            empty_member=packed([one]) + gzip.compress(b""),
            cut_member=packed([one]) + packed([other])[:-3],
            cut_plain=packed([one]) + other[:-3],
        ),
    )


def test_C12_readings_of_a_payload_digest(strict: Repo) -> None:
    zipped_page = gzip.compress(PAGE)
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(zipped_page), zipped_page)
    block = http(chunks, headers={"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}, length=False)

    def digest(payload: bytes) -> Resting:
        return Resting(packed([record(block, WARC_Payload_Digest=sha1(payload), WARC_Block_Digest=sha1(block))]))

    hold(
        strict,
        {"as_sent": digest(chunks), "without_chunks": digest(zipped_page), "without_encoding": digest(PAGE)}
        | each(
            "PG412",
            of_another=packed([record(block, WARC_Payload_Digest=sha1(PAGE + b" "))]),
            of_the_block=packed([record(block, WARC_Payload_Digest=sha1(block))]),
        ),
    )


def test_C13_answers_that_are_no_page(strict: Repo) -> None:
    def answer(status: int, body: bytes = PAGE) -> bytes:
        return packed([record(http(body, status))])

    def said(title: str, text: str) -> Resting:
        return Resting(
            packed([record(http(f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{text}</p>".encode()))]),
            "PG505",
        )

    hold(
        strict,
        {
            f"status_{status}": Resting(answer(status), "PG416")
            for status in (100, 206, 300, 304, 400, 401, 403, 404, 410, 418, 429, 451, 500, 503, 999)
        }
        | {
            "soft_404": said("Page not found", "The page that you are looking for does not exist."),
            "consent": said("Before you continue", "We value your privacy. Accept all cookies?"),
            "paywall": said("Dredging resumes", f"{PARAGRAPHS[0]} Subscribe to read on."),
            "login": said("Sign in", "Sign in to read this article."),
            "empty": said("", ""),
            "robot": said("Are you human?", "Checking your browser before you visit the page."),
        }
        | each(
            "PG417",
            moved=packed([redirect(URL, HOST + "/b")]),
            moved_with_the_page_as_body=packed([redirect(URL, HOST + "/b", body=PAGE)]),
            moved_nowhere=packed([record(http(PAGE, 302))]),
            moved_home_unheld=packed([redirect(URL, HOST + "/"), record(url=HOST + "/c")]),
            to_itself=packed([redirect(URL, URL)]),
            to_a_script=packed([redirect(URL, "javascript:alert(1)")]),
            to_a_file=packed([redirect(URL, "file:///etc/passwd")]),
        )
        | each(
            "PG504",
            to_another_owner=packed([redirect(URL, "https://evil.example/"), record(url="https://evil.example/")]),
        ),
    )


def test_C15_one_rule_reads_the_bytes(strict: Repo) -> None:
    """BOM, then header, then `<meta>` unless valid UTF-8 refutes it: one reading passes, any other one is refused."""
    words = "Le café du port rouvre jeudi, après trois semaines de travaux et malgré la grève."
    source = html(paragraphs=(words, *PARAGRAPHS)).decode()

    def reading(text: str) -> bytes:
        return document((text, *PARAGRAPHS))

    def spelled(encoding: str, meta: str, mark: bytes = b"") -> bytes:
        return mark + source.replace('charset="utf-8"', f'charset="{meta}"').encode(encoding)

    header = "text/html; charset="
    mojibake = words.encode().decode("cp1252")
    pages = {
        "all_agree": (spelled("utf-8", "utf-8"), header + "utf-8", words),
        "latin_1": (spelled("latin-1", "iso-8859-1"), "text/html", words),
        "header_before_meta": (spelled("latin-1", "utf-8"), header + "iso-8859-1", words),
        "header_that_lies": (spelled("utf-8", "utf-8"), header + "windows-1252", mojibake),
        "meta_that_lies": (spelled("utf-8", "iso-8859-1"), "text/html", words),
        "no_label": (spelled("utf-8", ""), "text/html", words),
        "mark_before_header": (spelled("utf-8", "utf-8", b"\xef\xbb\xbf"), header + "iso-8859-1", words),
        "unknown_label": (spelled("utf-8", "nonsense-1"), header + "nonsense-1", words),
        "cyrillic": (
            spelled("latin-1", "iso-8859-1"),
            header + "windows-1251",
            words.encode("latin-1").decode("cp1251"),
        ),
    }
    readings = {
        words,
        mojibake,
        words.encode("latin-1").decode("cp1251"),
        words.encode("latin-1").decode("utf-8", "replace"),
        words.replace("é", "e").replace("è", "e").replace("ê", "e"),
    }
    hold(
        strict,
        {
            f"{name}{number}": Resting(warc(body, kind=kind), "" if text == seen else "PG505", reading(text))
            for name, (body, kind, seen) in pages.items()
            for number, text in enumerate(sorted(readings))
        },
    )


def test_C16_captures_of_something_else(strict: Repo) -> None:
    through = [redirect(URL, HOST + "/b"), redirect(HOST + "/b", HOST + "/c"), record(url=HOST + "/c")]
    hold(
        strict,
        each(
            "PG414",
            another_page=packed([record(url=HOST + "/b")]),
            http_for_https=packed([record(url=URL.replace("https", "http"))]),
            another_query=packed([record(url=URL + "?page=2")]),
            another_host=packed([record(url=URL.replace("www.", "m."))]),
            another_port=packed([record(url=URL.replace(".example", ".example:8443"))]),
        )
        | each(
            "PG417",
            chain_cut=packed(through[:1]),
            chain_with_a_hole=packed([through[0], through[2]]),
            loop=packed([through[0], redirect(HOST + "/b", URL)]),
        )
        | {"chain": Resting(packed(through))},
    )


def test_C16_one_capture_for_two_documents(strict: Repo) -> None:
    """It proves the words of its own page, for whichever document keeps them, and no others."""
    capture = warc(html())
    evidenced(strict, capture=capture)
    entry = f"evidence:\n  - kind: capture\n    path: dredging.warc.gz\n    sha256: {sha256(capture)}\n"
    other = document(("The ferry sank on Friday, and nobody had expected that.", "All who were aboard swam ashore."))
    evidenced(strict, "seeds/other.txt", capture=capture, text=other, evidence=entry)
    evidenced(
        strict,
        "seeds/elsewhere.txt",
        capture=capture,
        text=document() + b"\n",
        evidence=entry,
        changes={"origin": HOST + "/2026/03/12/ferry.html"},
    )
    evidenced(strict, "seeds/copy.txt", capture=capture, text=document() + b"\n\n", evidence=entry)
    told = judged(check(strict))
    assert told == {
        "seeds/dredging.txt": (True, set()),
        "seeds/copy.txt": (True, set()),
        "seeds/other.txt": (False, {"PG505"}),
        "seeds/elsewhere.txt": (False, {"PG414"}),
    }


def test_C16_copies_of_web_archives(strict: Repo) -> None:
    """Only archives that crawl by themselves speak for another site's page, and only with the bytes that they received."""
    path = f"web/20260313091407id_/{URL}"
    copies = {
        "any_host": f"https://evil.example/{path}",
        "any_host_of_its_name": f"https://web.archive.org.evil.example/{path}",
        "rewritten": f"https://web.archive.org/{path.replace('id_', '')}",
    }
    hold(
        strict,
        each("PG414", **{name: packed([record(url=address)]) for name, address in copies.items()})
        | {"an_archive": Resting(packed([record(url=f"https://web.archive.org/{path}")]))},
    )
