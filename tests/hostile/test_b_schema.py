"""THREATS B: what JSON Schema and its readers let through, fetch or choke on, in sidecars and settings."""

from __future__ import annotations

import json
import re

from pages import URL, sha256
from repos import OUTLETS, Repo

from .bounded import Ended, check, run
from .corpora import judged

TEXT = b"The dredger came back to the harbour.\n"
SITE = "https://www.harbourgazette.example"


def write(repo: Repo, name: str, extra: str = "", **changes: str) -> None:
    """A document with a true sidecar at level declared, some of whose fields are spelled otherwise."""
    text = TEXT + name.encode()
    fields = {
        "schema": "1",
        "origin": URL,
        "date": "2026-03-12",
        "author": "Ines Calder",
        "outlet": "harbour-gazette",
        "sha256": sha256(text),
        **changes,
    }
    repo.write(f"seeds/{name}.txt", text)
    repo.write(f"seeds/{name}.txt.source.yaml", "".join(f"{key}: {value}\n" for key, value in fields.items()) + extra)


def quoted(text: str) -> str:
    return json.dumps(text)


def refused(repo: Repo, field: str, wanted: str, values: tuple[str, ...]) -> Ended:
    """Each value of this field fails its own document with a code of this pattern; a good document passes."""
    write(repo, "good")
    for number, value in enumerate(values):
        write(repo, f"{field}{number}", **{field: value})
    ended = check(repo)
    told = judged(ended)
    assert told["seeds/good.txt"][0]
    wrong = {
        value: told[f"seeds/{field}{number}.txt"]
        for number, value in enumerate(values)
        if told[f"seeds/{field}{number}.txt"][0]
        or not any(re.fullmatch(wanted, code) for code in told[f"seeds/{field}{number}.txt"][1])
    }
    assert not wrong, wrong
    return ended


def test_B1_no_input_names_a_schema(declared: Repo) -> None:
    """Neither a reference to one, nor one that stands where ours stands in its own repository, is read."""
    lenient = '{"$schema": "http://127.0.0.1:9/s", "$ref": "http://127.0.0.1:9/r"}'
    for name in ("sidecar", "policy", "outlets"):
        declared.write(f"schemas/{name}.schema.json", lenient)
        declared.write(f"provgate/schemas/{name}.schema.json", "true")
    write(declared, "good", 'x-a: {$ref: "http://127.0.0.1:9/r", $schema: "file:///etc/passwd"}\n')
    for key in ("$schema", "$ref", "$id", "$dynamicRef", "$defs"):
        write(declared, f"named{key[1:]}", f'"{key}": "http://127.0.0.1:9/{key[1:]}"\n')
    write(declared, "author", author='{$ref: "http://127.0.0.1:9/r"}')
    write(declared, "commented", "# yaml-language-server: $schema=http://127.0.0.1:9/s\nautor: x\n")
    told = judged(check(declared))
    assert told.pop("seeds/good.txt") == (True, set())
    assert told == {path: (False, {"PG210" if "author" in path else "PG209"}) for path in told}
    assert len(told) == 7
    declared.write("provgate.yaml", 'schema: 1\n$schema: "http://127.0.0.1:9/s"\n')
    assert "not a known key" in run(declared, "check", wanted=2).err


STARS = (
    "*a" * 14 + "b",
    "**/a/" * 20 + "b",
    "*/**/" * 20 + "b",
    "**a" * 12 + "b",
    "*?" * 20 + "b",
    "*[a-z]" * 20 + "[!a-z]",
    "(a+)+$",
    "{a,b}" * 50,
    "?" * 1000,
)


