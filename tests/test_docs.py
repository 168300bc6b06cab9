"""The documentation is what the program really prints, and its links lead somewhere."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from repos import ROOT, Repo

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="the shown commands are for a POSIX shell")
def test_every_shown_output_is_real(generate: ModuleType) -> None:
    for path, text in generate.generated().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: run `make docs`"


def test_a_stale_page_is_noticed(
    generate: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "generated", lambda: {ROOT / "LICENSE": "something else\n"})
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    assert generate.main() == 1
    assert "run `make docs`" in capsys.readouterr().out


def test_replay_runs_what_is_shown(generate: ModuleType) -> None:
    page = "<!-- replay\nx=3\n-->\n```console\n$ echo $((x + 1))\nold\n$ cat <<END\n> a\n>  b\n> END\nold\n```\n"
    assert generate.replayed(page) == (
        "<!-- replay\nx=3\n-->\n```console\n$ echo $((x + 1))\n4\n$ cat <<END\n> a\n>  b\n> END\na\n b\n```\n"
    )


@pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="the completions are for bash")
@pytest.mark.parametrize(
    ("line", "offered"), [("ch", ["check"]), ("check --sta", ["--staged"]), ("outlets l", ["lint"])]
)
def test_bash_completes_commands_and_options(repo: Repo, line: str, offered: list[str]) -> None:
    words = ["provgate", *line.split()]
    quoted = " ".join(f"'{word}'" for word in words)
    script = (
        f"source '{ROOT}/completions/provgate.bash'; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n"
        f"_shtab_provgate; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = repo.run("bash", "-c", script)
    assert (done.returncode, set(offered) <= set(done.stdout.split())) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_hook_in_the_readme_is_the_one_that_init_writes(repo: Repo) -> None:
    assert repo.provgate("init").returncode == 0
    written = (repo.path / ".pre-commit-config.yaml").read_text("utf-8")
    entry = written[written.index("  - repo: local") :]
    assert entry in (ROOT / "README.md").read_text("utf-8")
    assert entry in (ROOT / "docs" / "hooks.md").read_text("utf-8")


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "rules.md"], ids=lambda page: page.name)
def test_shown_yaml_is_yaml(page: Path) -> None:
    """All but the rules' examples, which are bad on purpose."""
    for block in re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        yaml.safe_load(block)
