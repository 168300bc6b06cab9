"""The scripts of action.yml and templates/gitlab-ci.yml, run as a runner runs them, in clones of a real remote."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from repos import OUTLETS, POLICY, PROVGATE, ROOT, Repo

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="runners have bash")

Clone = Callable[..., Repo]


@dataclass(frozen=True)
class Outcome:
    """What the job ended with, what it said, and the job's summary."""

    code: int
    said: str
    summary: str


@pytest.fixture
def upstream(repo: Repo) -> Repo:
    """The contributor's repository: main as it stands, and a branch `feature` to work on."""
    repo.git("switch", "--quiet", "--create", "feature")
    return repo


@pytest.fixture
def clone(upstream: Repo, tmp_path: Path) -> Clone:
    """Checks out the contributor's branch as a runner does, with these options of `git clone`."""

    def make(*options: str) -> Repo:
        place = tmp_path / "runner"
        upstream.git("clone", "--quiet", "--branch", "feature", *options, upstream.path.as_uri(), str(place))
        return Repo(place)

    return make


def action(runner: Repo, base: str = "main", **inputs: str) -> Outcome:
    step = next(
        step
        for step in yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
        if step.get("name") == "Check provenance"
    )
    summary = runner.path.parent / "summary.md"
    summary.touch()
    settings = {
        "PROVGATE": PROVGATE,
        "REV": "HEAD",
        "POLICY_FROM": "",
        "BASE_REF": base,
        "REQUIRE": "",
        "SARIF": "",
        "SUMMARY": "true",
        "GITHUB_STEP_SUMMARY": str(summary),
        **inputs,
    }
    assert set(step["env"]) <= set(settings)
    done = Repo(runner.path, settings).run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])
    return Outcome(done.returncode, done.stdout + done.stderr, summary.read_text("utf-8"))


def gitlab(runner: Repo, target: str = "main") -> Outcome:
    *_, script = yaml.safe_load((ROOT / "templates/gitlab-ci.yml").read_text("utf-8"))["provgate"]["script"]
    done = Repo(runner.path, {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": target, "CI_COMMIT_SHA": "HEAD"}).run(
        "bash", "-eo", "pipefail", "-c", script.replace("/tmp/provgate/bin/provgate", PROVGATE)
    )
    return Outcome(done.returncode, done.stdout + done.stderr, "")


both = pytest.mark.parametrize("job", [action, gitlab])


@both
def test_an_honest_change_passes(upstream: Repo, clone: Clone, job: Callable[[Repo], Outcome]) -> None:
    upstream.document("seeds/new.txt", "High water at noon.\n")
    upstream.commit()
    outcome = job(clone())
    assert outcome.code == 0, outcome.said


@both
def test_a_bad_document_fails(upstream: Repo, clone: Clone, job: Callable[[Repo], Outcome]) -> None:
    upstream.write("seeds/new.txt", "High water at noon.\n")
    upstream.commit()
    outcome = job(clone())
    assert outcome.code == 1
    assert "PG101" in outcome.said


@both
@pytest.mark.parametrize(
    "path, content",
    [
        ("provgate.yaml", POLICY + "ignore: ['*.txt']\n"),
        ("provgate.yaml", "schema: 1\nrequire: declared\ncorpus: [elsewhere]\n"),
        ("outlets.yaml", OUTLETS.replace("[harbourgazette", "[forged.example, harbourgazette")),
    ],
)
def test_a_change_cannot_choose_its_judge(
    upstream: Repo, clone: Clone, job: Callable[[Repo], Outcome], path: str, content: str
) -> None:
    upstream.write(path, content)
    upstream.write("elsewhere/.gitkeep", "")
    upstream.document("seeds/new.txt", "High water at noon.\n")
    sidecar = upstream.path / "seeds/new.txt.source.yaml"
    sidecar.write_text(sidecar.read_text("utf-8").replace("www.harbourgazette.example", "www.forged.example"), "utf-8")
    upstream.commit()
    outcome = job(clone())
    assert outcome.code == 1
    assert "PG314" in outcome.said


def test_a_shallow_checkout_is_enough(upstream: Repo, clone: Clone) -> None:
    upstream.document("seeds/new.txt", "High water at noon.\n")
    upstream.commit()
    upstream.git("switch", "--quiet", "main")
    upstream.document("seeds/main.txt", "Low water at six.\n")
    upstream.commit("main went on")
    runner = clone("--depth=1")
    assert action(runner).code == 0
    assert runner.git("rev-parse", "--is-shallow-repository").strip() == "true"


def test_a_full_checkout_stays_full(clone: Clone) -> None:
    runner = clone()
    assert action(runner).code == 0
    assert runner.git("rev-parse", "--is-shallow-repository").strip() == "false"


def test_a_base_that_is_not_there_is_exit_3(clone: Clone) -> None:
    assert action(clone(), base="gone").code == 3


def test_a_full_checkout_without_credentials_still_has_the_base(clone: Clone) -> None:
    runner = clone()
    runner.git("remote", "set-url", "origin", "file:///nowhere")
    assert action(runner).code == 0


def test_a_merge_queue_names_its_base_in_full(clone: Clone) -> None:
    assert action(clone(), base="refs/heads/main").code == 0


def test_a_push_is_judged_by_its_own_policy(upstream: Repo, clone: Clone) -> None:
    upstream.write("provgate.yaml", "schema: 1\nrequire: evidenced\n")
    upstream.commit()
    runner = clone()
    assert action(runner, base="").code == 1
    assert action(runner).code == 0


def test_the_reports_are_written(upstream: Repo, clone: Clone) -> None:
    upstream.write("seeds/new.txt", "High water at noon.\n")
    upstream.commit()
    runner = clone()
    outcome = action(runner, SARIF="provgate.sarif")
    assert "::error" in outcome.said
    assert "PG101" in outcome.summary
    assert json.loads((runner.path / "provgate.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert action(runner, SUMMARY="false", REQUIRE="evidenced").summary == outcome.summary


def test_the_gitlab_report_is_json(upstream: Repo, clone: Clone) -> None:
    upstream.write("seeds/new.txt", "High water at noon.\n")
    upstream.commit()
    runner = clone()
    gitlab(runner)
    assert "PG101" in (runner.path / "gl-code-quality-report.json").read_text("utf-8")
