"""What receipts yield: agreements that count, and what is to be said of the others. No imports that cost."""

from __future__ import annotations

from typing import NamedTuple

from provgate.findings import Agreement, Fault


class Witnessed(NamedTuple):
    """All receipts of one document: the agreements that count, by time, and the faults, by line.

    `receipts` is how many there are, `unreachable` how many could not look at the page; `advice` says what is to
    be done where git has not got the file. `timestamps` are not agreements: they say that a capture existed by then.
    """

    path: str
    agreements: tuple[Agreement, ...] = ()
    faults: tuple[Fault, ...] = ()
    receipts: int = 0
    unreachable: int = 0
    timestamps: tuple[Agreement, ...] = ()
    advice: str = ""

    @property
    def operators(self) -> tuple[str, ...]:
        """The different operators that agreed."""
        return tuple(sorted({agreement.operator for agreement in self.agreements}))
