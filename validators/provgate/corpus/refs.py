"""Names of commits, resolved only where they leave no choice.

A change may bring tags and branches of any name, and git answers a short name with the first of them that it finds.
So a name counts if it is a full ref name, a full object id, or can mean one thing only.
"""

from __future__ import annotations

import os
import re

from provgate.corpus.git import Repository
from provgate.findings import CannotCheckError, UsageError

_FULL_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.IGNORECASE)
_SUFFIX = re.compile(r"[~^]|@\{")
"""Where the name of a ref ends and a walk from it begins: `HEAD~2`, `main^{commit}`, `main@{upstream}`."""

_OWN = frozenset({"HEAD", "@"})
"""Git reads these from its own folder first, where they always are."""

_PSEUDO = re.compile(r"[A-Z][A-Z_]*")
"""Names such as FETCH_HEAD, which git keeps in its own folder for as long as they mean something."""


def commit(repository: Repository, rev: str) -> str:
    """The full object id of the commit that `rev` names; UsageError for a name that could mean several."""
    if rev.startswith(("-", "^")) or not rev.strip():
        raise UsageError(f"`{rev}` is not a commit")
    if ":" in rev or "^{/" in rev:
        raise UsageError(f"`{rev}` searches for a commit; name one by its full ref name or object id")
    base = _SUFFIX.split(rev, maxsplit=1)[0]
    if base.startswith("refs/"):
        if not repository.run("show-ref", "--verify", "--", base, nothing=128):
            raise _not_there(rev)
    elif base and base not in _OWN and not _FULL_ID.fullmatch(base):
        _require_one_meaning(repository, rev, base)
    answer = repository.run("rev-parse", "--verify", "--quiet", "--end-of-options", rev + "^{commit}", nothing=1)
    if not answer:
        raise _not_there(rev)
    return answer.decode("ascii").strip()


def _not_there(rev: str) -> CannotCheckError:
    return CannotCheckError(
        f"the commit `{rev}` is not in this repository; in a shallow clone fetch it first "
        "(`git fetch --unshallow`, or `fetch-depth: 0` in the checkout step)"
    )


def _require_one_meaning(repository: Repository, rev: str, base: str) -> None:
    """Refuse a short name that several refs, or a ref and an object id, answer to."""
    found = _refs(repository, base)
    # Where an abbreviated id and a ref have one name, git takes the ref.
    objects = repository.run("rev-parse", f"--disambiguate={base}").split() if _abbreviated(base) else []
    kinds = [_described(ref) for ref in found]
    kinds += [f"the object {objects[0].decode('ascii')[:12]}"] if objects else []
    kinds += [f"git's own {base}"] if found and _PSEUDO.fullmatch(base) else []
    if len(kinds) > 1 or len(objects) > 1:
        several = ", ".join(kinds) if len(kinds) > 1 else f"{len(objects)} objects"
        raise UsageError(
            f"`{rev}` is ambiguous ({several}); use the full ref name, such as "
            f"`{_likely(found, base)}`, or the full object id"
        )


def _refs(repository: Repository, base: str) -> list[str]:
    """The refs that somebody could mean by this name, whether git would look there or not.

    A tag or branch called `origin/main` is not the remote's branch, and a tag `main` not the branch that only the
    remote has: there the name has a second meaning, which git does not know of.
    """
    remotes = os.fsdecode(repository.run("remote")).split()
    remote, slash, branch = base.partition("/")
    looked = [f"refs/{base}", f"refs/tags/{base}", f"refs/heads/{base}", f"refs/remotes/{base}"]
    names = [*looked, f"refs/remotes/{base}/HEAD", *(f"refs/remotes/{each}/{base}" for each in remotes)]
    held = set(os.fsdecode(repository.run("for-each-ref", "--format=%(refname)", "--", *names)).split("\n"))
    found = [name for name in dict.fromkeys(names) if name in held]
    if f"refs/heads/{base}" in found:
        # The branch of one's own and its remote counterpart are the usual pair; git takes the former.
        found = [name for name in found if name in looked]
    meant = f"refs/remotes/{base}"
    if slash and branch and remote in remotes and found and meant not in found:
        found.append(meant)
    return found


def _abbreviated(base: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]{4,64}", base) is not None


def _described(ref: str) -> str:
    kinds = {"refs/tags/": "tag", "refs/heads/": "branch", "refs/remotes/": "remote branch"}
    return next((f"the {kind} {ref}" for start, kind in kinds.items() if ref.startswith(start)), ref)


def _likely(found: list[str], base: str) -> str:
    """The full name to propose: never the tag, which is the one that a change brings most easily."""
    return next((ref for ref in reversed(found) if not ref.startswith("refs/tags/")), f"refs/heads/{base}")
