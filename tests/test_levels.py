"""What holds at which level: declared, evidenced, witnessed; with captures made by a real archiving library."""

from __future__ import annotations

import gzip

import pytest

from gating import check, run
from pages import PARAGRAPHS, RETRIEVED, URL, document, evidenced, html, sha256, warc
from repos import OUTLETS, POLICY, Repo

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
CAPTURE = "seeds/dredging.warc.gz"
EVIDENCED = "schema: 1\nrequire: evidenced\n"


@pytest.fixture
def strict(repo: Repo) -> Repo:
    """The default policy, and one document with evidence."""
    repo.write("provgate.yaml", EVIDENCED)
    evidenced(repo)
    repo.commit()
    return repo


def entry(path: str = "dredging.warc.gz", sha: str = "", kind: str = "capture") -> str:
    return f"evidence:\n  - kind: {kind}\n    path: {path!r}\n    sha256: {sha or sha256(warc(html()))}\n"


# --- levels


def test_evidenced_in_every_source(strict: Repo) -> None:
    for source in ((), ("--staged",), ("--rev", "HEAD")):
        ran = check(strict, *source)
        assert (ran.code, ran.findings, ran.levels) == (0, [], {DOC: ("evidenced", True)})
        assert set(ran.report["documents"][0]["claims"].values()) == {"supported"}


def test_a_policy_that_asks_little_gets_more_and_says_nothing(strict: Repo) -> None:
    strict.write("provgate.yaml", POLICY)
    ran = check(strict)
    assert (ran.code, ran.findings, ran.levels) == (0, [], {DOC: ("evidenced", True)})


def test_declared_says_how_little_that_is(repo: Repo) -> None:
    repo.document("seeds/other.txt", "other\n")
    found = check(repo).one("PG508")
    assert (found["severity"], found["path"]) == ("note", "provgate.yaml")
    assert found["message"].startswith("2 documents pass at level declared")
    assert "nothing was held against evidence" in found["message"]
    assert check(repo, DOC).one("PG508")["message"].startswith("1 document passes at level declared")
    assert "held against evidence" in run(repo, "check").out


def test_declared_is_not_enough_by_default(repo: Repo) -> None:
    repo.write("provgate.yaml", "schema: 1\n")
    ran = check(repo)
    assert (ran.code, ran.findings) == (1, [("PG403", SIDE)])
    assert ran.levels == {DOC: ("declared", False)}
    (repo.path / "provgate.yaml").unlink()
    assert check(repo).findings == [("PG403", SIDE)]


def test_require_overrides_the_policy(repo: Repo) -> None:
    repo.write("provgate.yaml", EVIDENCED)
    assert check(repo).code == 1
    assert check(repo, "--require", "declared").code == 0
    repo.write("provgate.yaml", POLICY)
    assert check(repo).code == 0
    assert check(repo, "--require", "evidenced").code == 1


def test_without_pins_there_is_no_evidence(strict: Repo) -> None:
    evidenced(strict, changes={"sha256": ""})
    assert check(strict).findings == [("PG402", SIDE)]
    strict.write("provgate.yaml", POLICY)
    assert check(strict).levels == {DOC: ("declared", True)}


@pytest.mark.parametrize("require", ["none", "everything", ""])
def test_unknown_levels_are_usage_errors(repo: Repo, require: str) -> None:
    assert check(repo, f"--require={require}").code == 2


def test_an_invalid_sidecar_has_no_level(strict: Repo) -> None:
    evidenced(strict, changes={"author": ""})
    assert check(strict).levels == {DOC: ("none", False)}
    evidenced(strict, changes={"author": "unknown"})
    assert check(strict).levels == {DOC: ("none", False)}


# --- claims against evidence

LIES = {"date": "2026-02-12", "author": "Omar Veld", "outlet": "ferry-times"}
CODES = {"origin": "PG501", "date": "PG502", "author": "PG503", "outlet": "PG504", "text": "PG505"}


@pytest.mark.parametrize("claim", ["date", "author"])
@pytest.mark.parametrize("require", ["declared", "evidenced"])
def test_a_contradiction_is_an_error_at_every_level(strict: Repo, claim: str, require: str) -> None:
    evidenced(strict, changes={claim: LIES[claim]})
    ran = check(strict, "--require", require)
    assert (ran.code, ran.findings) == (1, [(CODES[claim], SIDE)])
    assert ran.one(CODES[claim])["severity"] == "error"
    assert ran.one(CODES[claim])["pointer"] == f"/{claim}"
    assert ran.report["documents"][0]["claims"][claim] == "contradicted"
    assert ran.levels == {DOC: ("declared", False)}


