"""The wheel, installed where nothing of this tree is: it gates, and it brings its schemas along."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from provgate import __version__
from repos import ROOT, Repo
from shared import once

SHIPPED = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "validators", "schemas", "completions")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (built,) = once(tmp_path_factory, "wheel", build).glob("dist/*.whl")
    return built


def build(place: Path) -> None:
    source, dist = place / "source", place / "dist"
    source.mkdir()
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--outdir", str(dist), str(source))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of a fresh environment that holds the wheel and its core dependencies only."""

    def install(place: Path) -> None:
        venv.create(place)
        run(
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(place),
            "install",
            "--quiet",
            "--disable-pip-version-check",
            str(wheel),
        )

    place = once(tmp_path_factory, "clean", install)
    script = shutil.which("provgate", path=str(place / ("Scripts" if sys.platform == "win32" else "bin")))
    assert script is not None
    return Path(script)


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "provgate/py.typed" in names
    assert {name for name in names if name.startswith("provgate/schemas/")} == {
        f"provgate/schemas/{path.name}" for path in (ROOT / "schemas").iterdir()
    }
    assert {name.partition("/")[0] for name in names} == {
        "provgate",
        f"provgate-{__version__}.data",
        f"provgate-{__version__}.dist-info",
    }
    assert any(name.endswith("/share/bash-completion/completions/provgate") for name in names)


def test_the_installed_wheel_gates(installed: Path, repo: Repo) -> None:
    done = repo.run(str(installed), "check", "--staged")
    assert (done.returncode, done.stderr) == (0, "")
    repo.write("seeds/new.txt", "High water at noon.\n")
    repo.git("add", "seeds")
    done = repo.run(str(installed), "check", "--staged")
    assert done.returncode == 1
    assert "PG101" in done.stdout


def test_a_schema_message_comes_from_the_packaged_schema(installed: Path, repo: Repo) -> None:
    repo.write("seeds/dredging.txt.source.yaml", "schema: 1\norigins: x\n")
    done = repo.run(str(installed), "check")
    assert done.returncode == 1
    assert "did you mean `origin`" in done.stdout


def test_the_missing_capture_part_is_named(installed: Path, repo: Repo) -> None:
    done = repo.run(str(installed), "capture", "https://www.harbourgazette.example/a.html")
    assert done.returncode == 3
    assert "provgate[capture]" in done.stderr


def test_a_module_in_the_working_tree_is_not_imported(installed: Path, repo: Repo) -> None:
    for name in ("yaml.py", "jsonschema.py", "provgate.py"):
        repo.write(name, "raise SystemExit('taken over')\n")
    assert repo.run(str(installed), "check").returncode == 0
