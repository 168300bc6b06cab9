"""Which elements a page's own style sheets hide from the eye.

Only rules that hold on every screen are read (not those for print or for some widths), and only what they say of
`display`, `visibility` and the like. Of several rules for one element the more specific one wins, then the later one
(CSS Cascading and Inheritance, 6.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from provgate.evidence.pages.class_words import UNSEEN_STYLE

_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}|([^{}]*)\{|\}")
_EVERYWHERE = re.compile(
    r"\s*@(?:media\s+(?:only\s+)?(?:screen|all)\s*$|supports\b|layer\b|container\b)", re.IGNORECASE
)
_SHOWS = re.compile(
    r"(?:display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[1-9]))", re.IGNORECASE
)
_HINTS = ("none", "hidden", "opacity", ":-", ": -", "clip", "scale(", "font-size", "transparent", "collapse")
"""One of these is in every rule that hides; looked for first, because most rules have none of them."""
_MOVES = re.compile(r"\b(?:animation|transition)\b", re.IGNORECASE)
_STATES = re.compile(r":(?!first-child|last-child|nth-|not\(|only-child|root|is\(|where\()|^\s*@", re.IGNORECASE)
_NAMES = re.compile(r"[.#](?:[\w-]|[^\x00-\x7f])+")
_LONGEST, _SELECTORS, _MATCHES = 2_000_000, 300, 2000


class _Rule(NamedTuple):
    """One selector that hides what it selects, or shows it; the greater `weight` wins."""

    selector: str
    hides: bool
    weight: tuple[bool, int, int, int, int]


def hidden_by_sheets(tree: LexborHTMLParser) -> frozenset[int]:
    """The identities of the elements that the page's style sheets hide; what is in them is hidden, too.

    An element that holds most of the page's text is not hidden: a script shows it once the page is there.
    """
    sheets = "\n".join(_texts(tree))[:_LONGEST]
    if not any(hint in sheets for hint in _HINTS):
        return frozenset()
    names = _names(tree)
    rules = [rule for rule in _rules(_REMARK.sub(" ", sheets)) if _may_match(rule.selector, names)][-_SELECTORS:]
    if not any(rule.hides for rule in rules):
        return frozenset()
    most = sum(len(node.text()) for node in tree.css("p")) / 2
    winners: dict[int, tuple[_Rule, LexborNode]] = {}
    for rule in rules:
        for node in _matched(tree, rule.selector):
            known = winners.get(node.mem_id)
            if known is None or known[0].weight <= rule.weight:
                winners[node.mem_id] = rule, node
    return frozenset(identity for identity, (rule, node) in winners.items() if rule.hides and not _holds(node, most))


def _texts(tree: LexborHTMLParser) -> Iterator[str]:
    """The text of every sheet that a reader's screen uses."""
    for node in tree.css("style"):
        media = (node.attributes.get("media") or "").strip().lower()
        parent = node.parent
        if media in ("", "all", "screen") and (parent is None or parent.tag != "noscript"):
            yield node.text()


def _rules(text: str) -> Iterator[_Rule]:
    """The rules that hide or show, selector by selector, in their order."""
    skipped: list[bool] = []
    for order, found in enumerate(_RULE.finditer(text)):
        selectors, body, opened = found.groups()
        if opened is not None:
            skipped.append(not _EVERYWHERE.match(opened))
        elif body is None:
            del skipped[-1:]
        elif not any(skipped):
            hides = _hides(body)
            if hides or ("i" in body and _SHOWS.search(body)):
                urgent = "!important" in body
                for selector in map(str.strip, selectors.split(",")):
                    if selector and not _STATES.search(selector):
                        yield _Rule(selector, hides, (urgent, *_specificity(selector), order))


def _hides(body: str) -> bool:
    """Whether a rule's declarations hide, for good: what an animation starts with is not what remains."""
    may = any(hint in body for hint in _HINTS)
    return may and bool(UNSEEN_STYLE.search(body)) and not _MOVES.search(body)


def _specificity(selector: str) -> tuple[int, int, int]:
    """Ids, then classes and attributes, then elements (Selectors Level 4, 17)."""
    return (
        selector.count("#"),
        len(re.findall(r"[.\[:]", selector)),
        len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector)),
    )


def _holds(node: LexborNode, most: float) -> bool:
    """Whether an element has more paragraphs' text than this."""
    return sum(len(paragraph.text()) for paragraph in node.css("p")) > most


def _names(tree: LexborHTMLParser) -> frozenset[str]:
    """The classes and ids of the page's elements, each with the mark that a selector puts before it."""
    found: set[str] = set()
    for node in tree.css("[class],[id]"):
        attributes = node.attributes
        found.add(f"#{attributes.get('id')}")
        found.update(f".{name}" for name in (attributes.get("class") or "").split())
    return frozenset(found)


def _may_match(selector: str, names: frozenset[str]) -> bool:
    """Whether the classes and ids of a selector are on the page at all: most rules of a sheet are for other pages."""
    return all(name in names for name in _NAMES.findall(selector))


def _matched(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)[:_MATCHES]
    except SelectolaxError:
        return []
