"""Where a captured page goes: names that every system can hold, the same for the same URL each time."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from provgate.corpus.documents import EVIDENCE_SUFFIXES, RECEIPTS_SUFFIX
from provgate.corpus.paths import faults, is_gits_own, meant_document
from provgate.findings import UsageError
from provgate.formats import yaml_reader
from provgate.formats.claims import SUFFIX
from provgate.formats.policy import NAME as POLICY_NAME
from provgate.formats.policy import Policy
from provgate.values import urls
from provgate.values.characters import slug

_CAPTURES = (".warc.gz", ".warc", ".wacz")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])", re.IGNORECASE)


class Place(NamedTuple):
    """The three files of one captured page."""

    document: Path
    capture: Path

    @property
    def sidecar(self) -> Path:
        """The sidecar, beside the document."""
        return self.document.with_name(self.document.name + SUFFIX)


def stem_for(folder: Path, url: str) -> Path:
    """The default place of a URL's document, without its ending: the host as a folder, the last of the path as a name.

    A name that another origin's document has already gets a part of the URL's hash.
    """
    parts = urls.split(url)
    host = parts.host if parts else ""
    stem = folder / (slug(host.removeprefix("www.").replace(".", "-")) or "page") / _name(url)
    taken = any(origin_of(found) not in ("", urls.normalise(url)) for found in _sidecars(stem))
    return stem.with_name(f"{stem.name}-{hashlib.sha256(url.encode()).hexdigest()[:8]}") if taken else stem


def finished(stem: Path, url: str) -> Path | None:
    """The document that an earlier run made of this URL at this place, whole: its sidecar is written last."""
    for found in _sidecars(stem):
        document = found.with_name(found.name.removesuffix(SUFFIX))
        if origin_of(found) == urls.normalise(url) and document.is_file():
            return document
    return None


def origin_of(path: Path) -> str:
    """The normalised origin that a sidecar claims; empty when it cannot be read."""
    try:
        data = yaml_reader.read(path.read_bytes()).data if path.is_file() else None
    except OSError:
        return ""
    origin = (data or {}).get("origin", "")
    return urls.normalise(origin) if isinstance(origin, str) and origin else ""


def capture_beside(document: Path, source: str = "") -> Path:
    """Where a document's capture goes: its name with the ending of the file that is imported, else `.warc.gz`."""
    ending = next((suffix for suffix in _CAPTURES if source.lower().endswith(suffix)), _CAPTURES[0])
    return document.with_name(_ENDING.sub("", document.name) + ending)


def require_free(place: Place, forced: bool, keeps_document: bool) -> None:
    """That nothing is overwritten unasked; UsageError names what stands in the way."""
    for path in (place.document, place.capture, place.sidecar):
        if path.is_symlink():
            raise UsageError(f"`{path}` is a symbolic link; nothing is written through it")
    wanted = [place.capture] if keeps_document else [place.document, place.capture, place.sidecar]
    for path in wanted:
        if path.exists() and not forced:
            raise UsageError(f"`{path}` exists already; --force replaces it")


def inside(root: Path, policy: Policy, document: Path) -> Path:
    """The document's path if it is one that `check` would take for a document of the corpus; UsageError otherwise."""
    if "\0" in str(document):
        raise UsageError("a path holds a NUL, which no file system can")
    path, top = Path(os.path.realpath(document.parent)) / document.name, os.path.realpath(root)
    folders = [Path(os.path.realpath(root / folder)) for folder in policy.corpus]
    holding = next((folder for folder in folders if path.is_relative_to(folder)), None)
    if holding is None:
        raise UsageError(f"`{document}` is not in the corpus ({', '.join(policy.corpus)})")
    name = path.relative_to(top).as_posix()
    fault = next(faults(name), None)
    if fault is not None:
        raise UsageError(f"`{document}` cannot be a document: {fault.message}")
    if any(part.startswith(".") or is_gits_own(part) for part in path.relative_to(holding).parts):
        raise UsageError(f"`{document}` is hidden, or git's own; a document has a plain name")
    settings = {POLICY_NAME, policy.outlets, policy.attesters, policy.witnesses}
    if name.casefold() in {one.casefold() for one in settings}:
        raise UsageError(f"`{document}` is a file of settings, not a document")
    if path.name.lower().endswith((SUFFIX, RECEIPTS_SUFFIX, *EVIDENCE_SUFFIXES)) or meant_document(name):
        raise UsageError(f"`{document}` is named like a sidecar or like evidence; --to names the document")
    ignored = policy.ignored()
    if ignored is not None and ignored.match_file(name):
        raise UsageError(f"`{document}` is ignored by the policy, so it would not be checked")
    return document


def require_own(root: Path, place: Place) -> None:
    """That the capture which is replaced is not what another document rests on; UsageError names the other."""
    if not place.capture.exists():
        return
    capture, top = Path(os.path.realpath(place.capture)), Path(os.path.realpath(root))
    for folder in (one for one in capture.parents if one.is_relative_to(top)):
        for found in folder.glob(f"*{SUFFIX}"):
            if found != Path(os.path.realpath(place.sidecar)) and capture in _evidence_of(found):
                raise UsageError(
                    f"`{place.capture}` is evidence of `{found.name.removesuffix(SUFFIX)}` too; "
                    "give the document another name with --to"
                )


def _evidence_of(sidecar: Path) -> set[Path]:
    """The files that a sidecar names as evidence; none where it cannot be read."""
    if sidecar.is_symlink() or not sidecar.is_file():
        return set()
    listed = (yaml_reader.read(sidecar.read_bytes()).data or {}).get("evidence")
    entries = listed if isinstance(listed, list) else []
    paths = [entry.get("path") for entry in entries if isinstance(entry, dict)]
    return {Path(os.path.normpath(sidecar.parent / path)) for path in paths if isinstance(path, str)}


def _sidecars(stem: Path) -> list[Path]:
    pattern = glob.escape(stem.name)
    return sorted(path for form in (f"{pattern}{SUFFIX}", f"{pattern}.*{SUFFIX}") for path in stem.parent.glob(form))


def _name(url: str) -> str:
    parts = urls.split(url)
    path, query = (parts.path, parts.query or "") if parts else ("", "")
    words = [_ENDING.sub("", unquote(segment)) for segment in path.split("/") if segment]
    words = [word for word in words if word.lower() not in ("index", "default")]
    last = slug(words[-1]) if words else ""
    if len(last) < 4 or last.isdecimal():
        last = slug(" ".join(words[-2:]))
    name = "-".join(part for part in (last, slug(query, 30)) if part)
    if not name:
        name = hashlib.sha256(url.encode()).hexdigest()[:12] if words else "index"
    return f"page-{name}" if _DEVICE.fullmatch(name) else name
