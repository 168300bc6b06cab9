"""THREATS A: what YAML readers choke on, in a sidecar."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from pages import sha256
from provgate.formats import yaml_reader
from repos import OUTLETS, Repo

from .bounded import SECRET, check, run
from .corpora import judged

TEXT = b"The dredger came back to the harbour.\n"
FIELDS = {
    "schema": "1",
    "origin": "https://www.harbourgazette.example/2026/03/12/dredging.html",
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
    "sha256": sha256(TEXT),
}


def plain(**changed: str) -> bytes:
    """A good sidecar with some fields spelled otherwise; "" takes one away."""
    return "".join(f"{key}: {value}\n" for key, value in {**FIELDS, **changed}.items() if value).encode()


def merge_bomb(levels: int) -> bytes:
    return b"".join(b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, levels))


LAUGHS = b"x-a: &a [z,z,z]\n" + b"".join(
    b"x-%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (n, n, *[n - 1] * 8) for n in range(ord("b"), ord("k"))
)

REFUSED = {
    "A1_flow": (plain() + b"x-a: " + b"[" * 25_000 + b"]" * 25_000 + b"\n", "PG203"),
    "A1_block": (plain() + b"x-a:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 300)), "PG203"),
    "A1_a_million_levels": (b"[" * 1_000_000, "PG203"),
    "A1_compact": (plain() + b"x-a: \n" + b"- " * 20_000 + b"x\n", "PG203"),
    "A1_settings_like": (plain(author="[" * 9 + "a" + "]" * 9), "PG203"),
    "A1_in_a_key": (plain() + b"? " + b"[" * 20_000 + b"\n", "PG20"),
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
    "A7_second_60": (plain(date="2024-01-01T00:00:60Z"), "PG303"),
    "A7_date_of_sixties": (plain(date="1" + ":59" * 400 + ".5"), "PG210"),
    "A7_second_61": (plain(date="2024-01-01T00:00:61Z"), "PG303"),
    "A7_octal": (plain(date="0b_"), "PG303"),
    "A7_hex": (plain(date="0x_"), "PG303"),
    "A7_long_number": (plain(date="9" * 5_000), "PG210"),
    "A7_sexagesimal": (plain(title="1" + ":59" * 400 + ".5"), "PG210"),
    "A8_date_is_a_time": (plain(date="12:30"), "PG303"),
    "A8_digits_as_pin": (plain(sha256="1" * 64), "PG401"),
    "A8_schema_as_float": (plain(schema="1.0"), "PG210"),
    "A8_null_author": (plain(author="~"), "PG301"),
    "A8_empty_author": (plain(author=" "), "PG208"),
    "A9_big_hex": (plain(title="0x" + "f" * 20_000), "PG210"),
    "A10_nul": (plain(title=r'"a\0b"'), "PG211"),
    "A10_escape": (plain(title=r'"\e[31mred"'), "PG211"),
    "A10_c1": (plain(title=r'"\x9b31m"'), "PG211"),
    "A10_bidi": (plain(title=r'"a\u202eb"'), "PG315"),
    "A10_zero_width": (plain(author=r'"Ines\u200b Calder"'), "PG315"),
    "A10_key": (plain() + b'"x-\\e[31m": a\n', "PG211"),
    "A10_hidden_in_a_key": (plain() + b'"x-a\\u202eb": a\n', "PG211"),
    "A10_line_end_in_a_key": (plain() + b'"x-a\\nb": a\n', "PG211"),
    "A10_in_a_list": (plain(author=r'["a\e", b]'), "PG211"),
    "A10_in_free_text": (plain(notes=r'"a\x9bb"'), "PG211"),
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
    "A16_date_key": (plain() + b"2026-03-12: a\n", "PG209"),
    "A16_truth_key": (plain() + b"true: a\n", "PG209"),
    "A17_twins": (plain() + "x-caf\u00e9: a\nx-cafe\u0301: b\n".encode(), "PG205"),
    "A17_escaped_twins": (plain() + b'"x-caf\\u00e9": a\n"x-cafe\\u0301": b\n', "PG205"),
    "A17_unicode_twin": (plain() + "date\u0301: 2020\n".encode(), "PG209"),
    "A17_compatibility_twin": (plain() + "ｄate: 2020\n".encode(), "PG209"),
    "A18_conflict": (b"<<<<<<< ours\n" + plain() + b"=======\n" + plain() + b">>>>>>> theirs\n", "PG206"),
    "A18_conflict_in_a_block": (plain() + b"notes: |\n  x\n<<<<<<< ours\n  y\n>>>>>>> theirs\n", "PG206"),
    "A18_conflict_without_labels": (plain() + b"notes: |\n  x\n<<<<<<<\n  y\n>>>>>>>\n", "PG206"),
    "A18_base": (plain() + b"notes: |\n  x\n||||||| base\n  y\n", "PG206"),
    "A18_conflict_crlf": (plain() + b"notes: |\r\n  x\r\n=======\r\n  y\r\n", "PG206"),
    "A19_one_byte_more": (plain() + b"#" * (65_537 - len(plain())), "PG203"),
    "A19_dense": (plain() + b"".join(b"k%d: a\n" % n for n in range(6_900)), "PG209"),
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


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """The codes found about each of these sidecars, all in one corpus beside a good one; none of them passes."""
    repo = Repo(tmp_path_factory.mktemp("a") / "repo")
    repo.path.mkdir()
    repo.git("init", "--quiet")
    repo.write("provgate.yaml", "schema: 1\nrequire: declared\n")
    repo.write("outlets.yaml", OUTLETS)
    cases = {**{name: raw for name, (raw, code) in REFUSED.items() if code}, "good": plain()}
    for name, raw in cases.items():
        repo.write(f"seeds/{name}.txt", TEXT)
        repo.write(f"seeds/{name}.txt.source.yaml", raw)
    ended = check(repo)
    run(repo, "check", wanted=1)
    run(repo, "check", "--format", "sarif", wanted=1)
    every = {path.removeprefix("seeds/").removesuffix(".txt"): verdict for path, verdict in judged(ended).items()}
    assert {name for name, (passed, _) in every.items() if passed} == {"good"}
    assert every.keys() == cases.keys()
    return {name: codes for name, (_, codes) in every.items()}


def holds(told: Mapping[str, set[str]], entry: str) -> None:
    """Every sidecar of this entry is refused by the rule that speaks of it."""
    wanted = {name: code for name, (_, code) in REFUSED.items() if name.startswith(entry + "_") and code}
    assert wanted
    wrong = {
        name: told[name] for name, code in wanted.items() if not any(found.startswith(code) for found in told[name])
    }
    assert not wrong, wrong


def test_A1_depth(told: Mapping[str, set[str]]) -> None:
    holds(told, "A1")


def test_A2_merge_key_bombs(told: Mapping[str, set[str]]) -> None:
    holds(told, "A2")


def test_A3_billion_laughs(told: Mapping[str, set[str]]) -> None:
    holds(told, "A3")


def test_A4_self_aliases(told: Mapping[str, set[str]]) -> None:
    holds(told, "A4")


def test_A5_duplicate_keys(told: Mapping[str, set[str]]) -> None:
    holds(told, "A5")


def test_A6_tags(told: Mapping[str, set[str]]) -> None:
    holds(told, "A6")


def test_A7_scalars_that_explode(told: Mapping[str, set[str]]) -> None:
    holds(told, "A7")


def test_A8_typing_traps(told: Mapping[str, set[str]]) -> None:
    holds(told, "A8")


def test_A9_big_numbers(told: Mapping[str, set[str]]) -> None:
    holds(told, "A9")


def test_A10_decoded_characters(told: Mapping[str, set[str]]) -> None:
    holds(told, "A10")


def test_A11_encodings(told: Mapping[str, set[str]]) -> None:
    holds(told, "A11")


def test_A13_where_readers_differ(told: Mapping[str, set[str]]) -> None:
    holds(told, "A13")


def test_A14_several_documents(told: Mapping[str, set[str]]) -> None:
    holds(told, "A14")


def test_A15_merge_keys(told: Mapping[str, set[str]]) -> None:
    holds(told, "A15")


def test_A16_keys_that_are_no_text(told: Mapping[str, set[str]]) -> None:
    holds(told, "A16")


def test_A17_keys_that_look_alike(told: Mapping[str, set[str]]) -> None:
    holds(told, "A17")


def test_A18_merge_conflicts(told: Mapping[str, set[str]]) -> None:
    holds(told, "A18")


def test_A19_size(told: Mapping[str, set[str]]) -> None:
    holds(told, "A19")


def test_A22_types_of_collections(told: Mapping[str, set[str]]) -> None:
    holds(told, "A22")


def test_A23_no_mapping(told: Mapping[str, set[str]]) -> None:
    holds(told, "A23")


HOSTILE = {
    "A1": b"x: " + b"[" * 25_000 + b"]" * 25_000 + b"\n",
    "A2": b"a0: &a0 {a: b}\n" + merge_bomb(30),
    "A3": LAUGHS,
    "A4": b"x-a: &a [*a]\n",
    "A5": b"schema: 1\n",
    "A6": b"x: !!python/name:os.system x\n",
    "A10": b'x-a: "\\e[31m"\n',
    "A15": b"<<: {a: b}\n",
    "A17": "x-caf\u00e9: a\nx-cafe\u0301: b\n".encode(),
    "A18": b"<<<<<<< ours\n",
    "A9": b"schema: 0x" + b"f" * 20_000 + b"\n",
}
SETTINGS = {
    "provgate.yaml": b"schema: 1\nrequire: declared\n",
    "outlets.yaml": OUTLETS.encode(),
    "attesters.yaml": b"schema: 1\nattesters: {}\n",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_A1_to_A18_in_settings(declared: Repo, name: str) -> None:
    """The policy and the registries are read as strictly as sidecars; none of them is half believed."""
    declared.document("seeds/a.txt")
    good = SETTINGS[name]
    for raw in (
        *(good + extra for extra in HOSTILE.values()),
        b"",
        b"- a\n",
        b"\xff\xfe" + good.decode().encode("utf-16-le"),
        b"[" * 1_000_000,
    ):
        declared.write(name, raw)
        assert name in run(declared, "check", wanted=2).err, raw[:200]
    declared.write(name, good)
    run(declared, "check", wanted=0)


def test_A_other_commands_read_as_strictly(declared: Repo) -> None:
    """What writes or shows sidecars meets the same ones: within bounds, and none is written to."""
    for name in (
        "A1_flow",
        "A2_merge_bomb",
        "A3_billion_laughs",
        "A5_duplicate_key",
        "A11_utf16le",
        "A18_conflict",
        "A23_list",
    ):
        declared.write(f"seeds/{name}.txt", TEXT)
        place = declared.write(f"seeds/{name}.txt.source.yaml", REFUSED[name][0])
        assert run(declared, "pin", f"seeds/{name}.txt").code in (1, 2, 3), name
        assert place.read_bytes() == REFUSED[name][0]
        run(declared, "report", f"seeds/{name}.txt")


def test_A13_one_reader_decides(declared: Repo) -> None:
    """A tab behind the colon is where pure and C readers differ: here only libyaml is asked."""
    declared.write("seeds/a.txt", TEXT)
    declared.write("seeds/a.txt.source.yaml", REFUSED["A13_tab_behind_colon"][0])
    assert check(declared, wanted=0).passed("seeds/a.txt")


@pytest.mark.parametrize(
    ("field", "spelled"),
    [
        ("title", "No"),
        ("title", "0123"),
        ("title", "0o17"),
        ("title", "190:20:30"),
        ("title", "1e3"),
        ("title", "1_000"),
        ("x-a", ".nan"),
        ("x-a", "="),
        ("title", "2026-03-12"),
        ("x-commit", "01234567"),
        ("title", "y"),
    ],
)
def test_A8_every_scalar_is_its_own_text(declared: Repo, field: str, spelled: str) -> None:
    raw = plain(**{field: spelled})
    data = yaml_reader.read(raw).data
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


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_A21_what_a_link_leads_to_is_not_quoted(declared: Repo, secret: Path) -> None:
    declared.write("seeds/a.txt", TEXT)
    (declared.path / "seeds/a.txt.source.yaml").symlink_to(secret)
    assert SECRET in secret.read_text()
    for source in ((), ("--staged",)):
        declared.git("add", "--all")
        assert "PG111" in check(declared, *source).codes
        run(declared, "check", *source, wanted=1)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("name", ["provgate.yaml", "outlets.yaml", "attesters.yaml"])
def test_A21_settings_that_are_links_are_not_quoted(declared: Repo, secret: Path, name: str) -> None:
    declared.write("seeds/a.txt", TEXT)
    declared.write("seeds/a.txt.source.yaml", plain())
    (declared.path / name).unlink(missing_ok=True)
    (declared.path / name).symlink_to(secret)
    assert name in run(declared, "check", wanted=2).err
