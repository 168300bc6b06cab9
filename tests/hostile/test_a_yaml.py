"""THREATS A: what YAML readers choke on, in a sidecar."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from pages import sha256
from provgate import sidecar
from repos import Repo

from .bounded import SECRET, check, run

TEXT = b"The dredger came back to the harbour.\n"
FIELDS = {
    "schema": "1", "origin": "https://www.harbourgazette.example/2026/03/12/dredging.html", "date": "2026-03-12",
    "author": "Ines Calder", "outlet": "harbour-gazette", "sha256": sha256(TEXT),
}


def plain(**changed: str) -> bytes:
    """A good sidecar with some fields spelled otherwise; "" takes one away."""
    return "".join(f"{key}: {value}\n" for key, value in {**FIELDS, **changed}.items() if value).encode()


def merge_bomb(levels: int) -> bytes:
    return b"".join(b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, levels))


LAUGHS = b"x-a: &a [z,z,z]\n" + b"".join(
    b"x-%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (n, n, *[n - 1] * 8) for n in range(ord("b"), ord("k")))

REFUSED = {
    "A1_flow": (plain() + b"x-a: " + b"[" * 25_000 + b"]" * 25_000 + b"\n", "PG203"),
    "A1_block": (plain() + b"x-a:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 300)), "PG203"),
    "A1_a_million_levels": (b"[" * 1_000_000, "PG203"),
    "A1_compact": (plain() + b"x-a: \n" + b"- " * 20_000 + b"x\n", "PG203"),
    "A2_merge_bomb": (plain() + b"a0: &a0 {a: b}\n" + merge_bomb(30), "PG204"),
    "A3_billion_laughs": (plain() + LAUGHS, "PG204"),
    "A4_self_alias": (plain() + b"x-a: &a [*a]\n", "PG204"),
    "A5_duplicate_key": (plain() + f"sha256: {'0' * 64}\n".encode(), "PG205"),
    "A5_duplicate_key_escaped": (plain() + b'"sha\\x32\\x35\\x36": x\n', "PG205"),
    "A6_python_tag": (plain(title="!!python/object/apply:os.system [id]"), "PG204"),
    "A6_int_tag": (plain(title="!!int abc"), "PG204"),
    "A6_bool_tag": (plain(title="!!bool maybe"), "PG204"),
    "A6_timestamp_tag": (plain(title="!!timestamp x"), "PG204"),
    "A6_own_tag": (plain(title="!foo bar"), "PG204"),
    "A7_day_that_is_none": (plain(date="2024-02-30"), "PG303"),
    "A7_year_zero": (plain(date="0000-01-01"), "PG303"),
    "A7_offset": (plain(date="2024-01-01T00:00:00+25:00"), "PG303"),
    "A7_second_61": (plain(date="2024-01-01T00:00:61Z"), "PG303"),
    "A7_octal": (plain(date="0b_"), "PG303"),
    "A7_hex": (plain(date="0x_"), "PG303"),
    "A7_long_number": (plain(date="9" * 5_000), "PG210"),
    "A7_sexagesimal": (plain(title="1" + ":59" * 400 + ".5"), "PG210"),
    "A8_date_is_a_time": (plain(date="12:30"), "PG303"),
    "A8_schema_as_float": (plain(schema="1.0"), "PG210"),
    "A8_null_author": (plain(author="~"), "PG301"),
    "A8_empty_author": (plain(author=" "), "PG208"),
    "A9_big_hex": (plain(title="0x" + "f" * 20_000), "PG210"),
    "A10_nul": (plain(title=r'"a\0b"'), "PG211"),
    "A10_escape": (plain(title=r'"\e[31mred"'), "PG211"),
    "A10_c1": (plain(title=r'"\x9b31m"'), "PG211"),
    "A10_bidi": (plain(title=r'"a\u202eb"'), "PG315"),
    "A10_zero_width": (plain(author=r'"Ines\u200b Calder"'), "PG315"),
    "A11_utf16le": (b"\xff\xfe" + plain().decode().encode("utf-16-le"), "PG202"),
    "A11_utf16be": (b"\xfe\xff" + plain().decode().encode("utf-16-be"), "PG202"),
    "A11_utf16_without_bom": (plain().decode().encode("utf-16-le"), "PG201"),
    "A11_utf32": (plain().decode().encode("utf-32"), "PG202"),
    "A11_utf8_bom": (b"\xef\xbb\xbf" + plain(), "PG202"),
    "A11_latin1": (plain(title="caf").replace(b"caf", b"caf\xe9"), "PG202"),
    "A11_overlong": (plain(title="xy").replace(b"xy", b"\xc0\xaf"), "PG202"),
    "A11_surrogate": (plain(title="xy").replace(b"xy", b"\xed\xa0\x80"), "PG202"),
    "A11_nul_byte": (plain(title="xy").replace(b"xy", b"\0"), "PG201"),
    "A13_tab_behind_colon": (b"schema:\t1\n" + plain(schema=""), None),
    "A13_bom_in_the_middle": (plain(schema="") + b"\xef\xbb\xbfschema: 1\n", "PG2"),
    "A14_two_documents": (plain() + b"---\n" + plain(), "PG204"),
    "A14_directive": (b"%YAML 1.2\n---\n" + plain(), "PG204"),
    "A15_merge_key": (plain(author="") + b"<<: {author: Ines Calder}\n", "PG204"),
    "A15_two_merge_keys": (plain() + b"<<: {a: b}\n<<: {c: d}\n", "PG204"),
    "A16_number_key": (plain() + b"1: a\n", "PG209"),
    "A16_list_key": (plain() + b"? [a]\n: b\n", "PG204"),
    "A16_colliding_keys": (plain() + b"true: a\ntrue: b\n", "PG205"),
    "A16_null_key": (plain() + b"~: a\n", "PG209"),
    "A17_unicode_twin": (plain() + "date\u0301: 2020\n".encode(), "PG209"),
    "A17_compatibility_twin": (plain() + "ｄate: 2020\n".encode(), "PG209"),
    "A18_conflict": (b"<<<<<<< ours\n" + plain() + b"=======\n" + plain() + b">>>>>>> theirs\n", "PG206"),
    "A18_conflict_in_a_block": (plain() + b"notes: |\n  x\n<<<<<<< ours\n  y\n>>>>>>> theirs\n", "PG206"),
    "A19_many_keys": (plain() + b"".join(b"x-%d: a\n" % n for n in range(300_000)), "PG203"),
    "A22_binary": (plain(title="!!binary aGk="), "PG204"),
    "A22_set": (plain() + b"x-a: !!set {a, b}\n", "PG204"),
    "A22_omap": (plain() + b"x-a: !!omap [a: b]\n", "PG204"),
    "A23_empty": (b"", "PG207"),
    "A23_comment": (b"# nothing\n", "PG207"),
    "A23_list": (b"- a\n- b\n", "PG207"),
    "A23_scalar": (b"just words\n", "PG207"),
    "A23_document_end": (b"...\n", "PG20"),
}


@pytest.mark.parametrize(("raw", "code"), [pytest.param(*case, id=name) for name, case in REFUSED.items() if case[1]])
def test_A_refused(declared: Repo, raw: bytes, code: str) -> None:
    declared.write("seeds/a.txt", TEXT)
    declared.write("seeds/a.txt.source.yaml", raw)
    ended = check(declared)
    assert any(found.startswith(code) for found in ended.codes), ended.codes
    run(declared, "check", wanted=1)


def test_A13_one_reader_decides(declared: Repo) -> None:
    """A tab behind the colon is where pure and C readers differ: here only libyaml is asked."""
    declared.write("seeds/a.txt", TEXT)
    declared.write("seeds/a.txt.source.yaml", REFUSED["A13_tab_behind_colon"][0])
    assert check(declared, wanted=0).passed("seeds/a.txt")


@pytest.mark.parametrize(("field", "spelled"), [
    ("title", "No"), ("title", "0123"), ("title", "0o17"), ("title", "190:20:30"), ("title", "1e3"), ("title", "1_000"),
    ("x-a", ".nan"), ("x-a", "="), ("title", "2026-03-12"), ("x-commit", "01234567"), ("title", "y"),
])
def test_A8_every_scalar_is_its_own_text(declared: Repo, field: str, spelled: str) -> None:
    raw = plain(**{field: spelled})
    data = sidecar.read(raw).data
    assert data is not None
    assert data[field] == spelled
    declared.write("seeds/a.txt", TEXT)
    declared.write("seeds/a.txt.source.yaml", raw)
    assert "PG210" not in check(declared, wanted=0).codes


def test_A14_a_trailing_document_end_is_harmless(declared: Repo) -> None:
    declared.write("seeds/a.txt", TEXT)
    declared.write("seeds/a.txt.source.yaml", plain() + b"...\n")
    check(declared, wanted=0)


def test_A20_no_cut_sidecar_is_evidenced(strict: Repo) -> None:
    """Pin and evidence stand last, so that every cut of a sidecar lacks something; writes are atomic besides."""
    raw = plain() + b"evidence:\n  - kind: capture\n    path: a.warc.gz\n    sha256: " + b"0" * 64 + b"\n"
    for number, size in enumerate(itertools.chain(range(0, len(raw) - 1, 7), range(len(raw) - 9, len(raw) - 1))):
        strict.write(f"seeds/{number}.txt", TEXT)
        strict.write(f"seeds/{number}.txt.source.yaml", raw[:size])
    strict.write("seeds/a.warc.gz", b"")
    report = check(strict).report
    assert report["summary"]["documents"] > 50
    assert report["summary"]["passed"] == 0


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
def test_A21_what_a_link_leads_to_is_not_quoted(declared: Repo, secret: Path) -> None:
    declared.write("seeds/a.txt", TEXT)
    (declared.path / "seeds/a.txt.source.yaml").symlink_to(secret)
    assert SECRET in secret.read_text()
    for source in ((), ("--staged",)):
        declared.git("add", "--all")
        assert "PG111" in check(declared, *source).codes
        run(declared, "check", *source, wanted=1)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
@pytest.mark.parametrize("name", ["provgate.yaml", "outlets.yaml", "attesters.yaml"])
def test_A21_settings_that_are_links_are_not_quoted(declared: Repo, secret: Path, name: str) -> None:
    declared.write("seeds/a.txt", TEXT)
    declared.write("seeds/a.txt.source.yaml", plain())
    (declared.path / name).unlink(missing_ok=True)
    (declared.path / name).symlink_to(secret)
    assert name in run(declared, "check", wanted=2).err
