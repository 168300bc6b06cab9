"""THREATS E1 to E8: links, paths that leave the corpus, names that collide, names that some system cannot carry."""

from __future__ import annotations

import itertools
import os
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import keys
from pages import document, evidenced, html, sha256, warc
from provgate.corpus import collisions
from provgate.corpus import paths as pathnames
from repos import SIDECAR, Repo

from .bounded import SECRET, Ended, check, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and names that Windows does not have")

DOC = "seeds/dredging.txt"
SIDE = DOC + ".source.yaml"
CAPTURE = "seeds/dredging.warc.gz"
UNPINNED = SIDECAR.partition("sha256")[0]
SOURCES = ((), ("--rev", "HEAD"))
"""Index and working tree are held to agree in tests/test_corpus.py."""
TARGETS = ("secret", "/proc/self/environ", "/dev/zero", "itself", "nowhere")


def codes_at(ended: Ended, path: str) -> set[str]:
    """The codes of what is found at this path; bytes that are not UTF-8 stand as escapes."""
    return {found["code"] for found in ended.report["findings"] if found["path"] == path}


def good_beside(repo: Repo) -> None:
    """A good document that hostile ones must not drag along."""
    repo.document("seeds/good.txt", "The ferry sails on Sunday.\n")


# --- E1, E2: links and what is no file


def test_E1_a_link_is_never_read(declared: Repo, secret: Path) -> None:
    """Document, sidecar and evidence as links to secrets, endless devices, themselves and nothing."""
    good_beside(declared)
    links = {}
    for number, (target, name) in enumerate(itertools.product(TARGETS, ("a.txt", "a.txt.source.yaml", "a.warc.gz"))):
        evidenced(declared, f"seeds/{number}/a.txt", name="a.warc.gz")
        link = declared.path / f"seeds/{number}/{name}"
        link.unlink()
        link.symlink_to({"secret": str(secret), "itself": name}.get(target, target))
        links[f"seeds/{number}/{name}"] = f"seeds/{number}/a.txt"
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source, PROVGATE_TEST_ENVIRONMENT=SECRET)
        for place, owner in links.items():
            assert "PG111" in codes_at(ended, place)
            assert not ended.passed(owner)
        assert ended.passed("seeds/good.txt")


@pytest.mark.parametrize("place", [DOC, SIDE, CAPTURE])
def test_E1_a_pipe_does_not_hang(declared: Repo, place: str) -> None:
    evidenced(declared)
    declared.commit()
    (declared.path / place).unlink()
    os.mkfifo(declared.path / place)
    ended = check(declared)
    assert "PG117" in codes_at(ended, place)
    assert not ended.passed(DOC)
    (declared.path / ".git").rename(declared.path / "no.git")
    assert "PG117" in codes_at(check(declared), place)


@pytest.mark.parametrize("command", ["new", "pin"])
@pytest.mark.parametrize("place", [DOC, SIDE])
def test_E1_nothing_is_written_through_a_link(declared: Repo, secret: Path, command: str, place: str) -> None:
    declared.document(DOC)
    (declared.path / place).unlink()
    (declared.path / place).symlink_to(secret)
    before = secret.read_bytes()
    more = ["--force"] if command == "new" else []
    assert "symbolic link" in run(declared, command, DOC, *more, wanted=2).err
    assert secret.read_bytes() == before


@keys.needs_ssh_keygen
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "folder link"])
def test_E1_a_statement_is_not_written_through_a_link(declared: Repo, secret: Path, kind: str, named: bool) -> None:
    """Who vouches for a change does not write where its links lead, nor wait for its pipes."""
    path = "sub/a.dsse.json" if kind == "folder link" else "good.txt.dsse.json"
    good_beside(declared)
    if named:
        side = declared.path / "seeds/good.txt.source.yaml"
        side.write_text(
            side.read_text() + f"evidence:\n  - kind: attestation\n    path: {path}\n    sha256: {'0' * 64}\n"
        )
    place = declared.path / "seeds" / path
    targets = {"link": secret, "dangling": secret.parent / "new.json", "folder link": secret.parent}
    if kind == "pipe":
        os.mkfifo(place)
    else:
        (place.parent if kind == "folder link" else place).symlink_to(targets[kind])
    before = sorted(secret.parent.iterdir()), secret.read_bytes()
    ended = run(
        declared, "attest", "seeds/good.txt", "--yes", "--key", str(keys.make_key(secret.parent.parent, "ines"))
    )
    assert ended.code == (2 if named and kind != "folder link" else 0), ended.err
    assert (sorted(secret.parent.iterdir()), secret.read_bytes()) == before


