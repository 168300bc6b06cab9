"""An origin that rests on a web archive's copy is told as such."""

from __future__ import annotations

from provgate.compare.origin import judge_origin
from provgate.evidence.facts import Exchange
from provgate.findings import Verdict
from provgate.formats.registries import Registry

ORIGIN = "https://www.harbourgazette.example/dredging.html"


def test_a_copy_is_told() -> None:
    address = f"https://web.archive.org/web/20260313091407id_/{ORIGIN}"
    own = Exchange(ORIGIN, 200, {}, b"", "2026-03-13T09:14:07Z")
    live = judge_origin(ORIGIN, [own], Registry(), ())
    copy = judge_origin(ORIGIN, [own._replace(memento=address)], Registry(), ())
    assert (live.verdict, copy.verdict) == (Verdict.SUPPORTED, Verdict.SUPPORTED)
    assert (live.stated, live.place) == (ORIGIN, "capture")
    assert (copy.stated, copy.place) == (address, "copy made by web.archive.org")
