"""`--policy-from`: a change is judged by the protected commit's settings, its own are only linted."""

from __future__ import annotations

import pytest

from gating import check, run
from repos import OUTLETS, POLICY, SIDECAR, Repo

DOC = "seeds/dredging.txt"
NEW = "seeds/ferry.txt"
FERRY = "  ferry-times:\n    name: Ferry Times\n    domains: [ferrytimes.example]\n"


@pytest.fixture
def base(repo: Repo) -> Repo:
    """A repository with a change under way on top of branch `base`."""
    repo.git("branch", "base")
    return repo


def of_the_ferry(repo: Repo) -> None:
    """A document of an outlet that the base does not know."""
    repo.document(NEW, "The ferry is late.\n")
    text = (repo.path / f"{NEW}.source.yaml").read_text()
    text = text.replace("harbourgazette", "ferrytimes").replace("harbour-gazette", "ferry-times")
    repo.write(f"{NEW}.source.yaml", text)


def judged(repo: Repo, *more: str) -> list[tuple[str, str]]:
    """The findings that all three sources agree on."""
    repo.commit()
    runs = [check(repo, "--policy-from", "base", *source, *more) for source in ((), ("--staged",), ("--rev", "HEAD"))]
    assert len({(ran.code, ran.out) for ran in runs}) == 1
    return runs[0].findings


def test_an_unchanged_policy_says_nothing(base: Repo) -> None:
    assert judged(base) == [("PG508", "provgate.yaml")]


def test_a_change_that_loosens_the_policy_gains_nothing(base: Repo) -> None:
    base.write("provgate.yaml", "schema: 1\nrequire: evidenced\n")
    base.commit()
    base.git("branch", "--force", "base")
    base.write("provgate.yaml", POLICY + "ignore: ['**']\n")
    assert judged(base) == [("PG902", "provgate.yaml"), ("PG403", f"{DOC}.source.yaml")]


def test_a_change_that_moves_the_corpus_gains_nothing(base: Repo) -> None:
    base.write(NEW, "alone\n")
    base.write("provgate.yaml", POLICY + "corpus: [elsewhere]\n")
    base.write("elsewhere/.gitkeep", "")
    assert ("PG101", NEW) in judged(base)


def test_an_outlet_counts_once_the_base_has_it(base: Repo) -> None:
    base.write("outlets.yaml", OUTLETS + FERRY)
    of_the_ferry(base)
    assert judged(base) == [("PG902", "outlets.yaml"), ("PG508", "provgate.yaml"), ("PG313", f"{NEW}.source.yaml")]
    base.git("branch", "--force", "base")
    assert judged(base) == [("PG508", "provgate.yaml")]


def test_a_document_alone_may_use_what_the_base_has(base: Repo) -> None:
    base.write("outlets.yaml", OUTLETS + FERRY)
    base.commit()
    base.git("branch", "--force", "base")
    base.write("outlets.yaml", OUTLETS)
    of_the_ferry(base)
    assert judged(base) == [("PG902", "outlets.yaml"), ("PG508", "provgate.yaml")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("provgate.yaml", "schema: 1\nrequire: everything\n"),
        ("outlets.yaml", "schema: 1\noutlets: [harbour]\n"),
        ("attesters.yaml", "schema: 1\nattesters:\n  ines:\n    name: Ines\n"),
        ("outlets.yaml", "not: [yaml"),
    ],
)
def test_the_change_s_own_versions_are_linted(base: Repo, name: str, text: str) -> None:
    base.write(name, text)
    found = judged(base)
    assert {("PG901", name), ("PG902", name)} <= set(found)
    ran = check(base, "--policy-from", "base")
    assert ran.code == 1
    assert name in ran.one("PG901")["message"]
    assert ran.one("PG902")["message"].endswith("the one at base")
    assert check(base).code == 2


def test_a_link_in_place_of_settings_is_linted(base: Repo) -> None:
    (base.path / "attesters.yaml").symlink_to("/etc/passwd")
    assert ("PG901", "attesters.yaml") in judged(base)


