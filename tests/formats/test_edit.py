"""Editing: exactly one value changes, every other byte stays, and what cannot be done so is refused."""

from __future__ import annotations

import copy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from provgate.formats import edit, yaml_reader
from provgate.formats.edit import EditError, add_entry, append_evidence, set_value

PIN = "ab" * 32

SET = {
    "plain": ("sha256: x # keep\nb: 1\n", "sha256: new # keep\nb: 1\n"),
    "single-quoted": ("sha256: 'it''s' # keep\n", "sha256: new # keep\n"),
    "double-quoted over two lines": ('sha256: "a\\\n  b" # keep\nb: 1\n', "sha256: new # keep\nb: 1\n"),
    "plain over two lines": ("sha256: a\n  b\nb: 1\n", "sha256: new\nb: 1\n"),
    "literal block": ("sha256: |\n  a\n  b\n\n# keep\nb: 1\n", "sha256: new\n\n# keep\nb: 1\n"),
    "block with a header comment": ("sha256: >- # keep\n  a\nb: 1\n", "sha256: new # keep\nb: 1\n"),
    "block with an indicator": ("sha256: |2-\n   a\nb: 1\n", "sha256: new\nb: 1\n"),
    "block at the end": ("sha256: |\n  a", "sha256: new"),
    "empty": ("sha256:\nb: 1\n", "sha256: new\nb: 1\n"),
    "empty with a comment": ("sha256: # keep\nb: 1\n", "sha256: new # keep\nb: 1\n"),
    "empty in flow": ("{sha256: , b: 1}\n", "{sha256: new, b: 1}\n"),
    "flow": ("{sha256: x, b: 1} # keep\n", "{sha256: new, b: 1} # keep\n"),
    "CRLF": ("sha256: x\r\nb: 1\r\n", "sha256: new\r\nb: 1\r\n"),
    "no final line end": ("b: 1\nsha256: x", "b: 1\nsha256: new"),
    "letters beyond the basic plane": ("b: 🦀 é\nsha256: x # 🦀\n", "b: 🦀 é\nsha256: new # 🦀\n"),
    "missing": (
        "schema: 1\norigin: x # keep\n\n# notes\nnotes: n\n",
        "schema: 1\norigin: x # keep\nsha256: new\n\n# notes\nnotes: n\n",
    ),
    "missing before evidence": ("schema: 1\nevidence: []\n", "schema: 1\nsha256: new\nevidence: []\n"),
    "missing behind a list": (
        "author:\n  - A\n  - B # keep\n# tail\nx-a: 1\n",
        "author:\n  - A\n  - B # keep\nsha256: new\n# tail\nx-a: 1\n",
    ),
    "missing behind a block without a final line end": (
        "schema: 1\ntitle: |\n  a",
        "schema: 1\nsha256: new\ntitle: |\n  a",
    ),
    "missing above the only key": ("title: |\n  a", "sha256: new\ntitle: |\n  a"),
    "missing without a final line end": ("schema: 1", "schema: 1\nsha256: new"),
    "missing, CRLF": ("schema: 1\r\nnotes: a\r\n", "schema: 1\r\nsha256: new\r\nnotes: a\r\n"),
    "missing in flow": ("{schema: 1, origin: x # keep\n}\n", "{schema: 1, origin: x, sha256: new # keep\n}\n"),
    "missing in flow with a last comma": ("{schema: 1,}\n", "{schema: 1, sha256: new,}\n"),
    "missing among other keys only": ("x-a: 1\nnotes: n\n", "x-a: 1\nsha256: new\nnotes: n\n"),
    "missing in an empty mapping": ("{} # keep\n", "{sha256: new} # keep\n"),
    "document marks": ("---\nschema: 1\n...\n", "---\nschema: 1\nsha256: new\n...\n"),
}


@pytest.mark.parametrize("case", SET)
def test_set_value(case: str) -> None:
    before, after = SET[case]
    assert set_value(before.encode(), "/sha256", "new").decode() == after


