"""Reports: one file a format; FORMATS names them all.

A format is loaded when it is asked for, because a hook that starts at every commit pays for each import.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from provgate.findings import Report


class Render(Protocol):
    """A format: the report in pieces of text, the last of which ends with a line feed. Only `text` has colours."""

    def __call__(self, report: Report, *, colour: bool = False) -> Iterator[str]:
        """The report in this format."""
        ...


def _lazy(module: str, *, coloured: bool = False) -> Render:
    def render(report: Report, *, colour: bool = False) -> Iterator[str]:
        options = {"colour": colour} if coloured else {}
        return cast("Iterator[str]", import_module(f"provgate.report.{module}").render(report, **options))

    return render


FORMATS: Mapping[str, Render] = {
    "text": _lazy("text", coloured=True),
    "json": _lazy("jsonreport"),
    "sarif": _lazy("sarif"),
    "junit": _lazy("junit"),
    "github": _lazy("github"),
    "gitlab": _lazy("gitlab"),
    "markdown": _lazy("markdown"),
}

STATISTICS = _lazy("statistics")
"""Not a format: the findings of any run, summed up for people."""
