"""Places where a document and a page spell the same words with other gaps.

Extractors glue words where the page has an element's edge or a line break and no space; the page glues them where it
has an edge and no space. Only such places are mended: within plain text a gap more or less is a difference.
"""

from __future__ import annotations

from collections.abc import Sequence

from provgate.compare.text.words import words_of
from provgate.evidence.pages.blocks import SEAM


def respelled(words: Sequence[str], at: int, text: str) -> list[str] | None:
    """The block's words as the document spells them, if only gaps at seams differ; else None."""
    if SEAM not in text:
        return None
    taken = at
    rest = ""
    for piece in text.split(SEAM):
        for number, word in enumerate(words_of(piece)):
            if rest and number:
                return None
            if not rest:
                if taken >= len(words):
                    return None
                rest, taken = words[taken], taken + 1
            if not rest.startswith(word):
                return None
            rest = rest[len(word) :].lstrip(".,:/")
    return None if rest else list(words[at:taken])


def unglued(word: str, run: Sequence[str], inside: int, after: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """The two words that a document glued where one run of the page ends and another begins."""
    if inside != len(run) - 1 or not word.startswith(run[-1]):
        return None
    rest = word[len(run[-1]) :]
    return (run[-1], rest) if rest and any(other and other[0] == rest for other in after) else None
