"""Level witnessed through the command line: what counts, what is told, and that no forged receipt gets through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import keys
from gating import Ran, check, run
from pages import PARAGRAPHS, URL, document, evidenced, html, sha256, warc
from receipts import AGREED, ARCHIVE, CLAIMS, DOC, RECEIPTS, SUPPORTED, Parties, chain, edited, signed, statement
from repos import ROOT, Repo

pytestmark = keys.needs_ssh_keygen
POLICY = "schema: 1\nrequire: witnessed\n"
SIDE = DOC + ".source.yaml"
PASSES = {DOC: ("witnessed", True)}
FAILS = {DOC: ("evidenced", False)}
ARCHIVES = f"archives:\n  - name: web\n    timegate: {ARCHIVE}{{timestamp}}/{{url}}\n    raw: {ARCHIVE}{{timestamp}}id_/{{url}}\n"
COPY: dict[str, Any] = {
    "kind": "archive",
    "archive": "web",
    "mementoTime": "2026-03-13T00:00:00Z",
    "chain": chain(f"{ARCHIVE}20260313000000id_/{URL}"),
}


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Parties:
    return Parties(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def asked(repo: Repo, parties: Parties) -> Repo:
    """A corpus that must be witnessed, and one document with evidence."""
    repo.write("provgate.yaml", POLICY)
    repo.write("witnesses.yaml", parties.register())
    evidenced(repo)
    repo.commit()
    return repo


def with_receipts(repo: Repo, *lines: bytes) -> Ran:
    """The check of a commit that adds these receipts; all three sources agree on it."""
    repo.write(RECEIPTS, b"".join(lines))
    repo.commit()
    runs = [check(repo, *source) for source in ((), ("--staged",), ("--rev", "HEAD"))]
    assert len({(ran.code, ran.out) for ran in runs}) == 1
    jsonschema.validate(runs[0].report, json.loads((ROOT / "schemas" / "report.schema.json").read_text("utf-8")))
    return runs[0]


def refused(ran: Ran, code: str, severity: str = "warning", line: int = 1) -> str:
    """The message of the finding that says why the receipt does not count; nobody else agreed."""
    errors = {"PG601"} | ({code} if severity == "error" else set())
    assert (ran.code, ran.levels) == (1, FAILS)
    assert {found["code"] for found in ran.report["findings"]} == {code, "PG601"}
    assert {found["code"] for found in ran.report["findings"] if found["severity"] == "error"} == errors
    found = ran.one(code)
    assert (found["severity"], found["path"], found["line"]) == (severity, RECEIPTS, line)
    return str(found["message"])


# --- what counts


def test_an_agreement_of_a_listed_witness(asked: Repo, parties: Parties) -> None:
    ran = with_receipts(asked, signed(parties.archive, statement()))
    assert (ran.code, ran.findings, ran.levels) == (0, [], PASSES)
    [told] = ran.report["documents"][0]["witnesses"]
    assert told == {
        "witness": "archive-bot",
        "name": "The archive-bot",
        "operator": "archive",
        "time": AGREED,
        "kind": "live",
        "archive": "",
        "mementoTime": "",
    }


def test_without_receipts_a_document_is_only_evidenced(asked: Repo) -> None:
    ran = check(asked)
    assert (ran.code, ran.findings, ran.levels) == (1, [("PG601", SIDE)], FAILS)
    assert "no receipts file `dredging.txt.intoto.jsonl`" in ran.one("PG601")["message"]
    assert "witnesses" not in ran.report["documents"][0]
    asked.write("provgate.yaml", "schema: 1\nrequire: evidenced\n")
    assert (check(asked).code, check(asked).levels) == (0, {DOC: ("evidenced", True)})


def test_a_policy_that_asks_less_gets_more(asked: Repo, parties: Parties) -> None:
    asked.write("provgate.yaml", "schema: 1\n")
    assert with_receipts(asked, signed(parties.archive, statement())).levels == PASSES
    assert check(asked, "--require", "witnessed").code == 0


def test_a_copy_in_a_listed_archive(asked: Repo, parties: Parties) -> None:
    asked.write("witnesses.yaml", parties.register(head=ARCHIVES))
    ran = with_receipts(asked, signed(parties.archive, statement(observation=COPY)))
    assert (ran.code, ran.levels) == (0, PASSES)
    assert ran.report["documents"][0]["witnesses"][0]["archive"] == "web"


def test_two_operators(asked: Repo, parties: Parties) -> None:
    asked.write("witnesses.yaml", parties.register(head="threshold: 2"))
    one, twin = signed(parties.archive, statement()), signed(parties.second, statement("archive-two"))
    ran = with_receipts(asked, one, twin)
    assert (ran.code, ran.findings, ran.levels) == (1, [("PG607", SIDE)], FAILS)
    assert ran.one("PG607")["message"] == "2 operators must agree, 1 did (archive); an operator counts once"
    ran = with_receipts(asked, one, twin, signed(parties.library, statement("library")))
    assert (ran.code, ran.findings, ran.levels) == (0, [], PASSES)
    asked.write("witnesses.yaml", parties.register(head="threshold: 3"))
    assert (
        check(asked)
        .one("PG607")["message"]
        .endswith("2 did (archive, library); an operator counts once; only 2 listed")
    )


def test_the_same_line_twice_counts_once(asked: Repo, parties: Parties) -> None:
    asked.write("witnesses.yaml", parties.register(head="threshold: 2"))
    line = signed(parties.archive, statement())
    ran = with_receipts(asked, *[line] * 50)
    assert ran.one("PG607")["message"] == "2 operators must agree, 1 did (archive)"
    assert len(ran.report["documents"][0]["witnesses"]) == 1


def test_a_redirect_and_plain_http(asked: Repo, parties: Parties) -> None:
    plain = statement(observation={"chain": chain(URL, "http://www.harbourgazette.example/dredging")})
    assert "`http`" in refused(with_receipts(asked, signed(parties.archive, plain)), "PG605")
    asked.write("witnesses.yaml", parties.register(head="schemes: [https, http]"))
    assert check(asked).levels == PASSES


# --- what does not


def test_receipts_of_pages_that_moved_on_are_notes(asked: Repo, parties: Parties) -> None:
    later = "2026-04-01T08:00:00Z"
    unproven = {**SUPPORTED, "text": "unsupported"}
    lines = [
        signed(parties.archive, statement()),
        signed(
            parties.archive,
            statement(
                outcome="changed",
                timeVerified=later,
                verdicts=unproven,
                observation={"differences": ["text: the page goes on"]},
            ),
        ),
        signed(parties.library, statement("library", outcome="gone", timeVerified=later, observation={"chain": []})),
        signed(parties.library, statement("library", outcome="unreachable", timeVerified=later)),
    ]
    ran = with_receipts(asked, *lines)
    assert (ran.code, ran.findings, ran.levels) == (0, [("PG609", RECEIPTS), ("PG610", RECEIPTS)], PASSES)
    assert (ran.one("PG609")["severity"], ran.one("PG610")["severity"]) == ("note", "note")
    assert ran.one("PG609")["message"].endswith("found the page changed on 2026-04-01: text: the page goes on")
    assert [ran.one("PG609")["line"], ran.one("PG610")["line"]] == [2, 3]
    ran = with_receipts(asked, *lines[1:])
    assert (ran.code, ran.levels) == (1, FAILS)
    assert ran.one("PG601")["message"] == "no receipt counts; 1 of 3 could not reach the page"
    assert with_receipts(asked, lines[1]).one("PG601")["message"] == "no receipt counts, of 1"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (statement(path="seeds/other.txt"), "is for `seeds/other.txt`, not for this document"),
        (statement(document_sha256="5e" * 32), "other bytes"),
        (statement(claims={**CLAIMS, "date": "2026-03-13"}), "`date` is '2026-03-12' in the sidecar, '2026-03-13' in"),
        (statement(claims={**CLAIMS, "author": ["Ines Calder"]}), "`author`"),
        (statement(claims={**CLAIMS, "excerpt": "true"}), "`excerpt`"),
        (statement(observation={"chain": chain("https://elsewhere.example/")}), "begins at https://elsewhere.example/"),
        (statement(observation={"chain": []}), "no response"),
    ],
    ids=["other path", "other bytes", "other date", "other author", "excerpt", "other address", "no address"],
)
def test_about_something_else(asked: Repo, parties: Parties, value: dict[str, Any], says: str) -> None:
    assert says in refused(with_receipts(asked, signed(parties.archive, value)), "PG604")


def test_replayed_for_another_document(asked: Repo, parties: Parties) -> None:
    line = signed(parties.archive, statement())
    evidenced(asked, "seeds/copy.txt", name="copy.warc.gz", text=document(PARAGRAPHS) + b"\n")
    asked.write("seeds/copy.txt.intoto.jsonl", line)
    ran = with_receipts(asked, line)
    assert ran.levels == {**PASSES, "seeds/copy.txt": ("evidenced", False)}
    assert ran.codes("seeds/copy.txt.intoto.jsonl") == ["PG604"]


def test_a_claim_changed_afterwards_voids_the_agreement(asked: Repo, parties: Parties) -> None:
    with_receipts(asked, signed(parties.archive, statement()))
    evidenced(asked, changes={"author": "Omar Veld"}, capture=warc(html("Omar Veld")))
    assert check(asked).codes(RECEIPTS) == ["PG604"]
    evidenced(asked, changes={"title": "Dredging resumes", "notes": "free"})
    assert check(asked).levels == PASSES


def test_capturing_anew_voids_nothing(asked: Repo, parties: Parties) -> None:
    with_receipts(asked, signed(parties.archive, statement()))
    again = "2026-03-13T18:00:00Z"
    evidenced(asked, capture=warc(html(), date=again), changes={"retrieved": again})
    assert (check(asked).code, check(asked).levels) == (0, PASSES)


def test_an_unknown_key_and_an_edited_receipt(asked: Repo, parties: Parties) -> None:
    message = refused(with_receipts(asked, signed(parties.stranger, statement())), "PG603")
    assert parties.stranger.public.ids[0] in message
    line = edited(signed(parties.archive, statement(outcome="gone")), outcome="agreed")
    assert "does not match" in refused(with_receipts(asked, line), "PG603", "error")
    message = refused(with_receipts(asked, signed(parties.archive, statement("library"))), "PG603", "error")
    assert message == "a key of `archive-bot` signed as the witness `library`"
    assert "`nobody`" in refused(with_receipts(asked, signed(parties.stranger, statement("nobody"))), "PG603")


def test_a_bad_receipt_beside_a_good_one(asked: Repo, parties: Parties) -> None:
    good = signed(parties.archive, statement())
    ran = with_receipts(asked, signed(parties.stranger, statement()), good)
    assert (ran.code, ran.findings, ran.levels) == (0, [("PG603", RECEIPTS)], PASSES)
    ran = with_receipts(asked, good, edited(good, outcome="gone"))
    assert (ran.code, ran.levels) == (1, FAILS)
    asked.write("provgate.yaml", "schema: 1\n")
    assert check(asked).levels == {DOC: ("evidenced", False)}


@pytest.mark.parametrize(
    ("options", "value", "says"),
    [
        ({"limits": ", revoked: 2026-05-01"}, statement(), "was revoked on 2026-05-01"),
        ({"limits": ", from: 2026-03-15"}, statement(), "counts only from 2026-03-15"),
        ({"limits": ", until: 2026-03-13"}, statement(), "counted only until 2026-03-13"),
        ({}, statement(timeVerified="2999-01-01T00:00:00Z"), "in the future"),
        ({"more": 'paths: ["seeds/papers/**"]'}, statement(), "may speak only of seeds/papers/**"),
        ({"more": "kinds: [archive]"}, statement(), "only report what it saw archive, not live"),
    ],
    ids=["revoked", "too early", "expired", "future", "path", "kind"],
)
def test_keys_that_do_not_count(
    asked: Repo, parties: Parties, options: dict[str, str], value: dict[str, Any], says: str
) -> None:
    asked.write("witnesses.yaml", parties.register(**options))
    assert says in refused(with_receipts(asked, signed(parties.archive, value)), "PG605")


def test_a_revocation_that_is_still_to_come(asked: Repo, parties: Parties) -> None:
    asked.write("witnesses.yaml", parties.register(limits=", revoked: 2999-01-01, from: 2026-03-14, until: 2026-03-14"))
    assert with_receipts(asked, signed(parties.archive, statement())).levels == PASSES


@pytest.mark.parametrize(
    ("head", "changes", "time", "says"),
    [
        ("", {}, "2026-03-13T09:14:06Z", "before `retrieved`"),
        ("within: 30", {}, "2026-04-12T09:14:08Z", "more than 30 days after"),
        ("", {"retrieved": ""}, AGREED, "no valid `retrieved`"),
    ],
    ids=["before", "late", "never retrieved"],
)
def test_agreements_at_the_wrong_time(
    asked: Repo, parties: Parties, head: str, changes: dict[str, str], time: str, says: str
) -> None:
    asked.write("witnesses.yaml", parties.register(head=head))
    evidenced(asked, changes=changes)
    assert says in refused(with_receipts(asked, signed(parties.archive, statement(timeVerified=time))), "PG608")


@pytest.mark.parametrize("time", ["2026-03-13T09:14:07Z", "2026-04-12T09:14:07Z", "2026-03-13T10:14:07+01:00"])
def test_agreements_in_time(asked: Repo, parties: Parties, time: str) -> None:
    asked.write("witnesses.yaml", parties.register(head="within: 30"))
    assert with_receipts(asked, signed(parties.archive, statement(timeVerified=time))).levels == PASSES


@pytest.mark.parametrize(
    ("observation", "code", "says"),
    [
        ({**COPY, "archive": "mine"}, "PG611", "`mine` is not listed"),
        ({**COPY, "chain": chain(URL)}, "PG604", "leaves the archive"),
        ({**COPY, "chain": chain(*(hop["url"] for hop in COPY["chain"]), "https://x.example/")}, "PG604", "leaves the"),
        ({**COPY, "chain": chain(f"{ARCHIVE}20260313000000id_/{URL}?2")}, "PG604", "begins at"),
        ({**COPY, "chain": chain(f"{ARCHIVE}2026id_/{URL}")}, "PG604", "leaves the archive"),
        ({**COPY, "chain": chain(f"https://archivexexample/web/20260313000000id_/{URL}")}, "PG604", "leaves"),
    ],
    ids=["unlisted", "live in disguise", "leaves", "another page", "no time", "another host"],
)
def test_copies_that_do_not_count(
    asked: Repo, parties: Parties, observation: dict[str, Any], code: str, says: str
) -> None:
    asked.write("witnesses.yaml", parties.register(head=ARCHIVES))
    assert says in refused(with_receipts(asked, signed(parties.archive, statement(observation=observation))), code)


def test_a_witness_that_attested_the_document(asked: Repo, parties: Parties) -> None:
    with_receipts(asked, signed(parties.archive, statement()))
    people = f"schema: 1\nattesters:\n  a-person:\n    name: A Person\n    keys: [{{key: {parties.archive.line}}}]\n"
    asked.write("attesters.yaml", people)
    assert run(asked, "attest", DOC, "--key", str(parties.folder / "archive-bot"), "--yes").code == 0
    asked.commit()
    ran = check(asked)
    assert (ran.code, ran.findings) == (1, [("PG606", RECEIPTS), ("PG601", SIDE)])
    assert ran.one("PG606")["severity"] == "warning"
    asked.write(RECEIPTS, signed(parties.library, statement("library")))
    assert check(asked).levels == PASSES
    asked.write(f"{DOC}.dsse.json", b"{}")
    assert run(asked, "pin", DOC).code == 0
    ran = check(asked)
    assert ran.code == 1
    assert "PG421" in {code for code, _path in ran.findings}


MALFORMED = {
    "cut": (lambda line: line[:200] + b"\n", "is not JSON"),
    "empty line": (lambda line: b"\n" + line, "is not JSON"),
    "garbage": (lambda _line: b"\xff\xfe\n", "is not UTF-8"),
    "white space": (lambda line: line.replace(b'","', b'", "', 1), "spelled"),
    "a carriage return": (lambda line: line.replace(b"\n", b"\r\n"), "spelled"),
    "deep": (lambda _line: b"[" * 50_000 + b"]" * 50_000 + b"\n", "at most 65,536"),
    "nested": (lambda _line: b'{"payload":' + b"[" * 20 + b"]" * 20 + b"}\n", "nested deeper than 8"),
    "two signatures": (
        lambda line: line.replace(b'"signatures":[', b'"signatures":[{"keyid":"","sig":""},'),
        "has 2 signatures",
    ),
    "another payload type": (lambda line: line.replace(b"vnd.in-toto", b"vnd.other"), "payload type"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_lines(asked: Repo, parties: Parties, name: str) -> None:
    damage, says = MALFORMED[name]
    ran = with_receipts(asked, damage(signed(parties.archive, statement())))
    assert ran.code == 1
    assert ran.levels == FAILS
    found = [each for each in ran.report["findings"] if each["code"] == "PG602"]
    assert says in found[0]["message"]
    assert {each["severity"] for each in found} == {"error"}


def test_an_agreement_that_contradicts_itself(asked: Repo, parties: Parties) -> None:
    value = statement(verdicts={**SUPPORTED, "text": "unchecked"})
    assert "but `text` is unchecked" in refused(with_receipts(asked, signed(parties.archive, value)), "PG602", "error")


def test_ten_thousand_lines(asked: Repo, parties: Parties) -> None:
    line = signed(parties.archive, statement())
    many = [edited(line, resourceUri=f"https://x.example/{number}") for number in range(10_000)]
    for lines in (many, [b"%d\n" % number for number in range(10_000)]):
        ran = with_receipts(asked, line, *lines)
        assert (ran.code, ran.levels) == (1, FAILS)
        assert ran.one("PG602")["message"].startswith("the receipts file has more than ")
    ran = with_receipts(asked, line, *many[:999])
    assert len([each for each in ran.report["findings"] if each["code"] == "PG603"]) == 999


def test_an_oversized_file(asked: Repo) -> None:
    ran = with_receipts(asked, *[b"x" * 65_536 + b"\n"] * 129)
    assert ran.one("PG602")["message"] == "the receipts file has more than 8,388,608 bytes"


# --- where receipts are


def test_receipts_without_a_document(asked: Repo, parties: Parties) -> None:
    line = signed(parties.archive, statement())
    asked.write("seeds/none.txt.intoto.jsonl", line)
    ran = with_receipts(asked, line)
    assert (ran.code, ran.findings, ran.levels) == (1, [("PG612", "seeds/none.txt.intoto.jsonl")], PASSES)
    assert "`seeds/none.txt`, was not found" in ran.one("PG612")["message"]


def test_receipts_are_never_documents(asked: Repo, parties: Parties) -> None:
    asked.write("seeds/.intoto.jsonl", "{}\n")
    asked.write("seeds/a.jsonl", "{}\n")
    ran = with_receipts(asked, signed(parties.archive, statement()))
    assert set(ran.levels) == {DOC, "seeds/.intoto.jsonl", "seeds/a.jsonl"}


def test_receipts_that_git_has_not_got(asked: Repo, parties: Parties) -> None:
    asked.write(RECEIPTS, signed(parties.archive, statement()))
    for source in ((), ("--staged",)):
        assert check(asked, *source).one("PG601")["help"] == f"run `git add {RECEIPTS}`"
    asked.write(".gitignore", "*.jsonl\n")
    assert check(asked).one("PG601")["help"] == f"run `git add -f {RECEIPTS}`"
    asked.git("add", "-f", RECEIPTS)
    assert check(asked, "--staged").levels == PASSES


def test_receipts_that_are_a_link(asked: Repo, parties: Parties) -> None:
    asked.write("elsewhere", signed(parties.archive, statement()))
    (asked.path / RECEIPTS).symlink_to("../elsewhere")
    asked.commit()
    ran = check(asked, "--rev", "HEAD")
    assert (ran.code, ran.levels) == (1, FAILS)
    assert ran.codes(RECEIPTS) == ["PG111"]


def test_no_git(asked: Repo, parties: Parties, tmp_path: Path) -> None:
    asked.write(RECEIPTS, signed(parties.archive, statement()))
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("provgate.yaml", "outlets.yaml", "witnesses.yaml", "seeds"):
        (asked.path / name).rename(bare / name)
    assert (check(bare).code, check(bare).levels) == (0, PASSES)


def test_the_receipts_name_their_document(asked: Repo, parties: Parties) -> None:
    with_receipts(asked, signed(parties.stranger, statement()))
    assert set(check(asked, RECEIPTS).levels) == {DOC}
    assert check(asked, RECEIPTS).codes(RECEIPTS) == ["PG603"]


def test_a_pattern_that_hides_a_document_hides_its_receipts(asked: Repo, parties: Parties) -> None:
    asked.write("provgate.yaml", f"{POLICY}ignore: ['*.draft', '*.jsonl']\n")
    asked.write("seeds/a.draft.intoto.jsonl", "garbage\n")
    asked.write("seeds/a.draft", "garbage\n")
    ran = with_receipts(asked, signed(parties.archive, statement()))
    assert (ran.code, ran.levels) == (0, PASSES)


def test_an_origin_that_nobody_can_fetch(asked: Repo) -> None:
    evidenced(asked, changes={"origin": "urn:isbn:9780000000002"})
    assert "not a web address" in check(asked).one("PG601")["message"]


# --- settings


def test_a_key_swapped_in_the_same_change(asked: Repo, parties: Parties) -> None:
    asked.git("branch", "base")
    text = parties.register().replace(parties.archive.line, parties.stranger.line)
    asked.write("witnesses.yaml", text)
    asked.write(RECEIPTS, signed(parties.stranger, statement()))
    asked.commit()
    assert check(asked).levels == PASSES
    ran = check(asked, "--rev", "HEAD", "--policy-from", "base")
    assert (ran.code, ran.levels) == (1, FAILS)
    assert ran.codes(RECEIPTS) == ["PG603"]
    assert ran.codes("witnesses.yaml") == ["PG902"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "schema: 1\nwitnesses:\n  a: {name: A, operator: a, keys: [{key: nonsense}]}\n",
            "neither an OpenSSH public key",
        ),
        ("schema: 1\nthreshold: 0\nwitnesses: {}\n", "`threshold` cannot be `0`"),
        (
            "schema: 1\nwitnesses:\n  a: {name: A, operator: a, keys: [{key: x, from: 2026-02-30}]}\n",
            "witnesses.yaml:3:",
        ),
        ("schema: 1\nwitnesses: {a: {name: A, keys: [{key: x}]}}\n", "`operator` is missing"),
        ("schema: 1\narchives: [{name: a, timegate: x, raw: y}]\nwitnesses: {}\n", "`timegate` cannot be `x`"),
    ],
)
def test_a_proposed_register_is_linted(asked: Repo, text: str, says: str) -> None:
    asked.git("branch", "base")
    asked.write("witnesses.yaml", text)
    asked.commit()
    ran = check(asked, "--rev", "HEAD", "--policy-from", "base")
    assert ran.codes("witnesses.yaml") == ["PG901", "PG902"]
    assert says in ran.one("PG901")["message"]


REGISTERS = {
    "not a key": ("    keys: [{key: nonsense}]", "/witnesses/archive-bot/keys/0/key: it is neither"),
    "one key for two": ("    keys: [{key: LIBRARY}]", "is already listed for The archive-bot"),
    "a bad pattern": ('    paths: ["!"]', "/witnesses/archive-bot/paths"),
}


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_that_cannot_be_used(asked: Repo, parties: Parties, name: str) -> None:
    changed, says = REGISTERS[name]
    lines = parties.register().splitlines()
    place = next(index for index, line in enumerate(lines) if "keys:" in line)
    if "keys" in changed:
        lines[place] = changed.replace("LIBRARY", parties.library.line)
    else:
        lines.insert(place, changed)
    asked.write("witnesses.yaml", "\n".join(lines) + "\n")
    assert check(asked).code == 1
    asked.write(RECEIPTS, signed(parties.archive, statement()))
    asked.commit()
    ran = check(asked)
    assert ran.code == 2
    assert says in ran.err


def test_archives_of_one_name(asked: Repo, parties: Parties) -> None:
    twice = ARCHIVES + ARCHIVES.removeprefix("archives:\n")
    asked.write("witnesses.yaml", parties.register(head=twice))
    ran = check(asked)
    assert ran.code == 2
    assert ran.err == "provgate: witnesses.yaml:6:11: the archive `web` is listed twice\n"


def test_a_register_elsewhere(asked: Repo, parties: Parties) -> None:
    asked.write("seeds/who.yaml", parties.register())
    asked.write("provgate.yaml", POLICY + "witnesses: seeds/who.yaml\n")
    (asked.path / "witnesses.yaml").unlink()
    assert with_receipts(asked, signed(parties.archive, statement())).levels == PASSES


# --- merging, remembering, showing


def test_two_branches_that_add_receipts_merge(asked: Repo, parties: Parties) -> None:
    assert run(asked, "init", "--no-hook").code == 0
    first, second = signed(parties.archive, statement()), signed(parties.library, statement("library"))
    asked.write(RECEIPTS, first)
    asked.commit()
    common = signed(parties.second, statement("archive-two"))
    asked.git("checkout", "--quiet", "-b", "other")
    asked.write(RECEIPTS, first + common)
    asked.commit()
    asked.git("checkout", "--quiet", "main")
    asked.write(RECEIPTS, first + second + common)
    asked.commit()
    asked.git("merge", "--quiet", "--no-edit", "other")
    assert sorted(set((asked.path / RECEIPTS).read_bytes().splitlines(True))) == sorted({first, second, common})
    assert len(check(asked).report["documents"][0]["witnesses"]) == 3


def test_a_remembered_run_sees_receipts_come_and_go(asked: Repo, parties: Parties) -> None:
    line = signed(parties.archive, statement())
    asked.write(RECEIPTS, line)
    asked.commit()
    outside = {"CI": ""}

    def now() -> tuple[int, str]:
        ran, fresh = check(asked, "--staged", env=outside), check(asked, "--staged", "--no-cache", env=outside)
        assert (ran.code, ran.out) == (fresh.code, fresh.out)
        return ran.code, ran.out

    assert now()[0] == 0
    code, out = now()
    assert (code, '"witness":"archive-bot"' in out.replace('": "', '":"')) == (0, True)
    for lines, expected in (
        ([line, signed(parties.library, statement("library"))], 0),
        ([edited(line, outcome="gone")], 1),
        ([line], 0),
        ([], 1),
    ):
        asked.write(RECEIPTS, b"".join(lines))
        asked.git("add", "--all")
        assert now()[0] == expected
    asked.write(RECEIPTS, line)
    asked.git("add", "--all")
    assert now()[0] == 0
    asked.write("witnesses.yaml", parties.register(limits=", revoked: 2026-05-01"))
    asked.git("add", "--all")
    assert now()[0] == 1
    asked.write("witnesses.yaml", parties.register())
    asked.document("seeds/other.txt", "other\n")
    asked.git("add", "--all")
    assert now()[0] == 1
    asked.git("rm", "--quiet", "--force", "seeds/other.txt", "seeds/other.txt.source.yaml")
    assert now()[0] == 0
    asked.git("rm", "--quiet", "--force", DOC, SIDE, "seeds/dredging.warc.gz")
    assert now()[0] == 1


def test_every_format_shows_who_witnessed(asked: Repo, parties: Parties) -> None:
    asked.write("witnesses.yaml", parties.register(head=ARCHIVES))
    with_receipts(
        asked, signed(parties.archive, statement(observation=COPY)), signed(parties.library, statement("library"))
    )
    lines = [
        f"The archive-bot (archive), {AGREED}, copy of 2026-03-13T00:00:00Z in web",
        f"The library (library), {AGREED}, live",
    ]
    out = run(asked, "report").out
    assert all(f"  witness {line}\n" in out for line in lines)
    out = run(asked, "check", "--format", "markdown").out
    assert all(f"- `{DOC}`: `{line}`\n" in out for line in lines)
    [ran] = json.loads(run(asked, "check", "--format", "sarif").out)["runs"]
    assert [each["witness"] for each in ran["properties"]["witnesses"][DOC]] == ["archive-bot", "library"]
    for name in ("text", "junit", "github", "gitlab"):
        assert run(asked, "check", "--format", name).code == 0


def test_nothing_is_imported_where_there_is_no_receipt(asked: Repo) -> None:
    asked.write("provgate.yaml", "schema: 1\nrequire: declared\n")
    code = (
        "import sys; from provgate.cli import main; main(['check', '--no-cache']); "
        "print(sorted(name for name in sys.modules if name.startswith(('provgate.evidence.receipts.receipt', 'json'))))"
    )
    asked.git("rm", "--quiet", "-r", "--cached", "seeds")
    asked.document("seeds/other.txt")
    for name in ("dredging.txt", "dredging.txt.source.yaml", "dredging.warc.gz"):
        (asked.path / "seeds" / name).unlink()
    import sys

    done = asked.run(sys.executable, "-c", code)
    assert "receipts" not in done.stdout.splitlines()[-1]


def test_forged_evidence_passes_evidenced_and_fails_witnessed(asked: Repo) -> None:
    lie = ("The council never met.", "Nobody asked the fishermen.")
    evidenced(
        asked, text=document(lie), capture=warc(html("Omar Veld", paragraphs=lie)), changes={"author": "Omar Veld"}
    )
    assert check(asked, "--require", "evidenced").code == 0
    assert check(asked).findings == [("PG601", SIDE)]
    assert sha256(document(lie)) in (asked.path / SIDE).read_text()


def test_a_comment_shows_as_many_witnesses_as_there_is_room(asked: Repo, parties: Parties) -> None:
    later = [statement(timeVerified=f"2026-04-{day:02}T{hour:02}:00:00Z") for day in range(1, 21) for hour in range(24)]
    with_receipts(asked, *(signed(parties.archive, value) for value in later))
    out = run(asked, "check", "--format", "markdown").out
    assert "more agreements.\n" in out
    assert len(out.encode()) < 60_000