def test_taking_settings_away_is_told(base: Repo) -> None:
    (base.path / "outlets.yaml").unlink()
    assert ("PG902", "outlets.yaml") in judged(base)


def test_settings_are_told_of_with_paths_given(base: Repo) -> None:
    base.write("outlets.yaml", OUTLETS + FERRY)
    assert ("PG902", "outlets.yaml") in judged(base, DOC)


def test_the_level_of_the_command_line_wins(base: Repo) -> None:
    assert ("PG403", f"{DOC}.source.yaml") in judged(base, "--require", "evidenced")


def test_a_base_without_settings_means_the_defaults(base: Repo) -> None:
    (base.path / "provgate.yaml").unlink()
    (base.path / "outlets.yaml").unlink()
    base.commit()
    base.git("branch", "--force", "base")
    base.write("provgate.yaml", POLICY)
    base.write("outlets.yaml", OUTLETS)
    codes = [code for code, _ in judged(base)]
    assert codes == ["PG902", "PG902", "PG403", "PG313"]


def test_a_broken_base_policy_is_a_usage_error(base: Repo) -> None:
    base.write("provgate.yaml", "schema: 1\nrequire: everything\n")
    base.commit()
    base.git("branch", "--force", "base")
    base.write("provgate.yaml", POLICY)
    assert check(base, "--policy-from", "base").code == 2


@pytest.mark.parametrize("rev", ["origin/main", "0" * 40])
def test_a_missing_base_cannot_be_checked(base: Repo, rev: str) -> None:
    ran = check(base, "--policy-from", rev)
    assert ran.code == 3
    assert "fetch-depth: 0" in ran.err


def test_an_option_is_no_base(base: Repo) -> None:
    assert check(base, "--policy-from=--all").code == 2


def test_a_signature_counts_once_the_base_has_the_key(base: Repo) -> None:
    """Attesters come from the base as well: see tests/cli/test_attest.py for the signatures themselves."""
    base.write("attesters.yaml", "schema: 1\nattesters: {}\n")
    evidence = f"evidence:\n  - kind: attestation\n    path: a.dsse.json\n    sha256: {'0' * 64}\n"
    sidecar = SIDECAR.format(sha256="0" * 64) + evidence
    base.write(f"{DOC}.source.yaml", sidecar)
    found = judged(base)
    assert ("PG902", "attesters.yaml") in found
    assert ("PG404", f"{DOC}.source.yaml") in found


def test_an_outlet_that_only_the_change_registers_is_told_as_such(repo: Repo) -> None:
    repo.git("tag", "base")
    repo.write("outlets.yaml", OUTLETS + "  new-paper:\n    name: New Paper\n    domains: [newpaper.example]\n")
    repo.document("seeds/new.txt", "New words.\n")
    side = repo.path / "seeds/new.txt.source.yaml"
    side.write_text(side.read_text().replace("harbour-gazette", "new-paper").replace("www.harbourgazette", "newpaper"))
    repo.commit()
    base = repo.git("rev-parse", "base").strip()
    found = check(repo, "--rev", "HEAD", "--policy-from", base).one("PG313")
    assert found["message"] == "outlet `new-paper` is new in this change; the check uses the protected outlets.yaml"
    assert found["help"].startswith("land outlets.yaml first")
    repo.write("outlets.yaml", "schema: 2\n")
    repo.commit()
    assert "new in this change" not in check(repo, "--rev", "HEAD", "--policy-from", base).one("PG313")["message"]


def test_settings_that_a_change_brings_can_be_allowed_or_refused(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD").strip()
    repo.write("outlets.yaml", OUTLETS + "  new-paper:\n    name: New Paper\n    domains: [newpaper.example]\n")
    repo.commit()
    told = ("--rev", "HEAD", "--policy-from", base)
    assert check(repo, *told).code == 0
    assert check(repo, *told, "--refuse-settings").one("PG902")["severity"] == "error"
    assert check(repo, *told, "--allow-settings").findings == [("PG508", "provgate.yaml")]
    ran = run(repo, "check", "--allow-settings")
    assert (ran.code, "go with --policy-from" in ran.err) == (2, True)