def test_an_outlet_that_only_owns_the_domain_too(strict: Repo) -> None:
    ferry = "  ferry-times:\n    name: Ferry Times\n    domains: [harbourgazette.example]\n"
    strict.write("outlets.yaml", OUTLETS + ferry)
    evidenced(strict, changes={"outlet": "ferry-times"})
    ran = check(strict)
    assert ran.code == 1
    assert "PG504" in ran.codes(SIDE)


def test_the_owner_of_the_more_specific_host_wins(strict: Repo) -> None:
    ferry = "  ferry-times:\n    name: Ferry Times\n    domains: [www.harbourgazette.example]\n"
    strict.write("outlets.yaml", OUTLETS + ferry)
    evidenced(strict, changes={"outlet": "ferry-times"})
    assert check(strict).code == 0


def test_other_words_are_a_contradiction(strict: Repo) -> None:
    evidenced(strict, text=document([PARAGRAPHS[0], PARAGRAPHS[1].replace("April", "May"), PARAGRAPHS[2]]))
    for require in ("declared", "evidenced"):
        ran = check(strict, "--require", require)
        assert ran.code == 1
        assert ran.codes(DOC) == ["PG505"]
        assert ran.one("PG505")["line"] == 3


def test_what_is_only_unsupported_is_a_warning_at_declared(strict: Repo) -> None:
    silent = warc(
        b"<!doctype html><html><body><article>"
        + b"".join(b"<p>%s</p>" % paragraph.encode() for paragraph in PARAGRAPHS)
        + b"</article></body></html>"
    )
    evidenced(strict, capture=silent)
    ran = check(strict)
    assert ran.code == 1
    assert "PG503" in ran.codes(SIDE)
    assert {found["severity"] for found in ran.report["findings"]} == {"error"}
    lenient = check(strict, "--require", "declared")
    assert lenient.code == 0
    assert "PG503" in lenient.codes(SIDE)
    assert {found["severity"] for found in lenient.report["findings"] if found["path"] == SIDE} == {"warning"}
    assert lenient.levels == {DOC: ("declared", True)}


def test_an_invisible_origin_is_told(strict: Repo) -> None:
    evidenced(strict, capture=warc(html(), url="https://www.harbourgazette.example/other.html"))
    for require in ("declared", "evidenced"):
        ran = check(strict, "--require", require)
        assert (ran.code, ran.codes(SIDE)) == (1, ["PG414"])


def test_a_document_larger_than_any_page_is_not_read(strict: Repo) -> None:
    strict.write("provgate.yaml", EVIDENCED + "limits: {page-bytes: 900}\n")
    big = document([*PARAGRAPHS * 4])
    evidenced(strict, text=big, capture=warc(html(paragraphs=[])))
    ran = check(strict)
    assert ran.code == 1
    assert "larger than the largest page that is read" in ran.one("PG505")["message"]


def test_a_pdf_proves_no_words(strict: Repo) -> None:
    evidenced(strict, capture=warc(b"%PDF-1.7 ...", kind="application/pdf"))
    assert check(strict).report["documents"][0]["claims"]["text"] == "unsupported"


@pytest.mark.parametrize("kind", ["", "application/xhtml+xml"])
def test_pages_by_other_names_are_read(strict: Repo, kind: str) -> None:
    evidenced(strict, capture=warc(html(), kind=kind))
    assert check(strict).code == 0


def test_two_captures_of_one_page_are_both_read(strict: Repo) -> None:
    second = warc(html(author="Omar Veld"), date="2026-03-14T09:14:07Z")
    strict.write("seeds/second.warc.gz", second)
    entries = entry() + f"  - kind: capture\n    path: second.warc.gz\n    sha256: {sha256(second)}\n"
    evidenced(strict, evidence=entries)
    strict.git("add", "--all")
    ran = check(strict)
    assert (ran.code, ran.findings) == (1, [("PG503", SIDE)])
    agreeing = warc(html(), date="2026-03-14T09:14:07Z")
    strict.write("seeds/second.warc.gz", agreeing)
    evidenced(strict, evidence=entries.replace(sha256(second), sha256(agreeing)))
    assert check(strict).code == 0


