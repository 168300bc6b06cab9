"""Whether a receipt's chain of responses begins at the origin, and stays where it may lead."""

from __future__ import annotations

import re

from provgate.evidence.receipts.statement import Receipt
from provgate.formats.witnesses import Archive, Witnesses
from provgate.values import urls

_TIMESTAMP = r"[0-9]{14}"


def fault(receipt: Receipt, origin: str, witnesses: Witnesses) -> tuple[str, str] | None:
    """Kind and message of what is wrong with the chain; None for a chain that counts."""
    seen = receipt.observation
    visited = [hop.url for hop in seen.chain]
    if not visited:
        return ("receipt-claims", "the receipt names no response") if receipt.outcome == "agreed" else None
    if seen.kind == "archive":
        archive = witnesses.archive(seen.archive)
        if archive is None:
            return "archive-not-listed", f"the archive `{seen.archive[:80]}` is not listed"
        copied = [original(url, archive) for url in visited]
        if not all(copied):
            return "receipt-claims", f"the chain leaves the archive `{archive.name}`"
        begins, visited = copied[0], [*visited, *copied]
    else:
        begins = visited[0]
    if urls.normalise(begins) != urls.normalise(origin):
        return "receipt-claims", f"the chain begins at {begins[:200]}, not at `origin`"
    for url in visited:
        parts = urls.split(url)
        scheme = parts.scheme if parts else ""
        if scheme not in witnesses.schemes:
            return "receipt-scope", f"the chain leads over `{scheme[:20] or url[:80]}`, which `schemes` does not list"
    return None


def original(url: str, archive: Archive) -> str:
    """The URL of which this is an unaltered copy in the archive; empty for any other address."""
    before, _, rest = archive.raw.partition("{timestamp}")
    middle = rest.removesuffix("{url}")
    found = re.fullmatch(re.escape(before) + _TIMESTAMP + re.escape(middle) + "(.+)", url, re.DOTALL)
    return found[1] if found else ""
