"""Coverage-guided fuzzing of the readers: `python fuzz/run.py --seconds N [TARGET ...]` (needs atheris).

The time is shared out evenly. What a run learns is kept in `fuzz/.corpus` for the next one; an input that breaks
something lands in `fuzz/crashes/TARGET/`, where the regression test finds it. One line of figures a target, at the end.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = ("sidecar", "capture", "import", "page", "text", "envelope")
LARGEST = {"sidecar": 4096, "capture": 8192, "import": 8192, "page": 4096, "text": 4096, "envelope": 4096}
"""Bytes: deeply nested pages are slow by nature, and bounded workers are what holds those."""

MOST = 20
_SECONDS, _MEBIBYTES = 20, 1536
"""An input that takes more than this counts as a crash."""


def main() -> int:
    """Fuzz the targets named, one after the other; 1 when one of them broke."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", metavar="TARGET", nargs="*", help=f"some of {', '.join(NAMES)} (default: all)")
    parser.add_argument("--seconds", type=int, default=300, help="for all targets together (default: 300)")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.targets if name not in NAMES]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}")
    names = arguments.targets or NAMES
    codes = [_campaign(name, max(1, arguments.seconds // len(names))) for name in names]
    return 1 if any(codes) else 0


def _campaign(name: str, seconds: int) -> int:
    """One target until its time is over: libFuzzer ends at each crash, and is started again up to MOST times."""
    begun, executions, crashes = time.monotonic(), 0, 0
    while crashes < MOST and (left := seconds - int(time.monotonic() - begun)) > 0:
        done = subprocess.run(_command(name, left), capture_output=True, text=True, errors="replace", check=False)
        count = re.search(r"number_of_executed_units: *(\d+)", done.stderr)
        executions += int(count[1]) if count else 0
        if not done.returncode:
            break
        crashes += 1
    print(f"{name}: {executions:,} executions, {time.monotonic() - begun:.0f} s, {crashes} crashes", flush=True)
    return crashes


def _command(name: str, seconds: int) -> list[str]:
    learnt, crashes = HERE / ".corpus" / name, HERE / "crashes" / name
    for folder in (learnt, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    dictionary = HERE / f"{name}.dict"
    return [
        sys.executable,
        str(HERE / "fuzz.py"),
        name,
        f"-max_total_time={seconds}",
        f"-timeout={_SECONDS}",
        f"-rss_limit_mb={_MEBIBYTES}",
        f"-max_len={LARGEST[name]}",
        f"-artifact_prefix={crashes}/",
        "-print_final_stats=1",
        *([f"-dict={dictionary}"] if dictionary.exists() else []),
        str(learnt),
        str(HERE / "seeds" / name),
    ]


if __name__ == "__main__":
    sys.exit(main())
