"""Editor support that works offline: copies of the schemas in the repository, and the line that points at them.

yaml-language-server, which most editors use, reads the schema of a file from a comment in its first lines and
resolves a relative path from the folder of that file.
"""

from __future__ import annotations

import json
import posixpath
from pathlib import Path

from provgate.formats import schema

FOLDER = ".provgate/schemas"
NAMES = ("sidecar", "outlets", "policy", "attesters", "witnesses")


def schema_path(name: str) -> str:
    """Where `provgate init` puts the copy of this schema, relative to the repository's root."""
    return f"{FOLDER}/{name}.schema.json"


def schema_bytes(name: str) -> bytes:
    """The packaged schema as it is copied."""
    return (json.dumps(schema.load(name), indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def modeline(name: str, path: str) -> str:
    """The comment that gives the file at `path` (POSIX, relative to the root) its schema, without a line end."""
    relative = posixpath.relpath(schema_path(name), posixpath.dirname(path) or ".")
    return f"# yaml-language-server: $schema={relative}"


def heading(root: Path | None, path: str) -> str:
    """The first line of a new sidecar at `path`: the modeline where `provgate init` has put the schema, or nothing."""
    if root is None or not (root / schema_path("sidecar")).is_file():
        return ""
    return modeline("sidecar", path) + "\n"
