"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from provgate.corpus.files import is_temporary, sweep, write_atomically, write_together


def test_writes_new_files_and_their_folders(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b.txt", b"text")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"text"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.txt"]


def test_new_files_get_the_usual_mode(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_atomically(tmp_path / "new", b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_old_mode_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "script"
    target.write_bytes(b"old")
    target.chmod(0o755)
    write_atomically(target, b"new")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", 0o755)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_failure_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"old")

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "new", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError):
        write_atomically(tmp_path / "taken", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize(
    ("name", "temporary"),
    [
        (".provgate-x1.tmp", True),
        (".provgate-x1", False),
        ("x.tmp", False),
        ("provgate-x.tmp", False),
    ],
)
def test_temporary_names(name: str, temporary: bool) -> None:
    assert is_temporary(name) is temporary


def test_several_files_are_put_in_place_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed: list[str] = []
    real = Path.replace

    def noted(self: Path, target: Path) -> Path:
        renamed.append(target.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    write_together([(tmp_path / "c", b"1"), (tmp_path / "a", b"2"), (tmp_path / "b", b"3")])
    assert renamed == ["c", "a", "b"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"c": b"1", "a": b"2", "b": b"3"}


def test_several_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError):
        write_together([(tmp_path / "a", b"new"), (tmp_path / "b", b"new"), (tmp_path / "taken", b"new")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "taken"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_rename_that_fails_keeps_the_rest_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise OSError(1, "not permitted")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OSError, match="not permitted"):
        write_together([(tmp_path / "a", b"1"), (tmp_path / "b", b"2"), (tmp_path / "c", b"3")])
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_only_old_leftovers_are_swept(tmp_path: Path) -> None:
    for name, age in ((".provgate-old.tmp", 7200), (".provgate-new.tmp", 0), ("old.tmp", 7200)):
        (tmp_path / name).write_bytes(b"")
        moment = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (moment, moment))
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".provgate-new.tmp", "old.tmp"]


def test_sweeping_passes_over_what_it_cannot_remove(tmp_path: Path) -> None:
    folder = tmp_path / ".provgate-folder.tmp"
    folder.mkdir()
    os.utime(folder, (0, 0))
    sweep(tmp_path)
    assert folder.is_dir()
