"""Trees and objects that git itself would call broken: what a clone would hold is what was checked, or it is exit 3."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable

import pytest

from repos import Repo

from .bounded import run


def blob(repo: Repo, text: str) -> str:
    return repo.run("git", "hash-object", "-w", "--stdin", stdin=text.encode()).stdout.strip()


def tree(repo: Repo, *entries: tuple[str, str, str]) -> str:
    """The id of a tree with these (mode, name, object id), whatever git thinks of it."""
    raw = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(object_id) for mode, name, object_id in entries)
    command = ("git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally")
    done = repo.run(*command, stdin=raw)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def committed(repo: Repo, object_id: str) -> str:
    return repo.git("commit-tree", "-p", "HEAD", "-m", "forged", object_id).strip()


def entries_of(repo: Repo, what: str) -> list[tuple[str, str, str]]:
    found = []
    for line in repo.git("ls-tree", what).splitlines():
        head, name = line.split("\t")
        mode, _kind, object_id = head.split()
        found.append((mode.lstrip("0"), name, object_id))
    return found


def forged(repo: Repo, what: str) -> str:
    """A commit whose root or `seeds` has one entry more than it may have."""
    evil = blob(repo, "Nobody knows where this comes from.\n")
    root, seeds = entries_of(repo, "HEAD"), entries_of(repo, "HEAD:seeds")
    first = seeds[0]
    changed = {
        "one name twice": [(first[0], first[1], evil), *seeds],
        "a folder named like a file": [*seeds, ("40000", first[1], tree(repo, ("100644", "evil.txt", evil)))],
        "out of order": [*seeds, ("100644", "a.txt", evil)],
        "no name": [("100644", "", evil), *seeds],
        "dot": [("100644", ".", evil), *seeds],
        "dot dot": [("100644", "..", evil), *seeds],
    }
    if what in changed:
        root = [(mode, name, tree(repo, *changed[what]) if name == "seeds" else held) for mode, name, held in root]
    else:
        root = [*root, ("100644", "seeds/evil.txt", evil)]
    return committed(repo, tree(repo, *root))


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("one name twice", "two entries of one name"),
        ("a folder named like a file", "two entries of one name"),
        ("out of order", "out of order"),
        ("no name", "empty filename in tree entry"),
        ("dot", "named `.` or `..`"),
        ("dot dot", "named `.` or `..`"),
        ("a slash", "with a `/` in it"),
    ],
)
def test_K2_trees_that_a_checkout_reads_differently(declared: Repo, what: str, told: str) -> None:
    declared.document("seeds/dredging.txt")
    declared.commit()
    ran = run(declared, "check", "--rev", forged(declared, what))
    assert ran.code == 3, ran.out
    assert told in ran.err


def test_K2_a_sound_tree_with_names_that_only_look_odd(declared: Repo) -> None:
    for name in ("seeds/a.txt", "seeds/a/b.txt", "seeds/a-b/c.txt", "seeds/a0.txt", "seeds/..c.txt"):
        declared.document(name, f"{name}\n")
    declared.commit()
    assert run(declared, "check", "--rev", "HEAD").code == 0


def test_K2_trees_of_a_repository_with_longer_ids(declared: Repo, new_repo: Callable[..., Repo]) -> None:
    repo = new_repo("longer", "--object-format=sha256")
    for name in ("provgate.yaml", "outlets.yaml"):
        repo.write(name, (declared.path / name).read_bytes())
    repo.document("seeds/dredging.txt")
    repo.commit()
    assert run(repo, "check", "--rev", "HEAD").code == 0
    assert run(repo, "check", "--rev", forged(repo, "out of order")).code == 3


def overwrite(repo: Repo, object_id: str, kind: str, raw: bytes) -> None:
    """Another object's bytes in place of those that this id stands for."""
    place = repo.path / ".git/objects" / object_id[:2] / object_id[2:]
    place.chmod(0o644)
    place.write_bytes(zlib.compress(b"%b %d\0" % (kind.encode(), len(raw)) + raw))


