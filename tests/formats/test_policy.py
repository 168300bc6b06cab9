"""The policy: defaults, values, and faults with places."""

from __future__ import annotations

import pytest

from provgate.findings import Level, UsageError
from provgate.formats import policy


def test_the_defaults_are_the_contracts() -> None:
    default = policy.parse(b"schema: 1\n")
    assert default == policy.Policy()
    assert (default.corpus, default.require, default.outlets, default.attesters) == (
        ("seeds",),
        Level.EVIDENCED,
        "outlets.yaml",
        "attesters.yaml",
    )


def test_every_value_can_be_set() -> None:
    parsed = policy.parse(
        b"schema: 1\ncorpus: [docs/, ./b]\nrequire: declared\nignore: ['*.png']\noutlets: m/o.yaml\n"
        b"attesters: m/a.yaml\nlimits: {page-bytes: 10, worker-seconds: 3}\n"
    )
    assert parsed.corpus == ("docs", "b")
    assert parsed.require is Level.DECLARED
    assert (parsed.outlets, parsed.attesters) == ("m/o.yaml", "m/a.yaml")
    assert (parsed.limits.page_bytes, parsed.limits.worker_seconds) == (10, 3)
    assert parsed.ignored().match_file("docs/x.png")
    assert not parsed.ignored().match_file("docs/x.txt")


def test_the_root_itself_can_be_the_corpus() -> None:
    assert policy.parse(b"schema: 1\ncorpus: [.]\n").corpus == (".",)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"require: declared\n", "`schema` is missing"),
        (b"schema: 1\nrequire: everything\n", r"provgate\.yaml:2:10: `require` cannot be `everything`"),
        (b"schema: 1\nrequires: declared\n", "did you mean `require`"),
        (b"schema: 1\ncorpus: [/etc]\n", "must be a path inside the repository"),
        (b"schema: 1\ncorpus: [../up]\n", "must be a path inside the repository"),
        (b"schema: 1\ncorpus: ['a\\b']\n", "must be a path inside the repository"),
        (b"schema: 1\noutlets: ../o.yaml\n", "must be a path inside the repository"),
        (b"schema: 1\nlimits: {page-bytes: lots}\n", "a number of bytes"),
        (b"- a\n", "holds no mapping"),
    ],
)
def test_faults_say_what_and_where(raw: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        policy.parse(raw)
