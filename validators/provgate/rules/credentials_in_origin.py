"""PG308 credentials-in-origin."""

from __future__ import annotations

import re

from provgate.compare import origin_form as origins
from provgate.rules.rule import Problem, Rule, Subject

_USERINFO = r"([A-Za-z][A-Za-z0-9+.-]*):([/\\]{0,3})[^/?#]*@"
_ADDRESSED = "mid cid mailto tag urn xmpp sip sips acct im pres news nntp doi ark hdl info did at matrix"
"""Schemes in which an `@` belongs to a name."""


def check(subject: Subject) -> list[Problem]:
    """The origin, when it carries credentials; they are not repeated."""
    claims = subject.claims
    if claims is None or "@" not in claims.origin or not _has_credentials(claims.origin):
        return []
    url = origins.split(claims.origin)
    host = f", before the host `{url.host}`" if url and url.host else ""
    return [
        Problem(
            f"`origin` holds a user name or password{host} (not shown here)",
            help="take everything up to the `@` out of the address, and change the password if it was real",
            pointer="/origin",
        )
    ]


def _has_credentials(origin: str) -> bool:
    found = re.match(_USERINFO, origin)
    return found is not None and (bool(found[2]) or found[1].lower() not in _ADDRESSED.split())


RULE = Rule(
    code="PG308",
    name="credentials-in-origin",
    summary="The origin holds a user name or password.",
    why=(
        "A sidecar is public: whoever reads the repository gets the password. And "
        "`https://known.example@other.example/` leads to the other host."
    ),
    fix="Take everything up to the `@` out of the address, and change the password if it was real.",
    bad="""\
schema: 1
origin: https://ines:secret@www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    good="""\
schema: 1
origin: https://www.harbourgazette.example/2026/03/12/dredging.html
date: 2026-03-12
author: Ines Calder
outlet: harbour-gazette
""",
    about="claims",
    check=check,
)
