"""A page's words, in the places where it states them: what is seen, its JSON-LD article bodies, scripts and titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from provgate.compare.text.omission import is_prose
from provgate.compare.text.sentences import sentences
from provgate.compare.text.words import words_by_line, words_of
from provgate.evidence.pages.blocks import Block, read_blocks
from provgate.evidence.pages.embedded import article_bodies, read_scripts, script_blocks, text_blocks, titles


class Source(NamedTuple):
    """One place of the page that may hold the article: its blocks, their words, and what a finding calls it."""

    place: str
    blocks: tuple[Block, ...]
    runs: tuple[list[str], ...]

    def by_sentence(self) -> Source:
        """The same text in runs of one sentence each; all but a line's first continue it."""
        return _source(
            self.place,
            (
                block._replace(text=sentence, continued=number > 0)
                for block in self.blocks
                for number, sentence in enumerate(sentences(block.text))
            ),
        )


class PageText:
    """The sources of one page, each read when it is first asked for: several documents may share a page.

    Made of an HTML page's tree, or of the text of a payload that is not HTML.
    """

    def __init__(self, tree: LexborHTMLParser | None, text: str = "") -> None:
        self._tree = tree
        self._text = text

    @cached_property
    def visible(self) -> Source:
        """The text that a reader sees."""
        return _source("page text", _seen(read_blocks(self._tree)) if self._tree else text_blocks(self._text))

    @cached_property
    def bodies(self) -> tuple[Source, ...]:
        """The article bodies that the page's JSON-LD states, sentence by sentence: many have no paragraphs."""
        return tuple(_source("JSON-LD articleBody", blocks).by_sentence() for blocks in article_bodies(self._scripts))

    @cached_property
    def embedded(self) -> Source:
        """The strings of the page's scripts, or of a payload in JSON."""
        return _source("embedded data", script_blocks(self._scripts if self._tree else (self._text,)))

    @cached_property
    def headings(self) -> frozenset[tuple[str, ...]]:
        """Titles, standfirsts, captions and labels, which a document may place where it likes."""
        stated = [words_of(title) for title in titles(self._tree, self._scripts)] if self._tree else []
        shown = [
            run
            for block, run in zip(self.visible.blocks, self.visible.runs, strict=True)
            if block.holder.heading or block.holder.caption or not is_prose(block)
        ]
        return frozenset(tuple(words) for words in (*stated, *shown) if words)

    @cached_property
    def _scripts(self) -> tuple[str, ...]:
        return read_scripts(self._tree) if self._tree else ()


def _seen(blocks: Sequence[Block]) -> Iterable[Block]:
    """The blocks that the eye sees: hidden words, such as a "not" inside a sentence, prove nothing.

    All of them where the page hides most of its text, as one does that a script or a payment opens.
    """
    if _prose(block for block in blocks if block.hidden) > _prose(block for block in blocks if not block.hidden):
        return blocks
    return (block for block in blocks if not block.hidden)


def _prose(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks if is_prose(block))


def _source(place: str, blocks: Iterable[Block]) -> Source:
    kept = tuple(blocks)
    return Source(place, kept, tuple(words_by_line(block.text for block in kept)) if kept else ())
