"""Schema faults in words for people, and the quick yes that must never contradict the schema."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from provgate.findings import UsageError
from provgate.formats import schema, yaml_reader
from provgate.formats.schema_quick import compiled

GOOD: dict[str, Any] = {
    "schema": "1",
    "origin": "https://a.example/x",
    "date": "2026-03-12",
    "author": "Ines Calder",
    "outlet": "harbour-gazette",
}
PIN = "0" * 64


def told(name: str = "sidecar", **changes: Any) -> list[tuple[str, str, str, str]]:
    data = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return [(fault.kind, fault.place.pointer, fault.message, fault.advice) for fault in schema.check(name, data)]


def test_a_good_sidecar_has_no_faults() -> None:
    assert told() == []
    assert (
        told(
            author=["A", {"organization": "B"}],
            sha256=PIN,
            excerpt="true",
            **{"x-id": ["7"]},
            evidence=[{"kind": "capture", "path": "a.warc", "sha256": PIN}],
        )
        == []
    )
    assert told(notes="free text") == []


@pytest.mark.parametrize(
    ("changes", "kind", "pointer", "message", "advice"),
    [
        ({"author": None}, "missing-field", "", "`author` is missing", "add `author: <name from the byline>`"),
        ({"origin": ""}, "missing-field", "/origin", "`origin` is empty", "fill it in: `origin: <URL>"),
        ({"author": ""}, "missing-field", "/author", "`author` is empty", "a name, a list of names"),
        ({"author": []}, "missing-field", "/author", "`author` is empty", "a name, a list of names"),
        ({"author": ["A", ""]}, "invalid-value", "/author/1", "`author` holds an empty name", "a name, a list"),
        ({"author": [["A"]]}, "invalid-value", "/author/0", "`author` holds a list inside the list", "a name, a list"),
        ({"author": [{"name": "A"}]}, "invalid-value", "/author", "`author` is not a name", "{organization: NAME}"),
        ({"author": {"name": "A"}}, "invalid-value", "/author", "`author` is not a name", "{organization: NAME}"),
        ({"autor": "A"}, "unknown-field", "/autor", "`autor` is not a known key", "did you mean `author`?"),
        ({"url": "A"}, "unknown-field", "/url", "`url` is not a known key", "did you mean `origin`?"),
        ({"zzzzzz": "A"}, "unknown-field", "/zzzzzz", "`zzzzzz` is not a known key", "name it `x-zzzzzz`"),
        ({"sha256": "12"}, "invalid-value", "/sha256", "`sha256` is not 64 lower-case hex digits", "provgate pin"),
        ({"sha256": "A" * 64}, "invalid-value", "/sha256", "`sha256` is not 64 lower-case hex digits", "provgate pin"),
        (
            {"sha256": PIN + "\n"},
            "invalid-value",
            "/sha256",
            "`sha256` is not 64 lower-case hex digits",
            "provgate pin",
        ),
        ({"excerpt": "yes"}, "invalid-value", "/excerpt", "`excerpt` cannot be `yes`", "use `true` or `false`"),
        ({"schema": "2"}, "invalid-value", "/schema", "`schema` cannot be `2`", "use `1`"),
        ({"title": ["a"]}, "invalid-value", "/title", "`title` must be plain text", "it is a list here"),
        ({"title": {"a": "b"}}, "invalid-value", "/title", "`title` must be plain text", "it is a mapping here"),
        ({"title": "x" * 2000}, "invalid-value", "/title", "`title` is too long", "at most 1024"),
        ({"evidence": "a"}, "invalid-value", "/evidence", "`evidence` must be a list", "it is plain text here"),
        ({"evidence": []}, "missing-field", "/evidence", "`evidence` is empty", "fill it in"),
        (
            {"evidence": [{"kind": "captur", "path": "a", "sha256": PIN}]},
            "invalid-value",
            "/evidence/0/kind",
            "`kind` cannot be `captur`",
            "did you mean `capture`?",
        ),
        (
            {"evidence": [{"kind": "capture", "path": "a"}]},
            "missing-field",
            "/evidence/0",
            "`sha256` is missing in `evidence/0`",
            "add `sha256:",
        ),
    ],
)
def test_a_fault_says_what_and_how_to_mend_it(
    changes: dict[str, Any], kind: str, pointer: str, message: str, advice: str
) -> None:
    faults = told(**changes)
    assert [(fault[0], fault[1], fault[2]) for fault in faults] == [(kind, pointer, message)]
    assert advice in faults[0][3]


def test_all_faults_are_told_at_once() -> None:
    assert {fault[1] + fault[0] for fault in told(author=None, outlet=None, datum="x", sha256="1")} == {
        "missing-field",
        "/datumunknown-field",
        "/sha256invalid-value",
    }
    assert len(told(author=None, outlet=None)) == 2


def test_registry_and_policy_faults_have_places() -> None:
    raw = b"schema: 1\noutlets:\n  Bad Key:\n    name: A\n    domains: []\n  ok:\n    name: B\n    domain: [b.example]\n    from: last year\n"
    with pytest.raises(UsageError) as caught:
        schema.require_valid("outlets", yaml_reader.read(raw), "outlets.yaml")
    text = str(caught.value)
    assert "`Bad Key` cannot be a key here" in text
    assert "outlets.yaml:8:5: `domain` is not a known key: did you mean `domains`?" in text
    assert "outlets.yaml:9:11: `from` cannot be `last year`: it must look like 1921 or 1921-05-01" in text
    assert "`domains` is missing in `outlets/ok`" in text


def test_a_long_value_is_cut_in_the_message() -> None:
    fault = told(excerpt="y" * 5000)[0]
    assert len(fault[2]) < 120


def test_a_file_that_cannot_be_read_is_a_usage_error_with_a_place() -> None:
    with pytest.raises(UsageError, match=r"provgate\.yaml:1:9"):
        schema.require_valid("policy", yaml_reader.read(b"schema: &a 1\n"), "provgate.yaml")


VALUES = st.recursive(
    st.sampled_from(["", "1", "true", "capture", "evidenced", "a.warc", PIN, "x" * 65, "seeds", "1921", "a.example"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["organization", "kind", "path", "sha256", "name", "domains", "aliases", "from", "until", "a-b", "A"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "schema",
        "origin",
        "date",
        "author",
        "outlet",
        "title",
        "sha256",
        "evidence",
        "excerpt",
        "x-a",
        "notes",
        "corpus",
        "require",
        "ignore",
        "outlets",
        "attesters",
        "limits",
        "retrieved",
    ]
)


SCHEMAS = ["attesters", "outlets", "policy", "sidecar", "witnesses"]


@given(st.sampled_from(SCHEMAS), st.dictionaries(KEYS, VALUES, max_size=8), st.booleans())
def test_the_quick_yes_agrees_with_the_schema(name: str, data: dict[str, Any], filled: bool) -> None:
    if filled:
        data = {**(GOOD if name == "sidecar" else {"schema": "1"}), **data}
    assert schema.accepts(name)(data) == Draft202012Validator(schema.load(name)).is_valid(data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "policy",
            {"schema": "1", "corpus": ["seeds"], "require": "declared", "ignore": ["*.png"], "outlets": "o.yaml"},
        ),
        ("outlets", {"schema": "1", "outlets": {"a-b": {"name": "A", "domains": ["a.example"], "from": "1921"}}}),
    ],
)
def test_the_usual_shapes_get_the_quick_yes(name: str, data: dict[str, Any]) -> None:
    assert schema.accepts(name)(data)
    assert schema.check(name, data) == ()


EACH = {
    "evidence": [
        {"kind": "capture", "path": "a.warc", "sha256": PIN},
        {"kind": "attestation", "path": "", "sha256": PIN},
    ],
    "author": ["Ines Calder", {"organization": "Harbour Gazette"}, ["Ines Calder", {"organization": ""}], [], {}],
    "outlets": [{}, {"a": {"name": "A", "domains": []}}, {"A": {"name": "A", "domains": []}}, {"a": {"name": "A"}}],
    "attesters": [{"a": {"name": "A", "keys": [{"key": "k", "from": day}]}} for day in ("2026-01-01", "2026", "x")],
    "limits": [{"page-bytes": "10"}, {"page-bytes": "ten"}, {"pages": "1"}],
    "sha256": [PIN, PIN + "\n", "0" * 63],
    "x-own": ["", [], {"a": ["b"]}],
    "schema": ["1", "2", ["1"]],
}
PARTS = st.fixed_dictionaries({}, optional={key: st.sampled_from(each) for key, each in EACH.items()})


@given(st.sampled_from(SCHEMAS), PARTS)
def test_the_quick_yes_agrees_with_the_schema_on_whole_parts(name: str, parts: dict[str, Any]) -> None:
    known = {key: part for key, part in parts.items() if key in schema.load(name)["properties"] or key == "x-own"}
    data = {**(GOOD if name == "sidecar" else {"schema": "1"}), **known}
    assert schema.accepts(name)(data) == Draft202012Validator(schema.load(name)).is_valid(data)


@pytest.mark.parametrize(
    "unknown",
    [{"type": "string", "format": "uri"}, {"patternProperties": {"^a": {"type": "array"}}, "properties": {}}],
)
def test_a_keyword_that_is_not_known_gets_no_yes(unknown: dict[str, Any]) -> None:
    assert not compiled(unknown)("https://a.example/") or not compiled(unknown)({"a": "b"})


def test_what_stands_beside_no_properties_is_asked() -> None:
    check = compiled({"additionalProperties": {"type": "string"}})
    assert check({"a": "b"})
    assert not check({"a": []})
    assert check([])


@pytest.mark.parametrize("name", ["sidecar", "policy", "outlets", "attesters", "report"])
def test_the_schemas_are_valid_draft_2020_12(name: str) -> None:
    Draft202012Validator.check_schema(schema.load(name))
