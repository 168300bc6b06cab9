"""`python -m provgate` is `provgate`."""

from provgate.cli import program

program()