@pytest.mark.parametrize("git", [True, False])
def test_E2_a_root_that_is_a_link_is_not_walked(declared: Repo, secret: Path, git: bool) -> None:
    outside = Repo(secret.parent)
    outside.document(f"{SECRET}.txt")
    (declared.path / "seeds").symlink_to(secret.parent)
    declared.commit()
    if not git:
        (declared.path / ".git").rename(declared.path / "no.git")
    for source in SOURCES if git else SOURCES[:1]:
        ended = check(declared, *source)
        assert codes_at(ended, "seeds") == {"PG111"}
        assert [each["path"] for each in ended.report["documents"]] == ["seeds"]
    declared.write("provgate.yaml", "schema: 1\nrequire: declared\ncorpus: [seeds/deep]\n")
    (secret.parent / "deep").mkdir()
    assert "`seeds/deep` does not exist" in run(declared, "check", wanted=2).err


def test_E2_a_folder_that_is_a_link_is_not_walked(declared: Repo, secret: Path) -> None:
    Repo(secret.parent).document(f"{SECRET}.txt")
    good_beside(declared)
    (declared.path / "seeds/more").symlink_to(secret.parent)
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source)
        assert codes_at(ended, "seeds/more") == {"PG111"}
        assert len(ended.report["documents"]) == 2


# --- E3: paths that lead out


def entry(path: str) -> str:
    """An evidence list with one capture that is whole and rightly pinned, wherever it lies."""
    quoted = path.replace("\\", "\\\\")
    return f'evidence:\n  - kind: capture\n    path: "{quoted}"\n    sha256: {sha256(warc(html()))}\n'


LEADING_OUT = {
    "absolute": "{outside}/dredging.warc.gz",
    "parent": "../dredging.warc.gz",
    "round": "x/../dredging.warc.gz",
    "prefix": "../0-evil/dredging.warc.gz",
    "compatibility": "\u2025/dredging.warc.gz",
    "here": "./dredging.warc.gz",
    "backslash": "..\\dredging.warc.gz",
    "drive": "C:dredging.warc.gz",
    "drive and slash": "C:/dredging.warc.gz",
    "share": "\\\\host\\dredging.warc.gz",
    "home": "~/dredging.warc.gz",
    "double": "x//dredging.warc.gz",
    "file": "file:///dredging.warc.gz",
    "full width": "\uff0e\uff0e/dredging.warc.gz",
    "full width slash": "..\uff0fdredging.warc.gz",
}


def test_E3_evidence_stays_beside_its_sidecar(strict: Repo, secret: Path) -> None:
    """A good capture lies wherever the path could lead; it proves nothing from there."""
    (secret.parent / "dredging.warc.gz").write_bytes(warc(html()))
    places = {f"seeds/{number}/dredging.txt": path for number, path in enumerate(LEADING_OUT.values())}
    for place, path in places.items():
        folder = place.rpartition("/")[0]
        for other in ("seeds", f"{folder}/x", f"{folder}-evil", folder):
            strict.write(f"{other}/dredging.warc.gz", warc(html()))
        evidenced(strict, place, evidence=entry(path.format(outside=secret.parent, own=folder)))
    strict.commit()
    for source in SOURCES:
        ended = check(strict, *source)
        for place in places:
            assert "PG406" in codes_at(ended, f"{place}.source.yaml"), place
            assert not ended.passed(place)


def test_E3_evidence_behind_a_linked_folder(strict: Repo, secret: Path) -> None:
    (secret.parent / "dredging.warc.gz").write_bytes(warc(html()))
    (strict.path / "seeds").mkdir()
    (strict.path / "seeds/sub").symlink_to(secret.parent)
    evidenced(strict, evidence=entry("sub/dredging.warc.gz"))
    strict.commit()
    for source in SOURCES:
        assert "PG404" in codes_at(check(strict, *source), SIDE)


