"""What `scale.py` measured: kept as JSON, shown as Markdown tables, drawn as a plot."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
KINDS = {"git": "Git repository", "folder": "Plain folder"}
ROWS = {
    "sha256sum": "`sha256sum` of every byte",
    "cold": "`provgate check --no-cache`",
    "fill": "`provgate check`, for the first time",
    "warm": "`provgate check`, nothing changed",
    "staged": "`provgate check --staged`, nothing changed",
    "hook": "`provgate check --staged`, one document added",
    "status": "`git status`",
    "check-jsonschema": "`check-jsonschema`",
    "reuse": "`reuse lint`",
    "bagit.py": "`bagit.py --validate`",
}
OURS = "`provgate"
IN_GIT = ("staged", "hook", "status")
LINES = {
    ("git", "cold"): ("check, cold", "#d55e00", "-"),
    ("git", "warm"): ("check, warm", "#0072b2", "-"),
    ("git", "staged"): ("check --staged, warm", "#56b4e9", "-"),
    ("git", "hook"): ("check --staged, one document added", "#009e73", "-"),
    ("folder", "warm"): ("check, warm, plain folder", "#cc79a7", "-"),
    ("git", "sha256sum"): ("sha256sum of every byte", "#555555", "--"),
    ("git", "status"): ("git status", "#999999", ":"),
}
SLOW = 10_000
"""Documents: peers that take minutes are not run on more."""
LONG = 60.0
"""Seconds: what takes longer is not run again to find the best of three."""


class Cost(NamedTuple):
    """CPU and wall seconds of a command with all its children, MiB of the largest process among them, and its own."""

    cpu: float
    wall: float
    mib: float
    own: float


Figures = dict[str, Cost]
Data = dict[str, dict[int, Figures]]


def load(file: Path | None) -> tuple[str, Data]:
    """Machine and figures that were measured before."""
    if file is None or not file.exists():
        return "", {}
    kept = json.loads(file.read_text("utf-8"))
    return kept["machine"], {
        kind: {int(size): {name: Cost(*cost) for name, cost in figures.items()} for size, figures in sizes.items()}
        for kind, sizes in kept["corpora"].items()
    }


def save(file: Path, where: str, data: Data) -> None:
    """Keep the figures, whole or not at all."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(json.dumps({"machine": where, "corpora": data}, indent=1) + "\n", "utf-8")
    fresh.replace(file)


def tables(data: Data) -> str:
    """Two tables for each kind."""
    parts = []
    for kind in (kind for kind in KINDS if kind in data):
        parts += [
            f"### {KINDS[kind]}\n",
            "Wall seconds, and how many times those of `sha256sum`:\n",
            table(kind, data[kind], walls),
            "CPU seconds, and peak MiB: of provgate itself, of all others the largest process:\n",
            table(kind, data[kind], loads),
        ]
    return "\n".join(parts)


def table(kind: str, sizes: dict[int, Figures], cell: Callable[[Figures, str], str]) -> str:
    """Commands down, documents across."""
    columns = sorted(sizes)
    lines = [["documents", *(f"{size:,}" for size in columns)], ["---", *("---:" for _ in columns)]]
    lines += [
        [text, *(cell(sizes[size], name) if name in sizes[size] else "-" for size in columns)]
        for name, text in ROWS.items()
        if kind == "git" or name not in IN_GIT
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def walls(figures: Figures, name: str) -> str:
    wall = figures[name].wall
    return f"{digits(wall)} ({digits(wall / figures['sha256sum'].wall)}×)"


def loads(figures: Figures, name: str) -> str:
    cost = figures[name]
    return f"{digits(cost.cpu)} s, {cost.own if ROWS[name].startswith(OURS) else cost.mib:.0f} MiB"


def digits(value: float) -> str:
    """Two decimals below ten, one below a hundred, else none: no figure is better than that."""
    return f"{value:,.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}"


def section(where: str, data: Data) -> str:
    """What stands in docs/performance.md."""
    measured = textwrap.fill(f"`bench/scale.py --write` measured this on {where}.", 120, break_on_hyphens=False)
    return f"""{BEGIN}
{measured}

Documents of 3 KB with a sidecar each, at level `declared`, a hundred a folder; the best of three runs, or one run where
it takes over {LONG:.0f} seconds. "-": not installed, or more than {SLOW:,} documents, where that peer takes minutes.
All files had been read before: as far as memory holds them, nothing waits for a disk. A figure below 9 MiB is that of
the process that starts the others. The git that provgate asks takes as much memory as `git status`.

![Wall seconds by number of documents, both axes logarithmic](performance.svg)

{tables(data)}{END}
"""


def write(where: str, data: Data) -> None:
    """Put the figures into the documentation."""
    file = DOCS / "performance.md"
    before = file.read_text("utf-8")
    head, begun, rest = before.partition(BEGIN)
    tail = rest.partition(f"{END}\n")[2]
    if not begun:
        head = f"{before.rstrip()}\n\n## Growth\n\n"
    draw(data, DOCS / "performance.svg")
    file.write_text(head + section(where, data) + tail, "utf-8", newline="\n")


def draw(data: Data, file: Path) -> None:
    """The plot; the same figures make the same file."""
    try:
        import matplotlib
    except ImportError:
        sys.exit("--write draws with matplotlib, which is not installed: pip install --group bench")
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "provgate", "font.size": 9})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4.8), layout="constrained")
    for (kind, name), (label, colour, style) in LINES.items():
        points = [(size, figures[name].wall) for size, figures in sorted(data.get(kind, {}).items()) if name in figures]
        if points:
            axes.plot(*zip(*points, strict=True), style, marker="o", markersize=3, color=colour, label=label)
    axes.set(xscale="log", yscale="log", xlabel="documents", ylabel="wall seconds")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.grid(alpha=0.3)
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    figure.savefig(file, metadata={"Date": None, "Creator": None})
