"""Results that are held in little room say what a tuple of them would."""

from __future__ import annotations

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from provgate.check import results
from provgate.check.results import Gathered, Paths
from provgate.corpus.repeated import Keys
from provgate.findings import DocumentResult, Judgement, Level, Report, Verdict, tally

JUDGED = (Judgement("date", Verdict.SUPPORTED, "2026", "2026"),)
paths = st.text(st.sampled_from("ab/.é\udcff"), min_size=1, max_size=4)


@st.composite
def documents(draw: st.DrawFn) -> list[DocumentResult]:
    return [
        DocumentResult(
            path,
            draw(st.sampled_from([path + ".source.yaml", None])),
            draw(st.sampled_from(Level)),
            draw(st.booleans()),
            draw(st.sampled_from([(), JUDGED])),
        )
        for path in draw(st.lists(paths, unique=True, max_size=12))
    ]


def gathered(found: list[DocumentResult], block: int) -> Gathered:
    with mock.patch.object(results, "_BLOCK", block):
        gathering = Gathered()
        for result in found:
            gathering.add(result)
    return gathering


@given(documents(), st.sampled_from([1, 3, 4096]), st.booleans())
def test_gathered_results_are_those_that_came_in(found: list[DocumentResult], block: int, ordered: bool) -> None:
    found = sorted(found) if ordered else found
    held = gathered(found, block)
    assert tuple(held) == tuple(sorted(found)) == held[:]
    assert (len(held), held.tally) == (len(found), tally(found))
    assert Report(Level.DECLARED, held).failed == Report(Level.DECLARED, tuple(found)).failed
    if found:
        assert held[-1] == max(found)


@given(documents(), st.sets(paths), st.sampled_from([1, 4096]))
def test_the_results_worth_telling(found: list[DocumentResult], asked: set[str], block: int) -> None:
    asked |= {result.sidecar for result in found[:2] if result.sidecar}
    wanted = [
        result
        for result in sorted(found)
        if not result.passed or result.path in asked or (result.sidecar and result.sidecar in asked)
    ]
    assert list(gathered(found, block).worth_telling(asked)) == wanted


@given(st.lists(paths, unique=True), st.sampled_from([1, 2, 4096]))
def test_paths_come_back_in_order(found: list[str], block: int) -> None:
    with mock.patch.object(results, "_BLOCK", block):
        held = Paths()
        for path in found:
            held.append(path)
    joined = b"".join(held.joined())
    again = Paths(joined)
    assert list(held) == found == list(again)
    assert len(held) == len(found) == len(again)
    assert all(path in held and path in again for path in found)
    assert "nothing" not in held
    assert list(Paths(b"".join(again.joined()))) == found


@given(st.lists(st.text(max_size=2)))
def test_repeated_keys(texts: list[str]) -> None:
    keys = Keys()
    for text in texts:
        keys.add(text)
    assert [key in keys.repeated() for key in keys] == [texts.count(text) > 1 for text in texts]