@pytest.mark.parametrize(
    "argument", ["../seeds-evil/a.txt", "../repo-evil/seeds/a.txt", "{outside}/secret.txt", "seeds-evil/a.txt"]
)
def test_E3_a_path_that_only_begins_like_the_corpus_is_not_in_it(declared: Repo, secret: Path, argument: str) -> None:
    good_beside(declared)
    for place in ("seeds-evil/a.txt", "../repo-evil/seeds/a.txt", "../seeds-evil/a.txt"):
        declared.write(place, "outside\n")
    path = argument.format(outside=secret.parent)
    assert "names no document of the corpus" in run(declared, "check", path, wanted=2).err
    if argument != "seeds-evil/a.txt":
        assert "is not inside" in run(declared, "new", path, wanted=2).err
    assert not list(declared.path.parent.rglob("a.txt.source.yaml"))


# --- E4: names that other systems cannot tell apart


COLLIDING = {
    "case": ("seeds/a.txt", "seeds/A.txt"),
    "form": ("seeds/caf\u00e9.txt", "seeds/cafe\u0301.txt"),
    "both": ("seeds/\u00c9t\u00e9.txt", "seeds/e\u0301te\u0301.txt"),
    "Greek": ("seeds/\u03c3.txt", "seeds/\u03c2.txt"),
    "folder": ("seeds/x/a.txt", "seeds/X/a.txt"),
    "file and folder": ("seeds/x", "seeds/X/a.txt"),
    "file and deep folder": ("seeds/X/b/c.txt", "seeds/x"),
    "Kelvin": ("seeds/k.txt", "seeds/\u212a.txt"),
    "hangul": ("seeds/\uac00.txt", "seeds/\u1100\u1161.txt"),
}


def test_E4_names_that_collide_elsewhere(declared: Repo) -> None:
    good_beside(declared)
    pairs = {
        label: [name.replace("seeds", f"seeds/{number}") for name in names]
        for number, (label, names) in enumerate(COLLIDING.items())
    }
    for label, names in pairs.items():
        for number, name in enumerate(names):
            declared.document(name, f"{label} {number}\n")
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source)
        for label, names in pairs.items():
            assert "PG109" in set().union(*(codes_at(ended, name) for name in names)), label
            assert not all(ended.passed(name) for name in names)
        assert ended.passed("seeds/good.txt")


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=6))
def test_E4_what_is_one_name_to_a_mac_is_one_name_here(name: str) -> None:
    """Simple case folding of both forms, as HFS+ and APFS do, never tells apart what is folded alike here."""
    for form in ("NFC", "NFD"):
        for change in (str.upper, str.lower, str.casefold):
            other = change(unicodedata.normalize(form, name))
            if len(other) == len(unicodedata.normalize(form, name)) and other.lower() == name.lower():
                assert collisions._folded(other) == collisions._folded(name)


# --- E5: names that programs trip over


ODD = (
    b"line\nbreak.txt",
    b"\n::error::x.txt",
    b"esc\x1b[31m.txt",
    b"\x1b]8;;http://evil.example\x1b\\x.txt",
    b'quote".txt',
    b"::error::x.txt",
    b"##[group]x.txt",
    b"##vso[task.x]y.txt",
    b"\r::warning::x",
    "bidi\u202etxt.exe".encode(),
    "\u2066x\u2069.txt".encode(),
    b"trailing ",
    b"\xff\xfe.txt",
    b"\xc2\x9b31m.txt",
    b"\x7f.txt",
    b"\xed\xa0\x80.txt",
    "\u2028x.txt".encode(),
    "zero\u200bwidth.txt".encode(),
    b"[link=http://evil.example]x[" + b"bold].txt",
)
FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")


@pytest.fixture
def oddly_named(declared: Repo) -> Repo:
    good_beside(declared)
    for name in ODD:
        declared.write(os.fsdecode(b"seeds/" + name), name)
    declared.commit()
    return declared


@pytest.mark.parametrize("source", SOURCES, ids=["tree", "commit"])
def test_E5_odd_names_are_found_and_inert(oddly_named: Repo, source: tuple[str, ...]) -> None:
    ended = check(oddly_named, *source)
    assert len(ended.report["documents"]) == len(ODD) + 1
    assert sum(found["code"] in ("PG110", "PG108") for found in ended.report["findings"]) >= len(ODD) - 1
    assert [each["path"] for each in ended.report["documents"] if each["passed"]] == ["seeds/good.txt"]


