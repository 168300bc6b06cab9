"""Markdown: what a GitHub flavoured parser makes of it, and the cap."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token
from report_samples import NASTY, any_report, any_text, assert_inert, finding, hostile, small

from provgate.findings import CLAIMS, DocumentResult, Level, Report
from provgate.report import FORMATS
from provgate.report.escape import inert
from provgate.report.markdown import LIMIT, span

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
KNOWN = {
    "inline",
    "text",
    "code_inline",
    "softbreak",
    "fence",
    "heading_open",
    "heading_close",
    "paragraph_open",
    "paragraph_close",
    "bullet_list_open",
    "bullet_list_close",
    "list_item_open",
    "list_item_close",
    "strong_open",
    "strong_close",
    "table_open",
    "table_close",
    "thead_open",
    "thead_close",
    "tbody_open",
    "tbody_close",
    "tr_open",
    "tr_close",
    "th_open",
    "th_close",
    "td_open",
    "td_close",
}


def tokens(text: str) -> Iterator[Token]:
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def read(report: Report) -> list[Token]:
    """The parsed report: only expected constructs, and nothing but our own words outside code."""
    output = "".join(FORMATS["markdown"](report))
    assert len(output.encode()) <= LIMIT
    assert_inert(re.sub(r"^\|---.*$|^## ", "", output, flags=re.M))
    parsed = list(tokens(output))
    assert {token.type for token in parsed} <= KNOWN
    for token in parsed:
        if token.type == "text":
            assert re.fullmatch(r"[\w ,.;:()-]*", token.content, re.ASCII), token.content
    return parsed


def test_small_report() -> None:
    assert (
        "".join(FORMATS["markdown"](small()))
        == """\
## provgate fails

2 documents checked: 1 passed, 1 failed (required level: evidenced); 1 error, 1 warning

| document | level | origin | date | author | outlet | text |
|---|---|---|---|---|---|---|
| `seeds/b.txt` | declared | supported | unsupported | contradicted | unchecked | contradicted |

- **error PG503** at `seeds/b.txt.source.yaml:4:9`: `the page names another author`
  To mend it: `write the names of the byline`

  ```text
      4 | author: Mallory Fake
        |         ^~~~~~~~~~~~
  ```

- claims of `seeds/b.txt`:
  - origin supported: `sidecar: https://www.harbourgazette.example/a · page: same (WARC-Target-URI)`
  - date unsupported: `sidecar: 2026-03-12 · the page states no date`
  - author contradicted: `sidecar: Mallory Fake · page: Ines Calder (JSON-LD author)`
  - outlet unchecked
  - text contradicted: `sidecar: forty boats · page: four boats (paragraph 2) · document line 3`

- **warning PG108** at `seeds/c.warc.gz:1:1`: `the document has no sidecar`
  To mend it: `add seeds/b.txt.source.yaml`
"""
    )
    read(small())


def test_verdict_in_the_heading() -> None:
    declared = DocumentResult("a", None, Level.DECLARED, True)
    assert (
        "".join(FORMATS["markdown"](Report(Level.EVIDENCED))) == "## provgate checked nothing\n\n0 documents checked\n"
    )
    shown = "".join(FORMATS["markdown"](Report(Level.DECLARED, (declared,))))
    assert shown.startswith("## provgate passes\n")
    assert shown.endswith("but nobody held them against evidence.\n")


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_fields(nasty: str) -> None:
    parsed = read(hostile(nasty))
    assert sum(token.type == "td_open" for token in parsed) == 2 + len(CLAIMS)


@given(any_report())
def test_any_report(report: Report) -> None:
    read(report)


@given(any_text())
def test_a_span_shows_its_text_and_nothing_else(text: str) -> None:
    for source in (f"- a {span(text)}: b", f"| h |\n|---|\n| {span(text)} |"):
        spans = [token.content for token in tokens(source) if token.type == "code_inline"]
        assert len(spans) == 1
        assert spans[0].strip() == inert(text).replace("|", "\\x7c").strip()


def test_findings_without_excerpt_or_help_are_one_line() -> None:
    output = "".join(FORMATS["markdown"](Report(Level.EVIDENCED, (), (finding(help=""),))))
    assert output.endswith("- **error PG101** at `seeds/b.txt:1:1`: `the document has no sidecar`\n")


def test_a_huge_report_is_capped_and_says_so() -> None:
    documents = tuple(DocumentResult(f"seeds/{'🦀' * 150}{number}", None, Level.NONE, False) for number in range(300))
    found = tuple(finding(document.path, message="🦀" * 900) for document in documents)
    output = "".join(FORMATS["markdown"](Report(Level.EVIDENCED, documents, found)))
    assert len(output.encode()) <= LIMIT
    rows, shown = output.count("| none |"), output.count("**error PG101**")
    assert rows and shown
    assert f"\nAnd {300 - rows} more failing documents.\n" in output
    assert output.endswith(f"\nAnd {300 - shown} more entries; the `text` and `json` formats hold them all.\n")
    read(Report(Level.EVIDENCED, documents, found))
