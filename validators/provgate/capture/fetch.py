"""One page, fetched the way evidence needs it: every byte kept, every redirect checked, nothing half-read.

No cookies, no `.netrc`, no proxies unless asked, certificates always verified. Plain
`identity` is asked for because every later reader can read it; what a server sends all
the same is kept as received.
"""

from __future__ import annotations

import datetime
import email.utils
import http.client
import re
import ssl
import time
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import make_headers, parse_url

from provgate.capture.addresses import refuse_literal
from provgate.capture.connection import Hop, RecordedHTTP, RecordedHTTPS, too_large
from provgate.capture.exchange import FetchError, Options, RawExchange
from provgate.values import urls

REDIRECTS = frozenset({301, 302, 303, 307, 308})
FINAL = frozenset({200, 203})
_FROM = "save it with a browser archiver (WACZ or WARC) and give that file with --from"
_SETTINGS = re.compile(rb"\x00..\x04[\x00\x01]\x00\x00\x00\x00", re.DOTALL)
"""How a server begins that speaks HTTP/2 to whoever connects: a SETTINGS frame (RFC 9113, 3.4)."""
_REASONS = {
    401: f"the site asks for a login; {_FROM}",
    402: f"the site asks for payment; {_FROM}",
    403: f"the site refuses this request; it may refuse programs or your region: {_FROM}",
    404: "the site knows no such page; if an archive kept it, give the archive's WARC with --from",
    407: "the proxy asks for a login",
    410: "the page is gone; if an archive kept it, give the archive's WARC with --from",
    429: "the site asks for fewer requests; try again later",
    426: f"the site asks for another version of HTTP; {_FROM}",
    451: "the site withholds the page for legal reasons",
    503: "the site is busy or down; try again later",
    505: f"the site refuses HTTP/1.1; {_FROM}",
}


def fetch(url: str, options: Options | None = None) -> tuple[RawExchange, ...]:
    """The exchanges from `url` to the page that it leads to: redirects first, the page last.

    `url` is absolute, http or https. FetchError (exit 3) for all that keeps the page from
    being fetched whole: refused addresses, redirects that loop or leave TLS, statuses other
    than 200 and 203, more bytes or seconds than `options` allow, truncated responses.
    """
    options = options or Options()
    chain = list[RawExchange]()
    try:
        return _followed(url, options, chain)
    except FetchError as error:
        error.chain = tuple(chain)
        raise


def request(url: str, options: Options) -> RawExchange:
    """One exchange with whatever status and without following it anywhere; FetchError where there is no whole one."""
    target = _allowed(checked_url(url), options)
    hop = Hop(time.monotonic() + options.timeout, options.max_bytes, options.allow_private)
    return _patiently(target, options, hop)


def _followed(url: str, options: Options, chain: list[RawExchange]) -> tuple[RawExchange, ...]:
    deadline = time.monotonic() + options.timeout
    target = _allowed(checked_url(url), options)
    allow_private = options.allow_private
    while True:
        hop = Hop(deadline, options.max_bytes, allow_private)
        exchange = _patiently(target, options, hop)
        chain.append(exchange)
        if exchange.status not in REDIRECTS:
            return _final(tuple(chain))
        target = _next(exchange, [earlier.url for earlier in chain], options)
        allow_private = options.allow_private and hop.private


def checked_url(url: str) -> str:
    """The URL's normal form; FetchError for what no fetch may follow. Credentials are never repeated."""
    parts = urls.split(url)
    if parts is None:
        raise FetchError("this is no absolute URL that every reader would read alike")
    if parts.scheme not in urls.DEFAULT_PORTS:
        raise FetchError(f"only http and https can be fetched, not `{parts.scheme}:`")
    if "@" in (parts.authority or ""):
        raise FetchError(f"the URL for {parts.host} carries a user name or password; leave them out")
    return parts.text


def _allowed(url: str, options: Options) -> str:
    """The URL, if its host may be asked."""
    host = urls.host_of(url)
    if options.allowed is not None and not options.allowed(host):
        raise FetchError(f"the host {host} is not one that may be asked here")
    return url


def _patiently(url: str, options: Options, hop: Hop) -> RawExchange:
    """One exchange; a site that says when to come back is obeyed once, if that is within the time allowed."""
    exchange = _exchange(url, options, hop)
    wait = _retry_after(exchange)
    if exchange.status not in (429, 503) or wait is None:
        return exchange
    if time.monotonic() + wait >= hop.deadline:
        raise FetchError(f"the site asks to wait {wait:,.0f} seconds; try again then", exchange.status)
    time.sleep(wait)
    return _exchange(url, options, hop)