def test_a_capture_shared_by_two_documents(strict: Repo) -> None:
    evidenced(strict, "seeds/excerpt.txt", text=document(PARAGRAPHS[:1]), changes={"excerpt": "true"})
    lie = {"excerpt": "true", "author": "Omar Veld"}
    evidenced(strict, "seeds/lie.txt", text=document(PARAGRAPHS[:2]), changes=lie)
    ran = check(strict)
    assert ran.levels == {
        DOC: ("evidenced", True),
        "seeds/excerpt.txt": ("evidenced", True),
        "seeds/lie.txt": ("declared", False),
    }
    assert ran.findings == [("PG503", "seeds/lie.txt.source.yaml")]


# --- evidence files


def test_retrieved_is_the_capture_s_own_date(strict: Repo) -> None:
    for retrieved, codes in (
        ("2026-03-13T09:14:08Z", ["PG441"]),
        ("2026-03-13T10:14:07.4+01:00", []),
        ("", []),
        ("2026-03-13T09:14:07", []),
        (RETRIEVED, []),
    ):
        evidenced(strict, changes={"retrieved": retrieved})
        assert [code for code in check(strict).codes(SIDE) if code == "PG441"] == codes
    evidenced(strict, changes={"retrieved": "2026-03-13T09:14:08Z"})
    assert check(strict).one("PG441")["help"] == f"write `retrieved: {RETRIEVED}`"


@pytest.mark.parametrize("retrieved", ["once", "0001-01-01T00:00:00+23:59"])
def test_a_broken_retrieved_is_told_once(strict: Repo, retrieved: str) -> None:
    evidenced(strict, changes={"retrieved": retrieved})
    ran = check(strict)
    assert ran.code == 1
    assert "PG441" not in ran.codes(SIDE)


def test_evidence_that_git_has_not_got(strict: Repo) -> None:
    strict.git("rm", "--cached", "--quiet", CAPTURE)
    for source in ((), ("--staged",)):
        ran = check(strict, *source)
        assert (ran.code, ran.codes(SIDE)) == (1, ["PG404"])
        assert "is untracked" in ran.one("PG404")["message"]
        assert ran.one("PG404")["help"] == f"run `git add {CAPTURE}`"
    strict.write(".gitignore", "*.gz\n")
    assert check(strict).one("PG404")["help"] == f"run `git add -f {CAPTURE}`"
    (strict.path / CAPTURE).unlink()
    assert "not found" in check(strict).one("PG404")["message"]


def test_evidence_by_another_pin(strict: Repo) -> None:
    strict.write(CAPTURE, warc(html(author="Omar Veld")))
    ran = check(strict)
    assert (ran.code, ran.codes(SIDE)) == (1, ["PG405"])
    assert ran.one("PG405")["pointer"] == "/evidence/0/sha256"
    assert ran.one("PG405")["message"].endswith(sha256(warc(html(author="Omar Veld"))))


@pytest.mark.parametrize(
    "path",
    [
        "../secret.warc.gz",
        "/etc/passwd",
        "sub/../dredging.warc.gz",
        "./dredging.warc.gz",
        "sub\\a.warc.gz",
        "‥/secret.warc.gz",
        "C:/a.warc.gz",
        "~/a.warc.gz",
        "sub//a.warc.gz",
        "․․/secret.warc.gz",
        ".",
        "..",
    ],
)
def test_unsafe_evidence_paths(strict: Repo, path: str) -> None:
    strict.write("secret.warc.gz", warc(html()))
    evidenced(strict, evidence=entry(path))
    ran = check(strict)
    assert ran.code == 1
    assert "PG406" in ran.codes(SIDE)
    assert ran.one("PG406")["pointer"] == "/evidence/0/path"


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("capture", "dredging.txt"),
        ("capture", "a.dsse.json"),
        ("attestation", "dredging.warc.gz"),
        ("capture", "a.WARC"),
    ],
)
def test_evidence_of_another_kind(strict: Repo, kind: str, path: str) -> None:
    evidenced(strict, evidence=entry(path, kind=kind))
    assert "PG407" in check(strict).codes(SIDE)


def test_evidence_below_the_sidecar(strict: Repo) -> None:
    (strict.path / CAPTURE).unlink()
    evidenced(strict, name="captures/deep/dredging.warc.gz")
    strict.git("add", "--all")
    ran = check(strict)
    assert (ran.code, ran.findings) == (0, [])


