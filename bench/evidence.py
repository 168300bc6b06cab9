"""Time checks of documents that rest on captures: from nothing, after a mend of one, and with nothing changed.

    .venv/bin/python bench/evidence.py [--documents N]

Makes a folder with N documents at level evidenced, each with a capture of its own (a page of 60 KB with an article of
forty paragraphs), and prints CPU and wall seconds. One document fails until it is mended: a run that fails is not
remembered as a run, so that the line "one fails, nothing changed" shows what remembered proofs are worth alone.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from speed import OUTLETS, found, measure

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from pages import evidenced, html, warc
from repos import Repo


def generate(root: Path, documents: int) -> None:
    """A committed repository; the last document claims another author than its page."""
    chance = random.Random(1)
    words = [f"word{number}" for number in range(2000)]
    root.mkdir()
    repo = Repo(root)
    repo.write("provgate.yaml", "schema: 1\n")
    repo.write("outlets.yaml", OUTLETS)
    for number in range(documents):
        paragraphs = [" ".join(chance.choices(words, k=120)) + "." for _ in range(40)]
        page = html(paragraphs=paragraphs).replace(
            b"</body>", b"<footer>" + b"<p>more</p>" * 2000 + b"</footer></body>"
        )
        changes = {"author": "Omar Veld"} if number == documents - 1 else {}
        text = ("\n\n".join(paragraphs) + "\n").encode()
        evidenced(repo, f"seeds/{number:05d}/a.txt", capture=warc(page), text=text, changes=changes)
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@provgate.example"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "corpus"]):
        subprocess.run(["git", *command], cwd=root, check=True)


def main() -> int:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--documents", type=int, default=300)
    arguments = ask.parse_args()
    provgate = found("provgate")
    with tempfile.TemporaryDirectory(prefix="provgate-bench-") as scratch:
        root = Path(scratch) / "corpus"
        generate(root, arguments.documents)
        last = root / f"seeds/{arguments.documents - 1:05d}/a.txt.source.yaml"
        print(f"{arguments.documents:,} documents with a capture each{'':6s} CPU s   wall s")
        for name, command in (
            ("--no-cache", ["--no-cache", "--staged"]),
            ("for the first time, one fails", ["--staged"]),
            ("one fails, nothing changed", ["--staged"]),
            ("after its mend", ["--staged"]),
            ("nothing changed", ["--staged"]),
        ):
            if name == "after its mend":
                last.write_text(last.read_text().replace("Omar Veld", "Ines Calder"))
                subprocess.run(["git", "add", "."], cwd=root, check=True)
            cpu, wall = measure([provgate, "check", *command], root, 1)
            print(f"  {name:36s} {cpu:8.2f} {wall:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
