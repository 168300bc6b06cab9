"""Who a byline credits, and with what: authors, or photographers, translators, interviewees, clients, places.

A byline is a list of names with labels before them ("Photos: Tom Reed"), behind them ("Tom Reed (photos)") and
between them ("Ines Calder for the Gazette"). Whoever is credited with something else than the text is no author.
"""

from __future__ import annotations

import enum
import functools
import re
from typing import NamedTuple

from provgate.values import byline_words
from provgate.values.credit_words import (
    CLIENTS,
    CLOSE_OTHER,
    CLOSE_ROLES,
    CLOSE_TEXT,
    MEDIA,
    OTHER,
    PICTURES,
    PLACES,
    TEXT,
)
from provgate.values.names import MAX_BYLINE, inverted, joined_pieces, same_name, trimmed

_BY_WORDS = "by|von|par|por|de|di|del|van|av|af|door|przez|da|od|z"
_WHOLLY_OTHER = re.compile(rf"(?:{OTHER}|{CLOSE_OTHER})(?:\s(?:{_BY_WORDS}))?", re.IGNORECASE)
_WHOLLY_MEDIA = re.compile(rf"(?:{MEDIA}|{CLOSE_OTHER})", re.IGNORECASE)
_CLOSE_LABEL = re.compile(rf".*(?:{CLOSE_OTHER}|{CLOSE_TEXT})")
_ROLE = re.compile(rf"\s?(?:{CLOSE_ROLES})$")
_WHOLLY_TEXT = re.compile(rf"(?:{TEXT}|{CLOSE_TEXT})", re.IGNORECASE)
_ENDS_OTHER = re.compile(rf"\s(?:{OTHER})$|(?:{CLOSE_OTHER})$", re.IGNORECASE)
_BEGINS_OTHER = re.compile(
    rf"(?:{OTHER})\s(?:{_BY_WORDS})\s|(?:{PICTURES})\s(?=\S+\s\S)|©\s?|(?:{CLOSE_OTHER})\s?(?=\S)", re.IGNORECASE
)
_INTERVIEWEE = re.compile(
    r"(?:\w{2,4}\s)?(?:interview|entretien|entrevista|intervista|gespräch|conversation|rozhovor|wywiad|rozmowa|интервью|беседа)\s"
    r"(?:with|mit|avec|con|com|a|z|s|с|til|med|van|met)\s",
    re.IGNORECASE,
)
_CLIENT = re.compile(rf"\s*(?:{CLIENTS})\s*", re.IGNORECASE)
_TALK = re.compile(r"\s*(?:im gespräch mit|in conversation with)\s*", re.IGNORECASE)
_PLACE = re.compile(rf"\s*(?:{PLACES})\s*", re.IGNORECASE)
_BY = re.compile(r"\s*(?:by|von|par|por)\s*", re.IGNORECASE)
_COLON = re.compile(r"\s*[:：=＝]\s*")
_HARD = re.compile(r"\s*[;|·•]\s*")
_LEADING_AND = re.compile(r"(?:and|und|et|y|e|og|och|en)(?:\s|$)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|und|et|y|e|og|och|en|&|\+|,|/|／|、)\s*", re.IGNORECASE)
_CONTINUES = re.compile(rf"{_AND.pattern}|{_COLON.pattern}|{_BY.pattern}", re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]（）【】]")
_TIED = "\ue000"


class Role(enum.Enum):
    """What a piece of a byline is: an author, somebody or something else, or nobody can tell."""

    AUTHOR = "author"
    OTHER = "other"
    UNSURE = "unsure"


class Credit(NamedTuple):
    """One name of a byline and its role there; `joined` where an "and" or a slash ties it to the one before."""

    name: str
    role: Role
    joined: bool = False


def credits_of(text: str, names: tuple[str, ...] = ()) -> tuple[Credit, ...]:
    """Every piece of a byline that may be a name, in order; `names` are kept whole where one holds an "and"."""
    whole = " ".join(text[:MAX_BYLINE].split())
    for name in names:
        if " " in name and len(joined_pieces(name)) > 1:
            whole = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name.replace(" ", _TIED), whole, flags=re.IGNORECASE)
    return _read(whole)


