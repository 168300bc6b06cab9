"""A password in a sidecar's URL comes out of no report, whichever finding quotes the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provgate.report import FORMATS
from repos import OUTLETS, POLICY, SIDECAR, Repo

ORIGIN = "https://www.harbourgazette.example/2026/03/12/dredging.html"


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    "line",
    [
        "origin: https://ines:hunter2@www.harbourgazette.example/x",
        "origin: https://ines:hunter2@127.0.0.1/",
        "origin: https:ines:hunter2@www.harbourgazette.example/x",
        'origin: "https://ines:hunter2@www.harbourgazette.example\\\\@evil.example/x"',
        "origin:\n  https:ines:hunter2@www.harbourgazette.example/x",
    ],
)
def test_no_report_prints_a_password(new_repo: Callable[..., Repo], format_name: str, line: str) -> None:
    repo = new_repo()
    repo.write("provgate.yaml", POLICY)
    repo.write("outlets.yaml", OUTLETS)
    repo.document("seeds/a.txt")
    text = (repo.path / "seeds/a.txt.source.yaml").read_text("utf-8")
    assert f"origin: {ORIGIN}" in text
    repo.write("seeds/a.txt.source.yaml", text.replace(f"origin: {ORIGIN}", line))
    done = repo.provgate("check", "--format", format_name)
    assert done.returncode == 1, done.stderr
    assert "PG30" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_an_e_mail_address_as_author_is_still_shown_in_its_line(new_repo: Callable[..., Repo]) -> None:
    repo = new_repo()
    repo.write("provgate.yaml", POLICY)
    repo.write("outlets.yaml", OUTLETS)
    repo.write("seeds/a.txt", "The dredger came back.\n")
    repo.write(
        "seeds/a.txt.source.yaml", SIDECAR.replace("Ines Calder", "ines@harbourgazette.example").partition("sha256")[0]
    )
    assert "4 | author: ines@harbourgazette.example" in repo.provgate("check").stdout