ENTRY = f"kind: attestation\n    path: a.dsse.json\n    sha256: {PIN}\n"
FLOW = f"{{kind: attestation, path: a.dsse.json, sha256: {PIN}}}"
APPEND = {
    "no evidence": ("schema: 1\n", f"schema: 1\nevidence:\n  - {ENTRY}"),
    "evidence before notes": ("schema: 1\nnotes: n\n", f"schema: 1\nevidence:\n  - {ENTRY}notes: n\n"),
    "empty value": ("evidence: # keep\nnotes: n\n", f"evidence: # keep\n  - {ENTRY}notes: n\n"),
    "empty list": ("evidence: [] # keep\nnotes: n\n", f"evidence: # keep\n  - {ENTRY}notes: n\n"),
    "block": (
        "evidence:\n  - kind: capture # one\n    path: b # two\n# tail\nnotes: n\n",
        f"evidence:\n  - kind: capture # one\n    path: b # two\n  - {ENTRY}# tail\nnotes: n\n",
    ),
    "indentless": (
        "evidence:\n- kind: capture\n  path: b\n",
        f"evidence:\n- kind: capture\n  path: b\n- {ENTRY}".replace("\n    ", "\n  "),
    ),
    "dash alone": ("evidence:\n  -\n    kind: capture\n", f"evidence:\n  -\n    kind: capture\n  - {ENTRY}"),
    "flow items": (
        "evidence:\n  - {kind: capture, path: b}\n",
        f"evidence:\n  - {{kind: capture, path: b}}\n  - {ENTRY}",
    ),
    "flow": (
        "evidence: [{kind: capture, path: b}] # keep\n",
        f"evidence: [{{kind: capture, path: b}}, {FLOW}] # keep\n",
    ),
    "all flow": ("{schema: 1}\n", f"{{schema: 1, evidence: [{FLOW}]}}\n"),
    "all flow, empty list": ("{evidence: []}\n", f"{{evidence: [{FLOW}]}}\n"),
    "empty list on the next line": ("evidence:\n  []\n", f"evidence:\n  [{FLOW}]\n"),
    "same path": (
        "evidence:\n  - path: a.dsse.json\n    kind: capture # keep\n    sha256: 00\n",
        f"evidence:\n  - path: a.dsse.json\n    kind: attestation # keep\n    sha256: {PIN}\n",
    ),
    "same path without a pin": (
        "evidence:\n  - kind: attestation\n    path: a.dsse.json # keep\n",
        f"evidence:\n  - kind: attestation\n    path: a.dsse.json # keep\n    sha256: {PIN}\n",
    ),
}


@pytest.mark.parametrize("case", APPEND)
def test_append_evidence(case: str) -> None:
    before, after = APPEND[case]
    assert append_evidence(before.encode(), "attestation", "a.dsse.json", PIN).decode() == after


OUTLETS = "schema: 1\noutlets:\n  # about b\n  b:\n    name: B\n  # about d\n  d:\n    name: D # keep\n# tail\n"
ADDED = {
    "first": ("a", OUTLETS.replace("outlets:\n", "outlets:\n  a:\n    name: N\n")),
    "between": ("c", OUTLETS.replace("name: B\n", "name: B\n  c:\n    name: N\n")),
    "last": ("e", OUTLETS.replace("# keep\n", "# keep\n  e:\n    name: N\n")),
}


@pytest.mark.parametrize("case", ADDED)
def test_add_entry_keeps_the_order_and_the_comments(case: str) -> None:
    key, after = ADDED[case]
    order = sorted(["b", "d", key])
    assert add_entry(OUTLETS.encode(), "/outlets", key, {"name": "N"}, order).decode() == after


def test_add_entry_without_an_order_goes_to_the_end() -> None:
    assert add_entry(b"b: 1\na: 2\n", "", "c", "3", ()).decode() == "b: 1\na: 2\nc: 3\n"


def test_add_entry_first_at_the_root_goes_behind_the_first_key() -> None:
    assert add_entry(b"b: 1\nc: 2\n", "", "a", "3", ("a", "b", "c")).decode() == "b: 1\na: 3\nc: 2\n"


def test_add_entry_makes_a_mapping_of_an_empty_value() -> None:
    added = add_entry(b"schema: 1\noutlets: # keep\n", "/outlets", "a", {"name": "A: b", "domains": ["x.example"]}, ())
    assert added.decode() == "schema: 1\noutlets: # keep\n  a:\n    name: 'A: b'\n    domains: [x.example]\n"


