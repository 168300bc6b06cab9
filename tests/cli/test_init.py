"""`provgate init`: what it writes, that it merges without damage, and that a second run changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from provgate.cli import editor, hookfile, init
from provgate.findings import CannotCheckError, Level, UsageError
from provgate.formats import policy, witnesses
from provgate.formats import registries as registry
from repos import Repo

LOCAL = hookfile.entry("", "")


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    init.configure(parser)
    return init.run(parser.parse_args(arguments))


def tree(repo: Repo) -> dict[str, bytes]:
    return {
        path.relative_to(repo.path).as_posix(): path.read_bytes()
        for path in sorted(repo.path.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


@pytest.fixture
def empty(new_repo: Callable[..., Repo], monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo = new_repo("empty")
    monkeypatch.chdir(repo.path)
    return repo


FRESH = """\
created  provgate.yaml
created  outlets.yaml
created  seeds/.gitkeep
created  .gitattributes
created  .provgate/schemas/sidecar.schema.json
created  .provgate/schemas/outlets.schema.json
created  .provgate/schemas/policy.schema.json
created  .provgate/schemas/attesters.schema.json
created  .provgate/schemas/witnesses.schema.json
created  .pre-commit-config.yaml
"""


def test_an_empty_repository_gets_everything(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert capsys.readouterr().out.startswith(FRESH + "next: ")
    settings = policy.parse((empty.path / "provgate.yaml").read_bytes())
    assert settings == policy.Policy()
    assert registry.parse_outlets((empty.path / "outlets.yaml").read_bytes()).outlets == {}
    hooks = yaml.safe_load((empty.path / hookfile.NAME).read_text())
    assert hooks["repos"][0]["hooks"][0]["entry"] == "provgate check --staged"
    assert hooks["default_install_hook_types"] == ["pre-commit", "pre-merge-commit", "pre-push"]


def test_the_example_becomes_an_outlet_when_it_is_uncommented(empty: Repo) -> None:
    run()
    lines = (empty.path / "outlets.yaml").read_text().replace("outlets: {}", "outlets:").splitlines()
    example = [line[2:] for line in lines if line.startswith("#   ")]
    text = "\n".join([*lines, *example])
    assert registry.parse_outlets(text.encode()).outlets["harbour-gazette"].domains == ("harbourgazette.example",)


def test_a_second_run_keeps_every_byte(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    run()
    capsys.readouterr()
    before = tree(empty)
    assert run("--require", "witnessed") == 0
    assert capsys.readouterr().out == FRESH.replace("created ", "kept    ").replace("kept     seeds/.gitkeep\n", "")
    assert tree(empty) == before


def test_a_dry_run_writes_nothing(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--dry-run") == 0
    assert capsys.readouterr().out == FRESH + "nothing was written (--dry-run)\n"
    assert tree(empty) == {}


def test_it_works_from_a_folder_below(empty: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    below = empty.path / "deep" / "down"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    run()
    assert (empty.path / "provgate.yaml").is_file()
    assert list(below.iterdir()) == []


def test_the_options_reach_the_policy(empty: Repo) -> None:
    run("--corpus", "my papers", "--require", "declared", "--no-hook")
    settings = policy.parse((empty.path / "provgate.yaml").read_bytes())
    assert (settings.corpus, settings.require) == (("my papers",), Level.DECLARED)
    assert not (empty.path / hookfile.NAME).exists()
    assert (empty.path / "my papers" / ".gitkeep").is_file()


def test_an_existing_policy_decides(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    empty.write("provgate.yaml", "schema: 1\ncorpus: [texts, seeds/new]\noutlets: registry/outlets.yaml\n")
    empty.write("texts/a.txt", "a\n")
    run()
    out = capsys.readouterr().out
    assert "kept     provgate.yaml\n" in out
    assert "created  registry/outlets.yaml\n" in out
    assert "created  seeds/new/.gitkeep\n" in out
    assert "texts/.gitkeep" not in out
    first = (empty.path / "registry/outlets.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../.provgate/schemas/outlets.schema.json"


def test_a_corpus_that_is_the_whole_repository_gets_no_files_that_would_be_documents(empty: Repo) -> None:
    empty.write("provgate.yaml", "schema: 1\ncorpus: [.]\n")
    run()
    assert set(tree(empty)) == {"provgate.yaml", "outlets.yaml", hookfile.NAME}


def test_an_invalid_policy_is_told_and_nothing_is_written(empty: Repo) -> None:
    empty.write("provgate.yaml", "schema: 1\nrequires: declared\n")
    with pytest.raises(UsageError, match=r"provgate.yaml:2:1: `requires` is not a known key"):
        run()
    assert set(tree(empty)) == {"provgate.yaml"}


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("--hook-repo", "https://git.example/provgate"), "go together"),
        (("--hook-rev", "v0.1.0"), "go together"),
        (("--corpus", "../elsewhere"), "inside the repository"),
        (("--corpus", "se\neds"), "character"),
        (("--corpus", "."), "by hand"),
    ],
)
def test_wrong_options(empty: Repo, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(*arguments)
    assert tree(empty) == {}


def test_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="git init"):
        init.run(argparse.Namespace(hook_repo="", hook_rev=""))


def test_a_link_out_of_the_repository_is_not_followed(empty: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (empty.path / ".provgate").symlink_to(outside)
    with pytest.raises(UsageError, match="leads out of the repository"):
        run()
    assert list(outside.iterdir()) == []
    assert not (empty.path / "provgate.yaml").exists()


def test_a_folder_where_a_file_belongs(empty: Repo) -> None:
    (empty.path / "outlets.yaml").mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        run()


def test_a_folder_that_cannot_be_made_is_exit_3(empty: Repo) -> None:
    empty.write("provgate.yaml", "schema: 1\noutlets: notes/outlets.yaml\n")
    empty.write("registry", "a file\n")
    empty.write("provgate.yaml", "schema: 1\ncorpus: [registry/texts]\n")
    with pytest.raises(CannotCheckError, match="cannot be written"):
        run()


@pytest.mark.parametrize(
    "before, after",
    [
        ("*.png binary", "*.png binary\n{comment}\nseeds/** -text\n{union}\n{receipts}\n"),
        ("*.png binary\r\n", "*.png binary\r\n{comment}\r\nseeds/** -text\r\n{union}\r\n{receipts}\r\n"),
        ("seeds/** -text\n*.png binary\n", "seeds/** -text\n*.png binary\n{union}\n{receipts}\n"),
        ("{receipts}\nseeds/** -text\n*.png binary\n", "{receipts}\nseeds/** -text\n*.png binary\n"),
    ],
)
def test_gitattributes_keep_their_lines(empty: Repo, before: str, after: str) -> None:
    lines = {"comment": init.ATTRIBUTES, "union": init.UNION, "receipts": "seeds/**/*.intoto.jsonl merge=union"}
    empty.write(".gitattributes", before.format(**lines))
    run()
    assert (empty.path / ".gitattributes").read_bytes().decode() == after.format(**lines)


@pytest.mark.parametrize("folder", ["seeds", "my papers", "se[e]ds", "a#b", "!x", 'quo"te', "Ünïcode", "st*r?"])
def test_git_understands_the_pattern(empty: Repo, folder: str) -> None:
    run("--corpus", folder)
    answer = empty.git("-c", "core.quotePath=false", "check-attr", "-z", "text", "--", f"{folder}/deep/a.txt")
    assert answer == f"{folder}/deep/a.txt\0text\0unset\0"
    for path in (f"{folder}/a.txt.intoto.jsonl", f"{folder}/deep/down/a.txt.intoto.jsonl"):
        assert empty.git("check-attr", "-z", "merge", "--", path).endswith("\0merge\0union\0")


def test_a_corpus_that_must_be_witnessed_gets_a_register(empty: Repo) -> None:
    run("--require", "witnessed")
    text = (empty.path / "witnesses.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=.provgate/schemas/witnesses.schema.json\n")
    assert witnesses.parse(text.encode()) == witnesses.Witnesses()
    lines = text.replace("witnesses: {}", "witnesses:").splitlines()
    example = [line[2:] for line in lines if line.startswith("#   ")]
    [party] = witnesses.parse("\n".join([*lines, *example]).encode()).parties.values()
    assert (party.key, party.operator) == ("archive-bot", "archive")


def test_the_schemas_are_whole_and_the_modelines_find_them(empty: Repo) -> None:
    run()
    for name in editor.NAMES:
        data = yaml.safe_load((empty.path / editor.schema_path(name)).read_bytes())
        jsonschema.Draft202012Validator.check_schema(data)
    for path in ("provgate.yaml", "outlets.yaml"):
        head, _, target = (empty.path / path).read_text().splitlines()[0].partition("$schema=")
        assert head == "# yaml-language-server: "
        assert (empty.path / target).is_file()
    assert editor.modeline("sidecar", "seeds/a/b.txt.source.yaml").endswith(
        "=../../.provgate/schemas/sidecar.schema.json"
    )


def test_a_new_sidecar_names_the_schema_where_there_is_one(empty: Repo) -> None:
    run("--no-hook")
    empty.write("seeds/deep/a.txt", "a\n")
    assert empty.provgate("new", "seeds/deep/a.txt").returncode == 0
    head, _, target = (empty.path / "seeds/deep/a.txt.source.yaml").read_text().splitlines()[0].partition("$schema=")
    assert head == "# yaml-language-server: "
    assert (empty.path / "seeds/deep" / target).resolve() == (empty.path / editor.schema_path("sidecar")).resolve()
    (empty.path / editor.schema_path("sidecar")).unlink()
    assert empty.provgate("new", "--force", "seeds/deep/a.txt").returncode == 0
    assert "yaml-language-server" not in (empty.path / "seeds/deep/a.txt.source.yaml").read_text()


def test_an_older_schema_is_brought_up_to_date(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    empty.write(editor.schema_path("policy"), "{}\n")
    run()
    assert "changed  .provgate/schemas/policy.schema.json: brought up to this version\n" in capsys.readouterr().out
    assert (empty.path / editor.schema_path("policy")).read_bytes() == editor.schema_bytes("policy")


def test_an_existing_hook_file_is_merged(empty: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    empty.write(hookfile.NAME, "repos:\n- repo: local\n  hooks: []\n")
    run("--hook-repo", "https://git.example/provgate", "--hook-rev", "1.0")
    assert "changed  .pre-commit-config.yaml: the hook was added\n" in capsys.readouterr().out
    assert (empty.path / hookfile.NAME).read_text() == (
        "repos:\n- repo: local\n  hooks: []\n"
        "- repo: https://git.example/provgate\n  rev: '1.0'\n  hooks:\n    - id: provgate\n    - id: provgate-push\n"
    )


COMMENTED = """\
# Kept in step with the other repositories.
default_stages: [pre-push]   # slow machines
repos:
    # formatting first
    -   repo: https://git.example/black
        rev: &rev 'v1'
        hooks:
        -   id: black
            args: [--fast, "--line-length=100"]   # wide screens

    -   repo: https://git.example/other
        rev: *rev
        hooks:
        -   id: other
            exclude: |
                (?x)^(
                    a|b
                )$
