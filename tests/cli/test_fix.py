"""`check --fix`: what the evidence makes certain is written, shown first, and nothing else changes."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path
from typing import Any

import pytest

from gating import check, run
from pages import document, evidenced, html, warc
from provgate.cli import fix
from provgate.formats.policy import Policy
from provgate.formats.registries import Registry
from repos import Repo

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
CAPTURE = "seeds/dredging.warc.gz"


@pytest.fixture
def strict(repo: Repo) -> Repo:
    """The default policy, and one document with evidence."""
    repo.write("provgate.yaml", "schema: 1\nrequire: evidenced\n")
    evidenced(repo)
    repo.commit()
    return repo


def rewrite(repo: Repo, old: str, new: str) -> str:
    """Exchange words of the sidecar; returns what it was."""
    path = repo.path / SIDE
    before = path.read_text()
    assert old in before
    path.write_text(before.replace(old, new))
    return before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Ines Calder", "Tom Reed", "PG503"),
        ("Ines Calder", "[Ines Calder, Tom Reed]", "PG503"),
        ("date: 2026-03-12", "date: 2026-03-11", "PG502"),
    ],
)
def test_a_claim_that_the_page_states_otherwise(strict: Repo, old: str, new: str, code: str) -> None:
    before = rewrite(strict, old, new)
    assert check(strict).codes(SIDE) == [code]
    ran = run(strict, "check", "--fix")
    assert ran.code == 0, ran.out + ran.err
    assert (strict.path / SIDE).read_text() == before
    wrong = next(line for line in before.replace(old, new).splitlines() if new in line)
    assert f"{SIDE}:\n@@ " in ran.err
    assert f"\n-{wrong}\n+" in ran.err
    assert "fixed 1 sidecar; look at the change" in ran.err


def test_several_authors_in_a_list_over_lines(repo: Repo) -> None:
    repo.write("provgate.yaml", "schema: 1\nrequire: evidenced\n")
    evidenced(repo)
    rewrite(repo, "author: Ines Calder\n", "author:\n  - Tom Reed\n  - Ann Bee\n")
    repo.commit()
    assert run(repo, "check", "--fix").code == 0
    assert "\nauthor: Ines Calder\n" in (repo.path / SIDE).read_text()


def test_an_attestation_has_no_page_to_draw_from(strict: Repo) -> None:
    rewrite(strict, "kind: capture", "kind: attestation")
    rewrite(strict, "path: dredging.warc.gz", "path: dredging.dsse.json")
    strict.git("mv", CAPTURE, "seeds/dredging.dsse.json")
    rewrite(strict, "outlet: harbour-gazette", "outlet: harbour-gazette\nexcerpt: false")
    assert run(strict, "check", "--fix").code == 1
    assert fix.Sidecar(*_parts(strict)).fixed({"PG502"}) == (strict.path / SIDE).read_bytes()


def test_comments_are_not_lost(strict: Repo) -> None:
    rewrite(strict, "author: Ines Calder\n", "author:\n  - Tom Reed  # from the print edition\n")
    ran = run(strict, "check", "--fix")
    assert ran.code == 1
    assert "has comments that would be lost; change it by hand" in ran.err
    assert "# from the print edition" in (strict.path / SIDE).read_text()


def test_pins(strict: Repo) -> None:
    before = rewrite(strict, "sha256: ", "x-old: ")
    assert set(check(strict).codes(SIDE)) >= {"PG402"} or check(strict).code == 1
    (strict.path / SIDE).write_text(before)
    strict.write(DOC, document().replace(b"\n\n", b"\n\n\n"))
    strict.write(CAPTURE, warc(html().replace(b"</body>", b" </body>")))
    assert check(strict).codes(SIDE) == ["PG401", "PG405"]
    ran = run(strict, "check", "--fix")
    assert ran.code == 0, ran.out + ran.err


def test_a_missing_pin(strict: Repo) -> None:
    lines = (strict.path / SIDE).read_text().splitlines(keepends=True)
    strict.write(SIDE, "".join(line for line in lines if not line.startswith("sha256: ")))
    assert check(strict).codes(SIDE) == ["PG402"]
    assert run(strict, "check", "--fix").code == 0


def test_evidence_that_was_renamed(strict: Repo) -> None:
    (strict.path / "seeds/captures").mkdir()
    strict.git("mv", CAPTURE, "seeds/captures/page.warc.gz")
    found = check(strict)
    assert found.findings == [("PG404", SIDE)]
    assert found.one("PG404")["help"] == f"run `git mv seeds/captures/page.warc.gz {CAPTURE}`"
    assert run(strict, "check", "--fix").code == 0
    assert "path: captures/page.warc.gz" in (strict.path / SIDE).read_text().replace("'", "")


def test_the_first_advice_for_renamed_evidence_works_as_typed(strict: Repo) -> None:
    (strict.path / CAPTURE).rename(strict.path / "seeds/page.warc.gz")
    found = check(strict)
    assert found.findings == [("PG404", SIDE)]
    advice = found.one("PG404")["help"].removeprefix("run `").removesuffix("`")
    assert strict.run("sh", "-c", advice).returncode == 0
    assert check(strict).code == 0


def test_only_what_is_certain_of_several_evidence_files(strict: Repo) -> None:
    other = warc(html("Ann Bee"))
    strict.write("seeds/other.warc.gz", other)
    strict.write("seeds/renamed.warc.gz", warc(html("Cy Dee")))
    pin = hashlib.sha256(warc(html("Cy Dee"))).hexdigest()
    extra = "".join(
        f"  - kind: capture\n    path: {path}\n    sha256: {digest}\n"
        for path, digest in (
            ("other.warc.gz", "0" * 64),
            ("gone.warc.gz", pin),
            ("../up.warc.gz", pin),
            ("no.warc.gz", "1" * 64),
        )
    )
    strict.write(SIDE, (strict.path / SIDE).read_text() + extra)
    strict.git("add", "--all")
    assert sorted(check(strict).codes(SIDE)) == ["PG404", "PG404", "PG405", "PG406"]
    run(strict, "check", "--fix")
    written = (strict.path / SIDE).read_text()
    assert hashlib.sha256(other).hexdigest() in written
    assert f"path: renamed.warc.gz\n    sha256: {pin}" in written
    assert "path: ../up.warc.gz\n" in written
    assert "path: no.warc.gz\n    sha256: " + "1" * 64 in written


def test_nothing_is_certain(strict: Repo) -> None:
    strict.write(DOC, b"Other words.\n")
    strict.provgate("pin", DOC)
    before = (strict.path / SIDE).read_bytes()
    ran = run(strict, "check", "--fix")
    assert (ran.code, ran.err) == (1, "nothing to fix: the evidence makes no other value certain\n")
    assert (strict.path / SIDE).read_bytes() == before
    (strict.path / CAPTURE).unlink()
    assert "nothing to fix" in run(strict, "check", "--fix").err


def test_a_sidecar_without_a_capture_is_left_alone(strict: Repo) -> None:
    lines = (strict.path / SIDE).read_text().partition("evidence:")[0]
    strict.write(SIDE, lines.replace("harbour-gazette", "harbour-gazett"))
    before = (strict.path / SIDE).read_bytes()
    assert run(strict, "check", "--fix").code == 1
    assert (strict.path / SIDE).read_bytes() == before


@pytest.mark.parametrize("option", ["--staged", "--rev=HEAD"])
def test_only_the_working_tree_can_be_fixed(strict: Repo, option: str) -> None:
    ran = run(strict, "check", "--fix", option)
    assert (ran.code, "leave out --staged, --rev and --policy-from" in ran.err) == (2, True)


def _parts(repo: Repo) -> tuple[Any, ...]:
    raw = (repo.path / SIDE).read_bytes()
    return None, Policy(), Registry(), DOC, raw


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_person_at_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch, answer: str, written: bool) -> None:
    err = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys, "stderr", err)
    assert fix._agreed() is written
    assert err.getvalue() == "write these changes? [y/N] "


def test_no_is_no(strict: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(strict, "Ines Calder", "Tom Reed")
    monkeypatch.setattr(fix, "_agreed", lambda: False)
    assert run(strict, "check", "--fix").code == 1
    assert "Tom Reed" in (strict.path / SIDE).read_text()


def test_another_program_was_faster(strict: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(strict, "Ines Calder", "Tom Reed")
    path: Path = strict.path / SIDE

    def meanwhile() -> bool:
        path.write_text(path.read_text() + "# a note\n")
        return True

    monkeypatch.setattr(fix, "_agreed", meanwhile)
    ran = run(strict, "check", "--fix")
    assert (ran.code, "changed by another program meanwhile" in ran.err) == (2, True)
    assert path.read_text().endswith("# a note\n")


def test_a_capture_that_cannot_be_drafted_from_is_told(strict: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(strict, "Ines Calder", "Tom Reed")
    monkeypatch.setattr("provgate.check.sandbox.bounded", _dead)
    ran = run(strict, "check", "--fix")
    assert (ran.code, "the process died" in ran.err) == (1, True)


def _dead(*_arguments: object) -> None:
    from provgate.findings import CannotCheckError

    raise CannotCheckError("the process died")
