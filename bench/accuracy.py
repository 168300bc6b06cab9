"""Score provgate on real labelled pages, where they exist beside the repository (they are not part of it).

    .venv/bin/python bench/accuracy.py [--gold DIR] [--pages N] [--show N]

The folder holds `score.py`, which builds true and false sidecars for real pages, runs `provgate
check` on them and compares claim by claim. Where it is absent this says so and ends with 0.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def gold_folder(named: Path | None) -> Path | None:
    """The folder with the labelled pages: the one named, $PROVGATE_GOLD, or `shared/gold` beside the repository."""
    candidates = [
        named,
        Path(os.environ["PROVGATE_GOLD"]) if "PROVGATE_GOLD" in os.environ else None,
        ROOT.parent / "shared" / "gold",
    ]
    return next((folder for folder in candidates if folder and (folder / "score.py").is_file()), None)


def main() -> int:
    """Run the scorer with this environment's provgate; its table goes to standard output."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--gold", type=Path, help="the folder with score.py and the pages")
    ask.add_argument("--pages", type=int, help="only the first N pages")
    ask.add_argument("--show", type=int, default=0, help="name N misjudged cases a kind")
    arguments = ask.parse_args()
    folder = gold_folder(arguments.gold)
    if folder is None:
        print("skipped: no labelled pages here (name their folder with --gold or PROVGATE_GOLD)")
        return 0
    provgate = shutil.which("provgate", path=str(Path(sys.executable).parent)) or "provgate"
    command = [sys.executable, str(folder / "score.py"), "--provgate", provgate, "--show", str(arguments.show)]
    command += ["--pages", str(arguments.pages)] if arguments.pages else []
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
