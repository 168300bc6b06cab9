"""Hosts that a reader would take for another: twins of registered domains, mixed alphabets, invisible letters."""

from __future__ import annotations

from provgate.formats.registries import Outlet, Registry
from provgate.values.characters import name_of, reads_as, script, unseen

_POSING = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
_TOGETHER = frozenset({"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "BOPOMOFO", "HANGUL"})
_DRAWN_ALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("cl", "d"))


def as_read(host: str) -> str:
    """The host as a browser may show it: A-labels decoded; a label that cannot be decoded stays as it is."""
    return ".".join(_decoded(label) for label in host.split(".")) if "xn--" in host else host


def _decoded(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def disguise(host: str) -> str:
    """What is deceptive about the letters of a host (A-labels); empty for names that show what they are."""
    if "xn--" not in host:
        return ""
    for label in host.split("."):
        flaw = _label_disguise(_decoded(label), label)
        if flaw:
            return flaw
    return ""


def _label_disguise(shown: str, label: str) -> str:
    if label.startswith("xn--") and (shown == label or shown.isascii()):
        return f"`{label}` stands for no name"
    hidden = unseen(shown)
    if hidden:
        return f"`{label}` holds {name_of(hidden[0])}"
    scripts = {script(letter) for letter in shown} - {""}
    foreign = scripts - {"LATIN"}
    if len(scripts) > 1 and (scripts & _POSING or (len(foreign) > 1 and not foreign <= _TOGETHER)):
        return f"`{label}` mixes {' and '.join(sorted(name.capitalize() for name in scripts))} letters"
    return ""


def twin(host: str, registry: Registry) -> tuple[str, Outlet] | None:
    """The registered host that this one would be read as, with its outlet; None when it is itself registered."""
    if registry.of_host(host):
        return None
    read = reads_as(as_read(host))
    for candidate in (read, *_redrawn(read)):
        owners = registry.of_host(candidate) if candidate != host else ()
        if owners:
            return candidate, owners[0]
    return None


def _redrawn(host: str) -> list[str]:
    """The host with letters that are drawn alike exchanged, each pair alone and all together."""
    single = [host.replace(drawn, letter) for drawn, letter in _DRAWN_ALIKE if drawn in host]
    every = host
    for drawn, letter in _DRAWN_ALIKE:
        every = every.replace(drawn, letter)
    return [*single, every]
