"""What a check keeps for the next one: runs that passed, and what captures prove, by all that they depend on.

The cache wraps the check from outside, and everything works with this folder deleted. It is a convenience and never an
authority: whatever is missing, damaged, stale or merely doubtful in it is ignored, and the corpus is checked in full.
Each module says under "Pays for" which figure of docs/performance.md it is there for.
"""

from provgate.cache.runs import run_check

__all__ = ["run_check"]
