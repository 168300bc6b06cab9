"""Signs that a page is not the one that was meant."""

from __future__ import annotations

import pytest

from provgate.capture.walls import Seen, signs

URL = "https://harbourgazette.example/a"
PLAIN = Seen(URL, URL, "Dredging resumes", "<p>x", "x" * 2000)
MOVED = "https://harbourgazette.example"


def told(**changes: str) -> str:
    return "; ".join(sign.words for sign in signs(PLAIN._replace(**changes)))


def test_a_plain_page_has_none() -> None:
    assert told() == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "404 - Page not found"}, "missing"),
        ({"title": "Seite nicht gefunden"}, "missing"),
        ({"final_url": f"{MOVED}/"}, "front page"),
        ({"title": "Just a moment...", "text": "wait"}, "robots"),
        ({"text": "Please enable JavaScript and cookies to continue"}, "robots"),
        ({"text": "", "visible": " verify you are human "}, "robots"),
        ({"final_url": "https://consent.harbourgazette.example/?continue=a"}, "consent"),
        ({"title": "Cookie consent", "text": "We value you"}, "consent"),
        ({"final_url": f"{MOVED}/user/login?next=/a"}, "login"),
        ({"source": '{"isAccessibleForFree": "False"}'}, "not free"),
        ({"source": '<div class="box paywall">', "text": "The first lines"}, "not free"),
        ({"source": '<meta http-equiv="refresh" content="0; url=/b">', "text": "moved"}, "refresh"),
        ({"text": " \n"}, "no main text"),
    ],
)
def test_signs(changes: dict[str, str], words: str) -> None:
    assert words in told(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "The 404th regiment"},
        {"final_url": f"{MOVED}/b"},
        {"title": "Just a moment of silence"},
        {"title": "What consent means"},
        {"source": '{"isAccessibleForFree": true}'},
        {"source": '<div class="paywall">'},
        {"origin": f"{MOVED}/login", "final_url": f"{MOVED}/login/"},
        {"origin": f"{MOVED}/consent", "final_url": f"{MOVED}/consent/"},
    ],
)
def test_ordinary_pages_are_left_in_peace(changes: dict[str, str]) -> None:
    assert told(**changes) == ""


def test_a_url_that_is_none_is_no_sign() -> None:
    assert told(final_url="nothing", origin="nothing") == ""


def test_a_paywall_is_no_wall() -> None:
    """Sites say of whole articles too that they are not free to read."""
    found = [*signs(PLAIN._replace(source='{"isAccessibleForFree": "False"}')), *signs(PLAIN._replace(title="404"))]
    assert [sign.wall for sign in found] == [False, True]
