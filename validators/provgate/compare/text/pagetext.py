"""A page's words where it states its main article: the text that a reader sees, and its own JSON-LD `articleBody`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from provgate.compare.text.units import Unit, by_sentence, whole
from provgate.compare.text.words import words_by_line, words_of
from provgate.evidence.pages.article import Article, find_article
from provgate.evidence.pages.embedded import plain_blocks, stated_blocks, titles
from provgate.evidence.pages.roles import Passage, Role, passages

VISIBLE, STATED, PLAIN = "page text", "JSON-LD articleBody", "payload text"
_LARGER = 1.5


class Source(NamedTuple):
    """One place that states the article: its units, their words, and what a finding calls it."""

    place: str
    units: tuple[Unit, ...]
    runs: tuple[list[str], ...]
    titles: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> int:
        """How many words of body there are."""
        return sum(len(run) for unit, run in zip(self.units, self.runs, strict=True) if unit.role is Role.BODY)


class PageText:
    """The sources of one page, each read when it is first asked for: several documents may share a page.

    Made of an HTML page's tree and the `articleBody` of its own JSON-LD node, or of the text of another payload.
    """

    def __init__(self, tree: LexborHTMLParser | None, text: str = "", bodies: Iterable[str] = ()) -> None:
        self._tree = tree
        self._text = text
        self._bodies = tuple(bodies)

    @cached_property
    def article(self) -> Article | None:
        """The page's main article; None for a payload that is no page."""
        return find_article(self._tree) if self._tree is not None else None

    @property
    def is_whole(self) -> bool:
        """Whether the page was read to its end: one that is nested too deeply is not."""
        return self.article is None or self.article.outline.whole

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The article's blocks, or the payload's lines."""
        if self.article is not None:
            return passages(self.article)
        return tuple(Passage(block, Role.BODY) for block in plain_blocks(self._text))

    def sources(self, excerpt: bool) -> tuple[Source, ...]:
        """Where the article's text is stated, for whole documents or for excerpts."""
        return self._excerpts if excerpt else self._whole

    @cached_property
    def _whole(self) -> tuple[Source, ...]:
        visible = self._source(VISIBLE if self._tree else PLAIN, whole(self.passages))
        stated = [self._source(STATED, whole(_lines(body))) for body in self._bodies]
        return visible, *(source for source in stated if _covers(source, visible))

    @cached_property
    def _excerpts(self) -> tuple[Source, ...]:
        visible = self._source(self._whole[0].place, by_sentence(self.passages))
        stated = [self._source(STATED, by_sentence(_lines(body))) for body in self._bodies]
        return visible, *(source for source in stated if _covers(source, self._whole[0]))

    def _source(self, place: str, units: tuple[Unit, ...]) -> Source:
        runs = tuple(words_by_line(unit.text for unit in units)) if units else ()
        return Source(place, units, runs, self._titles)

    @cached_property
    def _titles(self) -> tuple[tuple[str, ...], ...]:
        """The page's own titles, with which a document may begin; its headline among them."""
        found = [words_of(title) for title in titles(self._tree)] if self._tree is not None else []
        return tuple(dict.fromkeys(tuple(words) for words in found if words))

    @cached_property
    def links(self) -> frozenset[str]:
        """The addresses of the page's links, as they are written there."""
        nodes = self._tree.css("a[href]") if self._tree is not None else []
        return frozenset(node.attributes.get("href") or "" for node in nodes)

    @cached_property
    def elsewhere(self) -> str:
        """The words of all that the page shows, in the article or not, between single spaces."""
        blocks = self.article.outline.blocks if self.article is not None else ()
        words = words_by_line(block.text for block in blocks) if blocks else []
        return f" {' '.join(word for run in words for word in run)} "


def _lines(body: str) -> tuple[Passage, ...]:
    return tuple(Passage(block, Role.BODY) for block in stated_blocks(body))


def _covers(stated: Source, visible: Source) -> bool:
    """Whether a stated body is the same article, whole: it has all that is visible, or the page shows a part only."""
    said = f" {' '.join(word for run in stated.runs for word in run)} "
    bodies = _bodies(visible)
    covered = sum(len(run) for run in bodies if f" {' '.join(run)} " in said)
    if covered == visible.size:
        return True
    return stated.size > _LARGER * visible.size and 2 * covered >= visible.size


def _bodies(source: Source) -> Sequence[list[str]]:
    return [run for unit, run in zip(source.units, source.runs, strict=True) if unit.role is Role.BODY]
