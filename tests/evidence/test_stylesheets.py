"""Which elements the page's own style sheets hide."""

from __future__ import annotations

import pytest

from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.stylesheets import hidden_by_sheets

BODY = "<div id=w class='wrap Box'><p class='x y' id=a>Hidden?</p></div><p id=b>Seen, and longer than the other one is.</p>"


def hidden(css: str, *, attributes: str = "", around: tuple[str, str] = ("", "")) -> set[str]:
    tree = parse(f"{around[0]}<style{attributes}>{css}</style>{around[1]}{BODY}")
    found = hidden_by_sheets(tree)
    return {str(node.attributes["id"]) for node in tree.css("[id]") if node.mem_id in found}


@pytest.mark.parametrize(
    ("css", "ids"),
    [
        (".x{display:none}", "a"),
        (".x.y { display : none !important }", "a"),
        ("#a{visibility:hidden}", "a"),
        (".Box > p{left:-9999px;position:absolute}", "a"),
        (".q,.x{opacity:0}", "a"),
        ("/* } */.x{/* a */display:none}", "a"),
        ("@media screen{.x{display:none}}", "a"),
        ("@media screen { @supports (display:grid) {.x{display:none}} }", "a"),
        ("@layer base{.x{display:none}}", "a"),
        (".wrap{display:none}", "w"),
        ("", ""),
        (".x{color:red}", ""),
        (".box{display:none}", ""),
        (".z{display:none}", ""),
        ("p{display:none}", "a"),
        ("body{opacity:0}", ""),
        (".x{opacity:0;transition:opacity 1s}", ""),
        (".x{animation:in 1s;opacity:0}", ""),
        ("@media print{.x{display:none}}", ""),
        ("@media (max-width:600px){.x{display:none}}", ""),
        ("@keyframes in{from{opacity:0}} .y{color:red}", ""),
        (".x:hover{display:none}", ""),
        (".x::before{display:none}", ""),
        (".x{display:none} .x{display:block}", ""),
        (".x.y{display:none} .x{display:block}", "a"),
        ("#a{display:block} .x{display:none}", ""),
        (".x{display:none!important} #a{display:block}", "a"),
        ("} .x{display:none}", "a"),
        (".x >{display:none}", ""),
    ],
)
def test_rules(css: str, ids: str) -> None:
    assert hidden(css) == set(ids.split())


@pytest.mark.parametrize(
    ("attributes", "ids"),
    [(" media=all", "a"), (" media=' Screen '", "a"), (" media=print", ""), (" media='(width<9px)'", "")],
)
def test_sheets_for_other_media_do_not_count(attributes: str, ids: str) -> None:
    assert hidden(".x{display:none}", attributes=attributes) == set(ids.split())


def test_sheets_for_readers_without_scripts_do_not_count() -> None:
    assert hidden(".x{display:none}", around=("<noscript>", "</noscript>")) == set()
