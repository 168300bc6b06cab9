"""What a page states outside its visible text: article bodies, titles, strings of scripts."""

from __future__ import annotations

import json

import pytest

from provgate.evidence.pages.decode import parse
from provgate.evidence.pages.embedded import article_bodies, read_scripts, script_blocks, text_blocks, titles


def test_scripts_are_read_in_order() -> None:
    assert read_scripts(parse("<script>a</script><p>x</p><script type='application/ld+json'>b</script>")) == ("a", "b")


@pytest.mark.parametrize(
    ("script", "bodies"),
    [
        ('{"articleBody": "One\\nTwo \\u00e9"}', [["One", "Two é"]]),
        ('{"articleBody" :"One",}', [["One"]]),
        ('{"articleBody":"It \\"ends\\" here"', [['It "ends" here']]),
        ('{"articleBody":"never closed', [["never closed"]]),
        ('{"articleBody":"bad \\x escape"}', [["bad \\x escape"]]),
        ('{"articleBody":"&lt;p&gt;A &lt;b&gt;b&lt;/b&gt;c&lt;/p&gt;&lt;p&gt;D&lt;/p&gt;"}', [["A bc", "D"]]),
        ('{"articleBody":""}', []),
        ('{"articleBody":"short"},{"articleBody":"longer one"},{"articleBody":"short"}', [["longer one"], ["short"]]),
        ('{"headline":"One"}', []),
    ],
)
def test_article_bodies(script: str, bodies: list[list[str]]) -> None:
    assert [[block.text for block in body] for body in article_bodies([script])] == bodies


def test_only_the_longest_bodies_are_kept() -> None:
    script = ",".join(f'{{"articleBody":"{"word " * number}"}}' for number in range(1, 40))
    assert len(article_bodies([script])) == 6


def test_strings_of_scripts_are_opened() -> None:
    inner = json.dumps({"text": "<p>The board met on Monday.</p><p>It voted.</p>"})
    script = f'push({json.dumps(inner)}, \'single\', "short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")'
    found = [block.text for block in script_blocks([script])]
    assert found[:2] == ["The board met on Monday.", "It voted."]
    assert "short" not in found
    assert "a" * 30 not in found


def test_many_escaped_quotes_are_read_once() -> None:
    assert script_blocks(['"' + '\\"' * 50_000]) == ()


def test_titles_and_descriptions() -> None:
    markup = (
        "<title>A title</title><meta name='description' content='About it'><meta property='og:title' content='Title'>"
        "<meta name='viewport' content='width'><meta name='author' content=''><meta content='bare'>"
        '<script>{"@context":"https://schema.org","headline":"Head\\u00e9","name":"Gazette"}</script>'
        '<script>{"headline":"not of the schema"}</script>'
    )
    tree = parse(markup)
    assert titles(tree, read_scripts(tree)) == ("A title", "About it", "Title", "", "Headé", "Gazette")


def test_lines_of_a_text() -> None:
    found = [block.text for block in text_blocks("One\r\n\n two\u2028three <b>x</b>y<br>z")]
    assert found == ["One", "two", "three xy", "z"]
