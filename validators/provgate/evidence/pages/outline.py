"""A page's tree → its elements and its blocks of text in page order, read in one walk.

A block is the text between two line breaks of the layout. Facts only: which words are where, in which elements. Which
of them are the article is decided in `article`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provgate.evidence.pages.class_words import is_unseen, is_unseen_name, word_set
from provgate.evidence.pages.stylesheets import hidden_by_sheets

SEAM = "\u2060"
"""In a block's text: an inline element begins or ends here (WORD JOINER, invisible)."""
MAX_DEPTH = 2000
MAX_NODES = 200_000

_BLOCK_TAGS = word_set("""
    address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li main menu nav ol option p picture pre
    search section select summary table tbody td tfoot th thead tr ul video audio
""")
"""Elements whose text begins on a line of its own (HTML Living Standard, 15.3), and some that stand between lines."""
_UNREAD = word_set("""
    script style template svg math head title iframe canvas object textarea noscript noembed noframes datalist
""")
"""Elements whose text a reader is not shown as the page's words."""
_DIGITS = frozenset("0123456789-−–+")
_NO_ATTRIBUTES: Mapping[str, str | None] = {}


class Element(NamedTuple):
    """An element of the page; `number` is its place among them, `names` its class and id, `kind` its other hints.

    `kind` joins `role`, `itemprop` and `type`; `unseen` is inherited; `depth` counts the elements around it.
    """

    number: int
    tag: str
    names: str = ""
    kind: str = ""
    parent: Element | None = None
    depth: int = 0
    unseen: bool = False
    style: str = ""


class Block(NamedTuple):
    """Text that no line break of the layout divides, and the block element that holds it.

    `links`, `strong` and `italic` count characters; `continued` is set where only `<br>` or an element in the same
    holder parts it from the block before; `inner` is the innermost element around its first character. What the page
    hides from the eye is no block.
    """

    text: str
    holder: Element
    links: int = 0
    strong: int = 0
    italic: int = 0
    continued: bool = False
    inner: Element | None = None

    @property
    def size(self) -> int:
        """How many characters it has, seams not counted."""
        return len(self.text) - self.text.count(SEAM)


class Outline(NamedTuple):
    """The elements in page order, those by their identity in the tree, the blocks, and whether all was read."""

    elements: tuple[Element, ...]
    by_id: Mapping[int, Element]
    blocks: tuple[Block, ...]
    whole: bool = True


def ancestors(element: Element | None) -> Iterator[Element]:
    """The element and those around it, from the inside out."""
    while element is not None:
        yield element
        element = element.parent


class _Open(NamedTuple):
    """An open element: what the text inside it inherits. `alone`: its text begins on a new line."""

    identity: int
    element: Element
    holder: Element
    alone: bool
    line: bool = False
    unread: bool = False
    link: bool = False
    strong: bool = False
    italic: bool = False
    raised: bool = False


class _Writer:
    """Collects text until a line ends, then keeps it as a block."""

    __slots__ = ("blocks", "counts", "last", "parts", "start")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.counts = [0, 0, 0]
        self.start: _Open | None = None
        self.last: Element | None = None

    def write(self, text: str, scope: _Open) -> None:
        if self.start is None:
            if text.isspace():
                return
            self.start = scope
        if scope.raised and text[:1] in _DIGITS and self._after_digit():
            text = f"^{text}"
        self.parts.append(text)
        for number, counted in enumerate((scope.link, scope.strong, scope.italic)):
            if counted:
                self.counts[number] += len(text)

    def cross(self, scope: _Open) -> None:
        """An element begins or ends: a line ends with it, or its edge shows as a seam."""
        if self.start is None:
            return
        if scope.alone:
            self._keep(self.start)
        else:
            self.parts.append(SEAM)

    def _after_digit(self) -> bool:
        """Whether a figure was written last, so that a raised one is an exponent: 10⁶ is not 106."""
        before = next((part for part in reversed(self.parts) if part != SEAM), "")
        return before[-1:].isdigit()

    def _keep(self, start: _Open) -> None:
        text = " ".join("".join(self.parts).split()).strip(SEAM)
        if text:
            holder = start.holder
            links, strong, italic = self.counts
            self.blocks.append(Block(text, holder, links, strong, italic, holder is self.last, start.element))
            self.last = holder
        self.parts.clear()
        self.counts = [0, 0, 0]
        self.start = None


def read_outline(tree: LexborHTMLParser) -> Outline:
    """The elements and blocks of the page's body; not `whole` where it has too many or nests them too deeply."""
    body = tree.body
    if body is None:
        return Outline((), {}, ())
    writer, sheets = _Writer(), hidden_by_sheets(tree)
    root = _element(body, 0, None)
    by_id, elements = {body.mem_id: root}, [root]
    stack = [_Open(body.mem_id, root, root, alone=True)]
    for number, node in enumerate(body.traverse(include_text=True)):
        around = node.parent
        if not number or around is None:
            continue
        parent = around.mem_id
        while stack[-1].identity != parent:
            writer.cross(stack.pop())
        scope = stack[-1]
        if number > MAX_NODES or scope.element.depth > MAX_DEPTH:
            return Outline(tuple(elements), by_id, tuple(writer.blocks), whole=False)
        tag = node.tag or ""
        if tag == "-text":
            if not scope.unread and not _is_closed_details(scope.element):
                writer.write(node.text_content or "", scope)
        elif tag[:1] not in "-!":
            opened = _open(node, tag, len(elements), scope, sheets)
            elements.append(opened.element)
            by_id[opened.identity] = opened.element
            stack.append(opened)
            writer.cross(opened)
    while stack:
        writer.cross(stack.pop())
    return Outline(tuple(elements), by_id, tuple(writer.blocks))


def _element(node: LexborNode, number: int, parent: Element | None) -> Element:
    tag = node.tag or ""
    attributes = node.attributes or _NO_ATTRIBUTES
    depth, unseen = (parent.depth + 1, parent.unseen) if parent else (0, False)
    if not attributes:
        return Element(number, tag, "", "", parent, depth, unseen or _is_closed(tag, attributes, parent))
    get = attributes.get
    names = f"{get('class') or ''} {get('id') or ''}"
    kind = f"{get('role') or ''} {get('itemprop') or ''}".strip().lower()
    unseen = (
        unseen
        or get("aria-hidden") == "true"
        or is_unseen(attributes)
        or is_unseen_name(names)
        or _is_closed(tag, attributes, parent)
    )
    if tag == "details" and "open" in attributes:
        kind = f"{kind} open"
    return Element(number, tag, names, kind, parent, depth, unseen, get("style") or "")


def _is_closed(tag: str, attributes: Mapping[str, str | None], parent: Element | None) -> bool:
    """A dialog that is not open, and what closed `details` hold beside their summary."""
    if tag == "dialog":
        return "open" not in attributes
    return parent is not None and _is_closed_details(parent) and tag != "summary"


def _is_closed_details(element: Element) -> bool:
    return element.tag == "details" and "open" not in element.kind.split()


def _open(node: LexborNode, tag: str, number: int, around: _Open, sheets: frozenset[int]) -> _Open:
    element, identity = _element(node, number, around.element), node.mem_id
    if identity in sheets:
        element = element._replace(unseen=True)
    block = tag in _BLOCK_TAGS or "-" in tag
    return _Open(
        identity,
        element,
        element if block else around.holder,
        block or tag == "br",
        not block,
        around.unread or tag in _UNREAD or element.unseen,
        around.link or tag == "a",
        around.strong or tag == "strong" or tag == "b",
        around.italic or tag == "em" or tag == "i",
        around.raised or tag == "sup",
    )
