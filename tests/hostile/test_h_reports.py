"""THREATS H1 to H6: whatever a contributor writes comes out inert, in every format and command, on terminals too."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from capture.articles import article
from pages import evidenced, html, warc
from repos import PROVGATE, SIDECAR, Repo
from serving import page, serving

from .bounded import check, run

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="terminals of POSIX, and names that Windows does not have"
)

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
NASTY = (
    "::error::x",
    "a ::warning file=a::x",
    "x\n::add-mask::x",
    "\r::set-output name=a::b",
    "##[group]x",
    "a##[endgroup]",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[testFailed]",
    "section_start:1700000000:x\r\x1b[0K",
    "travis_fold:start:x",
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "\x1b]0;title\x07",
    "\x07\x08\x7f\x85",
    "\u202egpj.exe",
    "\u2066a\u2069",
    "\u2028line\u2029x",
    "[link=http://evil.example]x[/link]",
    "[/bold]",
    "[red]x",
    "![a](http://evil.example/a.png)",
    "[a](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<http://evil.example>",
    "]]><x/>&amp;<!--",
    "|a|b|",
    "`",
    "```\n</details>",
    "%0A::error::x",
    "@everyone #1",
    "{0}",
    "\ufffe",
    ":tada:",
)
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def scalar(text: str) -> str:
    """Any text as a double-quoted YAML scalar of ASCII."""
    return json.dumps(text)


@pytest.fixture
def nasty(declared: Repo) -> Repo:
    """Hostile text wherever a contributor may write: names, every field, unknown keys, pointers, evidence paths."""
    for number, text in enumerate(NASTY):
        name = text.replace("/", "\u2215")
        declared.write(f"seeds/{number}/{name}.txt", f"{number}\n")
        declared.write(f"seeds/{number}/a.txt", f"a {number}\n")
        lines = [
            f"{key}: {scalar(text)}\n"
            for key in (
                "origin",
                "date",
                "author",
                "outlet",
                "title",
                "license",
                "language",
                "retrieved",
                "notes",
                "sha256",
            )
        ]
        declared.write(
            f"seeds/{number}/a.txt.source.yaml",
            "schema: 1\n" + "".join(lines) + f"{scalar(text)}: 1\nx-{number}: {scalar(text)}\n"
            f"evidence:\n  - kind: capture\n    path: {scalar(text)}\n    sha256: {'0' * 64}\n",
        )
        declared.write(f"seeds/{number}/b.txt", f"b {number}\n")
        side = (
            SIDECAR.partition("sha256")[0].replace("Ines Calder", scalar(text)).replace("harbour-gazette", scalar(text))
        )
        declared.write(f"seeds/{number}/b.txt.source.yaml", side)
        declared.write(f"seeds/{number}/c.txt", f"c {number}\n")
        declared.write(f"seeds/{number}/c.txt.source.yaml", text.encode())
    declared.write(os.fsdecode(b"seeds/\xff\xfe.txt"), "not UTF-8\n")
    declared.write(os.fsdecode(b"seeds/\xed\xa0\x80.txt"), "a surrogate\n")
    return declared


def not_obeyed(output: str) -> None:
    """Nothing that a terminal or a CI system would obey, wherever in a line it stands."""
    found = OBEYED.search(output)
    assert found is None, ascii(output[max(0, found.start() - 80) : found.end() + 80])
    assert not re.search(r"##[\w.]*\[|section_(start|end):\d|travis_fold:|::[a-z][a-z-]*( [^\n:]*)?::", output)
    assert not re.search(r"(?m)^\s*::", output)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "github"])
def test_H2_hostile_text_is_inert(nasty: Repo, form: str) -> None:
    ended = run(nasty, "check", "--format", form, wanted=1)
    not_obeyed(ended.out)
    not_obeyed(ended.err)
    assert "evil.example" in ended.out, "nothing hostile was shown, so nothing was tried"


def test_H2_the_only_workflow_commands_are_our_own(nasty: Repo) -> None:
    ended = run(nasty, "check", "--format", "github", wanted=1, commands=True)
    assert OBEYED.search(ended.out) is None
    lines = ended.out.splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert len(commands) > len(NASTY)
    for line in commands:
        assert re.fullmatch(r"::(error|warning|notice) [^:]*::.*", line), line
        assert not re.search(r"::[a-z-]+( [^:]*)?::", line[2:].partition("::")[2])
    for line in lines:
        if line not in commands:
            not_obeyed(line)


HOSTILE = "x\n::error::x\x1b[31m[/bold]\x9b31m\u202e ##[group]::add-mask::x\r"


@pytest.mark.parametrize(
    "command",
    [
        ("report", HOSTILE),
        ("explain", HOSTILE),
        ("new", HOSTILE),
        ("pin", HOSTILE),
        ("check", HOSTILE),
        ("check", "--" + HOSTILE),
        ("attest", "seeds/a.txt", "--key", HOSTILE),
        ("outlets", "add", "x", "--name", "x", "--domain", HOSTILE),
        (HOSTILE,),
        ("check", "--format", HOSTILE),
        ("check", "--rev", HOSTILE),
        ("check", "--policy-from", HOSTILE),
        ("--" + HOSTILE,),
        ("capture", "--from", HOSTILE),
    ],
    ids=lambda command: command[0][:8],
)
def test_H2_arguments_are_repeated_inertly(declared: Repo, command: tuple[str, ...]) -> None:
    """A shell makes arguments of file names."""
    declared.document("seeds/a.txt")
    ended = run(declared, *command, offline="capture" not in command)
    assert ended.code in (2, 3)
    assert ended.err
    not_obeyed(ended.out + ended.err)


def test_H2_reports_of_documents_are_inert(nasty: Repo) -> None:
    for number in range(0, len(NASTY), 9):
        ended = run(nasty, "report", f"seeds/{number}/b.txt")
        not_obeyed(ended.out + ended.err)


def test_H2_what_a_page_says_is_inert(strict: Repo) -> None:
    """The page's own words stand in the messages: its authors, its dates, its text."""
    for number, text in enumerate(NASTY[:22:5]):
        body = html(author=text, date=text, paragraphs=(text * 3, "The dredger came back."))
        evidenced(strict, f"seeds/{number}/a.txt", capture=warc(body), name="a.warc.gz")
    for form in ("text", "json"):
        not_obeyed(run(strict, "check", "--format", form, wanted=1).out)
    not_obeyed(run(strict, "report", "seeds/0/a.txt").out)


