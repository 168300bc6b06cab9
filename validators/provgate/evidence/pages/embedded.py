"""What a page says of its text outside its visible text: JSON-LD `articleBody`, titles and descriptions, script state.

Pages behind a paywall, or drawn by a script, often carry the article only here. It is the page's own statement. Strings
are found by pattern, not by parsing: scripts are not JSON, and a trailing comma must not hide an article.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from provgate.evidence.pages.blocks import Block, Holder

# A string that is never closed runs to the end of the script: else each quote in it would be tried anew.
_STRING = r'"((?:[^"\\]|\\.)*+)(?:"|\Z)'
_BODY = re.compile(r'"articleBody"\s*+:\s*+' + _STRING, re.DOTALL)
_LITERAL = re.compile(_STRING, re.DOTALL)
_TITLE = re.compile(r'"(?:headline|alternativeHeadline|name|description|abstract)"\s*+:\s*+' + _STRING, re.DOTALL)
_META_NAME = re.compile(r"(?:^|:)(?:title|description|headline|abstract|author|byl)$", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|i|mark|q|s|small|span|strong|su[bp]|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_OTHER_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"[\r\n\u2028\u2029]+")
_SHORTEST = 20
_BODIES = 6
PLAIN = Holder(0, "#text", "#text")
"""The holder of text without markup that is stated as one whole."""
LOOSE = Holder(0, "#data", "#data")
"""The holder of strings that were found one by one: what stands beside them may belong to anything."""


def read_scripts(tree: LexborHTMLParser) -> tuple[str, ...]:
    """The source text of every script on the page, in page order."""
    return tuple(node.text() for node in tree.css("script"))


def article_bodies(scripts: Iterable[str]) -> tuple[tuple[Block, ...], ...]:
    """The longest texts that the page's JSON-LD calls `articleBody`, each as blocks."""
    found = {match.group(1) for script in scripts if "articleBody" in script for match in _BODY.finditer(script)}
    longest = sorted(found, key=lambda literal: (-len(literal), literal))[:_BODIES]
    return tuple(blocks for literal in longest if (blocks := text_blocks(_unquote(literal))))


def script_blocks(scripts: Iterable[str]) -> tuple[Block, ...]:
    """Every longer string of the page's scripts as blocks, in order; strings that hold strings are opened too."""
    return tuple(block for script in scripts for text in _literals(script, 2) for block in text_blocks(text, LOOSE))


def titles(tree: LexborHTMLParser, scripts: Iterable[str]) -> tuple[str, ...]:
    """Titles, standfirsts and descriptions that the page states in its head and its JSON-LD."""
    found = [node.text() for node in tree.css("title")]
    for node in tree.css("meta[content]"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        if _META_NAME.search(name):
            found.append(node.attributes.get("content") or "")
    for script in scripts:
        if "schema.org" in script:
            found += [_unquote(match.group(1)) for match in _TITLE.finditer(script)]
    return tuple(found)


def text_blocks(text: str, holder: Holder = PLAIN) -> tuple[Block, ...]:
    """A text's lines as blocks; markup in it, even escaped, only divides."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _OTHER_TAG.sub("\n", _INLINE_TAG.sub("", text))
    return tuple(Block(line.strip(), holder) for line in _BREAK.split(text) if line and not line.isspace())


def _literals(script: str, depth: int) -> Iterator[str]:
    for match in _LITERAL.finditer(script):
        literal = match.group(1)
        if len(literal) < _SHORTEST:
            continue
        text = _unquote(literal)
        if depth and '"' in text:
            yield from _literals(text, depth - 1)
        if " " in text or not text.isascii():
            yield text


def _unquote(literal: str) -> str:
    """What a JSON string literal says; the literal itself where it is not JSON."""
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return literal
