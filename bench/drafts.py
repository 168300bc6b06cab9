"""How whole `capture`'s drafts are: over labelled pages, what of the labelled text is in the draft, and what is not.

    .venv/bin/python bench/drafts.py [--gold DIR] [--half a] [--show N]

Where there are no labelled pages this says so and ends with 0. A line counts as a paragraph from 60 characters on, or
25 in scripts that write a word in one or two: labels disagree about shorter lines, credits and standfirsts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from accuracy import gold_folder
from provgate.capture.draft import Request, draft
from provgate.capture.exchange import RawExchange
from provgate.capture.warc_writer import to_warc
from provgate.compare.text.words import words_of


class Measured(NamedTuple):
    """One page: labelled paragraphs that the draft lacks, lines that are not labelled, and what the gate says of it."""

    page: str
    missing: list[str]
    further: list[str]
    supported: bool
    warnings: tuple[str, ...]


def main() -> int:
    """Measure every page with a labelled text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="the folder with the labelled pages")
    parser.add_argument("--half", default="a")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="pages that fall short, in full")
    arguments = parser.parse_args()
    folder = gold_folder(arguments.gold)
    if folder is None:
        print("skipped: no labelled pages here (name their folder with --gold or PROVGATE_GOLD)")
        return 0
    found = [measured(folder, row) for row in rows(folder, arguments.half)]
    tell(found)
    for one in [one for one in found if one.missing or one.further][: arguments.show]:
        print(
            f"\n{one.page}\n  "
            + "\n  ".join([f"- {t[:100]}" for t in one.missing] + [f"+ {t[:100]}" for t in one.further])
        )
    return 0


def rows(folder: Path, half: str) -> Iterator[dict[str, Any]]:
    """The labelled pages of one half that have a text."""
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("half") == half and row.get("text"):
                yield row


def measured(folder: Path, row: dict[str, Any]) -> Measured:
    """The draft of one page, held against its label."""
    body = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    capture = to_warc([RawExchange(row["url"], b"", 200, head, body, {}, "", "2026-03-13T09:14:07Z")])
    made = draft(Request(row["id"], capture, row["url"]))
    lines = [line for line in made.document.decode().split("\n") if words_of(line)]
    paragraphs = [line for line in row["text"].split("\n") if words_of(line)]
    drafted, labelled = (f" {' '.join(words_of(' '.join(each)))} " for each in (lines, paragraphs))
    missing = [line for line in paragraphs if spaced(line) not in drafted]
    further = [line for line in lines if spaced(line) not in labelled]
    supported = not any("does not match the page" in warning for warning in made.warnings)
    return Measured(row["id"], missing, further, supported, made.warnings)


def spaced(line: str) -> str:
    """The line's words between single spaces."""
    return f" {' '.join(words_of(line))} "


def is_prose(line: str) -> bool:
    """Whether a line is long enough to be a paragraph of any article."""
    return len(line) >= 60 or (not line.isascii() and len(line) >= 25)


def tell(found: list[Measured]) -> None:
    """The shares, in one line each."""
    shares = {
        "every labelled paragraph is in the draft": [not any(map(is_prose, one.missing)) for one in found],
        "every labelled line is in the draft": [not one.missing for one in found],
        "no paragraph that is not labelled": [not any(map(is_prose, one.further)) for one in found],
        "no line that is not labelled": [not one.further for one in found],
        "the gate supports the draft": [one.supported for one in found],
        "whole, or told not to be": [one.supported or bool(one.warnings) for one in found],
    }
    for words, each in shares.items():
        print(f"{sum(each):4} of {len(each)} ({sum(each) / len(each):.1%})  {words}")


if __name__ == "__main__":
    sys.exit(main())
