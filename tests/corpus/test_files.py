"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from provgate.corpus import folders
from provgate.corpus.files import ChangedError, is_temporary, sweep, write_atomically, write_report, write_together


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


def test_a_link_stays_a_link_where_no_change_can_bring_one(tmp_path: Path) -> None:
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
    real = os.replace

    def noted(temporary: str, name: str, **folders: int) -> None:
        renamed.append(name)
        real(temporary, name, **folders)

    monkeypatch.setattr(os, "replace", noted)
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
    real = os.replace

    def refused(temporary: str, name: str, **folders: int) -> None:
        if name == "b":
            raise OSError(1, "not permitted")
        real(temporary, name, **folders)

    monkeypatch.setattr(os, "replace", refused)
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


@pytest.fixture(params=[True, False], ids=["relative to open folders", "by paths"])
def tree(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree, on a system that takes names relative to open folders and on one that does not."""
    if not request.param:
        monkeypatch.setattr(folders, "_RELATIVE", False)
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    return tmp_path / "tree"


def test_a_link_in_a_work_tree_is_replaced(tree: Path) -> None:
    (tree.parent / "elsewhere").write_bytes(b"theirs")
    (tree / "link").symlink_to("../elsewhere")
    write_atomically(tree / "link", b"new")
    assert not (tree / "link").is_symlink()
    assert (tree / "link").read_bytes() == b"new"
    assert (tree.parent / "elsewhere").read_bytes() == b"theirs"


def test_a_linked_folder_in_a_work_tree_is_not_written_into(tree: Path) -> None:
    (tree.parent / "elsewhere").mkdir()
    (tree / "docs").symlink_to("../elsewhere")
    for path in (tree / "docs" / "a", tree / "docs" / "new" / "a"):
        with pytest.raises(OSError, match="is a link"):
            write_atomically(path, b"new")
    assert list((tree.parent / "elsewhere").iterdir()) == []


def test_a_link_that_leads_to_the_work_tree_is_the_users_own(tree: Path) -> None:
    (tree.parent / "home").symlink_to("tree")
    write_atomically(tree.parent / "home" / "new" / "a", b"new")
    assert (tree / "new" / "a").read_bytes() == b"new"


def test_gits_own_folder_may_be_kept_elsewhere(tree: Path) -> None:
    (tree.parent / "store").mkdir()
    (tree / ".git").rmdir()
    (tree / ".git").symlink_to("../store")
    write_atomically(tree / ".git" / "provgate" / "a", b"new")
    assert (tree.parent / "store" / "provgate" / "a").read_bytes() == b"new"


def test_a_report_goes_into_a_pipe_unless_a_link_of_the_work_tree_leads_there(tree: Path) -> None:
    pipe = tree.parent / "pipe"
    os.mkfifo(pipe)
    (tree.parent / "own").symlink_to("pipe")
    (tree / "brought").symlink_to("../pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        for path in (pipe, tree.parent / "own", tree / "brought", tree / "plain"):
            write_report(path, [b"re", b"port"])
        assert os.read(reader, 99) == b"reportreport"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert not (tree / "brought").is_symlink()
    assert [(tree / name).read_bytes() for name in ("brought", "plain")] == [b"report", b"report"]


def test_a_write_that_was_overtaken_writes_nothing(tree: Path) -> None:
    (tree / "sidecar").write_bytes(b"theirs")
    (tree / "link").symlink_to("sidecar")
    for seen in ({"sidecar": b"ours"}, {"sidecar": None}, {"other": b"ours"}, {"link": b"theirs"}):
        with pytest.raises(ChangedError):
            write_together([(tree / "new", b"new")], {tree / name: data for name, data in seen.items()})
    assert not (tree / "new").exists()
    write_together([(tree / "new", b"new")], {tree / "sidecar": b"theirs", tree / "new": None})
    assert sorted(path.name for path in tree.iterdir()) == [".git", "link", "new", "sidecar"]
