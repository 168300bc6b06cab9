"""`provgate check --fix`: what the evidence makes certain is written into sidecars, shown as a diff first.

Certain are pins of files that are there, the path of a pinned evidence file that was renamed, and a claim for which the
capture's strongest place states exactly one value that the check itself then supports. Nothing else is touched.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath
from typing import NamedTuple, cast

from provgate.check.load import beside, safe_reference
from provgate.check.settings import establish
from provgate.corpus.documents import EVIDENCE_SUFFIXES
from provgate.corpus.files import ChangedError, write_together
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.findings import CannotCheckError, Report, UsageError
from provgate.formats import edit, yaml_reader
from provgate.formats.policy import Policy
from provgate.formats.registries import Registry
from provgate.formats.yaml_reader import Value
from provgate.report.escape import inert

_PINS = frozenset({"PG401", "PG402", "PG405"})
_RENAMED = "PG404"
_CLAIMS = {"PG502": "date", "PG503": "author", "PG504": "outlet"}
_FIXABLE = _PINS | {_RENAMED} | _CLAIMS.keys()


class Fix(NamedTuple):
    """A sidecar's path (from the root), its bytes and what they become."""

    path: str
    before: bytes
    after: bytes


def apply(report: Report, start: Path) -> bool:
    """Write what is certain after showing it; False when there is nothing, or the person at the terminal says no."""
    with open_snapshot(start) as snapshot:
        trust = establish(snapshot, start, None, None)
        fixes = list(_fixes(report, snapshot, trust.policy, trust.registry))
        if not fixes:
            sys.stderr.write("nothing to fix: the evidence makes no other value certain\n")
            return False
        sys.stderr.writelines(line for fix in fixes for line in _diff(fix))
        if not _agreed():
            return False
        root = snapshot.root or start
        _write({root / fix.path: fix for fix in fixes})
    files = "1 sidecar" if len(fixes) == 1 else f"{len(fixes)} sidecars"
    sys.stderr.write(f"fixed {files}; look at the change, then `git add` it\n")
    return True


def _write(fixes: dict[Path, Fix]) -> None:
    try:
        write_together([(path, fix.after) for path, fix in fixes.items()], {p: fix.before for p, fix in fixes.items()})
    except ChangedError:
        raise UsageError("a sidecar was changed by another program meanwhile; nothing was written. Run again") from None


def _agreed() -> bool:
    """Whether to go on: a person at a terminal is asked, a script has asked for it already."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    sys.stderr.write("write these changes? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _diff(fix: Fix) -> Iterator[str]:
    before, after = (raw.decode("utf-8").splitlines() for raw in (fix.before, fix.after))
    yield f"{inert(fix.path)}:\n"
    for line in list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]:
        yield f"{inert(line)}\n"


def _fixes(report: Report, snapshot: Snapshot, policy: Policy, registry: Registry) -> Iterator[Fix]:
    codes: dict[str, set[str]] = {}
    for finding in report.findings:
        if finding.document is not None and finding.code in _FIXABLE:
            codes.setdefault(finding.document, set()).add(finding.code)
    for document in report.documents:
        if document.path in codes and document.sidecar is not None:
            before = snapshot.read(document.sidecar, yaml_reader.MAX_BYTES)
            sidecar = Sidecar(snapshot, policy, registry, document.path, before or b"")
            after = sidecar.fixed(codes[document.path])
            if before is not None and after != before:
                yield Fix(document.sidecar, before, after)


class Sidecar(NamedTuple):
    """One sidecar of the work tree with the settings that it is checked by."""

    snapshot: Snapshot
    policy: Policy
    registry: Registry
    document: str
    raw: bytes

    def fixed(self, codes: AbstractSet[str]) -> bytes:
        """The bytes with all that is certain; what cannot be written without touching more stays as it is."""
        raw = self.raw
        for pointer, value in (*self._paths(codes), *self._pins(codes), *self._claims(codes)):
            try:
                raw = edit.replace(raw, pointer, value)
            except edit.EditError as error:
                sys.stderr.write(f"{inert(self.document)}: {inert(str(error))}\n")
        return raw

    def _evidence(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Each entry of `evidence` that stays in the sidecar's folder, with its pointer."""
        data = yaml_reader.read(self.raw).data or {}
        for index, entry in enumerate(cast("list[dict[str, str]]", data.get("evidence") or [])):
            if safe_reference(entry["path"]):
                yield f"/evidence/{index}", entry

    def _pins(self, codes: AbstractSet[str]) -> Iterator[tuple[str, Value]]:
        if codes & {"PG401", "PG402"}:
            yield "/sha256", self.snapshot.sha256(self.document)
        if "PG405" in codes:
            for pointer, entry in self._evidence():
                if self.snapshot.find(beside(self.document, entry["path"])) is not None:
                    yield f"{pointer}/sha256", self.snapshot.sha256(beside(self.document, entry["path"]))

    def _paths(self, codes: AbstractSet[str]) -> Iterator[tuple[str, Value]]:
        """The new paths of pinned evidence that is not where the sidecar says, but below the sidecar's folder."""
        if _RENAMED not in codes:
            return
        folder = PurePosixPath(self.document).parent
        entries = [entry for entry in self.snapshot.entries([str(folder)]) if entry.path.endswith(EVIDENCE_SUFFIXES)]
        for pointer, entry in self._evidence():
            if self.snapshot.find(beside(self.document, entry["path"])) is not None:
                continue
            found = [one.path for one in entries if self.snapshot.load_apart(one, 0).sha256 == entry["sha256"]]
            if len(found) == 1:
                yield f"{pointer}/path", str(PurePosixPath(found[0]).relative_to(folder))

    def _claims(self, codes: AbstractSet[str]) -> Iterator[tuple[str, Value]]:
        """The claims that fail, as the first capture states them in a place that the check then supports."""
        wanted = {_CLAIMS[code] for code in codes & _CLAIMS.keys()}
        captures = [entry["path"] for _pointer, entry in self._evidence() if entry["kind"] == "capture"]
        if not wanted or not captures:
            return
        from provgate.capture.draft import Request, draft
        from provgate.check.sandbox import bounded

        path = beside(self.document, captures[0])
        raw = self.snapshot.read(path, self.policy.limits.capture_bytes)
        document = self.snapshot.read(self.document, self.policy.limits.page_bytes)
        origin = str((yaml_reader.read(self.raw).data or {}).get("origin", ""))
        asked = Request(path, raw or b"", origin, document=document, registry=self.registry, limits=self.policy.limits)
        try:
            entries: Sequence[object] = bounded(draft, asked, self.policy.limits).entries
        except (CannotCheckError, UsageError) as error:
            sys.stderr.write(f"{inert(self.document)}: {inert(str(error))}\n")
            return
        for key, value, _comment in cast("Sequence[tuple[str, Value, str]]", entries):
            if key in wanted and value:
                yield f"/{key}", value