def test_B2_patterns_that_backtrack(declared: Repo) -> None:
    """A change may write its own policy: its patterns are the only ones, and match in bounded time."""
    deep = "seeds/" + "a/" * 60 + "a" * 120 + ".txt"
    declared.document(deep)
    declared.write(
        "provgate.yaml", "schema: 1\nrequire: declared\nignore:\n" + "".join(f"  - '{stars}'\n" for stars in STARS)
    )
    assert check(declared, wanted=0).passed(deep)
    keys = "[{key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINzHDoDyCDEFpZ2kFEhpEPHB1xXM/PGLgqnm4kBo2ppL}]"
    paths = ", ".join(f"'{stars}'" for stars in STARS)
    declared.write(
        "attesters.yaml",
        f"schema: 1\nattesters:\n  a:\n    name: Ines Calder\n    keys: {keys}\n    paths: [{paths}]\n",
    )
    check(declared, wanted=0)


def test_B2_values_that_make_patterns_backtrack(declared: Repo) -> None:
    """Our own patterns meet the longest values that the schema allows."""
    longest = {
        "author": ("a" * 255 + "!", "A. " * 85, "a-" * 127, "Mc" * 127),
        "origin": (
            "https://" + "a-" * 2000,
            "https://" + "a." * 2000,
            URL + "/" * 4000,
            URL + "%2e" * 1300,
            URL + "?" + "a=&" * 1300,
        ),
        "title": ("a " * 500, "(" * 1000, "." * 1000),
        "license": ("(" * 255, "MIT OR " * 36, "MIT " * 60, "((MIT)" * 40),
        "language": ("a-" * 31, "en-" + "x-" * 30),
        "date": ("2" * 64, "2026-03-12T" + "0" * 50),
        "retrieved": ("2026-" * 12,),
    }
    for field, values in longest.items():
        for number, value in enumerate(values):
            write(declared, f"{field}{number}", **{field: quoted(value)})
    assert len(judged(check(declared))) == sum(map(len, longest.values()))


def test_B3_digits_and_line_ends(declared: Repo) -> None:
    digest = "0" * 64
    refused(
        declared,
        "sha256",
        "PG210|PG208",
        (
            quoted(digest + "\n"),
            quoted("\n" + digest),
            quoted(digest + " "),
            quoted(digest[:-1] + "\n"),
            "\u0663" * 64,
            "\uff10" * 64,
            "A" * 64,
            "g" * 64,
            "0" * 63,
            "0" * 65,
            quoted(""),
            "[]",
            "0x" + "0" * 62,
        ),
    )
    refused(
        declared,
        "date",
        "PG303",
        (quoted("2026-03-12\n"), "\u0662\u0660\u0662\u0666-03-12", "\uff12\uff10\uff12\uff16-03-12", "2026-0\u0663-12"),
    )
    refused(
        declared,
        "outlet",
        "PG31[35]",
        (quoted("harbour-gazette\n"), quoted(" harbour-gazette"), "harbour\u2010gazette"),
    )
    entry = "evidence: [{{kind: capture, path: a.warc, sha256: {}}}]\n"
    write(declared, "entry", entry.format(quoted(digest + "\n")))
    assert "PG210" in judged(check(declared))["seeds/entry.txt"][1]
    declared.write("outlets.yaml", OUTLETS.replace("harbour-gazette:", quoted("harbour-gazette\n") + ":"))
    run(declared, "check", wanted=2)


