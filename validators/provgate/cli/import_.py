"""`provgate import`: sidecars for documents that are there, out of what a catalogue knows of them."""

from __future__ import annotations

import argparse
import importlib
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from provgate.cli.documents import shown
from provgate.cli.editor import heading
from provgate.corpus.documents import assemble
from provgate.corpus.files import write_atomically
from provgate.corpus.snapshot import Snapshot, open_snapshot
from provgate.exchange.plan import Place, Plan, Planned, plan
from provgate.exchange.records import CLAIMS, Catalogue, Skipped, mapping_of, record_of
from provgate.findings import CannotCheckError, UsageError
from provgate.formats import policy as policies
from provgate.formats import registries
from provgate.formats.claims import SUFFIX
from provgate.formats.compose import Entry, render
from provgate.formats.policy import Policy
from provgate.report.escape import brief

FORMATS = {"csv": "csv_table", "bibtex": "bibtex", "json": "json_catalogues", "markdown": "front_matter"}
"""The module of `exchange` that reads each format; `json` is CSL-JSON, schema.org JSON-LD or Croissant, by content."""

_ENDINGS = {".csv": "csv", ".tsv": "csv", ".bib": "bibtex", ".json": "json", ".jsonld": "json", ".md": "markdown"}
_MAX_BYTES = 64 * 1024 * 1024
_MOST = 20
"""How many outlets to add are listed one by one."""


class Source(NamedTuple):
    """The working tree that sidecars are written into: which documents it has, and the settings in force there."""

    snapshot: Snapshot
    place: Place
    registry: registries.Registry


def configure(parser: argparse.ArgumentParser) -> None:
    """The catalogue, its format and how its fields map to claims."""
    parser.epilog = (
        "FILE is CSV with a header (`path,origin,date,author,outlet`; names joined by `; `), BibTeX, CSL-JSON,\n"
        "schema.org JSON-LD, Croissant, or a Markdown document with front matter. The mapping is shown first.\n"
        "What the catalogue does not say stays empty. Documents that have a sidecar keep it.\n"
        "Entries that fit no document are listed, and the exit code is then 1."
    )
    parser.add_argument("file", metavar="FILE", help="the catalogue")
    parser.add_argument(
        "--map",
        metavar="FIELD=CLAIM",
        action="append",
        default=[],
        help=f"which field is which claim ({', '.join(CLAIMS)}); repeat it for more",
    )
    parser.add_argument("--format", choices=FORMATS, help="what FILE is (default: by its ending)")
    parser.add_argument("--dry-run", action="store_true", help="show the mapping and the sidecars, write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Import; 1 when an entry could not be used."""
    path = Path(arguments.file)
    catalogue = _catalogue(path, arguments.format)
    mapping = mapping_of(catalogue, arguments.map)
    _tell(_mapping_lines(path, catalogue, mapping))
    with open_snapshot(Path.cwd()) as snapshot:
        source = _source(snapshot, path)
        made = plan((record_of(row, mapping) for row in catalogue.rows), source.place, source.registry)
        kept = [one for one in made.planned if snapshot.find(one.document + SUFFIX) is not None]
        fresh = [one for one in made.planned if one not in kept]
        for one in fresh:
            _write(source, one, path.name, arguments.dry_run)
    skipped = (*catalogue.skipped, *made.skipped)
    _tell(_closing(made, len(fresh), len(kept), skipped, arguments.dry_run))
    return 1 if skipped else 0


def _catalogue(path: Path, form: str | None) -> Catalogue:
    name = form or _ENDINGS.get(path.suffix.lower())
    if name is None:
        raise UsageError(f"`{shown(path)}`: which format is this? name it with --format {{{','.join(FORMATS)}}}")
    if not path.is_file():
        raise UsageError(f"`{shown(path)}` is not a file")
    if path.stat().st_size > _MAX_BYTES:
        raise UsageError(f"`{shown(path)}` is larger than {_MAX_BYTES // 2**20} MiB; import it in parts")
    try:
        module = importlib.import_module(f"provgate.exchange.{FORMATS[name]}")
        return _read(module, path, name)
    except ImportError as error:
        raise CannotCheckError(
            f"reading {name} needs `{error.name}`, which is not installed; run `pip install 'provgate[import]'`"
        ) from error


def _read(module: object, path: Path, name: str) -> Catalogue:
    """The catalogue; a Markdown document is named as an entry of another catalogue would name it."""
    own = path.name if name == "markdown" else shown(path)
    catalogue: Catalogue = module.read(path.read_bytes(), own)  # type: ignore[attr-defined]
    return catalogue


def _source(snapshot: Snapshot, file: Path) -> Source:
    raw = snapshot.read(policies.NAME, policies.MAX_BYTES)
    policy = policies.parse(raw) if raw is not None else Policy()
    outlets = snapshot.read(policy.outlets, registries.MAX_BYTES)
    registry = registries.parse_outlets(outlets, policy.outlets) if outlets is not None else registries.Registry()
    corpus = assemble(snapshot.entries(policy.corpus), policy)
    own = snapshot.relative(file.parent) if _inside(snapshot, file) else "."
    folders = ("." if own == "" else own, ".", *policy.corpus)
    return Source(snapshot, Place(frozenset(document.path for document in corpus.documents), folders), registry)


def _inside(snapshot: Snapshot, file: Path) -> bool:
    return snapshot.root is not None and snapshot.root.resolve() in file.resolve().parents


def _write(source: Source, one: Planned, name: str, dry_run: bool) -> None:
    snapshot, target = source.snapshot, one.document + SUFFIX
    pin = Entry("sha256", snapshot.sha256(one.document))
    entries = (Entry("schema", "1", f"{one.where} of {name}"), *one.entries, pin)
    raw = heading(snapshot.root, one.document).encode() + render(entries)
    if dry_run:
        _tell([f"would write {brief(target)}:", *(f"    {brief(line)}" for line in raw.decode().splitlines())])
        return
    write_atomically((snapshot.root or Path.cwd()) / target, raw)
    _tell([f"wrote {brief(target)}"])


def _mapping_lines(path: Path, catalogue: Catalogue, mapping: Mapping[str, str]) -> Iterator[str]:
    yield f"{brief(shown(path))}: {len(catalogue.rows)} entries"
    unused = dict.fromkeys(name for row in catalogue.rows for name in row.fields if name not in mapping)
    for name, claim in mapping.items():
        yield f"  {brief(name)} -> {claim}"
    if unused:
        yield f"  not used: {', '.join(map(brief, unused))}"


def _closing(made: Plan, written: int, kept: int, skipped: tuple[Skipped, ...], dry_run: bool) -> Iterator[str]:
    for new in list(made.proposed.values())[:_MOST]:
        command = shlex.join(["provgate", "outlets", "add", new.key, "--name", new.name])
        command += f" --domain {shlex.quote(new.host)}" if new.host else ""
        yield f"`{brief(new.key)}` is not in outlets.yaml; if it is an outlet of yours, run `{brief(command, 300)}`"
    if len(made.proposed) > _MOST:
        yield f"... and {len(made.proposed) - _MOST} more outlets that are not in outlets.yaml"
    for one in skipped:
        yield f"{brief(one.where)}: {brief(one.message, 300)}"
    verb = "would be written" if dry_run else "written"
    yield (
        f"sidecars {verb}: {written}; documents that have one already: {kept}; "
        f"entries or values not used: {len(skipped)}"
    )


def _tell(lines: Iterator[str] | list[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
