"""The page on the rooms names every room, in the order that the imports are held to."""

from __future__ import annotations

import re
import tomllib

from repos import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
ROOMS = sorted(path.parent.name for path in (ROOT / "validators" / "provgate").glob("*/__init__.py"))


def test_every_room_has_its_paragraph() -> None:
    described = re.findall(r"^\*\*([a-z]+)\*\* ", PAGE, flags=re.MULTILINE)
    assert sorted(described) == sorted([*ROOMS, "findings"])


def test_the_order_of_imports_is_the_one_that_is_enforced() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    [line] = re.findall(r"^`cli` >.*\n(?:`.*\n)?", PAGE, flags=re.MULTILINE)
    assert re.sub(r"[`\n]", "", line.strip().replace(", ", " | ").replace("\n", " ")).split(" > ") == contract["layers"]


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    pages = sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")
    assert sorted(re.findall(r"\]\(([a-z-]+\.md)\)", index)) == pages
