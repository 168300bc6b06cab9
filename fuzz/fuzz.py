"""One target under atheris: `python fuzz/fuzz.py TARGET [libFuzzer options and folders]`; `run.py` calls it."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["provgate", "targets"]):
    import targets


def main() -> None:
    """Hand the named target to libFuzzer."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