def test_B4_what_is_no_url(declared: Repo) -> None:
    """No format of a schema is relied on: URLs are read by our own rules, wherever they come from."""
    host = "www.harbourgazette.example"
    refused(
        declared,
        "origin",
        "PG30[789]|PG31[0-5]",
        (
            "http://",
            "https://",
            "https:///x",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "'data:text/html,x'",
            "file:///etc/passwd",
            "about:blank",
            "vbscript:x",
            "blob:https://x.example/1",
            f"view-source:https://{host}/x",
            f"//{host}/x",
            "/x",
            "x",
            host,
            f"http:/{host}/x",
            f"https:{host}",
            f"https://{host}:99999/x",
            f"https://{host}:abc/x",
            f"https://{host}:0/x",
            f"https://{host}/a b",
            f"https://{host}/%zz",
            "https://exa mple/x",
            "https://-bad-.example/x",
            f"https://{'a' * 64}.example/x",
            "'https://[::1/x'",
            "'https://[::1]/x'",
            "https://127.0.0.1/x",
            "https://0x7f.1/x",
            "https://2130706433/x",
            "https://localhost/x",
            f"https://{host}\\@evil.example/",
            f"https://u:p@{host}/x",
            f"https://{host}@evil.example/x",
            f"https://{host}.evil.example/x",
            "https://evilharbourgazette.example/x",
            f"https://{host}%2eevil.example/x",
            f"https://{host}%00.evil.example/x",
            f"https://{host}\u3002evil.example/x",
            "https://www.h\u0430rbourgazette.example/x",
            quoted(f"https://{host}/x\u200b"),
            quoted(f"https://{host}/x\u202e"),
            quoted(f"https://{host}/x\n"),
            quoted(f" https://{host}/x"),
            f"hxxps://{host}/x",
            f"https://{host}",
            f"https://{host}/",
            "urn:x",
            "doi:10.1",
            "tag:x",
            "https://bit.ly/x",
        ),
    )


def test_B4_domains_that_are_none_own_nothing(declared: Repo) -> None:
    """What is no host name in the registry makes nobody's page the outlet's, or is an error already."""
    domains = ("*.example", "**.evil.example", "e vil.example", ".*")
    for number, url in enumerate(
        (f"{SITE}.evil.example/x", "https://evil.example/x", "https://a.evil.example/x", "https://evil.example./x")
    ):
        write(declared, f"a{number}", origin=url)
    declared.write("outlets.yaml", OUTLETS.replace("[harbourgazette.example]", f"[{', '.join(map(quoted, domains))}]"))
    assert list(judged(check(declared)).values()) == [(False, {"PG314"})] * 4
    for domain in ("", "*", ".", " ", "javascript:alert(1)", "[::1", "http://", "//", "%"):
        declared.write("outlets.yaml", OUTLETS.replace("[harbourgazette.example]", f"[{quoted(domain)}]"))
        done = run(declared, "check")
        assert (done.code in (1, 2), "outlets.yaml" in done.out + done.err) == (True, True), (domain, done)


def test_B4_what_is_no_date(declared: Repo) -> None:
    refused(
        declared,
        "date",
        "PG30[134]",
        (
            "2026-02-30",
            "2026-13-01",
            "2026-00-12",
            "2026-03-00",
            "0000-01-01",
            "12/03/2026",
            "2026-3-12",
            "20260312",
            "2026-W11-4",
            "2026-071",
            "tomorrow",
            "2026-03-12T25:00:00Z",
            "2026-03-12T10:00:00+25:00",
            "2026-03-12T10:00:60Z",
            "2026-03-12T10:00Z",
            "2026-03-12T10:00:00+0100",
            "9999-12-31",
            "-2026-03-12",
            "+2026-03-12",
            "1e3",
            "2026.03",
            "2026-03-12T",
            quoted("2026-03-12 "),
        ),
    )
    refused(
        declared,
        "retrieved",
        "PG317",
        ("yesterday", "2026-03-13", "2999-01-01T00:00:00Z", "2026-03-13T24:00:00Z", "2026-03-13T09:14:07"),
    )
    refused(declared, "language", "PG318", ("english", "e", "en_US", "xx-yy-zz-notalang", quoted("en\n")))
    refused(declared, "license", "PG319", ("Public domain", "CC-BY-4.0 OR", "https://creativecommons.org/x", "(MIT"))


