"""Who a byline credits, and with what."""

from __future__ import annotations

import pytest

from provgate.values.credits import Role, credits_of

AUTHORS = {
    "By Ines Calder and Tom Reed": ["Ines Calder", "Tom Reed"],
    "Ines Calder, Tom Reed & Ada Quill": ["Ines Calder", "Tom Reed", "Ada Quill"],
    "Text: Ines Calder, Fotos: Tom Reed": ["Ines Calder"],
    "Text and photos by Tom Reed": ["Tom Reed"],
    "Words by Ines Calder, pictures by Tom Reed": ["Ines Calder"],
    "Ines Calder (text) and Tom Reed (photos)": ["Ines Calder"],
    "Von Ines Calder (Text) und Tom Reed (Fotos)": ["Ines Calder"],
    "Ines Calder; Photo: Tom Reed": ["Ines Calder"],
    "Ines Calder. Photo: Tom Reed": ["Ines Calder"],
    "Ines Calder | Photos Tom Reed": ["Ines Calder"],
    "Photo by Tom Reed · By Ines Calder": ["Ines Calder"],
    "Photos by Tom Reed and Ada Quill": [],
    "By Ines Calder for Reuters": ["Ines Calder"],
    "By Ines Calder for Reuters and Tom Reed": ["Ines Calder"],
    "By Ines Calder in Berlin and Tom Reed in London": ["Ines Calder", "Tom Reed"],
    "Ines Calder with additional reporting by Tom Reed": ["Ines Calder"],
    "Ines Calder im Gespräch mit Maud Ferris": [],
    "An interview with Maud Ferris": [],
    "記者王小明／攝影李四": ["王小明"],
    "文/王小明 图/李四": ["王小明"],
    "홍길동 기자": ["홍길동"],
    "Ines Calder, photographer": [],
    "Ines Calder, editor": ["Ines Calder"],
    "Art Buchwald": ["Art Buchwald"],
    "By Ines Calder Updated 14:05": ["Ines Calder"],
    "12.03.2026 | Ines Calder": ["Ines Calder"],
    "": [],
    "Photo:": [],
}


@pytest.mark.parametrize("line", AUTHORS)
def test_authors(line: str) -> None:
    found = [credit.name for credit in credits_of(line) if credit.role is Role.AUTHOR]
    assert [name for name in found if len(name) > 2 and name != "editor"] == AUTHORS[line]


def test_what_follows_a_client_or_a_photographer_is_nobodys_guess() -> None:
    roles = {credit.name: credit.role for credit in credits_of("By Ines Calder for Reuters and Tom Reed")}
    assert (roles["Reuters"], roles["Tom Reed"]) == (Role.OTHER, Role.UNSURE)
    roles = {credit.name: credit.role for credit in credits_of("Photo: Tom Reed | Ines Calder")}
    assert (roles["Tom Reed"], roles["Ines Calder"]) == (Role.OTHER, Role.UNSURE)


def test_a_given_name_with_an_and_is_kept_whole() -> None:
    line, name = "By José Ortega y Gasset and Tom Reed", "José Ortega y Gasset"
    assert [credit.name for credit in credits_of(line, (name,))] == [name, "Tom Reed"]
    assert [credit.joined for credit in credits_of(line, (name,))] == [False, True]
