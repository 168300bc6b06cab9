"""Values by key in one SQLite file: what was found out once about bytes that cannot change.

Whatever is wrong with the file (damaged, locked, unwritable, on a full disk), there is simply nothing in it.

Pays for `one fails, nothing changed`, which proofs.py looks up here.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from provgate.cache.folder import PROOFS

_MOST = 100_000
"""Rows; the oldest go when there are more."""

_AT_ONCE = 500
_WAIT = 0.5
_TABLE = "CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL)"


class Facts:
    """The facts of one folder; the file is made when the first is put."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / PROOFS

    def get(self, keys: Sequence[str]) -> dict[str, Any]:
        """The values of those keys that have one."""
        found: dict[str, Any] = {}
        if self.path.is_file():
            with suppress(sqlite3.Error, ValueError), self._open() as base:
                for first in range(0, len(keys), _AT_ONCE):
                    some = keys[first : first + _AT_ONCE]
                    marks = ", ".join("?" * len(some))
                    rows = base.execute(f"SELECT key, value, sum FROM facts WHERE key IN ({marks})", some)
                    found |= {key: json.loads(value) for key, value, total in rows if _sum(key, value) == total}
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Keep values, all or none."""
        texts = {key: json.dumps(value) for key, value in values.items()}
        try:
            self._put([(key, text, _sum(key, text)) for key, text in texts.items()])
        except (sqlite3.OperationalError, OSError):
            pass  # Locked, unwritable or full: what is there may be right.
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self.path.unlink()

    def _put(self, rows: Sequence[tuple[str, str, int]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as base, base:
            base.execute(_TABLE)
            base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", rows)
            base.execute("DELETE FROM facts WHERE rowid <= (SELECT max(rowid) FROM facts) - ?", (_MOST,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=_WAIT)) as base:
            # A killed process loses nothing by this; what a power failure damages, the sums tell.
            base.execute("PRAGMA synchronous = OFF")
            yield base


def _sum(key: str, value: str) -> int:
    return zlib.crc32(f"{key} {value}".encode())