def test_a_capture_larger_than_the_policy_allows(strict: Repo) -> None:
    strict.write("provgate.yaml", EVIDENCED + "limits: {capture-bytes: 100}\n")
    ran = check(strict)
    assert (ran.code, ran.codes(SIDE)) == (1, ["PG419"])
    assert "the policy allows 100" in ran.one("PG419")["message"]


def test_a_capture_that_is_none(strict: Repo) -> None:
    evidenced(strict, capture=gzip.compress(b"hello"))
    ran = check(strict)
    assert ran.code == 1
    assert ran.codes(SIDE)[0].startswith("PG41")


def test_evidence_is_read_at_level_declared_too(strict: Repo) -> None:
    strict.write("provgate.yaml", POLICY)
    evidenced(strict, capture=gzip.compress(b"hello"))
    assert check(strict).code == 1


def test_many_large_captures_are_let_go(strict: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provgate.check.load.KEPT", 1000)
    monkeypatch.setattr("provgate.check.groups.KEPT", 1000)
    for number in range(4):
        evidenced(
            strict,
            f"seeds/{number}.txt",
            capture=warc(html(), date=f"2026-03-13T09:14:0{number}Z"),
            name=f"{number}.warc.gz",
            text=document() + b"\n" * number,
            changes={"retrieved": f"2026-03-13T09:14:0{number}Z"},
        )
    ran = check(strict)
    assert ran.code == 0
    assert set(ran.levels.values()) == {("evidenced", True)}
    assert len(ran.levels) == 5


def test_the_origin_is_the_page_that_was_asked_for(strict: Repo) -> None:
    assert URL in (strict.path / SIDE).read_text()
    evidenced(strict, changes={"origin": URL.replace("https://WWW", "https://www") + "#top"})
    assert check(strict).code == 0


def test_a_canonical_link_to_another_owner_is_told(repo: Repo) -> None:
    page = html().replace(b"</head>", b'<link rel="canonical" href="https://other.example/original"></head>')
    evidenced(repo, capture=warc(page))
    repo.git("add", "--all")
    ran = check(repo)
    assert (ran.code, ran.findings) == (0, [("PG506", "seeds/dredging.txt.source.yaml")])
    assert "https://other.example/original" in ran.one("PG506")["message"]


def test_levels_by_folder_the_first_match_counts(repo: Repo) -> None:
    repo.document("seeds/legacy/old.txt", "Old words.\n")
    repo.document("seeds/legacy/new/fresh.txt", "Fresh words.\n")
    levels = 'levels:\n  - {match: "seeds/legacy/new/**", require: evidenced}\n  - {match: seeds/legacy/, require: declared}\n'
    repo.write("provgate.yaml", f"schema: 1\nrequire: evidenced\n{levels}")
    ran = check(repo)
    assert ran.code == 1
    assert ran.codes("seeds/legacy/old.txt.source.yaml") == []
    assert ran.codes("seeds/legacy/new/fresh.txt.source.yaml") == ["PG403"]
    assert ran.codes("seeds/dredging.txt.source.yaml") == ["PG403"]
    assert ran.levels["seeds/legacy/old.txt"] == ("declared", True)
    assert check(repo, "--require", "declared").levels["seeds/dredging.txt"] == ("declared", True)
    assert check(repo, "--require", "declared").codes("seeds/legacy/new/fresh.txt.source.yaml") == ["PG403"]


def test_a_level_above_what_is_required_elsewhere(repo: Repo) -> None:
    repo.write("provgate.yaml", "schema: 1\nrequire: declared\nlevels: [{match: seeds/press/, require: evidenced}]\n")
    repo.document("seeds/press/a.txt", "Pressed.\n")
    assert check(repo).codes("seeds/press/a.txt.source.yaml") == ["PG403"]
    assert check(repo).levels["seeds/dredging.txt"] == ("declared", True)


@pytest.mark.parametrize(
    "entry", ["{match: seeds/a}", "{match: seeds/a, require: best}", "{match: '', require: declared}", "text"]
)
def test_levels_that_are_none(repo: Repo, entry: str) -> None:
    repo.write("provgate.yaml", f"schema: 1\nlevels:\n  - {entry}\n")
    ran = check(repo)
    assert (ran.code, "provgate.yaml:3:" in ran.err) == (2, True)
