"""provgate: a gate that holds every claim of provenance against evidence, offline.

The library (docs/library.md): `check` says what `provgate check` says, `Verifier` judges documents in memory.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provgate.check.library import Item as Item
    from provgate.check.library import Result as Result
    from provgate.check.library import Verifier as Verifier
    from provgate.check.library import check as check
    from provgate.check.settings import Trust as Trust
    from provgate.findings import CannotCheckError as CannotCheckError
    from provgate.findings import DocumentResult as DocumentResult
    from provgate.findings import Finding as Finding
    from provgate.findings import Level as Level
    from provgate.findings import Report as Report
    from provgate.findings import Severity as Severity
    from provgate.findings import UsageError as UsageError
    from provgate.findings import Verdict as Verdict

__version__ = "0.1.0"

_ROOMS = {
    **dict.fromkeys(("Item", "Result", "Verifier"), "check.library"),
    "Trust": "check.settings",
    **dict.fromkeys(
        ("CannotCheckError", "DocumentResult", "Finding", "Level", "Report", "Severity", "UsageError", "Verdict"),
        "findings",
    ),
}

__all__ = ["check", "__version__", *_ROOMS]


def __getattr__(name: str) -> Any:
    """Import what is asked for: `import provgate` costs nothing, and a hook starts at every commit."""
    if name == "check":
        return import_module("provgate.check")
    if name not in _ROOMS:
        raise AttributeError(f"module `provgate` has no attribute `{name}`")
    return getattr(import_module(f"provgate.{_ROOMS[name]}"), name)
