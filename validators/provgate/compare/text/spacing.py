"""Places where a document and a page spell the same words with other gaps.

Extractors glue or part words where the page has an inline element's edge, and glue them where one block ends and the
next begins. Only such places are tolerated, and never between two digits: within plain text a gap more or less is a
difference.
"""

from __future__ import annotations

from collections.abc import Sequence

from provgate.compare.text.words import words_of
from provgate.evidence.pages.outline import SEAM

_SEPARATORS = ".,:/"


def respelled(words: Sequence[str], at: int, text: str) -> int | None:
    """The document's word after those that spell this text, if only gaps at seams differ; else None."""
    if SEAM not in text:
        return None
    taken, rest, digit, apart = at, "", False, False
    for piece in text.split(SEAM):
        apart = apart or piece[:1].isspace()
        for number, word in enumerate(words_of(piece)):
            if rest and (number or apart or (digit and rest[0].isdigit())):
                return None
            if not rest:
                if taken >= len(words):
                    return None
                rest, taken = words[taken], taken + 1
            if not rest.startswith(word):
                return None
            left = rest[len(word) :]
            rest = left.lstrip(_SEPARATORS)
            digit, apart = word[-1].isdigit() and rest == left, False
        apart = apart or piece[-1:].isspace()
    return None if rest else taken


def unglued(word: str, run: Sequence[str], inside: int, after: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """The two words that a document glued where one run of the page ends and another begins."""
    if inside != len(run) - 1 or not word.startswith(run[-1]):
        return None
    rest = word[len(run[-1]) :]
    both = run[-1][-1].isdigit() and rest[:1].isdigit()
    return (run[-1], rest) if rest and not both and any(other and other[0] == rest for other in after) else None
