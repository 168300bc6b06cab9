"""The run: load, verify evidence in the sandbox, judge, place, result. `run` is to be read top to bottom.

The library offers a function of the same name (`provgate.check()`), so the room can be called.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """`provgate.check.library.check`."""
        from provgate.check.library import check

        return check(*arguments, **options)


sys.modules[__name__].__class__ = _Room
