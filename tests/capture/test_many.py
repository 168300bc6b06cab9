"""Lists: what they hold, and in which order and at which pace hosts are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from provgate.capture import many
from provgate.capture.many import Pace, read_list, take_all
from provgate.capture.page import Settings, Task
from provgate.findings import UsageError

BASE = Path("here")


def test_urls_comments_and_paths() -> None:
    raw = "\ufeff# mine\n\nhttps://a.example/1\n  https://b.example/2 \t seeds/b.txt \n#https://c.example\n".encode()
    assert read_list(raw, "urls", BASE) == [
        Task("https://a.example/1"),
        Task("https://b.example/2", BASE / "seeds/b.txt"),
    ]


def test_a_url_counts_once() -> None:
    raw = b"https://a.example/1\nhttps://A.example:443/1#x\r\nhttps://a.example/2"
    assert [task.url for task in read_list(raw, "urls", BASE)] == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"https://a.example/1\nnothing\n", "urls, line 2: is not a URL"),
        (b"https://a.example/1 https://a.example/2\n", "line 1"),
        (b"https://a.example/1 seeds/a.txt\n", "line 1"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_what_is_no_list_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_list(raw, "urls", BASE)


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def order(urls: list[str], clock: Clock, tired: tuple[str, ...] = ()) -> list[str]:
    pace = Pace(2.0, clock, clock.sleep)
    pace.tired.update(tired)
    waiting = [Task(url) for url in urls]
    taken = []
    while waiting:
        task = pace.next(waiting)
        taken.append(task.url)
        pace.asked(task.url)
    return taken


def test_one_host_is_asked_no_faster_than_the_delay() -> None:
    clock = Clock()
    assert order(["https://a.example/1", "https://a.example/2", "https://a.example/3"], clock) == [
        "https://a.example/1",
        "https://a.example/2",
        "https://a.example/3",
    ]
    assert clock.slept == [2.0, 2.0]


def test_hosts_take_turns() -> None:
    clock = Clock()
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://b.example/2"]
    assert order(urls, clock) == [
        "https://a.example/1",
        "https://b.example/1",
        "https://a.example/2",
        "https://b.example/2",
    ]
    assert clock.slept == [2.0]


def test_nobody_waits_for_a_host_that_is_left_alone() -> None:
    clock = Clock()
    order(["https://a.example/1", "https://a.example/2"], clock, ("a.example",))
    assert clock.slept == []


def test_a_system_that_refuses_one_task_does_not_end_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_task: Task, _settings: Settings) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(many, "take", refused)
    clock = Clock()
    tasks = [Task("https://a.example/1"), Task("https://b.example/2")]
    outcomes = list(take_all(tasks, Settings(tmp_path), Pace(0, clock, clock.sleep)))
    assert [outcome.error for outcome in outcomes] == ["the system refused: Resource temporarily unavailable"] * 2
