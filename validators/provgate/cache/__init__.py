"""What a run remembers for the next one: verdicts of a corpus that passed, keyed by everything they depend on.

The memory is a convenience and never an authority: whatever is missing, damaged, stale or merely
doubtful in it is ignored, and the corpus is judged in full.
"""

from provgate.cache.runs import run_check

__all__ = ["run_check"]