@pytest.mark.parametrize("source", [("--rev", "HEAD"), ("--staged",), ()])
def test_K3_a_document_that_is_not_what_its_id_says(declared: Repo, source: tuple[str, ...]) -> None:
    declared.document("seeds/dredging.txt")
    declared.document("seeds/ferry.txt", "The ferry is late.\n")
    declared.commit()
    overwrite(declared, declared.git("rev-parse", "HEAD:seeds/ferry.txt").strip(), "blob", b"The ferry sank.\n")
    ran = run(declared, "check", "--no-cache", *source)
    assert ran.code == 3, ran.out
    assert "is not what its id says" in ran.err


def test_K3_a_tree_and_a_commit_that_are_not_what_their_ids_say(declared: Repo) -> None:
    declared.document("seeds/dredging.txt")
    tip = declared.commit()
    seeds = declared.git("rev-parse", "HEAD:seeds").strip()
    empty = hashlib.sha1(b"tree 0\0", usedforsecurity=False).hexdigest()
    kept = (declared.path / ".git/objects" / seeds[:2] / seeds[2:]).read_bytes()
    overwrite(declared, seeds, "tree", b"")
    ran = run(declared, "check", "--rev", tip)
    assert (ran.code, "is not what its id says" in ran.err) == (3, True), ran.out
    (declared.path / ".git/objects" / seeds[:2] / seeds[2:]).write_bytes(kept)
    declared.run("git", "hash-object", "-t", "tree", "-w", "--stdin")
    raw = declared.git("cat-file", "commit", tip).encode()
    overwrite(declared, tip, "commit", b"tree " + empty.encode() + raw[45:])
    assert run(declared, "check", "--rev", tip).code == 3
    overwrite(declared, tip, "commit", b"parent " + raw[5:])
    assert run(declared, "check", "--rev", tip).code == 3


@pytest.mark.parametrize("name", [".git", ".GIT", "git~1", "GIT~1", ".git ", ".Git."])
def test_K4_documents_below_a_folder_of_git(declared: Repo, name: str) -> None:
    declared.document("seeds/dredging.txt")
    declared.commit()
    evil = tree(declared, ("100644", "evil.txt", blob(declared, "hidden\n")))
    seeds = sorted(
        [*entries_of(declared, "HEAD:seeds"), ("40000", name, evil)],
        key=lambda entry: entry[1] + "/" * (entry[0] == "40000"),
    )
    root = [
        (mode, one, tree(declared, *seeds) if one == "seeds" else held)
        for mode, one, held in entries_of(declared, "HEAD")
    ]
    ran = run(declared, "check", "--rev", committed(declared, tree(declared, *root)))
    assert ran.code == 1, ran.err
    assert "PG108" in ran.out
    assert "git's own folder" in ran.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_FLUSH", "0"),
        ("GIT_LITERAL_PATHSPECS", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_TRACE", "2"),
        ("GIT_TRACE_SETUP", "1"),
        ("GIT_ATTR_SOURCE", "HEAD^{tree}"),
        ("GIT_DEFAULT_HASH", "sha256"),
        ("GIT_REPLACE_REF_BASE", "refs/heads/"),
        ("GIT_PREFIX", "seeds/"),
        ("GIT_REDIRECT_STDERR", "2>&1"),
    ],
)
def test_K5_variables_of_git_change_nothing(declared: Repo, name: str, value: str) -> None:
    for number in range(3):
        declared.document(f"seeds/{number}.txt", f"{number}\n")
    declared.write("seeds/bad.txt", "Nobody knows where this comes from.\n")
    declared.commit()
    changed = Repo(declared.path, {name: value})
    for source in (("--rev", "HEAD"), ("--staged",), ()):
        plain, other = (run(one, "check", "--no-cache", *source) for one in (declared, changed))
        assert plain.code == 1
        assert (other.code, other.out) == (plain.code, plain.out)
