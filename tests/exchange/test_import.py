"""`provgate import`: catalogues of each format, and what is wrong with them, through the command line."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gating import check, run
from provgate.exchange import bibtex, csv_table, front_matter, json_catalogues
from provgate.findings import UsageError
from provgate.formats import yaml_reader
from repos import Repo

OUTLETS = """\
schema: 1
outlets:
  harbour-gazette:
    name: Harbour Gazette
    domains: [harbourgazette.example]
"""
ORIGIN = "https://www.harbourgazette.example/2026/03/12/dredging.html"


@pytest.fixture
def corpus(new_repo: Any) -> Repo:
    """A repository with three documents and no sidecar."""
    repo: Repo = new_repo()
    repo.write("provgate.yaml", "schema: 1\nrequire: declared\n")
    repo.write("outlets.yaml", OUTLETS)
    for name in ("a.txt", "old/b.txt", "old/c.txt"):
        repo.write(f"seeds/{name}", f"The text of {name}.\n")
    return repo


def claims(repo: Repo, document: str) -> dict[str, Any]:
    """What the written sidecar says."""
    parsed = yaml_reader.read((repo.path / f"{document}.source.yaml").read_bytes())
    assert parsed.data is not None
    return dict(parsed.data)


def test_csv_becomes_sidecars_that_pass_at_level_declared(corpus: Repo) -> None:
    corpus.write(
        "known.csv",
        "path,url,published,authors,publisher,shelf\n"
        f"seeds/a.txt,{ORIGIN},2026-03-12,Ines Calder; Tom Reed,Harbour Gazette,7\n",
    )
    ran = run(corpus, "import", "known.csv")
    assert ran.code == 0, ran.out + ran.err
    assert "  authors -> author\n" in ran.out
    assert "  not used: shelf\n" in ran.out
    assert claims(corpus, "seeds/a.txt")["author"] == ["Ines Calder", "Tom Reed"]
    assert claims(corpus, "seeds/a.txt")["outlet"] == "harbour-gazette"
    corpus.git("add", "--all")
    assert check(corpus, "seeds/a.txt").levels["seeds/a.txt"] == ("declared", True)


def test_what_is_not_known_stays_empty(corpus: Repo) -> None:
    corpus.write("known.csv", "path,origin,date\na.txt,,\n")
    assert run(corpus, "import", "known.csv").code == 0
    written = claims(corpus, "seeds/a.txt")
    assert {key: written[key] for key in ("origin", "date", "author", "outlet")} == dict.fromkeys(
        ("origin", "date", "author", "outlet"), ""
    )


def test_dry_run_shows_and_writes_nothing(corpus: Repo) -> None:
    corpus.write("known.csv", f"path,origin\nseeds/a.txt,{ORIGIN}\n")
    ran = run(corpus, "import", "--dry-run", "known.csv")
    assert ran.code == 0
    assert "would write seeds/a.txt.source.yaml:\n" in ran.out
    assert f"    origin: {ORIGIN}\n" in ran.out
    assert not (corpus.path / "seeds/a.txt.source.yaml").exists()


def test_a_sidecar_that_is_there_is_kept(corpus: Repo) -> None:
    corpus.document("seeds/a.txt")
    before = (corpus.path / "seeds/a.txt.source.yaml").read_bytes()
    corpus.write("known.csv", "path,date\nseeds/a.txt,1999\n")
    ran = run(corpus, "import", "known.csv")
    assert ran.code == 0
    assert "documents that have one already: 1" in ran.out
    assert (corpus.path / "seeds/a.txt.source.yaml").read_bytes() == before


def test_rows_that_fit_nothing_are_told_and_the_rest_is_written(corpus: Repo) -> None:
    corpus.write("seeds/seeds/a.txt", "Another one.\n")
    corpus.write(
        "known.csv",
        "path,date\nnowhere.txt,2020\n,2020\nold/b.txt,2020\nold/b.txt,2021\nseeds/a.txt,2020\n"
        "/etc/passwd,2020\n../known.csv,2020\n\nold/c.txt,2020,x\n",
    )
    ran = run(corpus, "import", "known.csv")
    assert ran.code == 1
    for line in (
        "row 2: `nowhere.txt` is not a document of the corpus",
        "row 3: names no document: no field of it is the path",
        "row 5: `seeds/old/b.txt` is described by row 4 already",
        "row 6: `seeds/a.txt` could be any of seeds/a.txt, seeds/seeds/a.txt; write the path from the root",
        "row 7: `/etc/passwd` is not a document of the corpus",
        "row 8: `../known.csv` is not a document of the corpus",
        "row 10: has 3 cells, and the header names 2 columns",
    ):
        assert f"{line}\n" in ran.out
    assert claims(corpus, "seeds/old/b.txt")["date"] == "2020"


def test_outlets_that_are_not_listed_are_proposed(corpus: Repo) -> None:
    rows = "".join(f"seeds/{n}.txt,https://paper{n}.example/x,Paper {n}\n" for n in range(22))
    for number in range(22):
        corpus.write(f"seeds/{number}.txt", f"Text {number}.\n")
    corpus.write("known.csv", f"path,origin,outlet\n{rows}")
    ran = run(corpus, "import", "known.csv")
    assert ran.code == 0
    command = "provgate outlets add paper-0 --name 'Paper 0' --domain paper0.example"
    assert f"`paper-0` is not in outlets.yaml; if it is an outlet of yours, run `{command}`\n" in ran.out
    assert "... and 2 more outlets that are not in outlets.yaml\n" in ran.out
    assert claims(corpus, "seeds/0.txt")["outlet"] == "paper-0"


@pytest.mark.parametrize(
    ("outlet", "origin", "key"),
    [
        ("harbour-gazette", "", "harbour-gazette"),
        ("HARBOUR GAZETTE", "", "harbour-gazette"),
        ("", ORIGIN, "harbour-gazette"),
        ("", "https://other.example/x", "other-example"),
        ("", "", ""),
        ("报纸", "", "报纸"),
        ("报纸", ORIGIN, "报纸"),
        ("报纸", "https://other.example/x", "报纸"),
        ("Another Paper", ORIGIN, "another-paper"),
    ],
)
def test_which_outlet_is_meant(corpus: Repo, outlet: str, origin: str, key: str) -> None:
    corpus.write("known.csv", f"path,outlet,origin\nseeds/a.txt,{outlet},{origin}\n")
    assert run(corpus, "import", "known.csv").code == 0
    assert claims(corpus, "seeds/a.txt")["outlet"] == key


def test_control_characters_are_left_out_and_told(corpus: Repo) -> None:
    corpus.write("known.csv", "path,title,author\nseeds/a.txt,Dredg\x1bing,In\x07es; Tom Reed\n")
    ran = run(corpus, "import", "known.csv")
    assert ran.code == 1
    assert "row 2: `title` contains control characters; it was left empty\n" in ran.out
    assert "row 2: `author` contains control characters; it was left empty\n" in ran.out
    assert "\x1b" not in ran.out
    written = claims(corpus, "seeds/a.txt")
    assert ("title" in written, written["author"]) == (False, "Tom Reed")


def test_the_mapping_can_be_given(corpus: Repo) -> None:
    corpus.write("known.csv", "path;who;title;url\nseeds/a.txt;Ines Calder;Dredging;\n")
    ran = run(corpus, "import", "known.csv", "--map", "who=author", "--map", "title=notes")
    assert ran.code == 0, ran.err
    written = claims(corpus, "seeds/a.txt")
    assert (written["author"], written["notes"], "title" in written) == ("Ines Calder", "Dredging", False)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("who", "write FIELD=CLAIM"),
        ("path=sha256", "write FIELD=CLAIM"),
        ("when=date", "the file has no field `when`; its fields: path, date"),
    ],
)
def test_a_mapping_that_cannot_be(corpus: Repo, option: str, said: str) -> None:
    corpus.write("known.csv", "path,date\nseeds/a.txt,2020\n")
    ran = run(corpus, "import", "known.csv", "--map", option)
    assert (ran.code, said in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("x.csv", b"path,date\n\xff,2\n", "x.csv:2: byte 0xff is not UTF-8"),
        ("x.csv", b"", "x.csv:1: the table has no header"),
        ("x.csv", b"path,date,path\n", "x.csv:1: the column `path` is duplicated"),
        ("x.csv", b'path,date\n"a"b,2\n', "x.csv:2: the table is not valid CSV"),
        ("x.bib", b"@a{b,\n title={\xff}}", "x.bib:2: byte 0xff is not UTF-8"),
        ("x.json", b"[1,\n2", "x.json:2:2: the file is not valid JSON"),
        ("x.json", b"[\n\xff]", "x.json:2: byte 0xff is not UTF-8"),
        ("x.json", b"[" * 100_000, "x.json: the JSON is nested too deeply"),
        ("x.json", b"[" + b"9" * 5_000 + b"]", "x.json: the JSON holds a number that is too large"),
        ("x.json", b"[1]", "neither CSL-JSON"),
        ("x.json", b'"text"', "neither CSL-JSON"),
        ("x.xml", b"<a/>", "which format is this?"),
    ],
)
def test_files_that_cannot_be_read(corpus: Repo, name: str, raw: bytes, said: str) -> None:
    corpus.write(name, raw)
    ran = run(corpus, "import", name)
    assert (ran.code, said in ran.err, ran.err) == (2, True, ran.err)


def test_files_that_are_none(corpus: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "`none.csv` is not a file" in run(corpus, "import", "none.csv").err
    corpus.write("large.csv", b"path\n" + b" " * 64)
    monkeypatch.setattr("provgate.cli.import_._MAX_BYTES", 32)
    ran = run(corpus, "import", "large.csv")
    assert (ran.code, "larger than" in ran.err) == (2, True)


def test_a_missing_library_cannot_be_a_pass(corpus: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def fake(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("bibtexparser"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest, **more)

    corpus.write("x.bib", "@misc{a}")
    monkeypatch.setattr(builtins, "__import__", fake)
    ran = run(corpus, "import", "x.bib")
    assert (ran.code, "pip install 'provgate[import]'" in ran.err) == (3, True)


BIB = r"""@article{full,
  title = {Dredging {R}esumes at the H{\"a}fen}, author = {Calder, Ines and {Harbour Authority} and Tom Reed},
  year = 2026, month = mar, day = 2, journaltitle = {Harbour Gazette}, langid = {english}, urldate = {2026-03-13},
  url = {https://www.harbourgazette.example/a\_b?x=1\&y=2}, file = {Full Text:seeds\\old\\b.txt:text/plain;more}
}
@misc{partial, author = {{Reed}, Tom and others}, date = {2020-01}, doi = {https://doi.org/10.5555/ABC}, file = {a.txt}}
@misc{bare, author = {Reed, Tom, Jr, Esq, Too}, month = {Tuesday}, year = {}, file = {old/c.txt}}
@book{broken, title = {x
"""


def test_bibtex(corpus: Repo) -> None:
    corpus.write("x.bib", BIB)
    ran = run(corpus, "import", "x.bib")
    assert ran.code == 1
    assert "line 8: is not a valid BibTeX entry\n" in ran.out
    assert "entry `partial`: the list of authors is not complete (`and others`)\n" in ran.out
    full = claims(corpus, "seeds/old/b.txt")
    assert full["author"] == ["Ines Calder", {"organization": "Harbour Authority"}, "Tom Reed"]
    assert (full["title"], full["date"]) == ("Dredging Resumes at the Häfen", "2026-03-02")
    assert full["origin"] == "https://www.harbourgazette.example/a_b?x=1&y=2"
    partial = claims(corpus, "seeds/a.txt")
    assert (partial["author"], partial["origin"], partial["date"]) == ("Tom Reed", "doi:10.5555/ABC", "2020-01")
    bare = claims(corpus, "seeds/old/c.txt")
    assert (bare["author"], bare["date"]) == ("Reed, Tom, Jr, Esq, Too", "")


def test_braces_without_end_are_refused() -> None:
    deep = b"@misc{a, title = {" + b"{" * 20_000 + b"}" * 20_000 + b"}}"
    with pytest.raises(UsageError, match="nested too deeply"):
        bibtex.read(deep, "x.bib")


CSL = [
    {
        "id": "one",
        "type": "article-newspaper",
        "path": "seeds/a.txt",
        "URL": ORIGIN,
        "title": "Dredging  resumes",
        "issued": {"date-parts": [[2026, 3, 12]]},
        "accessed": {"date-parts": [[2026, "x"]]},
        "author": [
            {"given": "Ines", "non-dropping-particle": "van", "family": "Calder"},
            {"literal": "Harbour Authority"},
            {"given": 7},
        ],
        "container-title": "Harbour Gazette",
        "volume": 12,
    },
    {"id": 2, "path": "old/b.txt", "DOI": "10.5555/x", "issued": {"raw": "Spring 2020"}, "author": None},
    {"path": "old/c.txt", "issued": {"date-parts": [[2019], [2020]], "raw": "2019/2020"}},
]


@pytest.mark.parametrize("wrapped", [False, True])
def test_csl_json(corpus: Repo, wrapped: bool) -> None:
    corpus.write("x.json", json.dumps({"items": CSL} if wrapped else CSL))
    assert run(corpus, "import", "x.json").code == 0
    one = claims(corpus, "seeds/a.txt")
    assert one["author"] == ["Ines van Calder", {"organization": "Harbour Authority"}]
    assert (one["date"], one["title"], one["outlet"]) == ("2026-03-12", "Dredging resumes", "harbour-gazette")
    assert "retrieved" not in one
    two = claims(corpus, "seeds/old/b.txt")
    assert (two["origin"], two["date"], two["author"]) == ("doi:10.5555/x", "Spring 2020", "")
    assert claims(corpus, "seeds/old/c.txt")["date"] == ""


SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Site"},
        {
            "@type": ["NewsArticle"],
            "@id": "#a",
            "url": ORIGIN,
            "encoding": {"@type": "MediaObject", "contentUrl": "seeds/a.txt"},
            "headline": "Dredging resumes",
            "datePublished": "2026-03-12",
            "author": [
                {"@type": "Person", "name": "Ines Calder"},
                {"@type": "NewsMediaOrganization", "name": "Harbour Gazette"},
                "Tom  Reed",
                {"@type": "Person"},
                7,
                " ",
            ],
            "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
            "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
            "isAccessibleForFree": True,
        },
        {"@type": "ImageObject", "contentUrl": ["https://cdn.example/b.txt", "old/b.txt"]},
    ],
}


def test_schema_org(corpus: Repo) -> None:
    corpus.write("x.jsonld", json.dumps(SCHEMA_ORG))
    assert run(corpus, "import", "x.jsonld").code == 0
    one = claims(corpus, "seeds/a.txt")
    assert one["author"] == ["Ines Calder", {"organization": "Harbour Gazette"}, "Tom Reed"]
    assert (one["origin"], one["title"], one["outlet"]) == (ORIGIN, "Dredging resumes", "harbour-gazette")
    assert claims(corpus, "seeds/old/b.txt")["origin"] == ""


def test_a_list_of_nodes_is_schema_org_too() -> None:
    raw = json.dumps([{"@type": "Article", "name": "x"}, 7]).encode()
    [row] = json_catalogues.read(raw, "x.json").rows
    assert (row.where, row.fields["name"]) == ("item 1 (`x`)", ("x",))


CROISSANT = {
    "@context": {},
    "@type": "sc:Dataset",
    "conformsTo": "http://mlcommons.org/croissant/1.1",
    "name": "harbour",
    "creator": {"@type": "Person", "name": "Tom Reed"},
    "distribution": [
        {"@type": "cr:FileObject", "@id": "a", "contentUrl": "seeds/a.txt", "creator": "Ines Calder"},
        {"@type": "cr:FileObject", "name": "b", "contentUrl": ["old/b.txt", ORIGIN]},
        {"@type": "cr:FileSet", "includes": "*"},
    ],
}


def test_croissant_takes_nothing_of_the_data_set_unless_told(corpus: Repo) -> None:
    corpus.write("x.json", json.dumps(CROISSANT))
    ran = run(corpus, "import", "x.json")
    assert ran.code == 0, ran.out + ran.err
    assert "dataset.creator" in ran.out
    assert claims(corpus, "seeds/a.txt")["author"] == "Ines Calder"
    second = claims(corpus, "seeds/old/b.txt")
    assert (second["author"], second["origin"]) == ("", ORIGIN)
    (corpus.path / "seeds/old/b.txt.source.yaml").unlink()
    assert run(corpus, "import", "x.json", "--map", "dataset.creator=author").code == 0
    assert claims(corpus, "seeds/old/b.txt")["author"] == "Tom Reed"


MARKDOWN = """\
---
title: Dredging resumes
date: 2026-03-12
authors:
  - name: Ines Calder
    email: ines@harbourgazette.example
  - Tom Reed
source: https://www.harbourgazette.example/2026/03/12/dredging.html
tags: [harbour]
site: {url: x}
---
The dredger came back.
"""


def test_front_matter(corpus: Repo) -> None:
    corpus.write("seeds/post.md", MARKDOWN)
    ran = run(corpus, "import", "seeds/post.md")
    assert ran.code == 0, ran.out
    written = claims(corpus, "seeds/post.md")
    assert (written["author"], written["origin"]) == (["Ines Calder", "Tom Reed"], ORIGIN)
    assert written["outlet"] == "harbour-gazette"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"No front matter.\n", "`post.md`: has no front matter between two `---` lines"),
        (b"", "`post.md`: has no front matter between two `---` lines"),
        (b"---\ntitle: x\n", "`post.md`: has no front matter between two `---` lines"),
        (b"---\ntitle: &a x\n---\n", "line 2: "),
        (b"---\n- x\n---\n", "line 2: "),
    ],
)
def test_front_matter_that_is_none(corpus: Repo, raw: bytes, said: str) -> None:
    corpus.write("seeds/post.md", raw)
    ran = run(corpus, "import", "seeds/post.md")
    assert (ran.code, said in ran.out, ran.out) == (1, True, ran.out)


def test_a_catalogue_elsewhere_and_a_folder_that_is_no_repository(corpus: Repo, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "known.csv").write_text("path,date\nold/b.txt,2020\n")
    assert run(corpus, "import", str(elsewhere / "known.csv")).code == 0
    assert claims(corpus, "seeds/old/b.txt")["date"] == "2020"
    plain = tmp_path / "plain"
    (plain / "seeds").mkdir(parents=True)
    (plain / "seeds" / "a.txt").write_text("A text.\n")
    (plain / "known.csv").write_text("path,date\na.txt,2020\n")
    assert run(plain, "import", "known.csv").code == 0
    assert (plain / "seeds" / "a.txt.source.yaml").is_file()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_catalogue_or_a_usage_error(raw: bytes) -> None:
    for reader in (csv_table, json_catalogues, front_matter, bibtex):
        try:
            catalogue = reader.read(raw, "x")
        except UsageError as error:
            assert str(error).startswith("x")
            continue
        assert all(row.where for row in catalogue.rows)
