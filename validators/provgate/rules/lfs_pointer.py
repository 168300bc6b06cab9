"""PG113 lfs-pointer."""

from __future__ import annotations

from provgate.rules.rule import Rule, reported

RULE = Rule(
    code="PG113",
    name="lfs-pointer",
    summary="A file is a Git LFS pointer instead of its content.",
    why=(
        "The pointer's bytes are a few lines of text about a file elsewhere; what was judged would not be the document."
    ),
    fix=("Fetch the content (`git lfs pull`) for a working-tree check, or keep corpus files out of Git LFS."),
    bad="a document that begins with `version https://git-lfs...`",
    good="the document's own bytes in git",
    about="corpus",
    check=reported("lfs-pointer"),
)
