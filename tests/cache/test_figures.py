"""Every module that is there for speed names the figure of docs/performance.md that it pays for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import provgate.cache
from repos import ROOT

MODULES = sorted(path for path in Path(provgate.cache.__file__).parent.glob("*.py") if path.name != "__init__.py")
PERFORMANCE = (ROOT / "docs" / "performance.md").read_text("utf-8")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_of_the_cache_pays_for_a_figure(module: Path) -> None:
    words = " ".join((ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "").split())
    named = re.search(r"Pays for `([^`]+)`", words)
    assert named is not None
    assert any(line.startswith("|") and named[1] in line for line in PERFORMANCE.splitlines())