def on_a_terminal(repo: Repo, *arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and everything that a run writes to a real terminal."""
    ours, theirs = pty.openpty()
    written: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                return
            if not data:
                return
            written.append(data)

    listener = threading.Thread(target=listen)
    listener.start()
    done = subprocess.run(
        [PROVGATE, *arguments],
        cwd=repo.path,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        check=False,
        timeout=60,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
    )
    os.close(theirs)
    listener.join(20)
    os.close(ours)
    return done.returncode, b"".join(written).decode("utf-8")


def colours_only(output: str) -> str:
    """The text without our own colours and line ends; nothing else may be in it that a terminal obeys."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output).replace("\r\n", "\n")
    not_obeyed(plain)
    return plain


def test_H1_on_a_terminal(nasty: Repo) -> None:
    code, output = on_a_terminal(nasty, "check")
    assert code == 1
    assert "\x1b[1;31m" in output
    plain = colours_only(re.sub(r"\r[\d,]+ of [\d,]+ documents(?:\r\x1b\[K)?", "", output))
    for text in ("[link=http:∕∕evil.example]x[∕link]", "[∕bold].txt", "[red]x.txt", "[/bold]"):
        assert text in plain, "a terminal library took this for markup"


@pytest.mark.parametrize("colour", ["always", "never"])
def test_H1_colours_when_asked(nasty: Repo, colour: str) -> None:
    done = nasty.provgate("check", "--color", colour)
    assert (done.returncode, "\x1b[" in done.stdout) == (1, colour == "always")
    colours_only(done.stdout)


TITLES = (
    "[/bold] title of a page",
    "[link=http://evil.example]x[/link] title",
    "\x1b]0;x\x07 a title \x9b31m",
    "::error::x title",
)


def test_H1_the_bar_of_many_captures_takes_no_markup(strict: Repo) -> None:
    (strict.path / "seeds").mkdir()
    with serving() as site:
        urls = [f"http://www.harbourgazette.example/{number}/[bold]" for number in range(len(TITLES))]
        for url, title in zip(urls, TITLES, strict=True):
            for spelled in (url, url.replace("[", "%5B").replace("]", "%5D")):
                site.routes[spelled] = page(article(title=title, authors=(title,)))
        strict.write("urls.txt", "\n".join([*urls, "http://[/red].example/", "http://x.example/\x1b[31m"]) + "\n")
        code, output = on_a_terminal(
            strict, "capture", "--list", "urls.txt", "--use-proxy", "--delay", "0", http_proxy=site.url(""), no_proxy=""
        )
        assert code in (1, 2, 3), output
        strict.write("urls.txt", "\n".join([*urls, "http://x.example/[/red]"]) + "\n")
        code, output = on_a_terminal(
            strict, "capture", "--list", "urls.txt", "--use-proxy", "--delay", "0", http_proxy=site.url(""), no_proxy=""
        )
    assert code == 3, output
    assert "Traceback" not in output
    # The bar draws itself: it hides the cursor, goes up a line and clears it.
    own = re.sub(r"\x1b\[(?:\?25[lh]|\d*[AK]|\d*G)|\r", "", output)
    assert "captured http://www.harbourgazette.example/0/[bold]" in colours_only(own)
    assert "failed http://x.example/[/red]" in own


def test_H3_junit_is_well_formed(nasty: Repo) -> None:
    out = run(nasty, "check", "--format", "junit", wanted=1).out
    cases = [case.get("name") or "" for case in ET.fromstring(out).iter("testcase")]
    assert len(cases) == len(set(cases)) >= 4 * len(NASTY) + 2
    assert "seeds/\\xff\\xfe.txt" in cases


def refuse(name: str) -> None:
    raise AssertionError(name)


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_H3_json_is_strict(nasty: Repo, form: str) -> None:
    """Plain ASCII without NaN and without lone surrogates, which no other program could write down again."""
    out = run(nasty, "check", "--format", form, wanted=1).out
    data = json.loads(out, parse_constant=refuse)
    assert out.isascii()
    json.dumps(data, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("form", ["text", "json"])
def test_H3_a_report_in_a_file_is_the_report(nasty: Repo, form: str) -> None:
    shown = run(nasty, "check", "--format", form, wanted=1, commands=True).out
    run(nasty, "check", "--format", form, "--output", "../report", wanted=1)
    assert (nasty.path.parent / "report").read_bytes() == shown.encode("utf-8")


def test_H3_numbers_that_are_none(declared: Repo) -> None:
    for index, number in enumerate((".nan", ".inf", "1e999", "-0.0", "0x" + "f" * 2000)):
        declared.write(f"seeds/{index}.txt", f"{index}\n")
        declared.write(
            f"seeds/{index}.txt.source.yaml", SIDECAR.partition("sha256")[0] + f"sha256: {number}\ntitle: {number}\n"
        )
    for form in ("json", "sarif", "gitlab"):
        json.loads(run(declared, "check", "--format", form, wanted=1).out, parse_constant=refuse)


def test_H4_the_exit_code_is_no_count(declared: Repo) -> None:
    for number in range(512):
        declared.write(f"seeds/{number}.txt", f"{number}\n")
    assert len(check(declared, wanted=1).report["findings"]) == 512


def links(markdown: str) -> Iterator[str]:
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        for child in (token, *(token.children or ())):
            yield from (str(value) for key, value in child.attrs.items() if key in ("href", "src"))
            if child.type.startswith("html"):
                yield child.content


def test_H5_no_report_is_a_page_and_none_leads_anywhere(nasty: Repo) -> None:
    """There is no HTML report; the one that is rendered holds no active link, image or element of the contributor's."""
    assert "html" not in FORMATS
    assert "invalid choice: 'html'" in run(nasty, "check", "--format", "html", wanted=2).err
    out = run(nasty, "check", "--format", "markdown", wanted=1).out
    for link in links(out):
        assert not re.search(r"evil|javascript|script>", link), link


@pytest.mark.parametrize(
    "command", [("check", "--format", "junit"), ("rules",), ("report", "seeds/a.txt"), ("--version",), ("--help",)]
)
@pytest.mark.parametrize("stream", [">&-", ">/dev/full", "unbuffered >/dev/full"])
def test_H6_what_cannot_be_told_is_no_success(declared: Repo, command: tuple[str, ...], stream: str) -> None:
    declared.document("seeds/a.txt")
    unbuffered, _, target = stream.rpartition(" ")
    done = Repo(declared.path, {"PYTHONUNBUFFERED": unbuffered}).run(
        "sh", "-c", f'exec "$0" "$@" {target}', PROVGATE, *command
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_H6_an_error_stays_one_when_nobody_listens(declared: Repo) -> None:
    for number in range(800):
        declared.write(f"seeds/{number}.txt", f"{number}\n")
    done = declared.run("bash", "-c", 'set -o pipefail; "$0" check | head -c 10 >/dev/null', PROVGATE)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert declared.run("sh", "-c", 'exec "$0" check --nonsense 2>/dev/full', PROVGATE).returncode == 2
    assert declared.run("sh", "-c", 'exec "$0" check --rev nowhere 2>/dev/full', PROVGATE).returncode == 3
    both = declared.run("sh", "-c", 'exec "$0" check >&- 2>&-', PROVGATE)
    assert both.returncode == 3


@pytest.mark.parametrize("target", ["/dev/full", ".", "/proc/report"])
def test_H6_a_report_that_cannot_be_written(declared: Repo, target: str) -> None:
    declared.document("seeds/a.txt")
    ended = run(declared, "check", "--output", target)
    assert ended.code in (2, 3), ended.err
    assert ended.err


def test_H_the_report_folder_is_made(declared: Repo) -> None:
    declared.document("seeds/a.txt")
    run(declared, "check", "--output", "made/report.txt", wanted=0)
    assert Path(declared.path, "made/report.txt").read_text()
