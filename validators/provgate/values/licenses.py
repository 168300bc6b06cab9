"""SPDX license expressions (SPDX 2.3, annex D): syntax, and the identifiers that texts usually carry."""

from __future__ import annotations

import functools
import re

_COMMON = """
NONE NOASSERTION CC0-1.0 CC-PDDC CC-PDM-1.0 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-1.0
CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 CC-BY-ND-1.0 CC-BY-ND-2.0 CC-BY-ND-2.5 CC-BY-ND-3.0
CC-BY-ND-4.0 CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0
CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0
CC-BY-NC-ND-4.0 CC-BY-3.0-US CC-BY-3.0-DE CC-BY-3.0-AT CC-BY-3.0-IGO CC-BY-SA-3.0-DE CC-BY-SA-3.0-AT
CC-BY-SA-3.0-IGO CC-BY-NC-3.0-IGO CC-BY-NC-ND-3.0-DE CC-BY-NC-ND-3.0-IGO CC-BY-NC-SA-3.0-IGO CC-BY-NC-SA-3.0-DE
PDDL-1.0 ODbL-1.0 ODC-By-1.0 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 OGL-Canada-2.0 OGC-1.0 etalab-2.0 DL-DE-BY-2.0
DL-DE-ZERO-2.0 NLOD-1.0 NLOD-2.0 GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only
GFDL-1.3-or-later GFDL-1.2 GFDL-1.3 FDL-1.3 LAL-1.3 MIT MIT-0 Apache-1.1 Apache-2.0 BSD-2-Clause BSD-3-Clause
0BSD ISC Unlicense WTFPL Zlib BSL-1.0 MPL-1.1 MPL-2.0 EPL-1.0 EPL-2.0 GPL-2.0 GPL-2.0-only GPL-2.0-or-later
GPL-3.0 GPL-3.0-only GPL-3.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only
LGPL-3.0-or-later AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later EUPL-1.1 EUPL-1.2 Artistic-2.0 OFL-1.1 PSF-2.0
Python-2.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 Community-Spec-1.0 OPL-1.0 OPUBL-1.0 W3C
W3C-20150513 IETF-Trust-MOU Beerware MS-PL MS-RL CC-SA-1.0 FreeBSD-DOC Linux-man-pages-copyleft TU-Berlin-2.0
MulanPSL-2.0 SSPL-1.0 BUSL-1.1 Elastic-2.0
"""
COMMON = frozenset(_COMMON.split())
"""What documents and their tools usually carry; others are possible, so that an unknown one is only a warning."""

_TOKEN = r"\s*(\(|\)|[A-Za-z0-9.:+-]+)\s*"
_IDENTIFIER = r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+|[A-Za-z0-9][A-Za-z0-9.-]*\+?"
_OPERATORS = frozenset({"AND", "OR", "WITH", "and", "or", "with"})


def fault(expression: str) -> str:
    """What is wrong with the syntax; empty for a well-formed expression."""
    if expression in COMMON:
        return ""
    tokens = _tokens(expression)
    if not tokens:
        return "it is no SPDX expression"
    depth, wants_operand, excepted = 0, True, False
    for token in tokens:
        if token == "(" and wants_operand and not excepted:
            depth += 1
        elif token == ")" and not wants_operand and depth:
            depth -= 1
        elif token in _OPERATORS and not wants_operand:
            wants_operand, excepted = True, token.upper() == "WITH"
        elif re.fullmatch(_IDENTIFIER, token) and token not in _OPERATORS and wants_operand:
            wants_operand, excepted = False, False
        else:
            return f"`{token[:40]}` is out of place"
    return "a parenthesis stays open" if depth else "an identifier is missing at its end" if wants_operand else ""


def strangers(expression: str) -> tuple[str, ...]:
    """The identifiers of a well-formed expression that are not among the common ones, in their order."""
    if expression in COMMON:
        return ()
    found, before = [], ""
    for token in _tokens(expression):
        if (
            token not in _OPERATORS
            and token not in "()"
            and before.upper() != "WITH"
            and not ("LicenseRef-" in token or token.removesuffix("+").lower() in _lowered())
        ):
            found.append(token)
        before = token
    return tuple(dict.fromkeys(found))


def nearest(identifier: str) -> str:
    """The common identifier that was probably meant, or empty."""
    folded = re.sub(r"[\s_]+", "-", identifier.strip()).lower()[:64]
    if folded in _lowered():
        return _lowered()[folded]
    dotted = re.match(r"(.*?)-?v?([0-9])(?:\.([0-9]))?$", folded)
    if dotted and f"{dotted[1]}-{dotted[2]}.{dotted[3] or 0}" in _lowered():
        return _lowered()[f"{dotted[1]}-{dotted[2]}.{dotted[3] or 0}"]
    import difflib

    close = difflib.get_close_matches(folded, list(_lowered()), 1, 0.75)
    return _lowered()[close[0]] if close else ""


@functools.cache
def _lowered() -> dict[str, str]:
    return {identifier.lower(): identifier for identifier in sorted(COMMON)}


def _tokens(expression: str) -> list[str]:
    """The expression's tokens; none when something in it is no token."""
    found = list(re.finditer(_TOKEN, expression))
    whole = "".join(token[0] for token in found) == expression
    return [token[1] for token in found] if whole else []
