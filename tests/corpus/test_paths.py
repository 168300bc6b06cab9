"""Names: plain ones pass quickly, others are told apart."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provgate.corpus import paths as pathnames


@pytest.mark.parametrize(
    "path",
    [
        "seeds/a.txt",
        "seeds/2026/dredging-resumes.txt",
        "seeds/naïve café.txt",
        "seeds/王小明.txt",
        "seeds/it's (1).txt",
        "seeds/console.txt",
        "seeds/a",
        "seeds/common/x.txt",
    ],
)
def test_good_names_have_no_faults(path: str) -> None:
    assert list(pathnames.faults(path)) == []


@pytest.mark.parametrize(
    ("path", "kind", "detail"),
    [
        ("seeds/con.txt", "reserved-name", "names a device"),
        ("seeds/COM¹", "reserved-name", "names a device"),
        ("seeds/nul/a.txt", "reserved-name", "`nul` names a device"),
        ("seeds/a.", "reserved-name", "dot or a space"),
        ("seeds/a ", "reserved-name", "dot or a space"),
        ("seeds/" + "a" * 244, "reserved-name", "244 bytes; at most 243"),
        ("seeds/a\nb.txt", "unsafe-path", "U+000A"),
        ("seeds/a\x1b[31m.txt", "unsafe-path", "U+001B"),
        ("seeds/\u202egpj.txt", "unsafe-path", "U+202E"),
        ("seeds/a\u200bb.txt", "unsafe-path", "U+200B"),
        ("seeds/a\udcffb.txt", "unsafe-path", "the byte 0xFF"),
        ("seeds/a:b.txt", "unsafe-path", "`:`"),
        ("seeds/a\\b.txt", "unsafe-path", "`\\`"),
    ],
)
def test_bad_names_are_told(path: str, kind: str, detail: str) -> None:
    assert not pathnames.plain(path)
    assert [(fault.kind, detail in fault.message) for fault in pathnames.faults(path)] == [(kind, True)]


@given(st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=30))
def test_a_plain_name_has_no_faults(path: str) -> None:
    if pathnames.plain(path):
        assert list(pathnames.faults(path)) == []


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("a.txt.source.yml", "a.txt"),
        ("a.txt.Source.YAML", "a.txt"),
        ("a.txt.yaml", "a.txt"),
        ("a.txt.meta.yml", "a.txt"),
        ("a.txt.source.json", "a.txt"),
        ("a.txt.source.yaml.txt", "a.txt"),
        ("a.txt", ""),
        ("a.txt.source.yaml", ""),
    ],
)
def test_names_that_mean_a_sidecar(path: str, owner: str) -> None:
    assert pathnames.meant_document(path) == owner


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1, max_size=20))
def test_quoted_names_survive_a_shell(path: str) -> None:
    word = pathnames.quoted(path)
    assert word.isprintable()
    done = subprocess.run(["bash", "-c", f"printf %s {word}"], capture_output=True, check=True)
    assert done.stdout == (b"./" if path.startswith("-") else b"") + path.encode()
