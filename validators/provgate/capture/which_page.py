"""Which page of a file is meant when nobody says: the one in its list of pages, or the only one that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from provgate.evidence.captures import mementos, response, wacz, zips
from provgate.evidence.captures.capture import Capture
from provgate.evidence.captures.chain import shown
from provgate.evidence.captures.codings import DamagedError
from provgate.evidence.captures.response import Response
from provgate.evidence.captures.source import Source
from provgate.evidence.captures.warc import Record
from provgate.findings import Fault, UsageError
from provgate.values import urls

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_SHOWN, _MOST_READ, _MOST_REDIRECTS = 10, 5_000, 200


def only_page(name: str, source: Source, capture: Capture) -> str:
    """The URL of the page that is meant; UsageError with the pages to choose from where there are several."""
    listed = wacz.pages(source) if source[: len(zips.MAGIC)] == zips.MAGIC else ()
    named = dict.fromkeys(url for url in map(urls.normalise, listed) if not isinstance(capture.steps(url), Fault))
    pages, all_seen = list(named or _pages(capture)), bool(named) or len(capture.urls) <= _MOST_READ
    if len(pages) == 1 and all_seen:
        return pages[0] if named else _beginning(capture, pages[0])
    if not pages and capture.rewritten:
        copy = next(iter(capture.rewritten.values()))
        instead = f"capture {shown(copy.raw_address)} instead"
        raise UsageError(f"{name}: is a copy that {copy.archive} has rewritten: {instead}")
    lines = "".join(f"\n  --url {shown(url)}" for url in pages[:_SHOWN])
    more = f"\n  and {len(pages) - _SHOWN:,} more" if len(pages) > _SHOWN else ""
    number = f"{len(pages):,} pages" if all_seen else f"{len(pages):,} pages and more"
    raise UsageError(f"{name}: holds {number}; say with --url which of them is meant{lines}{more}")


def _pages(capture: Capture) -> Iterator[str]:
    """The URLs that the capture holds a page of; of a web archive's copies, the URLs of the pages themselves."""
    found = dict.fromkeys(_own(url) for url in _answering(capture, _is_page))
    yield from (url for url in found if url)


def _own(url: str) -> str:
    """The page's own URL; empty for what an archive has rewritten."""
    memento = mementos.read(url)
    if memento is None:
        return url
    return memento.url if memento.raw and memento.exact else ""


def _beginning(capture: Capture, page: str) -> str:
    """The URL whose redirects lead to the page, the longest way; the page's own where none does."""
    redirects = list(_answering(capture, _is_redirect))
    chains = {url: found for url in redirects[:_MOST_REDIRECTS] if not isinstance(found := capture.steps(url), Fault)}
    leading = {url: len(steps) for url, steps in chains.items() if urls.normalise(steps[-1].exchange.url) == page}
    return max(leading, key=lambda url: leading[url], default=page)


def _answering(capture: Capture, kind: Callable[[Response], bool]) -> Iterator[str]:
    """The URLs with a response of this kind."""
    for url, records in _first(capture.held.responses.items(), _MOST_READ):
        heads = (_head(record, capture.limits.page_bytes) for record in records[:_SHOWN])
        if any(head is not None and kind(head) for head in heads):
            yield url


def _first(items: Iterable[tuple[str, Sequence[Record]]], most: int) -> Iterator[tuple[str, Sequence[Record]]]:
    for _, item in zip(range(most), items, strict=False):
        yield item


def _head(record: Record, most: int) -> Response | None:
    """The response in this record, unchecked; what is wrong with it is told when it is wanted."""
    try:
        return response.parse(record.read(most)[1])
    except DamagedError:
        return None


def _is_page(answer: Response) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return 200 <= answer.status < 300 and (
        kind in _HTML or (not kind and bytes(answer.payload[:64]).lstrip()[:1] == b"<")
    )


def _is_redirect(answer: Response) -> bool:
    return 300 <= answer.status < 400