def _exchange(url: str, options: Options, hop: Hop) -> RawExchange:
    host = urls.host_of(url)
    hop.sent.clear()
    date = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        status, headers = _speak(url, options, hop)
    except ssl.SSLCertVerificationError as error:
        raise FetchError(f"the certificate of {host} could not be verified: {error.verify_message}") from None
    except ssl.SSLError as error:
        if "no application protocol" in str(error).lower().replace("_", " "):
            raise _newer_only(host) from None
        raise FetchError(f"no safe connection to {host}: TLS could not be agreed on") from None
    except TimeoutError:
        raise FetchError(f"{host} did not answer in time") from None
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        if _SETTINGS.match(bytes(hop.heard)):
            raise _newer_only(host) from None
        raise FetchError(f"{host} did not give a whole response ({_kind(error)})") from None
    head, body = bytes(hop.heard[: hop.head]), bytes(hop.heard[hop.head :])
    if len(body) > options.max_bytes:
        raise too_large(options.max_bytes)
    return RawExchange(url, bytes(hop.sent), status, head, body, headers, hop.address, date, hop.certificate)


def _newer_only(host: str) -> FetchError:
    return FetchError(f"{host} speaks HTTP/2 only, and captures are made over HTTP/1.1: {_FROM}")


def _speak(url: str, options: Options, hop: Hop) -> tuple[int, dict[str, str]]:
    """Send the request and read all of the answer; the hop keeps the bytes."""
    connection, target, secret = _connection(url, options, hop)
    headers = {
        **secret,
        **dict(options.headers),
        "User-Agent": options.user_agent,
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    try:
        connection.request("GET", target, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        for _ in response.stream(65536, decode_content=False):
            hop.remaining()
        first = {name.lower(): response.headers.getlist(name)[0].strip() for name in response.headers}
        return response.status, first
    finally:
        connection.close()


def _connection(url: str, options: Options, hop: Hop) -> tuple[RecordedHTTP | RecordedHTTPS, str, dict[str, str]]:
    """A connection for this URL, the request target to ask it for, and what a forwarding proxy wants to see."""
    parts = parse_url(url)
    kind = RecordedHTTPS if parts.scheme == "https" else RecordedHTTP
    host, target = str(parts.host), parts.request_uri
    proxy = _proxy(url, host) if options.use_proxy else ""
    if not proxy:
        return kind(host, parts.port, hop=hop), target, {}
    hop.direct = False
    hop.private = refuse_literal(host.strip("[]"), hop.allow_private)
    gate = parse_url(proxy)
    if gate.scheme not in (None, "http"):
        raise FetchError(f"a proxy of the scheme `{gate.scheme}` is not supported, only `http`; nothing was sent to it")
    secret: dict[str, str] = dict(make_headers(proxy_basic_auth=gate.auth)) if gate.auth else {}
    connection = kind(str(gate.host), gate.port or 3128, hop=hop)
    if parts.scheme == "http":
        return connection, url, secret
    connection.set_tunnel(host, parts.port or 443, headers=secret)
    return connection, target, {}


def _proxy(url: str, host: str) -> str:
    """The environment's proxy for this URL, if it names one."""
    if proxy_bypass(host):
        return ""
    return getproxies().get(url.partition(":")[0], "")


def _kind(error: Exception) -> str:
    """What went wrong, in words; never the library's own, which may quote URLs and headers."""
    names = {
        urllib3.exceptions.IncompleteRead: "it ended before its announced length",
        urllib3.exceptions.InvalidChunkLength: "its chunks are broken",
        urllib3.exceptions.ProtocolError: "it broke off",
        ssl.SSLEOFError: "it was cut: the connection ended without TLS saying so",
        ConnectionResetError: "the connection was reset",
        ConnectionRefusedError: "the connection was refused",
    }
    for kind, words in names.items():
        if any(isinstance(each, kind) for each in (error, error.__cause__, *error.args)):
            return words
    return type(error).__name__


def _next(exchange: RawExchange, seen: list[str], options: Options) -> str:
    """Where a redirect leads, if it may be followed."""
    place = exchange.headers.get("location", "")
    host = urls.host_of(exchange.url)
    if not place:
        raise FetchError(f"{host} redirects ({exchange.status}) without saying where", exchange.status)
    joined = urls.join(exchange.url, place)
    if not joined:
        raise FetchError(f"{host} redirects to something that is no URL", exchange.status)
    target = _allowed(checked_url(joined), options)
    if exchange.url.startswith("https:") and target.startswith("http:"):
        raise FetchError(f"{host} redirects from https to plain http, where anyone could change the page")
    if target in seen:
        cookies = "; it may want cookies: " + _FROM if "set-cookie" in exchange.headers else ""
        raise FetchError(f"{host} redirects in a circle{cookies}", exchange.status)
    if len(seen) > options.redirects:
        raise FetchError(f"{host} redirects more than {options.redirects} times", exchange.status)
    return target


def _final(chain: tuple[RawExchange, ...]) -> tuple[RawExchange, ...]:
    last = chain[-1]
    if last.status in FINAL:
        return chain
    usual = "the server failed; try again later" if last.status >= 500 else "this is no page"
    raise FetchError(f"{urls.host_of(last.url)} answers {last.status}: {_REASONS.get(last.status, usual)}", last.status)


def _retry_after(exchange: RawExchange) -> float | None:
    """Seconds that the site asks to wait (RFC 9110, 10.2.3); None when it does not say."""
    text = exchange.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = email.utils.parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        # What the standard library's reader raises on text that is no date.
        return None
