"""Many hostile documents in one corpus: one run within bounds, and a verdict on each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from pages import URL, document, evidenced, html, warc
from repos import Repo

from .bounded import Ended, check, run

GOOD = "seeds/good.txt"


@dataclass(frozen=True)
class Resting:
    """A document that rests on this capture; `changes` overlays its claims, `code` is what is found ("" passes)."""

    capture: bytes
    code: str = ""
    text: bytes = field(default_factory=document)
    changes: Mapping[str, str] = field(default_factory=dict)


def page(
    body: bytes, code: str = "", kind: str = "text/html; charset=utf-8", text: bytes | None = None, **changes: str
) -> Resting:
    """A document that rests on a page, whole and well captured."""
    return Resting(warc(body, kind=kind), code, document() if text is None else text, changes)


def judged(ended: Ended) -> dict[str, tuple[bool, set[str]]]:
    """For each document whether it passes, and the codes found at it or at its sidecar."""
    codes: dict[str, set[str]] = defaultdict(set)
    for found in ended.report["findings"]:
        codes[found["path"].removesuffix(".source.yaml")].add(found["code"])
    return {one["path"]: (one["passed"], codes[one["path"]]) for one in ended.report["documents"]}


def hold(repo: Repo, cases: Mapping[str, Resting]) -> dict[str, tuple[bool, set[str]]]:
    """One run over all cases beside a good document, which must pass; each case must be judged as it says."""
    evidenced(repo, GOOD, name="good.warc.gz", capture=warc(html()))
    for number, (name, case) in enumerate(cases.items(), 1):
        evidenced(
            repo,
            f"seeds/{name}.txt",
            name=f"{name}.{_suffix(case.capture)}",
            capture=case.capture,
            text=case.text + b"\n" * number,
            changes={"origin": URL, **case.changes},
        )
    refused = any(case.code for case in cases.values())
    told = judged(check(repo, wanted=int(refused)))
    run(repo, "check", wanted=int(refused))
    assert told[GOOD] == (True, set())
    wrong = {
        name: told[f"seeds/{name}.txt"] for name, case in cases.items() if not _is(told[f"seeds/{name}.txt"], case.code)
    }
    assert not wrong, wrong
    return told


def _is(verdict: tuple[bool, set[str]], code: str) -> bool:
    passed, codes = verdict
    return (not passed and code in codes) if code else passed


def _suffix(capture: bytes) -> str:
    return "wacz" if capture.startswith(b"PK") else "warc.gz" if capture.startswith(b"\x1f\x8b") else "warc"
