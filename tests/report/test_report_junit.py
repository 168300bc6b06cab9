"""JUnit XML: valid by Jenkins's schema, read back by a consumer, inert."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from junitparser import Failure, JUnitXml
from lxml import etree
from report_samples import NASTY, any_report, assert_inert, finding, hostile, small

from provgate.findings import DocumentResult, Level, Report, Severity
from provgate.report import FORMATS
from provgate.report.escape import inert

XSD = etree.XMLSchema(etree.parse(Path(__file__).parent / "data" / "junit-10.xsd"))


def read(report: Report) -> JUnitXml:
    output = "".join(FORMATS["junit"](report))
    assert_inert(output)
    XSD.assertValid(etree.fromstring(output.encode()))
    return JUnitXml.fromstring(output.encode())


def test_small_report() -> None:
    suite = next(iter(read(small())))
    cases = list(suite)
    assert (suite.tests, suite.failures, suite.errors) == (3, 1, 0)
    assert [(case.classname, case.name) for case in cases] == [
        ("seeds", "seeds/a.txt"),
        ("seeds", "seeds/b.txt"),
        ("seeds", "seeds/c.warc.gz"),
    ]
    assert [case.is_passed for case in cases] == [True, False, True]
    failure = cases[1].result[0]
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("author-unproven", "PG503 the page names another author")
    assert "      |         ^~~~~~~~~~~~" in failure.text
    assert "author  contradicted  sidecar: Mallory Fake" in failure.text
    assert cases[2].system_out.startswith("seeds/c.warc.gz:1:1: warning[PG108]")


def test_a_document_below_the_level_fails_without_findings() -> None:
    document = DocumentResult("a.txt", None, Level.DECLARED, False)
    case = next(iter(next(iter(read(Report(Level.WITNESSED, (document,)))))))
    assert (case.classname, case.result[0].message, case.result[0].text) == (".", "below the required level", None)


def test_warnings_of_a_failing_document_are_its_output() -> None:
    found = (finding(), finding(severity=Severity.WARNING, message="twin"))
    case = next(iter(next(iter(read(Report(Level.EVIDENCED, (), found))))))
    assert case.result[0].text.count("[PG101]") == 1
    assert "warning[PG101] twin" in case.system_out


def test_suite_says_how_little_declared_is() -> None:
    document = DocumentResult("a.txt", None, Level.DECLARED, True)
    output = "".join(FORMATS["junit"](Report(Level.DECLARED, (document,))))
    assert (
        "<system-out>1 document checked: 1 passed (required level: declared) — 1 of 1 document only declared" in output
    )


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_fields(nasty: str) -> None:
    cases = list(next(iter(read(hostile(nasty)))))
    assert inert(nasty) in [case.name for case in cases]


@given(any_report())
def test_any_report(report: Report) -> None:
    names = [case.name for case in next(iter(read(report)))]
    assert {inert(document.path) for document in report.documents} <= set(names)
