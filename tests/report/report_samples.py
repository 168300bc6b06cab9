"""Reports to render: a small honest one, hostile ones, and strategies for any."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import strategies as st

from provgate.findings import CLAIMS, DocumentResult, Finding, Judgement, Level, Location, Report, Severity, Verdict

NASTY = (
    "::error::x",
    "  ::error file=a::x",
    "\u3000::warning::x",
    "a\n::error::x",
    "a\r\n::add-mask::x",
    "x ##[group]y",
    "####[endgroup]",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[testFailed]",
    "section_start:1700000000:name\r\x1b[0K",
    "section_end:1700000000:name[collapsed=true]\r\x1b[0Ktitle",
    "travis_fold:start:x\r",
    "--- fold",
    "+++ fold",
    "~~~ fold",
    "^^^ +++",
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x1b\\",
    "\x9d0;title\x9c",
    "\x00\x07\x08\x7f\x85",
    "\u202egpj.exe",
    "\u2066a\u2069",
    "a\u200bb\ufeffc\u00add",
    "\u2028line\u2029paragraph",
    "\udcff\udc1b",
    "\ud800lone",
    "\ufffe\uffff\ufdd0\U000e0041",
    "<script>alert(1)</script>",
    "]]><x/>&amp;<!--",
    "&#64;user &lt;",
    "![a](http://evil.example/a.png)",
    "[a](javascript:alert(1)) <http://evil.example>",
    "http://evil.example www.evil.example a@evil.example",
    "@user fixes #1 GH-1 owner/name#2",
    "`code` ``` ~~~",
    "```\n</details>",
    "`",
    "``",
    " ` ",
    "a|b\\|c\\",
    "| a |\n|---|",
    "**bold** _it_ ~~s~~ $x$ :tada:",
    "[link=http://evil.example]x[/link] [/bold]",
    "%0A::error::x%3A%25",
    "a,b=c;d:e",
    "{0} {{1}} {organization: X}",
    "C:\\x\\..\\y",
    "-rf",
    " ",
    "",
    "a\tb",
    "\u4e2d\u6587e\u0301\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u0634\u0648\u062f",
)

FORBIDDEN_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COMMAND = re.compile(r"::[a-z][a-z-]*( [^\n:]*)?::|##[\w.]*\[|section_(start|end):|travis_fold:")


def assert_inert(output: str, *, commands: bool = True) -> None:
    """Nothing in this output that a terminal or a CI log would obey or a reader could not see."""
    for char in output:
        assert char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"), ascii(char)
        assert char not in FORBIDDEN_BIDI, ascii(char)
    output.encode("utf-8")
    if commands:
        assert not _COMMAND.search(output)
        for line in output.split("\n"):
            assert not line.lstrip().startswith(("::", "---", "+++ ", "~~~ ", "^^^ "))


def finding(path: str = "seeds/b.txt", **changes: object) -> Finding:
    """A finding about `path`; keywords replace its fields."""
    base = Finding(
        "PG101",
        "missing-sidecar",
        Severity.ERROR,
        Location(path, 1, 1),
        "the document has no sidecar",
        "add seeds/b.txt.source.yaml",
        path,
    )
    return base._replace(**changes)  # type: ignore[arg-type]


def small() -> Report:
    """Two documents: one evidenced, one whose author the page contradicts."""
    judged = (
        Judgement("origin", Verdict.SUPPORTED, "https://www.harbourgazette.example/a", "same", "WARC-Target-URI"),
        Judgement("date", Verdict.UNSUPPORTED, "2026-03-12", detail="the page states no date"),
        Judgement("author", Verdict.CONTRADICTED, "Mallory Fake", "Ines Calder", "JSON-LD author"),
        Judgement("text", Verdict.CONTRADICTED, "forty boats", "four boats", "paragraph 2", line=3, column=7),
    )
    supported = tuple(Judgement(claim, Verdict.SUPPORTED, "a", "a") for claim in CLAIMS)
    where = Location("seeds/b.txt.source.yaml", 4, 9, "/author", "author: Mallory Fake", 12)
    wrong = Finding(
        "PG503",
        "author-unproven",
        Severity.ERROR,
        where,
        "the page names another author",
        "write the names of the byline",
        "seeds/b.txt",
    )
    aside = finding("seeds/c.warc.gz", code="PG108", name="orphan-evidence", severity=Severity.WARNING, document=None)
    return Report(
        Level.EVIDENCED,
        (
            DocumentResult("seeds/b.txt", "seeds/b.txt.source.yaml", Level.DECLARED, False, judged),
            DocumentResult("seeds/a.txt", "seeds/a.txt.source.yaml", Level.EVIDENCED, True, supported),
        ),
        (aside, wrong),
    )


def hostile(text: str) -> Report:
    """A report in which every field that somebody else can choose holds this text."""
    verdicts = (Verdict.CONTRADICTED, Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.UNCHECKED, Verdict.CONTRADICTED)
    judged = tuple(
        Judgement(claim, verdict, text, text if verdict is not Verdict.UNSUPPORTED else "", text, text, 1, 1)
        for claim, verdict in zip(CLAIMS, verdicts, strict=True)
    )
    places = (
        Location(text, 3, 2, text, text, 3),
        Location(f"seeds/{text}", 3, len(text) + 1, text, text * 40, 3),
        Location(text),
    )
    findings = tuple(
        finding(severity=severity, location=place, message=text, help=text, document=document)
        for severity in Severity
        for place in places
        for document in (None, text)
    )
    return Report(Level.EVIDENCED, (DocumentResult(text, text, Level.DECLARED, False, judged),), findings)


def any_text() -> st.SearchStrategy[str]:
    """Any text, lone surrogates included, with hostile pieces more often than chance would have it."""
    anything = st.text(st.characters(exclude_categories=()), max_size=20)
    pieces = st.one_of(st.sampled_from(NASTY), anything)
    return st.lists(pieces, max_size=3).map("".join)


def any_report() -> st.SearchStrategy[Report]:
    """Any report that a run could make, with any text in every field."""
    text = any_text()
    number = st.none() | st.integers(1, 300)
    places = st.builds(
        Location, text, number, number, text, st.none() | text | text.map(lambda part: part * 90), st.integers(0, 90)
    )
    findings = st.builds(
        Finding,
        st.sampled_from(["PG101", "PG503", "PG999"]),
        st.just("some-name"),
        st.sampled_from(Severity),
        places,
        text,
        text,
        st.none() | text,
    )
    judgements = st.builds(
        Judgement, st.sampled_from(CLAIMS), st.sampled_from(Verdict), text, text, text, text, number, number
    )
    documents = st.builds(
        DocumentResult,
        text,
        st.none() | text,
        st.sampled_from(Level),
        st.booleans(),
        st.lists(judgements, max_size=3).map(tuple),
    )
    return st.builds(
        Report,
        st.sampled_from([Level.DECLARED, Level.EVIDENCED, Level.WITNESSED]),
        st.lists(documents, max_size=3, unique_by=lambda document: document.path).map(tuple),
        st.lists(findings, max_size=4).map(tuple),
    )
