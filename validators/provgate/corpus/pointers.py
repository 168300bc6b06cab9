"""Small files that stand for large ones which git does not hold: what they say is not the document."""

from __future__ import annotations

import re

LONGEST = 1024
"""Bytes of a file that are looked at, and the size of the largest pointer that any of these tools writes."""

_POINTER = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:"
    rb"version\s+https?://(?:git-lfs\.github\.com|git-media\.io|hawser\.github\.com)/"  # Git LFS and before it
    rb"|[0-9a-f]{40}\s*\Z"  # git-media
    rb"|#\$#\s+git-fat\s"
    rb"|(?:\.git|(?:\.\./)+\.git|)/annex/objects/"  # git-annex, unlocked or as a text of a link
    rb")"
)


def is_pointer(data: bytes, size: int) -> bool:
    """Whether a file of this size that begins so is a pointer."""
    return size <= LONGEST and _POINTER.match(data) is not None