def test_E5_every_byte_that_git_allows(declared: Repo) -> None:
    good_beside(declared)
    allowed = [byte for byte in range(1, 256) if byte != ord("/")]
    for byte in allowed:
        declared.write(os.fsdecode(b"seeds/%d/a%cb" % (byte, byte)), f"{byte}\n")
    declared.commit()
    for source in SOURCES:
        documents = check(declared, *source).report["documents"]
        assert len(documents) == len(allowed) + 1
        assert [each["path"] for each in documents if each["passed"]] == ["seeds/good.txt"]


@pytest.mark.parametrize("form", FORMATS)
def test_E5_odd_names_are_inert_in_every_format(oddly_named: Repo, form: str) -> None:
    ended = run(oddly_named, "check", "--format", form, wanted=1, commands=form == "github")
    ended.out.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b]", ended.out)
    if form == "github":
        lines = [line for line in ended.out.splitlines() if line.lstrip().startswith("::")]
        assert lines and all(re.match(r"::(?:error|warning|notice) (?:title|file)=", line) for line in lines)
        assert not re.search(r".::(?:error|warning|add-mask|set-output)\b", ended.out)


@pytest.mark.parametrize("name", ["-rf.txt", "--format=json", "-", "@file.txt"])
def test_E5_a_leading_dash_is_a_name(declared: Repo, name: str) -> None:
    declared.document(f"seeds/{name}", "fine\n")
    cwd = declared.path / "seeds"
    assert check(cwd, "--", f"./{name}", wanted=0).passed(f"seeds/{name}")
    (cwd / f"{name}.source.yaml").unlink()
    advice = check(declared).report["findings"][0]["help"]
    command = advice.removeprefix("run `").partition("`")[0].split(" ", 1)[1]
    run(declared, *command.split(), wanted=0)
    assert (cwd / f"{name}.source.yaml").is_file()


# --- E6: names that Windows does not have


ILLEGAL = re.compile(
    r"(?i)((^|/)(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(\.|/|$)|[<>:\"\\|?*\x00-\x1F]|/[^/]*[\.\s]/|[^/]*[\.\s]$)"
)
"""`files` of the hook check-illegal-windows-names in .pre-commit-hooks.yaml of pre-commit-hooks."""

RESERVED = (
    "CON",
    "con.txt",
    "Aux.tar.gz",
    "nul",
    "PRN.md",
    "COM1",
    "com9.txt",
    "LPT1.txt",
    "COM¹.txt",
    "lpt³",
    "COM0",
    "lpt0.x",
    "dot.",
    "dots...",
    "space ",
    "nbsp\u00a0",
    "wide\u3000",
    "deep/con/a.txt",
    "deep/dir./a.txt",
    "deep/dir /a.txt",
    "CONIN$",
    "conout$.txt",
    "con .txt",
)
ALLOWED = ("console.txt", "auxiliary.txt", "com.txt", "COM10.txt", "null.txt", "a.con", "lpt", "x.aux.txt", "com¹a.txt")


def test_E6_names_that_windows_refuses(declared: Repo) -> None:
    good_beside(declared)
    places = [f"seeds/{number}/{name}" for number, name in enumerate(RESERVED)]
    for place in places:
        declared.document(place, f"{place}\n")
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source)
        assert [place for place in places if "PG108" not in codes_at(ended, place)] == []
        assert [each["path"] for each in ended.report["documents"] if each["passed"]] == ["seeds/good.txt"]


def test_E6_names_that_only_resemble_them(declared: Repo) -> None:
    for number, name in enumerate(ALLOWED):
        declared.document(f"seeds/{name}", f"{number}\n")
    assert not check(declared, wanted=0).codes & {"PG108", "PG110"}


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "con",
                    "PRN",
                    "aux",
                    "NUL",
                    "com",
                    "LPT",
                    "0",
                    "1",
                    "9",
                    "¹",
                    "³",
                    ".",
                    " ",
                    "\t",
                    "x",
                    "-",
                    "<",
                    "\\",
                    "\u00a0",
                    "\u2003",
                    "\x85",
                ]
            ),
            st.characters(exclude_characters="/\0", exclude_categories=["Cs"]),
        ),
        min_size=1,
        max_size=5,
    ).map("".join)
)
def test_E6_what_the_hook_of_pre_commit_refuses_is_refused(name: str) -> None:
    path = f"seeds/{name}"
    if ILLEGAL.search(path):
        assert list(pathnames.faults(path))
        assert not pathnames.plain(path)