def credits_author(text: str, name: str) -> bool:
    """Whether a byline credits this name as an author's."""
    if same_name(inverted(text), name):
        return True
    found = credits_of(text, (name,))
    return any(credit.role is Role.AUTHOR and same_name(credit.name, name) for credit in found)


@functools.lru_cache(maxsize=4096)
def _read(whole: str) -> tuple[Credit, ...]:
    if _INTERVIEWEE.match(whole):
        return (Credit(trimmed(whole), Role.OTHER),)
    pieces = joined_pieces(_BRACKETS.sub(" , ", byline_words.without(whole)))
    reader = _Reader("text" if byline_words.without(whole) != whole else "")
    for at in range(0, len(pieces), 2):
        before = pieces[at - 1] if at else ""
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        reader.take(trimmed(pieces[at]), before, after)
    return tuple(credit._replace(name=credit.name.replace(_TIED, " ")) for credit in reader.found if credit.name)


class _Reader:
    """Reads pieces from left to right; a label holds until the next one."""

    def __init__(self, label: str) -> None:
        self.found: list[Credit] = []
        self.role = Role.AUTHOR
        self.label = label

    def take(self, piece: str, before: str, after: str) -> None:
        """Take in one piece with what parts it from its neighbours."""
        joined = _LEADING_AND.match(piece)
        piece = piece[joined.end() :] if joined else piece
        leads = bool(_COLON.fullmatch(after) or _BY.fullmatch(after))
        leads = leads or (after.strip() in ("/", "／") and _CLOSE_LABEL.fullmatch(piece) is not None)
        if piece and _WHOLLY_TEXT.fullmatch(piece):
            self.label, self.role = "text", Role.AUTHOR
        elif piece and _WHOLLY_OTHER.fullmatch(piece):
            self._take_label(piece, before, leads, joined is not None)
        elif piece:
            self._take_name(piece, before, leads, joined is not None)
            self.label = ""

    def _take_label(self, piece: str, before: str, leads: bool, joined: bool) -> None:
        """A piece that is only a label: of the names that follow, or of the one before it."""
        with_text = self.label == "text" and (joined or _AND.fullmatch(before) is not None)
        if leads or not self.found or self.label or _HARD.fullmatch(before):
            self.role = Role.AUTHOR if with_text else Role.OTHER
            self.label = "text" if with_text else "other"
        elif _WHOLLY_MEDIA.fullmatch(piece):
            self.found[-1] = self.found[-1]._replace(role=Role.OTHER)

    def _take_name(self, piece: str, before: str, leads: bool, joined: bool) -> None:
        role = self._role_after(before)
        begun = _BEGINS_OTHER.match(piece)
        if begun or _INTERVIEWEE.match(piece):
            self.role = role = Role.OTHER
            piece = piece[begun.end() :] if begun else piece
        ended = _ENDS_OTHER.search(piece) if leads else None
        bare = byline_words.without(piece[: ended.start()] if ended else piece)
        if bare != piece and not ended and not begun:
            self.role = role = Role.AUTHOR
        is_tied = joined or (before.strip() != "," and _AND.fullmatch(before) is not None)
        self.found.append(Credit(_ROLE.sub("", trimmed(bare)), role, is_tied))
        if ended:
            self.role = Role.OTHER

    def _role_after(self, before: str) -> Role:
        """The role of a piece by what stands before it; what follows a client or a guest is nobody's guess."""
        if _CLIENT.fullmatch(before):
            if _TALK.fullmatch(before):  # Of two who talk, either may have asked the questions.
                self.found[-1:] = [credit._replace(role=Role.UNSURE) for credit in self.found[-1:]]
            self.role = Role.UNSURE
            return Role.OTHER
        if _PLACE.fullmatch(before):
            return Role.OTHER
        if _BY.fullmatch(before) and not self.label:
            self.role = Role.AUTHOR
        elif self.role is Role.OTHER and not self.label and before and not _CONTINUES.fullmatch(before):
            self.role = Role.UNSURE
        return self.role
