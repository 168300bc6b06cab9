"""`provgate outlets`: entries come to their place, comments stay, and what is odd is said."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import pytest

from provgate.cli import outlets
from provgate.findings import UsageError
from repos import Repo

FILE = """\
# who is who
schema: 1
outlets:
  # the paper of the north harbour
  gazette:
    name: Harbour Gazette   # since the merger
    domains: [gazette.example]
  # the other paper
  tribune:
    name: Tribune
    aliases: []
    domains:
      - tribune.example   # main
    from: 1890
# end
"""


@pytest.fixture
def repo(new_repo: Callable[..., Repo], monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo = new_repo("corpus")
    monkeypatch.chdir(repo.path)
    repo.write("outlets.yaml", FILE)
    return repo


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    outlets.configure(parser)
    return outlets.run(parser.parse_args(arguments))


def text(repo: Repo) -> str:
    return (repo.path / "outlets.yaml").read_text()


ADDED = {
    "first": ("courier", FILE.replace("outlets:\n", "outlets:\n  courier:\n    name: N\n    domains: [n.example]\n")),
    "between": (
        "herald",
        FILE.replace("[gazette.example]\n", "[gazette.example]\n  herald:\n    name: N\n    domains: [n.example]\n"),
    ),
    "last": ("watch", FILE.replace("# end", "  watch:\n    name: N\n    domains: [n.example]\n# end")),
}


@pytest.mark.parametrize("case", ADDED)
def test_add_keeps_order_and_comments(repo: Repo, capsys: pytest.CaptureFixture[str], case: str) -> None:
    key, after = ADDED[case]
    assert run("add", key, "--name", "N", "--domain", "n.example", "--domain", "n.example") == 0
    assert text(repo) == after
    assert capsys.readouterr() == (f"added `{key}` in outlets.yaml\n", "")


def test_add_everything(repo: Repo) -> None:
    run(
        "add",
        "watch",
        "--name",
        "Watch: North",
        "--alias",
        "NW",
        "--domain",
        "watch.example",
        "--from",
        "1921",
        "--until",
        "1987-05-01",
    )
    assert (
        "  watch:\n    name: 'Watch: North'\n    aliases: [NW]\n    domains: [watch.example]\n"
        "    from: 1921\n    until: 1987-05-01\n# end"
    ) in text(repo)


def test_add_is_idempotent(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("add", "watch", "--name", "Watch", "--alias", "NW", "--domain", "watch.example", "--from", "1921")
    run(*arguments)
    once = text(repo)
    capsys.readouterr()
    assert run(*arguments) == 0
    assert text(repo) == once
    assert capsys.readouterr().out == "`watch` is in outlets.yaml already\n"


def test_add_to_an_entry(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            "add",
            "gazette",
            "--domain",
            "Gazette2.example.",
            "--domain",
            "gazette.example",
            "--alias",
            "HG",
            "--from",
            "1921",
        )
        == 0
    )
    assert (
        run("add", "tribune", "--domain", "tribüne.example", "--alias", "TB", "--alias", "Tribune", "--until", "1999")
        == 0
    )
    expected = FILE.replace("merger\n", "merger\n    aliases: [HG]\n")
    expected = expected.replace("[gazette.example]\n", "[gazette.example, gazette2.example]\n    from: 1921\n")
    expected = expected.replace("aliases: []", "aliases:\n      - TB")
    expected = expected.replace("# main\n", "# main\n      - 'tribüne.example'\n")
    assert text(repo) == expected.replace("1890\n", "1890\n    until: 1999\n")
    assert capsys.readouterr().out.splitlines() == [
        "changed `gazette` in outlets.yaml",
        "changed `tribune` in outlets.yaml",
    ]


def test_what_an_entry_says_is_not_changed(repo: Repo) -> None:
    for arguments, words in (
        (("gazette", "--name", "Gazette"), "has --name `Harbour Gazette` already"),
        (("tribune", "--from", "1891"), "has --from `1890` already"),
    ):
        with pytest.raises(UsageError, match=words):
            run("add", *arguments)
    assert run("add", "tribune", "--name", "Tribune", "--from", "1890") == 0
    assert text(repo) == FILE


REFUSED = {
    "no name": (("watch", "--domain", "watch.example"), "needs a --name"),
    "another's domain": (("watch", "--name", "W", "--domain", "GAZETTE.example"), "belongs to `gazette` already"),
    "another's domain, sorted before": (("a", "--name", "A", "--domain", "gazette.example"), "belongs to `a` already"),
    "public suffix": (("watch", "--name", "W", "--domain", "co.uk"), "anybody can register"),
    "a URL": (("watch", "--name", "W", "--domain", "https://watch.example/"), "not a domain name"),
    "a bad key": (("Watch Me", "--name", "W"), "cannot be a key"),
    "a bad date": (("watch", "--name", "W", "--from", "long ago"), "from"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_add_refuses(repo: Repo, case: str) -> None:
    arguments, words = REFUSED[case]
    with pytest.raises(UsageError, match=words):
        run("add", *arguments)
    assert text(repo) == FILE


@pytest.mark.usefixtures("repo")
def test_add_warns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "watch", "--name", "Tribune", "--domain", "north.gazette.example") == 0
    said = capsys.readouterr().err.splitlines()
    assert [line.rpartition(" ")[2] for line in said] == ["[name-shared]", "[domain-overlap]"]
    assert said[0].startswith("outlets.yaml:16:11: warning: `Tribune` is a name of `tribune` too; ")


def test_old_faults_do_not_stop_an_addition(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write("outlets.yaml", FILE.replace("[gazette.example]", "[gazette.example, co.uk]"))
    assert run("add", "gazette", "--domain", "g.example") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("before", [None, "schema: 1\noutlets: {}\n"])
def test_the_first_entry(repo: Repo, before: str | None) -> None:
    (repo.path / "outlets.yaml").unlink()
    if before:
        repo.write("outlets.yaml", before)
    assert run("add", "gazette", "--name", "Gazette", "--domain", "gazette.example") == 0
    assert text(repo) == "schema: 1\noutlets:\n  gazette:\n    name: Gazette\n    domains: [gazette.example]\n"


def test_the_policy_names_the_file(repo: Repo) -> None:
    repo.write("provgate.yaml", "schema: 1\noutlets: registry/outlets.yaml\n")
    assert run("add", "gazette", "--name", "Gazette") == 0
    assert "gazette" in (repo.path / "registry/outlets.yaml").read_text()


def test_from_a_folder_below(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    (repo.path / "seeds").mkdir()
    monkeypatch.chdir(repo.path / "seeds")
    assert run("add", "watch", "--name", "Watch") == 0
    assert "watch" in text(repo)


@pytest.mark.usefixtures("repo")
def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "a", "--name", "No \u202esite")
    capsys.readouterr()
    assert run("list") == 0
    assert capsys.readouterr().out == (
        "a        No \\u202esite\n"
        "gazette  Harbour Gazette  gazette.example\n"
        "tribune  Tribune          tribune.example\n"
    )


def test_list_of_nothing(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    (repo.path / "outlets.yaml").unlink()
    assert run("list") == 0
    assert capsys.readouterr().out == ""


def test_lint(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint") == 0
    assert capsys.readouterr().out == "outlets.yaml: 2 outlets, nothing odd\n"
    repo.write("outlets.yaml", FILE.replace("aliases: []", "aliases: [tribune]"))
    assert run("lint") == 0
    assert capsys.readouterr().out == (
        "outlets.yaml:11:15: warning: the alias `tribune` says nothing new; remove it [alias-dead]\n"
    )
    repo.write("outlets.yaml", FILE.replace("tribune.example", "gazette.example"))
    assert run("lint") == 1
    assert "outlets.yaml:13:9: error: `gazette.example` belongs to `gazette` already" in capsys.readouterr().out


def test_an_invalid_registry(repo: Repo) -> None:
    repo.write("outlets.yaml", "schema: 1\noutlets: x\n")
    with pytest.raises(UsageError, match=r"outlets\.yaml:2"):
        run("lint")
