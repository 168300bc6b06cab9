"""The scripts of templates/witness-*.yml, run as a runner runs them: signing on main, and looking at pull requests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

import keys
from gating import check
from pages import document, evidenced
from receipts import DOC, RECEIPTS, Parties
from repos import PROVGATE, ROOT, Repo
from serving import Site, page, serving
from witness.test_verify import ORIGIN, add, html, warc

pytestmark = [keys.needs_ssh_keygen, pytest.mark.skipif(shutil.which("bash") is None, reason="runners have bash")]
STEPS = "Fetch origins again and sign", "Propose the receipts", "Look at the origins of a change"


@dataclass(frozen=True)
class Runner:
    """A clone of the repository on a runner, the variables of its job, and where the summary goes."""

    repo: Repo
    upstream: Repo
    temporary: Path

    @property
    def summary(self) -> str:
        return (self.temporary / "summary.md").read_text("utf-8")

    def job(self, script: str, **variables: str) -> int:
        """The exit code of this script."""
        own = {**self.repo.environment, "GITHUB_STEP_SUMMARY": str(self.temporary / "summary.md"), **variables}
        done = replace(self.repo, environment=own).run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
        return done.returncode


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Parties:
    return Parties(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A proxy that plays every host."""
    with serving() as running:
        monkeypatch.setenv("http_proxy", running.url(""))
        monkeypatch.setenv("no_proxy", "")
        running.routes[ORIGIN] = page(html())
        yield running


@pytest.fixture
def runner(repo: Repo, parties: Parties, site: Site, tmp_path: Path) -> Runner:
    """A repository with one evidenced document, checked out on a runner whose provgate goes through the proxy."""
    assert site.routes
    repo.write("provgate.yaml", "schema: 1\nrequire: witnessed\n")
    repo.write("witnesses.yaml", parties.register(head="schemes: [https, http]"))
    add(repo, DOC)
    repo.commit()
    place, temporary = tmp_path / "runner", tmp_path / "temporary"
    temporary.mkdir()
    program = temporary / "provgate"
    program.write_text(f'#!/bin/sh\ncommand=$1; shift\nexec "{PROVGATE}" "$command" --use-proxy --delay 0 "$@"\n')
    program.chmod(0o755)
    repo.git("clone", "--quiet", str(repo.path), str(place))
    environment = {"PROVGATE": str(program), "RUNNER_TEMP": str(temporary), "WITNESS": "archive-bot"}
    return Runner(Repo(place, environment), repo, temporary)


def github(name: str) -> str:
    """The script of a step of the GitHub template."""
    jobs = yaml.safe_load((ROOT / "templates" / "witness-github.yml").read_text("utf-8"))["jobs"]
    [script] = [step["run"] for job in jobs.values() for step in job["steps"] if step.get("name") == name]
    return str(script)


def gitlab() -> str:
    """The script of the GitLab template's job, with the runner's program."""
    *_, script = yaml.safe_load((ROOT / "templates" / "witness-gitlab.yml").read_text("utf-8"))["witness"]["script"]
    return str(script).replace("/tmp/provgate/bin/provgate", "$PROVGATE")


def test_github_signs_and_proposes(runner: Runner, parties: Parties) -> None:
    key = (parties.folder / "archive-bot").read_text()
    assert runner.job(github(STEPS[0]), KEY=key) == 0
    assert "| all | 1 | 1 | 0 | 0 | 0 |" in runner.summary
    assert not (runner.temporary / "key").exists()
    assert check(runner.repo, "--rev", "HEAD").levels == {DOC: ("witnessed", True)}
    tools = runner.temporary / "bin"
    tools.mkdir()
    (tools / "gh").write_text(f'#!/bin/sh\necho "$@" >> "{runner.temporary}/gh"\n[ "$2" != view ]\n')
    (tools / "gh").chmod(0o755)
    assert runner.job(github(STEPS[1]), PATH=f"{tools}{os.pathsep}{os.environ['PATH']}") == 0
    assert runner.upstream.git("show", "--name-only", "--format=%s", "witness/receipts").split("\n")[:3] == [
        "Add receipts of archive-bot",
        "",
        RECEIPTS,
    ]
    assert "pr create --head witness/receipts" in (runner.temporary / "gh").read_text()


