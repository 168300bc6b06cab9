"""One function in a process of its own: what comes back when it fails."""

from __future__ import annotations

import os
import time

import pytest

from provgate.capture.bounded import bounded
from provgate.findings import CannotCheckError
from provgate.formats.policy import Limits

LIMITS = Limits(worker_memory=256, worker_seconds=20)


def double(number: int) -> int:
    return number * 2


def hungry(size: int) -> int:
    return len(bytearray(size))


def deep(number: int) -> int:
    return deep(number + 1) + 1


def refusing(_number: int) -> int:
    raise CannotCheckError("not here")


def broken(_number: int) -> int:
    raise ZeroDivisionError


def dying(_number: int) -> int:
    os._exit(3)


def sleeping(_number: int) -> int:
    time.sleep(60)
    return 0


def test_the_answer_comes_back() -> None:
    assert bounded(double, 21, LIMITS) == 42


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (deep, "nested too deeply"),
        (refusing, "not here"),
        (broken, "ZeroDivisionError"),
        (dying, "died"),
    ],
)
def test_failures_are_told(function, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CannotCheckError, match=words):
        bounded(function, 1, LIMITS)


def test_memory_is_bounded() -> None:
    with pytest.raises(CannotCheckError, match="more than 256 MiB"):
        bounded(hungry, 8 << 30, LIMITS)


def test_time_is_bounded() -> None:
    with pytest.raises(CannotCheckError, match="more than 0 s"):
        bounded(sleeping, 1, Limits(worker_seconds=0))
