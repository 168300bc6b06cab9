"""What other programs call says of the same files what `provgate check` says, and is as cheap to import as it says."""

from __future__ import annotations

import datetime
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import provgate
from depth import share
from gating import check
from pages import PARAGRAPHS, document, evidenced, html, sha256, warc
from provgate import CannotCheckError, Item, Level, Result, Severity, Trust, UsageError, Verdict, Verifier
from repos import OUTLETS, PROVGATE, Repo

NOW = datetime.datetime.now(datetime.UTC)
POLICY = b"schema: 1\n"
TRUST = Trust.load(POLICY, OUTLETS.encode())
WITNESSES = b"schema: 1\nwitnesses: {}\n"
CAPTURE = warc(html())
CLAIMS = {
    "schema": 1,
    "origin": "https://www.harbourgazette.example/2026/03/12/dredging.html",
    "date": datetime.date(2026, 3, 12),
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
    "retrieved": "2026-03-13T09:14:07Z",
    "sha256": sha256(document()),
    "title": None,
}


def item_of(top: Path, path: str) -> Item:
    """The files of one document, as a program would hold them that has read them."""
    place = top / path
    beside = sorted(file for file in place.parent.rglob("*") if file.is_file())
    receipts = place.with_name(place.name + ".intoto.jsonl")
    return Item(
        path,
        place.with_name(place.name + ".source.yaml").read_bytes(),
        place.read_bytes(),
        [file.read_bytes() for file in beside if file.name.endswith((".warc", ".warc.gz", ".wacz"))],
        [file.read_bytes() for file in beside if file.name.endswith(".dsse.json")],
        receipts.read_bytes() if receipts.is_file() else None,
    )


def trust_of(top: Path) -> Trust:
    files = (top / name for name in ("provgate.yaml", "outlets.yaml", "attesters.yaml", "witnesses.yaml"))
    return Trust.load(*(file.read_bytes() if file.is_file() else None for file in files))


def row(found: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "path": one.location.path,
            "line": one.location.line,
            "column": one.location.column,
            "pointer": one.location.pointer,
            "message": one.message,
            "help": one.help,
        }
        for one in found
    ]


def agree(top: Path, across: frozenset[str] = frozenset()) -> list[Result]:
    """Each document with a sidecar, by the command line and by the library; `across` are codes of more than one."""
    report = check(top, "--no-cache").report
    paths = [one["path"] for one in report["documents"] if one["sidecar"]]
    with Verifier(trust_of(top), datetime.datetime.now(datetime.UTC)) as verifier:
        results = list(verifier.verify_many(item_of(top, path) for path in paths))
    assert [result.name for result in results] == paths
    judged = {one["path"]: one for one in report["documents"]}
    for result in results:
        said = judged[result.name]
        assert {claim: verdict.value for claim, verdict in result.verdicts.items()} == said["claims"]
        mine = [one for one in report["findings"] if one["path"] in (result.name, result.name + ".source.yaml")]
        mine = [
            {key: value for key, value in one.items() if key != "name"} for one in mine if one["code"] not in across
        ]
        assert row(result.findings) == mine
        passed = said["passed"] and all(one["severity"] != "error" for one in mine)
        assert (result.level.label, result.passed) == (said["level"], passed)
    return results


changes = st.fixed_dictionaries(
    {},
    optional={
        "author": st.sampled_from(["Omar Veld", "unknown", "[Ines Calder, Jo Marsh]", "1e3"]),
        "date": st.sampled_from(["2026-03-11", "2026", "2026-02-30"]),
        "outlet": st.sampled_from(["evening-lantern", ""]),
        "origin": st.sampled_from(["https://www.harbourgazette.example/other", "http://192.168.0.7/a", "doi:10.1/x"]),
        "sha256": st.sampled_from(["0" * 64, ""]),
        "retrieved": st.sampled_from(["2026-03-13T09:14:08Z", "tomorrow", ""]),
        "excerpt": st.just("true"),
        "x-note": st.sampled_from(["é", "'a: b'", "{a: [1, 2]}"]),
        "colour": st.just("blue"),
    },
)
captures = st.sampled_from([CAPTURE, CAPTURE[:-20], warc(html(author="Omar Veld")), warc(b""), b"", b"garbage"])
texts = st.sampled_from([document(), document(PARAGRAPHS[:2]), b"", b"Other words.\n"])
endings = st.sampled_from(["", "x: [1\n", "\n\n", "# a comment\r\n", "schema: 1\n"])
names = st.sampled_from(["a", "deep/er/é", "con", "b c", "x.yaml"])