def test_github_proposes_nothing_where_nothing_is_new(runner: Runner, parties: Parties, site: Site) -> None:
    key = (parties.folder / "archive-bot").read_text()
    site.routes[ORIGIN] = page("oops", "503 Service Unavailable")
    site.routes["http://www.harbourgazette.example/robots.txt"] = page("oops", "500 Internal Server Error")
    head = runner.repo.git("rev-parse", "HEAD")
    assert runner.job(github(STEPS[0]), KEY=key) == 0
    assert runner.repo.git("rev-parse", "HEAD") == head
    assert runner.job(github(STEPS[1]), PATH=os.environ["PATH"]) == 0
    assert runner.upstream.run("git", "rev-parse", "--verify", "witness/receipts").returncode != 0


def test_github_fails_with_a_key_that_is_not_listed(runner: Runner, parties: Parties) -> None:
    assert runner.job(github(STEPS[0]), KEY=(parties.folder / "stranger").read_text()) == 2


def change(runner: Runner, lie: bool) -> None:
    """A pull request that brings a document, and all that could make a careless runner run or believe it."""
    upstream = runner.upstream
    upstream.git("switch", "--quiet", "--create", "feature")
    story = ("The council never met.", "Nobody asked the fishermen.")
    text, body = (document(story), html(paragraphs=story)) if lie else (document(), html())
    capture = warc(body, ORIGIN)
    evidenced(upstream, "seeds/new one.txt", text=text, capture=capture, name="n.warc.gz", changes={"origin": ORIGIN})
    upstream.write("provgate.yaml", "schema: 1\nignore: ['**']\n")
    upstream.write("outlets.yaml", "schema: 1\noutlets: {}\n")
    upstream.write("yaml.py", "raise SystemExit('a change was run')\n")
    upstream.commit()
    upstream.git("update-ref", "refs/pull/7/head", "HEAD")
    upstream.git("switch", "--quiet", "main")


@pytest.mark.parametrize(("lie", "code"), [(False, 0), (True, 1)])
def test_github_looks_at_a_change_without_checking_it_out(runner: Runner, lie: bool, code: int) -> None:
    change(runner, lie)
    assert runner.job(github(STEPS[2]), NUMBER="7") == code
    assert f"| all | 1 | {1 - code} | {code} | 0 | 0 |" in runner.summary
    assert runner.repo.git("status", "--porcelain") == ""


def test_github_has_nothing_to_look_at(runner: Runner) -> None:
    upstream = runner.upstream
    upstream.write("README", "x\n")
    upstream.commit()
    upstream.git("update-ref", "refs/pull/7/head", "HEAD")
    assert runner.job(github(STEPS[2]), NUMBER="7") == 0


def test_no_event_of_a_change_sees_the_key() -> None:
    workflow = yaml.safe_load((ROOT / "templates" / "witness-github.yml").read_text("utf-8"))
    assert workflow["permissions"] == {}
    confirm, look = workflow["jobs"]["confirm"], workflow["jobs"]["look"]
    assert (confirm["environment"], confirm["if"]) == ("witness", "github.event_name != 'pull_request_target'")
    assert "secrets." not in yaml.safe_dump(look)
    assert look["permissions"] == {"contents": "read"}
    for job in (confirm, look):
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
    assert [step["with"]["ref"] for step in look["steps"] if "checkout" in step.get("uses", "")] == [
        "${{ github.event.pull_request.base.sha }}"
    ]


def test_gitlab_signs_and_proposes(runner: Runner, parties: Parties) -> None:
    remote = "https://witness:token@gitlab.example/archive/corpus.git"
    runner.repo.git("config", f"url.{runner.upstream.path.as_uri()}.insteadOf", remote)
    runner.upstream.git("config", "receive.advertisePushOptions", "true")
    variables = {
        "WITNESS_KEY": str(parties.folder / "archive-bot"),
        "WITNESS_TOKEN": "token",
        "CI_SERVER_HOST": "gitlab.example",
        "CI_PROJECT_PATH": "archive/corpus",
        "CI_DEFAULT_BRANCH": "main",
    }
    assert runner.job(gitlab(), **variables) == 0
    assert RECEIPTS in runner.upstream.git("show", "--name-only", "--format=", "witness/receipts").split("\n")
    assert "| all | 1 | 1 |" in (runner.repo.path / "link-rot.md").read_text()
    assert runner.job(gitlab(), **variables) == 0
