"""Politeness: a pause between two requests to a host, robots.txt where no person asked, tired hosts left alone.

A run over thousands of documents keeps a time and perhaps a robots.txt for each host, and nothing for each document.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from provgate.capture.exchange import FetchError, Options
from provgate.capture.fetch import request
from provgate.values import urls

TIRED = frozenset({429, 503})
LONGEST = 60.0
"""Seconds: the most that a site's robots.txt makes a run wait between two requests."""

_AGENT = "provgate"
_ROBOTS_BYTES = 512 * 1024


class Pace:
    """When each host may be asked again (seconds on the monotonic clock), and which are left alone."""

    def __init__(
        self,
        delay: float,
        options: Options,
        *,
        robots: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.delay = delay
        self.options = options
        self.robots = robots
        self.clock = clock
        self.sleep = sleep
        self._free: dict[str, float] = {}
        self._tired: set[str] = set()
        self._rules: dict[str, Any] = {}

    def free_at(self, url: str) -> float:
        """When this URL's host may be asked again; a host that is left alone need not be waited for."""
        host = urls.host_of(url)
        return 0.0 if host in self._tired else self._free.get(host, 0.0)

    def wait(self, url: str) -> str:
        """Wait until this URL may be asked for; why it may not be, or nothing."""
        host = urls.host_of(url)
        if host in self._tired:
            return f"{host} asked for fewer requests; run this again later"
        rules = self._robots(url) if self.robots else None
        if rules == "":
            return f"the robots.txt of {host} could not be read, so nothing was asked"
        if rules is not None and not rules.can_fetch(url, _AGENT):
            return f"the robots.txt of {host} does not allow this page to programs"
        self._pause(host)
        return ""

    def asked(self, url: str, status: int = 0) -> None:
        """Note that this URL's host has just been asked, and whether it wants to be left alone."""
        host = urls.host_of(url)
        rules = self._rules.get(host)
        wanted = float(rules.crawl_delay(_AGENT) or 0) if rules else 0.0
        self._free[host] = self.clock() + max(self.delay, min(wanted, LONGEST))
        if status in TIRED:
            self._tired.add(host)

    def _pause(self, host: str) -> None:
        pause = self._free.get(host, 0.0) - self.clock()
        if pause > 0:
            self.sleep(pause)

    def _robots(self, url: str) -> Any:
        """The host's rules, read once; empty where they cannot be read, which forbids everything (RFC 9309, 2.3.1)."""
        host = urls.host_of(url)
        if host not in self._rules:
            from protego import Protego

            self._pause(host)
            try:
                answer = request(urls.join(url, "/robots.txt"), self.options._replace(max_bytes=_ROBOTS_BYTES))
                text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
                self._rules[host] = "" if answer.status >= 500 else Protego.parse(text)
            except FetchError:
                self._rules[host] = ""
            self._free[host] = self.clock() + self.delay
        return self._rules[host]
