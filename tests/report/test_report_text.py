"""The report for people: exact wording, alignment, grouping, and nothing that a terminal obeys."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import NASTY, any_report, any_text, assert_inert, finding, hostile, small

from provgate.findings import DocumentResult, Finding, Level, Location, Report, Severity
from provgate.report import FORMATS, STATISTICS
from provgate.report.excerpt import WINDOW, excerpt

SMALL = """\
seeds/b.txt.source.yaml:4:9: error[PG503] the page names another author
    4 | author: Mallory Fake
      |         ^~~~~~~~~~~~
      = help: write the names of the byline

  claims of seeds/b.txt (level declared):
    origin  supported     page: same (WARC-Target-URI)
    date    unsupported   sidecar: 2026-03-12
                          the page states no date
    author  contradicted  sidecar: Mallory Fake
                          page: Ines Calder (JSON-LD author)
    outlet  unchecked
    text    contradicted  sidecar: forty boats
                          page: four boats (paragraph 2)
                          document line 3

seeds/c.warc.gz:1:1: warning[PG108] the document has no sidecar
      = help: add seeds/b.txt.source.yaml

2 documents checked: 1 passed, 1 failed (required level: evidenced); 1 error, 1 warning
details: `provgate explain PG503`
"""


def text(report: Report, *, colour: bool = False) -> str:
    return "".join(FORMATS["text"](report, colour=colour))


def test_small_report() -> None:
    assert text(small()) == SMALL


def test_order_does_not_depend_on_the_run() -> None:
    report = small()
    turned = report._replace(documents=report.documents[::-1], findings=report.findings[::-1])
    assert text(turned) == SMALL


def test_colour_adds_nothing_but_colour() -> None:
    coloured = text(small(), colour=True)
    assert "\033[1;31merror[PG503]\033[0m" in coloured
    assert re.sub(r"\033\[[0-9;]+m", "", coloured) == SMALL.replace("unchecked\n", "unchecked   \n")


def document(path: str = "seeds/a.txt", level: Level = Level.EVIDENCED, passed: bool = True) -> DocumentResult:
    return DocumentResult(path, f"{path}.source.yaml", level, passed)


def test_empty_corpus() -> None:
    assert text(Report(Level.EVIDENCED)) == "0 documents checked\n"


def test_all_pass() -> None:
    assert text(Report(Level.EVIDENCED, (document(),))) == "1 document checked: 1 passed (required level: evidenced)\n"


def test_passing_at_declared_says_how_little_that_is() -> None:
    report = Report(Level.DECLARED, (document(level=Level.DECLARED), document("seeds/b.txt")))
    assert text(report) == (
        "2 documents checked: 2 passed (required level: declared)\n"
        "1 of 2 documents only declared: the claims are complete and plausible on their face, "
        "but nobody held them against evidence\n"
    )


def test_a_document_below_the_level_is_named_even_without_findings() -> None:
    report = Report(Level.WITNESSED, (document(passed=False), document("seeds/b.txt", passed=False)))
    assert text(report) == (
        "seeds/a.txt: error: level evidenced is below the required level\n\n"
        "seeds/b.txt: error: level evidenced is below the required level\n\n"
        "2 documents checked: 0 passed, 2 failed (required level: witnessed)\n"
    )


def test_findings_of_a_sidecar_join_those_of_its_document() -> None:
    about = Location("seeds/a.txt.source.yaml")
    report = Report(
        Level.EVIDENCED,
        (document(passed=False),),
        (
            finding("seeds/a.zip", document=None),
            finding(location=about, document=None, message="m1"),
            finding("seeds/a.txt", message="m2"),
        ),
    )
    assert re.findall(r"\] (\S+)", text(report)) == ["m2", "m1", "the"]


def test_help_may_have_lines() -> None:
    shown = text(Report(Level.EVIDENCED, (), (finding(help="do this\n\n::error::1"),)))
    assert (
        "      = help: do this\n\n              \\x3a:error::1\n\n0 documents checked; 1 error\ndetails: `provgate explain PG101`\n"
        in shown
    )


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_fields_are_inert(nasty: str) -> None:
    assert_inert(text(hostile(nasty)))


@given(any_report())
def test_any_report_is_inert(report: Report) -> None:
    assert_inert(text(report))
    assert "\033" not in re.sub(r"\033\[[0-9;]+m", "", text(report, colour=True))


EXCERPTS = {
    "tabs": ("a:\tb", 4, 1, ("a:  b", "    ^")),
    "wide": ("作者: 王小明", 5, 3, ("作者: 王小明", "      ^~~~~~")),
    "combining": ("e\u0301e\u0301x", 5, 1, ("e\u0301e\u0301x", "  ^")),
    "jamo": ("\u1100\u1161x", 3, 1, ("\u1100\u1161x", "  ^")),
    "escape": ("a\x1bb", 2, 2, ("a\\x1bb", " ^~~~~")),
    "at the end": ("key:", 5, 1, ("key:", "    ^")),
    "beyond the end": ("key:", 50, 9, ("key:", "    ^")),
    "no column": ("key: v", None, 1, ("key: v", "")),
    "line end": ("key: v\r\n", 6, 1, ("key: v", "     ^")),
    "width zero": ("key", 1, 0, ("key", "^")),
    "too wide": ("key", 2, 99, ("key", " ^~")),
}


@pytest.mark.parametrize("name", EXCERPTS)
def test_excerpt(name: str) -> None:
    source, column, width, shown = EXCERPTS[name]
    assert excerpt(Location("a", 1, column, "", source, width)) == shown


def test_no_line_or_no_source_no_excerpt() -> None:
    assert excerpt(Location("a", None, None, "", "key")) == ("", "")
    assert excerpt(Location("a", 1, 1)) == ("", "")


def test_long_lines_are_shown_around_the_place() -> None:
    source = "x" * 500 + "HERE" + "y" * 1_000_000
    shown, marker = excerpt(Location("a", 1, 501, "", source, 4))
    assert shown.startswith("…x")
    assert shown.endswith("y…")
    assert len(shown) == WINDOW + 2
    assert shown[marker.index("^") : len(marker)] == "HERE"


def test_long_line_near_its_ends() -> None:
    source = "A" + "x" * 200 + "Z"
    assert excerpt(Location("a", 1, 1, "", source)) == (source[:WINDOW] + "…", "^")
    assert excerpt(Location("a", 1, 202, "", source)) == ("…" + source[-WINDOW:], " " * WINDOW + "^")


def columns(shown: str) -> int:
    widths = {"W": 2, "F": 2}
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff"
        else widths.get(unicodedata.east_asian_width(char), 1)
        for char in shown
    )


@given(any_text().map(lambda part: part * 30), st.integers(1, 900), st.integers(0, 50))
def test_any_excerpt_is_bounded_and_marked_inside_the_line(source: str, column: int, width: int) -> None:
    shown, marker = excerpt(Location("a", 1, column, "", source, width))
    assert columns(shown) <= WINDOW + 2
    assert len(marker) <= WINDOW + 3
    assert marker == "" or marker.strip().strip("~") == "^"


def test_severities_are_counted_apart() -> None:
    found = tuple(finding(severity=severity) for severity in (*Severity, Severity.NOTE))
    assert text(Report(Level.EVIDENCED, (), found)).endswith(
        "0 documents checked; 1 error, 1 warning, 2 notes\ndetails: `provgate explain PG101`\n"
    )


def test_many_warnings_of_one_kind_are_counted() -> None:
    same = [
        Finding("PG115", "duplicate-document", Severity.WARNING, Location(f"seeds/{n}.txt"), "the same bytes", "")
        for n in range(7)
    ]
    said = text(Report(Level.EVIDENCED, (), tuple(same)))
    assert said.count("warning[PG115] the same bytes") == 5
    assert "... and 2 more warning[PG115] duplicate-document (all of them: `provgate check --format json`)\n" in said


def test_statistics_sum_up_by_code_the_worst_first() -> None:
    def finding(code: str, severity: Severity, path: str) -> Finding:
        return Finding(code, "name-of-it", severity, Location(path), "message", "help")

    found = (
        finding("PG115", Severity.WARNING, "seeds/a.txt"),
        finding("PG115", Severity.WARNING, "seeds/a.txt"),
        finding("PG101", Severity.ERROR, "seeds/a.txt"),
        finding("PG101", Severity.ERROR, "seeds/b.txt"),
        finding("PG103", Severity.ERROR, "seeds/c.txt"),
    )
    assert "".join(STATISTICS(Report(Level.EVIDENCED, (), found))) == (
        "        2  error    PG101  name-of-it (2 files)\n"
        "        1  error    PG103  name-of-it (1 file)\n"
        "        2  warning  PG115  name-of-it (1 file)\n"
        "\n"
        "0 documents checked; 3 errors, 2 warnings\n"
    )
    assert "".join(STATISTICS(Report(Level.EVIDENCED))) == "0 documents checked\n"