@settings(max_examples=share(12, 400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(st.tuples(changes, captures, texts, endings, names), min_size=1, max_size=4))
def test_items_get_what_their_files_get(tmp_path_factory: pytest.TempPathFactory, cases: list[tuple[Any, ...]]) -> None:
    top = Repo(tmp_path_factory.mktemp("corpus"))
    top.write("provgate.yaml", POLICY)
    top.write("outlets.yaml", OUTLETS)
    for number, (changed, capture, text, ending, name) in enumerate(cases):
        path = f"seeds/{number}/{name}.txt"
        evidenced(top, path, capture=capture, text=text, changes=changed)
        sidecar = top.path / (path + ".source.yaml")
        sidecar.write_bytes(sidecar.read_bytes() + ending.encode())
    agree(top.path, frozenset({"PG115"}))


def test_documents_of_all_kinds_of_evidence() -> None:
    """The example corpus: signed statements, several documents, settings of its own."""
    results = agree(Path(__file__).parents[1])
    assert all(result.passed and result.level is Level.EVIDENCED for result in results)
    assert len(results) == 3


SCORE = Path(os.environ.get("PROVGATE_GOLD", Path(__file__).parents[2] / "shared" / "gold")) / "score.py"


@pytest.mark.skipif(not SCORE.is_file(), reason="the labelled pages are not part of this repository")
def test_items_of_real_pages(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, SCORE, "--provgate", PROVGATE, "--pages", str(share(4, 100_000)), "--keep", tmp_path / "kept"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CI": "true"},
    )
    assert made.returncode == 0, made.stderr
    results = [one for policy in (tmp_path / "kept").rglob("provgate.yaml") for one in agree(policy.parent, {"PG115"})]
    assert {result.passed for result in results} == {True, False}


# --- items


def verify(item: Item, trust: Trust = TRUST) -> Result:
    with Verifier(trust, NOW) as verifier:
        return verifier.verify(item)


def test_data_pins_its_captures_by_itself() -> None:
    result = verify(Item("doc-1", CLAIMS, document(), [CAPTURE]))
    assert (result.name, result.level, result.passed, result.findings) == ("doc-1", Level.EVIDENCED, True, ())
    assert set(result.verdicts.values()) == {Verdict.SUPPORTED}
    for capture in (b"PK\x03\x04", b"WARC"):
        found = verify(Item("doc-1", CLAIMS, document(), [capture])).findings
        assert {one.code for one in found} & {"PG410", "PG411"}
    assert [found.code for found in verify(Item("doc-1", CLAIMS, document())).findings] == ["PG403"]


def test_data_of_another_kind_is_a_finding() -> None:
    result = verify(
        Item("a", {**CLAIMS, "author": 7.5, "notes": "\x07\u2028", "x-deep": [[["é\U0001f600"]]]}, document())
    )
    assert not result.passed
    assert result.findings


def test_bytes_that_no_entry_pins_stand_for_those_that_are_left() -> None:
    digest = sha256(CAPTURE)
    evidence = [
        {"kind": "capture", "path": "b.warc.gz", "sha256": "0" * 64},
        {"kind": "capture", "path": "a.warc.gz", "sha256": digest},
        {"kind": "capture", "path": "../c.warc.gz", "sha256": digest},
        {"kind": "capture", "path": "d.warc.gz", "sha256": "1" * 64},
    ]
    result = verify(Item("a.txt", {**CLAIMS, "evidence": evidence}, document(), [warc(b"other"), CAPTURE]))
    assert [found.code for found in result.findings] == ["PG405", "PG406", "PG404"]
    assert set(result.verdicts.values()) == {Verdict.SUPPORTED}
    assert (result.passed, result.level) == (False, Level.DECLARED)


def test_the_names_of_other_files_count() -> None:
    evidence = [{"kind": "capture", "path": "con.warc.gz", "sha256": sha256(CAPTURE)}]
    result = verify(Item("a.txt", {**CLAIMS, "evidence": evidence}, document(), [CAPTURE], receipts=b"{}\n"))
    assert result.level is Level.EVIDENCED
    assert ("PG108", "con.warc.gz") in [(found.code, found.location.path) for found in result.findings]
    assert any(found.code.startswith("PG6") for found in result.findings)
    assert not result.passed


def test_the_order_is_kept_and_names_may_return() -> None:
    items = [Item(name, CLAIMS, document(), [CAPTURE]) for name in ("b", "a", "b", "c", "c")]
    items[2] = items[2]._replace(document=b"Other words.\n")
    with Verifier(TRUST, NOW, workers=2) as verifier:
        results = list(verifier.verify_many(iter(items)))
        assert list(verifier.verify_many([])) == []
        assert verifier.verify(items[0]) == results[0]
    assert [(result.name, result.passed) for result in results] == [
        ("b", True),
        ("a", True),
        ("b", False),
        ("c", True),
        ("c", True),
    ]


@pytest.mark.parametrize(
    "name", ["", "/a", "a/", "a//b", "../a", "a/./b", "a.warc.gz", "a.source.yaml", "outlets.yaml", "\ud800"]
)
def test_names_of_no_document(name: str) -> None:
    with pytest.raises(UsageError, match="is not"):
        verify(Item(name, CLAIMS, document()))


def test_names_that_no_file_can_have() -> None:
    evidence = b'evidence:\n  - {kind: capture, path: "\\uD800.warc", sha256: ' + sha256(CAPTURE).encode() + b"}\n"
    lines = "".join(f"{key}: {value}\n" for key, value in CLAIMS.items() if value is not None).encode()
    result = verify(Item("a\udcff.txt", lines + evidence, document(), [CAPTURE]))
    assert not result.passed
    assert result.findings


@pytest.mark.parametrize("wrong", [{("a", "b"): 1}, {"x-deep": json.loads("[" * 900 + "]" * 900)}])
def test_data_that_no_sidecar_can_hold(wrong: dict[Any, Any]) -> None:
    if "x-deep" in wrong:
        assert not verify(Item("a", {**CLAIMS, **wrong}, document(), [CAPTURE])).passed
        wrong["x-deep"].append(wrong["x-deep"])
    with pytest.raises(UsageError, match="cannot be written"):
        verify(Item("a", {**CLAIMS, **wrong}, document(), [CAPTURE]))


def test_wrong_arguments() -> None:
    for wrong in ({"isolation": "none"}, {"workers": 0}, {"now": datetime.datetime(2026, 1, 1)}):
        with pytest.raises(UsageError):
            Verifier(**{"trust": TRUST, "now": NOW, **wrong})  # type: ignore[arg-type]


def test_a_locale_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    with pytest.raises(CannotCheckError, match="-X utf8"):
        provgate.check(".")
    with pytest.raises(CannotCheckError, match="-X utf8"):
        Verifier(TRUST, NOW)


def test_a_machine_that_fails_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_given: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("provgate.check.sandbox._start", none)
    monkeypatch.setattr("provgate.check.pool._BREATH", 0)
    with pytest.raises(CannotCheckError, match="cannot be started"):
        verify(Item("a", CLAIMS, document(), [CAPTURE]))


def test_trust_travels_and_is_named_by_its_bytes() -> None:
    again = pickle.loads(pickle.dumps(TRUST))
    assert again == TRUST
    others = [
        Trust.load(POLICY, OUTLETS.encode(), None, WITNESSES),
        Trust.load(POLICY, None),
        Trust.load(None, None),
        Trust.load(POLICY + b"\n", OUTLETS.encode()),
    ]
    assert len({TRUST.digest, *(one.digest for one in others)}) == 5
    assert verify(Item("a", CLAIMS, document(), [CAPTURE]), again).passed
    with pytest.raises(UsageError, match=r"outlets\.yaml"):
        Trust.load(POLICY, b"outlets: [")


# --- check, as a function


def test_check_is_a_function(repo: Repo) -> None:
    evidenced(repo, "seeds/b.txt")
    repo.commit()
    report = provgate.check(repo.path, staged=True)
    assert (report.tally.documents, report.failed) == (2, False)
    assert provgate.check(path=str(repo.path), rev="HEAD", require="evidenced").failed
    assert provgate.check(repo.path, policy_from="HEAD", require=Level.DECLARED).errors == 0
    assert [found.severity for found in report.findings] == [Severity.NOTE]
    assert not (repo.path / ".git" / "provgate").exists()
    with pytest.raises(UsageError, match="is not a level"):
        provgate.check(repo.path, require="proven")
    with pytest.raises(UsageError, match="is not a folder"):
        provgate.check(repo.path / "nowhere")
    with pytest.raises(CannotCheckError, match="nothing"):
        provgate.check(repo.path, rev="nothing")


def test_importing_it_is_cheap_and_names_are_found_late() -> None:
    script = (
        "import sys; before = set(sys.modules); import provgate; "
        "print(sorted(name for name in set(sys.modules) - before if name.startswith('provgate')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.replace("'", '"')) == ["provgate"]
    for name in provgate.__all__:
        assert getattr(provgate, name) is not None
    with pytest.raises(AttributeError, match="has no attribute `nothing`"):
        provgate.nothing  # noqa: B018


def test_the_face_has_nothing_else() -> None:
    assert provgate.__getattr__("check") is provgate.check
    with pytest.raises(AttributeError, match="has no attribute `nothing`"):
        _ = provgate.nothing  # type: ignore[attr-defined]


def test_a_domain_under_which_many_publish_is_no_registry() -> None:
    """The command line reports it as PG903; a library has no report of the registry, so it is an error at once."""
    outlets = OUTLETS.replace("[harbourgazette.example]", "[harbourgazette.example, medium.com]").encode()
    with pytest.raises(UsageError, match=r"outlets\.yaml:5:39: `medium\.com` is a site where many publish"):
        Trust.load(POLICY, outlets)
