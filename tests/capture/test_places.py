"""Where captured pages go."""

from __future__ import annotations

from pathlib import Path

import pytest

from provgate.capture.paths import Place, capture_beside, finished, inside, origin_of, require_free, stem_for
from provgate.corpus import paths as pathnames
from provgate.findings import UsageError
from provgate.formats.policy import Policy

HOST = "https://www.harbourgazette.example"


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("/2026/03/12/dredging.html", "dredging"),
        ("/2026/03/12/Dredging-Resumes/", "dredging-resumes"),
        ("/news/12/", "news-12"),
        ("/a/index.html", "a"),
        ("/", "index"),
        ("/?p=12", "p-12"),
        ("/story.php?id=7", "story-id-7"),
        ("/stra%C3%9Fe-gesperrt", "strasse-gesperrt"),
        ("/con", "page-con"),
        ("/" + "long-" * 60, ("long-" * 12).rstrip("-")),
    ],
)
def test_names(tmp_path: Path, path: str, stem: str) -> None:
    found = stem_for(tmp_path, HOST + path)
    assert found == tmp_path / "harbourgazette-example" / stem


@pytest.mark.parametrize("path", ["/%E6%97%A5%E6%9C%AC", "/a%2F..%2Fb", "/%00", "/..%5C..", "/x" * 2000, "/%FF"])
def test_names_are_safe_whatever_the_url(tmp_path: Path, path: str) -> None:
    found = stem_for(tmp_path, HOST + path)
    relative = found.relative_to(tmp_path).as_posix()
    assert relative.count("/") == 1
    assert pathnames.plain(relative)


def test_text_that_is_no_url_still_gives_a_name(tmp_path: Path) -> None:
    assert stem_for(tmp_path, "nothing") == tmp_path / "page" / "index"


def test_another_origins_name_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "harbourgazette-example"
    folder.mkdir()
    (folder / "dredging.txt").write_text("x")
    (folder / "dredging.txt.source.yaml").write_text(f"origin: {HOST}/a/dredging\n")
    assert stem_for(tmp_path, f"{HOST}/a/dredging") == folder / "dredging"
    other = stem_for(tmp_path, f"{HOST}/b/dredging")
    assert other.name.startswith("dredging-")
    assert other == stem_for(tmp_path, f"{HOST}/b/dredging")


def test_finished_means_document_and_sidecar(tmp_path: Path) -> None:
    stem = tmp_path / "dredging"
    assert finished(stem, f"{HOST}/a") is None
    (tmp_path / "dredging.txt.source.yaml").write_text(f"origin: {HOST}:443/a#x\n")
    assert finished(stem, f"{HOST}/a") is None
    (tmp_path / "dredging.txt").write_text("x")
    assert finished(stem, f"{HOST}/a") == tmp_path / "dredging.txt"
    assert finished(tmp_path / "dredging.txt", f"{HOST}/a") == tmp_path / "dredging.txt"
    assert finished(stem, f"{HOST}/b") is None


@pytest.mark.parametrize("text", ["origin:\n", "origin: [a]\n", "x: y\n", "\t", "origin: {}"])
def test_sidecars_without_an_origin(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.source.yaml"
    path.write_text(text)
    assert origin_of(path) == ""


def test_a_sidecar_that_cannot_be_read_has_no_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_self: Path) -> bytes:
        raise PermissionError

    (tmp_path / "a").write_text("origin: https://a.example/\n")
    monkeypatch.setattr(Path, "read_bytes", refused)
    assert origin_of(tmp_path / "a") == ""


def test_a_missing_sidecar_has_no_origin(tmp_path: Path) -> None:
    assert origin_of(tmp_path / "a") == ""


@pytest.mark.parametrize(
    ("document", "source", "capture"),
    [
        ("a.txt", "", "a.warc.gz"),
        ("a.txt", "X.WACZ", "a.wacz"),
        ("a.b.txt", "x.warc", "a.b.warc"),
        ("a", "", "a.warc.gz"),
        ("a.txt", "saved.html", "a.warc.gz"),
    ],
)
def test_the_capture_stands_beside_the_document(document: str, source: str, capture: str) -> None:
    assert capture_beside(Path("seeds") / document, source) == Path("seeds") / capture


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    place = Place(tmp_path / "a.txt", tmp_path / "a.warc.gz")
    require_free(place, forced=False, keeps_document=False)
    place.document.write_text("x")
    require_free(place, forced=False, keeps_document=True)
    require_free(place, forced=True, keeps_document=False)
    with pytest.raises(UsageError, match=r"a\.txt` exists already"):
        require_free(place, forced=False, keeps_document=False)


def test_documents_have_to_be_in_the_corpus(tmp_path: Path) -> None:
    assert inside(tmp_path, Policy(), tmp_path / "seeds" / "a.txt") == tmp_path / "seeds" / "a.txt"
    assert inside(tmp_path, Policy(corpus=(".",)), tmp_path / "a.txt") == tmp_path / "a.txt"
    for bad in ("a.txt", "seeds/../a.txt", "seeds-evil/a.txt"):
        with pytest.raises(UsageError, match="not in the corpus"):
            inside(tmp_path, Policy(), tmp_path / bad)
    for bad in ("a.source.yaml", "a.warc.gz", "a.dsse.json"):
        with pytest.raises(UsageError, match="named like"):
            inside(tmp_path, Policy(), tmp_path / "seeds" / bad)