# --- E7: long names


def test_E7_a_name_that_leaves_no_room_for_a_sidecar(declared: Repo) -> None:
    good_beside(declared)
    name = f"seeds/{'a' * 251}"
    declared.write(name, "x\n")
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source)
        assert codes_at(ended, name) == {"PG101", "PG108"}
        assert ended.passed("seeds/good.txt")
    assert "name" in run(declared, "new", name, wanted=3).err


DEEP = "/".join(["d" * 200] * 30)


def deep_on_disk(top: Path) -> None:
    """A document 6,000 bytes down, which no path as a whole reaches."""
    here = os.open(top, os.O_RDONLY)
    for name in DEEP.split("/"):
        os.mkdir(name, dir_fd=here)
        there = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


@pytest.fixture
def shallow_again(tmp_path: Path) -> Callable[[Path], None]:
    """Shortens what is too deep for whoever cleans up."""

    def shorten(top: Path) -> None:
        place = top / "/".join(DEEP.split("/")[:15])
        for path in (place, top):
            (path / DEEP.split("/")[0]).rename(tmp_path / f"cut-{len(str(path))}")

    return shorten


@pytest.mark.parametrize("git", [True, False])
def test_E7_a_path_beyond_every_limit_is_not_passed_over(
    declared: Repo,
    git: bool,
    shallow_again: Callable[[Path], None],
) -> None:
    """os.walk stops there in silence."""
    good_beside(declared)
    if git:
        declared.commit()
    else:
        (declared.path / ".git").rename(declared.path / "no.git")
    deep_on_disk(declared.path / "seeds")
    try:
        ended = run(declared, "check")
    finally:
        shallow_again(declared.path / "seeds")
    assert ended.code == 3, ended.out + ended.err


def test_E7_a_long_path_in_the_index_is_judged(declared: Repo) -> None:
    good_beside(declared)
    declared.commit()
    blob = declared.git("hash-object", "-w", "seeds/good.txt").strip()
    declared.git("update-index", "--add", "--cacheinfo", f"100644,{blob},seeds/{DEEP}/a.txt")
    ended = check(declared, "--staged")
    assert "PG101" in codes_at(ended, f"seeds/{DEEP}/a.txt")
    assert ended.passed("seeds/good.txt")


# --- E8: what is named like a sidecar, and what is not seen


HIDING = (
    ("x.source.yaml", "words of a document\n", "PG102"),
    ("x.source.yaml.source.yaml", UNPINNED, "PG102"),
    ("good.txt.source.yml", UNPINNED, "PG106"),
    ("x.source.yml", UNPINNED, "PG101"),
    (".source.yaml", UNPINNED, "PG101"),
    (".hidden", "words\n", "PG101"),
    (".hidden/a.txt", "words\n", "PG101"),
    (".mailmap", "words\n", "PG101"),
    ("gone.txt.source.yaml", UNPINNED, "PG102"),
    ("x.txt.source.yaml/inside.txt", "words\n", "PG101"),
    (".provgate-x1.tmp", "words\n", "PG101"),
)


def test_E8_nothing_hides_behind_its_name(declared: Repo) -> None:
    for number, (path, content, _) in enumerate(HIDING):
        declared.document(f"seeds/{number}/good.txt", f"{number}\n")
        declared.write(f"seeds/{number}/{path}", content)
    declared.commit()
    for source in SOURCES:
        ended = check(declared, *source)
        for number, (path, _, code) in enumerate(HIDING):
            assert code in codes_at(ended, f"seeds/{number}/{path}"), path
            assert ended.passed(f"seeds/{number}/good.txt")


def test_E8_a_folder_does_not_stand_for_a_sidecar(declared: Repo) -> None:
    declared.write(DOC, document())
    declared.document(SIDE + "/inside.txt", "inside\n")
    declared.commit()
    for source in SOURCES:
        assert "PG101" in codes_at(check(declared, *source), DOC)
