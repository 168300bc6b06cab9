"""Commands whose file is changed by another program at the last moment: nothing is lost, and it is said."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import NoReturn

import pytest

import keys
from gating import run
from pages import html, warc
from provgate import __main__ as start
from provgate import cli
from provgate.capture import page
from provgate.cli import attest, new, outlets, pin
from provgate.corpus.files import ChangedError
from repos import Repo

DOC = "seeds/dredging.txt"


def overtaken(*_arguments: object) -> NoReturn:
    raise ChangedError


@pytest.mark.parametrize(
    ("module", "words", "path"),
    [
        (new, ("new", "seeds/alone.txt"), "seeds/alone.txt.source.yaml"),
        (pin, ("pin", DOC), f"{DOC}.source.yaml"),
        (outlets, ("outlets", "add", "ferry", "--name", "Ferry", "--domain", "ferry.example"), "outlets.yaml"),
    ],
)
def test_an_edit_that_comes_too_late(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, module: object, words: tuple[str, ...], path: str
) -> None:
    repo.write("seeds/alone.txt", "alone\n")
    repo.write(DOC, "changed\n")
    place = repo.path / path
    before = place.read_bytes() if place.exists() else None
    monkeypatch.setattr(module, "write_together", overtaken)
    ran = run(repo, *words)
    assert ran.code == 2
    assert "it was kept" in ran.err
    assert (place.read_bytes() if place.exists() else None) == before


@keys.needs_ssh_keygen
def test_a_sidecar_that_never_rests_is_not_signed(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attest, "write_together", overtaken)
    ran = run(repo, "attest", DOC, "--yes", "--key", str(keys.make_key(tmp_path, "ines")))
    assert ran.code == 3
    assert "keep changing it; nothing was signed" in ran.err


def test_evidence_for_a_document_whose_sidecar_changes(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("page.warc.gz", warc(html()))
    before = (repo.path / f"{DOC}.source.yaml").read_bytes()
    monkeypatch.setattr(page, "write_together", overtaken)
    ran = run(repo, "capture", "--for", DOC, "--from", "page.warc.gz")
    assert ran.code == 2, ran.err
    assert "was changed by another program; nothing was written" in ran.err
    assert (repo.path / f"{DOC}.source.yaml").read_bytes() == before


class LeftError(Exception):
    """In place of the end of this process."""


def test_an_interrupt_counts_before_anything_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []

    def leave(code: int) -> NoReturn:
        codes.append(code)
        raise LeftError

    def begun(begin: object) -> NoReturn:
        assert begin is cli.hear_interrupts
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("the interrupt was not heard")

    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(cli, "program", begun)
    try:
        with pytest.raises(LeftError):
            start.program()
        cli.hear_interrupts()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert codes == [130]
