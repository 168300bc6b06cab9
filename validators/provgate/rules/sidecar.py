"""Faults of the sidecar as a file: syntax and schema."""

from __future__ import annotations

from provgate.rules.rule import Row, table

GOOD = """\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
"""

RULES = table(
    "sidecar",
    Row(
        "PG201",
        "sidecar-syntax",
        summary="A sidecar is not readable as YAML.",
        why="A file that only some parsers can read means something else to each of them.",
        fix="Correct the line; values with `: ` or ` #` in them need quotes.",
        bad="""\
schema: 1
title: Harbour: dredging resumes
""",
        good=GOOD,
    ),
    Row(
        "PG202",
        "sidecar-encoding",
        summary="A sidecar is not plain UTF-8.",
        why="Reviewers' tools do not show UTF-16 or broken bytes, so what stands there goes unseen.",
        fix="Save the file as UTF-8 without a byte order mark.",
        bad="\ufeffschema: 1",
        good=GOOD,
    ),
    Row(
        "PG203",
        "sidecar-too-large",
        summary="A sidecar is too large or too deep.",
        why="A sidecar is a page of text; huge or deeply nested ones exist only to exhaust a parser.",
        fix="Keep it under 64 KiB and 8 levels; long texts belong into the document.",
        bad="notes: [[[[[[[[[deep]]]]]]]]]",
        good=GOOD,
    ),
    Row(
        "PG204",
        "yaml-feature",
        summary="A sidecar uses a YAML feature that is not allowed.",
        why="Anchors, aliases, tags, merge keys and further documents make a file say other things than a reader sees.",
        fix="Write the value out as plain text.",
        bad="""\
schema: 1
author: &a Ines Calder
title: *a
""",
        good=GOOD,
    ),
    Row(
        "PG205",
        "duplicate-key",
        summary="A key stands twice.",
        why="Parsers silently keep one of the two, and reviewers see the other.",
        fix="Remove one of the two lines.",
        bad="""\
schema: 1
date: 2026-03-12
date: 2025-03-12
""",
        good=GOOD,
    ),
    Row(
        "PG206",
        "merge-conflict",
        summary="A merge conflict marker was left in a sidecar.",
        why="Two versions of the claims stand in one file.",
        fix="Keep the right version and delete the marker lines.",
        bad="""\
schema: 1
<<<<<<< HEAD
date: 2026-03-12
=======
date: 2026-03-13
>>>>>>> other
""",
        good=GOOD,
    ),
    Row(
        "PG207",
        "not-a-mapping",
        summary="A sidecar is not a list of `key: value` lines.",
        why="There is nothing in it that could be read as a claim.",
        fix="Run `provgate new` on the document for a sidecar to fill in.",
        bad="- a list",
        good=GOOD,
    ),
    Row(
        "PG208",
        "missing-field",
        summary="A required field is missing or empty.",
        why="Origin, date, author and outlet are the least that provenance consists of; an empty value claims nothing.",
        fix="Add the field with its value.",
        bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
outlet: harbour-gazette
""",
        good=GOOD,
    ),
    Row(
        "PG209",
        "unknown-field",
        summary="A sidecar has a key that the format does not know.",
        why="A misspelt key is a claim that nobody checks.",
        fix="Correct the spelling, remove the key, or begin it with `x-`.",
        bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
autor: Ines Calder
outlet: harbour-gazette
""",
        good=GOOD,
    ),
    Row(
        "PG210",
        "invalid-value",
        summary="A value has the wrong form.",
        why="A value of the wrong form cannot be compared with anything.",
        fix="Write the value in the form that the message shows.",
        bad="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
sha256: 12ab
""",
        good=GOOD,
    ),
    Row(
        "PG211",
        "control-character",
        summary="A value holds a control character.",
        why="Control characters change what terminals and logs show.",
        fix="Remove the character.",
        bad="""\
schema: 1
title: "Dredging\\e[31m resumes"
""",
        good=GOOD,
    ),
)