REFUSED = {
    "unreadable": (b"a: [", "/a", "x", "readable"),
    "a fault": (b"a: 1\na: 2\n", "/a", "x", "line 2"),
    "a list": (b"a: [1]\n", "/a", "x", "not a plain value"),
    "no such parent": (b"a: 1\n", "/b/c", "x", "not a mapping"),
    "below a plain value": (b"a: 1\n", "/a/b", "x", "not a mapping"),
    "behind a list": (b"a: [1]\n", "/a/1", "x", "not a mapping"),
    "a control character": (b"a: 1\n", "/a", "\x1b", "by hand"),
    "half a surrogate pair": (b"a: 1\n", "/a", "\ud800", "by hand"),
    "too large": (b"a: 1\n", "/a", "x" * 70_000, "by hand"),
    "too deep": (b"a: {b: {c: {d: {e: {f: {g: {h: ''}}}}}}}\n", "/a/b/c/d/e/f/g/h/i", "x", "by hand"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    raw, pointer, value, words = REFUSED[case]
    with pytest.raises(EditError, match=words):
        set_value(raw, pointer, value)


def test_evidence_that_is_no_list_is_refused() -> None:
    with pytest.raises(EditError, match="not a list"):
        append_evidence(b"evidence: x\n", "capture", "a", PIN)


def test_a_key_is_added_only_once() -> None:
    with pytest.raises(EditError, match="already"):
        add_entry(b"a: {b: 1}\n", "/a", "b", "2", ())


def test_the_same_value_changes_nothing() -> None:
    assert set_value(b"a:   'x'   # keep\n", "/a", "x") == b"a:   'x'   # keep\n"


def test_one_of_a_list_is_changed() -> None:
    assert set_value(b"author: [A, B] # keep\n", "/author/1", "C") == b"author: [A, C] # keep\n"


def test_escaped_pointers() -> None:
    assert set_value(b"x-a/b~c: 1\n", "/x-a~1b~0c", "2") == b"x-a/b~c: 2\n"
    assert set_value(b"a: 1\n", "/x-a~1b~0c", "2") == b"a: 1\nx-a/b~c: 2\n"


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=20)
WORD = st.text("abc xyz:#'\"-é🦀", min_size=1, max_size=12)


def _styled(draw: st.DrawFn, value: str) -> str:
    """A scalar as people write it."""
    style = draw(st.sampled_from(["single", "double", "block", "fold"]))
    if style == "single":
        return "'" + value.replace("'", "''") + "'"
    if style == "double":
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return ("|-" if style == "block" else ">") + "\n  x" + value + "x"


@st.composite
def _sidecars(draw: st.DrawFn) -> bytes:
    """Readable sidecars in many hands: styles, comments, blank lines, line ends, order."""
    keys = draw(st.lists(st.sampled_from([*edit.SIDECAR_ORDER, "x-a"]), unique=True, min_size=1))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    lines = []
    for key in keys:
        if draw(st.booleans()):
            lines.append(draw(st.sampled_from(["# a comment: with a colon", "", "  # indented"])))
        if key == "evidence":
            lines += draw(
                st.sampled_from(
                    [
                        ["evidence:", "  - kind: capture", "    path: 'b'  # why"],
                        ["evidence:", "- {kind: capture, path: b}"],
                        ["evidence: [{kind: capture, path: b}]"],
                        ["evidence:", "  []"],
                        ["evidence:"],
                        ["evidence: [", "]"],
                    ]
                )
            )
        else:
            lines += f"{key}: {_styled(draw, draw(WORD))}".split("\n")
            if draw(st.booleans()) and not lines[-1].endswith("x"):
                lines[-1] += " # keep"
    raw = (newline.join(lines) + draw(st.sampled_from(["", newline, newline + "# end", newline * 3]))).encode()
    parsed = yaml_reader.read(raw)
    assume(parsed.data is not None and not parsed.faults)
    return raw


def _kept(before: bytes, after: bytes) -> int:
    """How many bytes of `before` stand unchanged around the change."""
    front = _shared(before, after)
    return front + _shared(before[front:][::-1], after[front:][::-1])


def _shared(one: bytes, other: bytes) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@given(_sidecars(), st.sampled_from([*edit.SIDECAR_ORDER, "x-a"]), TEXT)
def test_only_the_value_changes(raw: bytes, key: str, value: str) -> None:
    data = yaml_reader.read(raw).data
    assert data is not None
    try:
        after = set_value(raw, f"/{key}", value)
    except EditError:
        assert key == "evidence" or not value.isprintable() or data.get(key, "").endswith("\n")
        return
    assert yaml_reader.read(after).data == {**data, key: value}
    if key not in data:
        assert _kept(raw, after) == len(raw)
    for comment in (b"# a comment: with a colon", b"# keep", b"# end", b"# why"):
        assert after.count(comment) >= raw.count(comment)


@given(_sidecars(), WORD)
def test_evidence_is_only_added(raw: bytes, path: str) -> None:
    data = copy.deepcopy(yaml_reader.read(raw).data)
    assert data is not None
    after = append_evidence(raw, "capture", path, PIN)
    entry = {"kind": "capture", "path": path, "sha256": PIN}
    old = [item for item in data.get("evidence") or [] if item["path"] != path]
    assert yaml_reader.read(after).data == {**data, "evidence": [*old, entry]}
    for line in raw.replace(b"[]", b"").replace(b"[", b"").replace(b"]", b"").split():
        assert line in after


@given(st.binary(max_size=200), TEXT)
def test_any_bytes_are_edited_or_refused(raw: bytes, value: str) -> None:
    try:
        after = set_value(raw, "/sha256", value)
    except EditError:
        return
    found = yaml_reader.read(after).data
    assert found is not None and found["sha256"] == value


ITEMS = {
    "flow": ("a: [x, y] # keep\n", "a: [x, y, 'n: e'] # keep\n"),
    "block": ("a:\n  - x # keep\nb: 1\n", "a:\n  - x # keep\n  - 'n: e'\nb: 1\n"),
    "empty": ("a: [] # keep\n", "a: # keep\n  - 'n: e'\n"),
}


@pytest.mark.parametrize("case", ITEMS)
def test_append_item(case: str) -> None:
    before, after = ITEMS[case]
    assert edit.append_item(before.encode(), "/a", "n: e").decode() == after


def test_append_item_needs_a_list() -> None:
    with pytest.raises(EditError, match="not a list"):
        edit.append_item(b"a: x\n", "/a", "y")


def test_escapes_in_double_quotes() -> None:
    assert set_value(b"a: 1\n", "/a", 'x "y" \\ z\n') == b'a: "x \\"y\\" \\\\ z\\U0000000a"\n'
