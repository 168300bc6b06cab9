"""Every seed, and every input that once broke something under fuzzing, through the same targets without a fuzzer."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from repos import ROOT

FUZZ = ROOT / "fuzz"
INPUTS = sorted(path for kind in ("seeds", "crashes") for path in (FUZZ / kind).glob("*/*"))


@pytest.fixture(scope="module")
def targets() -> ModuleType:
    """fuzz/targets.py, which is no package."""
    spec = importlib.util.spec_from_file_location("fuzz_targets", FUZZ / "targets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}-{path.name}") for path in INPUTS])
def test_inputs(targets: ModuleType, path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())


def test_every_target_has_seeds(targets: ModuleType) -> None:
    assert {path.parent.name for path in INPUTS} == set(targets.TARGETS)