# -   repo: https://git.example/later
ci:
    skip: [black]
"""


def test_comments_indentation_and_order_stay() -> None:
    after = hookfile.merged(COMMENTED.encode(), LOCAL).decode()
    block = "".join(f"    {line}\n" for line in LOCAL)
    head, _, tail = COMMENTED.partition("# -   repo")
    assert after == f"{head}{block}# -   repo{tail}"


SHAPES = {
    "indentless": "repos:\n- repo: local\n  hooks: []\n",
    "no final line end": "repos:\n- repo: local\n  hooks: []",
    "comment at the end": "repos:\n- repo: local\n  hooks:\n  - id: a # why\n\n# end\n",
    "empty": "",
    "comments only": "# nothing yet\n",
    "comments only, no line end": "# nothing yet",
    "no repos": "fail_fast: true\n",
    "null at the end": "repos:\n- repo: local\n  hooks:\n",
    "document start": "---\nrepos:\n- repo: local\n  hooks: []\n",
    "byte order mark": "\ufeffrepos:\n- repo: local\n  hooks: []\n",
    "flow at the end": "repos:\n- {repo: local, hooks: [\n  {id: a}]}\n",
    "key behind": "repos:\n- repo: local\n  hooks: []\n\nfail_fast: true\n",
    "block scalar": "repos:\n- repo: local\n  hooks:\n  - id: a\n    entry: >-\n      x\n\n      y\n",
    "unicode": 'repos:\n- repo: local\n  hooks:\n  - {id: ä, name: "\\U0001F50D 🔍"}\n',
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("lines", [LOCAL, hookfile.entry("https://git.example/p", "v0.1.0")], ids=["local", "repo"])
def test_only_the_entry_is_added(text: str, newline: str, lines: list[str]) -> None:
    before = text.replace("\n", newline).encode()
    after = hookfile.merged(before, lines)
    old = yaml.safe_load(before) or {}
    new = yaml.safe_load(after)
    assert new.pop("repos") == [*old.pop("repos", []), *yaml.safe_load("\n".join(lines))]
    assert new == old
    kept = iter(after.splitlines(keepends=True))
    assert all(any(line.rstrip() == other.rstrip() for other in kept) for line in before.splitlines())
    assert after.count(b"\n") == after.count(newline.encode() if newline.encode() in before else b"\n")
    assert hookfile.merged(after, lines) == after


REFUSED = {
    "flow list": (b"repos: [{repo: local, hooks: []}]\n", "not a list of lines"),
    "empty list": (b"repos: []\n", "not a list of lines"),
    "no list": (b"repos: later\n", "not a list of lines"),
    "null": (b"repos:\n", "not a list of lines"),
    "flow mapping": (b"{fail_fast: true}\n", "`key: value` lines"),
    "a list": (b"- repo: local\n", "`key: value` lines"),
    "document end": (b"fail_fast: true\n...\n", "changing something else"),
    "alias": (b"a: &a [1]\nb: *a\nrepos:\n- repo: local\n  hooks: []\n", "changing something else"),
    "redefined alias": (b"a: &a 1\nb: &a [1]\nc: *a\nrepos:\n- repo: local\n  hooks: []\n", "cannot be read"),
    "text that ends the file": (b"repos:\n- repo: local\n  hooks: []\n  x: |+\n    a\n\n\n", "changing something else"),
    "impossible date": (b"a: 2026-02-30\nrepos:\n- repo: local\n  hooks: []\n", "changing something else"),
    "two documents": (b"a: 1\n---\nb: 2\n", "cannot be read"),
    "broken": (b"repos: [\n", "cannot be read"),
    "not UTF-8": (b"repos: \xff\n", "cannot be read"),
    "deep": (b"[" * 50_000, "cannot be read"),
    "huge": (b"#" * (hookfile.MAX_BYTES + 1), "bytes"),
    "bomb": (
        b"a0: &a0 {k: 1}\n" + b"".join(b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, 40)),
        "changing something else",
    ),
}


@pytest.mark.parametrize("raw, message", REFUSED.values(), ids=REFUSED)
def test_unusual_files_are_refused_with_what_to_do(raw: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        hookfile.merged(raw, LOCAL)
    assert "nothing was changed" in str(caught.value)
    if "by hand" in str(caught.value):
        assert "    - id: provgate" in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        b"repos:\n- repo: https://git.example/fork\n  rev: v9\n  hooks: [{id: other}, {id: provgate}]\n",
        b"repos: [{repo: local, hooks: [{id: provgate}]}]\n",
        b"x: &h {id: provgate}\nrepos:\n- repo: local\n  hooks: [*h]\n",
    ],
)
def test_a_hook_that_is_there_is_kept(raw: bytes) -> None:
    assert hookfile.merged(raw, LOCAL) == raw


def test_nothing_is_written_when_the_hook_cannot_be_added(empty: Repo) -> None:
    empty.write(hookfile.NAME, "repos: []\n")
    with pytest.raises(UsageError):
        run()
    assert set(tree(empty)) == {hookfile.NAME}
    assert run("--no-hook") == 0
    assert (empty.path / "provgate.yaml").is_file()


@given(st.text(max_size=60))
def test_any_text_is_merged_or_refused(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    try:
        after = hookfile.merged(raw, LOCAL)
    except UsageError:
        return
    assert {"provgate"} <= {hook["id"] for hook in yaml.safe_load(after)["repos"][-1]["hooks"]}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30))
def test_any_address_survives(url: str) -> None:
    if not url.isprintable():
        return
    lines = hookfile.entry(url, url)
    loaded = yaml.safe_load("\n".join(lines))[0]
    assert (loaded["repo"], loaded["rev"]) == (url, url)


def test_a_link_becomes_a_file_and_what_it_led_to_stays(empty: Repo) -> None:
    place = empty.write("shared/hooks.yaml", "repos:\n- repo: local\n  hooks: []\n")
    (empty.path / hookfile.NAME).symlink_to("shared/hooks.yaml")
    run()
    assert not (empty.path / hookfile.NAME).is_symlink()
    assert b"provgate" in (empty.path / hookfile.NAME).read_bytes()
    assert b"provgate" not in place.read_bytes()
