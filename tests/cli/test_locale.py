"""No verdict rests on the locale: a path that is not ASCII is judged alike wherever provgate runs, cold or warm."""

from __future__ import annotations

import os
import sys

import pytest

import provgate.__main__ as start
from repos import PROVGATE, Repo

ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "CI": ""}


@pytest.mark.parametrize("source", [(), ("--staged",), ("--rev", "HEAD")])
def test_a_locale_without_letters(repo: Repo, source: tuple[str, ...]) -> None:
    repo.document("seeds/höhe/größe é.txt", "other words\n")
    repo.commit()
    poor = Repo(repo.path, ASCII)
    shown = poor.run(sys.executable, "-c", "import sys; print(sys.getfilesystemencoding())")
    if shown.stdout.strip() == "utf-8":
        pytest.skip("this system's paths are UTF-8 under every locale")
    for program in ((PROVGATE,), (sys.executable, "-m", "provgate"), (sys.executable, "-I", PROVGATE)):
        for more in (("--no-cache",), (), ()):
            words = ("check", "--format", "json", *source, *more)
            told = poor.run(*program, *words)
            rich = repo.run(PROVGATE, *words)
            assert (told.returncode, told.stdout, told.stderr) == (0, rich.stdout, "")
    named = poor.run(PROVGATE, "check", *source, "seeds/höhe")
    assert (named.returncode, named.stderr) == (0, "")


def test_it_starts_anew_with_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, words: started.append([program, *words]))
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-I", "provgate", "check", "ö"])
    start._read_paths_as_utf8()
    assert started == []
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    start._read_paths_as_utf8()
    assert started == [[sys.executable, sys.executable, "-X", "utf8", "-I", "provgate", "check", "ö"]]
