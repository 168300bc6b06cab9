"""GitHub workflow commands, read back as the runner reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from report_samples import NASTY, any_report, assert_inert, finding, hostile, small

from provgate.findings import DocumentResult, Level, Location, Report
from provgate.report import FORMATS
from provgate.report.escape import inert

DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescape(text: str, mapping: tuple[tuple[str, str], ...]) -> str:
    for escaped, char in mapping:
        text = text.replace(escaped, char)
    return text


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Name, properties and message of a line, by the steps of the runner's ActionCommand.TryParseV2."""
    assert line.startswith("::")
    info, _, data = line[2:].partition("::")
    name, _, properties = info.partition(" ")
    assert name in ("error", "warning", "notice")
    pairs = (pair.partition("=") for pair in properties.strip().split(",") if pair)
    return name, {key: unescape(value, PROPERTY) for key, _, value in pairs if value}, unescape(data, DATA)


def read(report: Report) -> list[tuple[str, dict[str, str], str]]:
    output = "".join(FORMATS["github"](report))
    assert_inert(output, commands=False)
    assert "##[" not in output
    assert output.endswith("\n")
    commands = [command(line) for line in output[:-1].split("\n")]
    for _, properties, message in commands:
        assert_inert(message)
        assert_inert("".join(properties.values()), commands=False)
    return commands


def test_small_report() -> None:
    assert read(small()) == [
        (
            "notice",
            {"title": "provgate"},
            "2 documents checked: 1 passed, 1 failed (required level: evidenced); 1 error, 1 warning",
        ),
        (
            "error",
            {
                "file": "seeds/b.txt.source.yaml",
                "line": "4",
                "col": "9",
                "endColumn": "21",
                "title": "PG503 author-unproven",
            },
            "the page names another author\nwrite the names of the byline\nseeds/b.txt.source.yaml:4:9",
        ),
        (
            "warning",
            {"file": "seeds/c.warc.gz", "line": "1", "col": "1", "endColumn": "2", "title": "PG108 orphan-evidence"},
            "the document has no sidecar\nadd seeds/b.txt.source.yaml\nseeds/c.warc.gz:1:1",
        ),
    ]


def test_places_as_far_as_they_are_known() -> None:
    found = (finding(location=Location("a")), finding(location=Location("b", 3), help=""))
    whole, line = read(Report(Level.EVIDENCED, (), found))[1:]
    assert whole[1] == {"file": "a", "title": "PG101 missing-sidecar"}
    assert line[1] == {"file": "b", "line": "3", "title": "PG101 missing-sidecar"}
    assert line[2] == "the document has no sidecar\nb:3"


def test_more_than_github_shows_are_all_there_and_announced() -> None:
    few = read(Report(Level.EVIDENCED, (), tuple(finding(f"a{number}") for number in range(10))))
    many = read(Report(Level.EVIDENCED, (), tuple(finding(f"a{number}") for number in range(11))))
    assert (len(few), len(many)) == (11, 12)
    assert "GitHub shows" not in few[0][2]
    assert "GitHub shows 10 errors and 10 warnings of a step" in many[0][2]


def test_summary_says_how_little_declared_is() -> None:
    report = Report(Level.DECLARED, (DocumentResult("a", None, Level.DECLARED, True),))
    assert "nobody held them against evidence" in read(report)[0][2]


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_fields(nasty: str) -> None:
    read(hostile(nasty))


@given(any_report())
def test_any_report_round_trips(report: Report) -> None:
    commands = read(report)[1:]
    files = sorted(properties.get("file", "") for _, properties, _ in commands)
    assert files == sorted(inert(finding.location.path) for finding in report.findings)