def test_B5_deep_instances(declared: Repo) -> None:
    """Nothing nested beyond eight levels reaches a schema, and what does is judged, wherever it stands."""
    write(declared, "good", "x-a: " + "[" * 7 + "]" * 7 + "\n")
    for field in ("author", "title", "evidence", "x-a", "outlet", "sha256"):
        for depth, code in ((7, "" if field == "x-a" else "PG2"), (8, "PG203"), (300, "PG203"), (25_000, "PG203")):
            for kind, (opened, closed) in {"list": ("[", "]"), "map": ("{a: ", "}")}.items():
                if not (kind == "map" and depth > 300):
                    write(declared, f"{field}-{depth}-{kind}-{code}", **{field: opened * depth + closed * depth})
    told = judged(check(declared))
    assert told.pop("seeds/good.txt")[0]
    wrong = {
        path: verdict
        for path, verdict in told.items()
        if (code := path.rpartition("-")[2].removesuffix(".txt"))
        and (verdict[0] or not any(found.startswith(code) for found in verdict[1]))
    }
    assert not wrong, wrong


def test_B6_lists_of_thousands(declared: Repo) -> None:
    write(declared, "authors", author="[" + "Ines Calder," * 4500 + "x]")
    write(declared, "maps", author="[" + "{organization: A}," * 3300 + "x]")
    write(declared, "evidence", "evidence: [" + "{kind: capture, path: a, sha256: b}," * 1500 + "]\n")
    write(declared, "extra", "x-a: [" + "{a: b}," * 7500 + "]\n")
    told = judged(check(declared))
    assert {path: passed for path, (passed, _) in told.items()} == {
        "seeds/authors.txt": False,
        "seeds/maps.txt": False,
        "seeds/evidence.txt": False,
        "seeds/extra.txt": True,
    }
    maps = ",".join(f"{{a: {number}}}" for number in range(20_000))
    declared.write("outlets.yaml", OUTLETS.replace("[harbourgazette.example]", f"[{maps}]"))
    assert len(run(declared, "check", wanted=2).err) < 10_000_000
    domains = ",".join(f"d{number}.example" for number in range(20_000))
    declared.write("outlets.yaml", OUTLETS.replace("[harbourgazette.example]", f"[harbourgazette.example, {domains}]"))
    assert "too long" in run(declared, "check", wanted=2).err


def test_B7_a_message_does_not_echo_a_long_value(declared: Repo) -> None:
    fields = (
        "title",
        "author",
        "origin",
        "date",
        "outlet",
        "schema",
        "sha256",
        "language",
        "license",
        "excerpt",
        "k" * 900,
    )
    for number, field in enumerate(fields):
        write(declared, f"long{number}", **{field: "k" * 50_000})
    ended = check(declared)
    assert {passed for passed, _ in judged(ended).values()} == {False}
    assert len(ended.out) < 3_000 * len(fields)
    assert len(run(declared, "check", wanted=1).out) < 3_000 * len(fields)
    declared.write("provgate.yaml", f"schema: 1\nrequire: {'k' * 50_000}\n{'q' * 900}: x\n")
    assert len(run(declared, "check", wanted=2).err) < 5_000


def test_B8_numbers_and_nothing(declared: Repo) -> None:
    refused(declared, "schema", "PG2(10|08)", ("1.0", "01", "true", ".nan", "1e0", "+1", "~", "null", "0x1", '""'))
    refused(
        declared,
        "author",
        "PG(210|208|301)",
        ("~", "null", ".nan", '""', "[~]", "{organization: ~}", "[]", "{organization: }"),
    )
    refused(declared, "origin", "PG(208|301|307)", ("~", "null", ".nan", '""', "1.0"))
    refused(declared, "excerpt", "PG2(10|08)", ("~", "1", "yes", "True", ".nan", '""'))
    for limit in ("capture-bytes", "page-bytes", "worker-memory", "worker-seconds"):
        for number in (".nan", "1.5", "1e999", "-1", "9" * 5000, "0x" + "f" * 5000):
            if limit == "worker-seconds" or number == ".nan":
                declared.write("provgate.yaml", f"schema: 1\nlimits: {{{limit}: {number}}}\n")
                assert limit in run(declared, "check", wanted=2).err
