"""`provgate report`: each claim of each document beside its evidence, whatever its verdict."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gating import run
from pages import URL, evidenced
from repos import OUTLETS, Repo


@pytest.fixture
def repo(new_repo: Callable[..., Repo]) -> Repo:
    repo = new_repo()
    repo.write("provgate.yaml", "schema: 1\n")
    repo.write("outlets.yaml", OUTLETS)
    evidenced(repo)
    return repo


def test_every_claim_is_shown_with_what_it_rests_on(repo: Repo) -> None:
    ran = run(repo.path, "report")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "seeds/dredging.txt  evidenced, passes",
        f"  origin  supported     sidecar: {URL} · page: {URL} (capture)",
        "  date    supported     sidecar: 2026-03-12 · page: 2026-03-12 (JSON-LD datePublished)",
        "  author  supported     sidecar: Ines Calder · page: Ines Calder (JSON-LD author)",
        "  outlet  supported     sidecar: harbour-gazette · page: Harbour Gazette (JSON-LD publisher)",
        "  text    supported",
        "",
        "1 document checked: 1 passed (required level: evidenced)",
    ]


def test_a_document_that_fails_says_so_and_so_does_the_exit_code(repo: Repo) -> None:
    evidenced(repo, changes={"author": "Tom Reed"})
    repo.document("seeds/other.txt")
    ran = run(repo.path, "report")
    assert ran.code == 1
    assert "seeds/dredging.txt  declared, fails" in ran.out
    assert "  author  contradicted  sidecar: Tom Reed · page: Ines Calder (JSON-LD author)" in ran.out
    assert "seeds/other.txt  declared, fails\n  origin  unchecked\n" in ran.out


def test_it_takes_paths_and_the_same_sources_as_check(repo: Repo) -> None:
    repo.commit()
    evidenced(repo, changes={"author": "Tom Reed"})
    assert run(repo.path, "report", "--rev", "HEAD", "seeds/dredging.txt").code == 0
    assert run(repo.path, "report", "--staged").code == 0
    assert run(repo.path, "report").code == 1
    assert run(repo.path, "report", "seeds/none.txt").code == 2
