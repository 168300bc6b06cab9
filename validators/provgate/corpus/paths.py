"""File names: which are safe on every system, and which are sidecars by intention."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator

from provgate.findings import Fault
from provgate.formats.claims import SUFFIX

MAX_NAME = 255
"""Bytes that common file systems allow in one name."""

_PLAIN = re.compile(
    r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?/)*[A-Za-z0-9_][A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-]"
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE)
_DEVICE_HINT = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com|lpt)", re.IGNORECASE)
_WRONG_SUFFIX = re.compile(
    r"(?P<owner>.+?)\.(?:source\.(?:yml|json|yaml\.txt|yaml\.yaml)|sources?\.ya?ml|sidecar\.ya?ml|meta\.ya?ml|ya?ml)",
    re.IGNORECASE,
)


def plain(path: str) -> bool:
    """Whether a path is made of characters and lengths that nothing below needs to look at; False means "ask"."""
    return _PLAIN.fullmatch(path) is not None and _DEVICE_HINT.search(path) is None


def faults(path: str) -> Iterator[Fault]:
    """Everything in a path that some system, terminal or tool cannot carry."""
    for name in path.split("/"):
        unsafe = sorted({_described(character) for character in name if _unsafe(character)})
        if unsafe:
            yield Fault("unsafe-path", f"the path holds {', '.join(unsafe[:4])}")
        if is_gits_own(name):
            yield _reserved(f"`{name}` is git's own folder on some systems, and no checkout writes into it")
        if _DEVICE.match(name):
            yield _reserved(f"`{name}` names a device on Windows")
        if name.endswith((".", " ")):
            yield _reserved(f"`{name}` ends in a dot or a space, which Windows drops")
        elif name[-1:].isspace():
            yield _reserved(f"`{name}` ends in white space (U+{ord(name[-1]):04X}), which nobody sees")
    last = path.rpartition("/")[2]
    size = len(last.encode("utf-8", "surrogateescape"))
    room = MAX_NAME - (0 if path.endswith(SUFFIX) else len(SUFFIX))
    if size > room:
        yield _reserved(f"the name has {size} bytes; at most {room} leave room for `{SUFFIX}`")


def _reserved(why: str) -> Fault:
    return Fault("reserved-name", f"this name cannot exist everywhere: {why}")


def is_gits_own(name: str) -> bool:
    """Whether some file system takes this name for `.git`: case, dots and spaces at its end, short names."""
    return name.rstrip(". ").lower() in (".git", "git~1")


def meant_document(path: str) -> str:
    """The document that a file named like a sidecar, but wrongly, would speak for; empty for other names."""
    if path.lower().endswith(SUFFIX):
        return "" if path.endswith(SUFFIX) else path[: -len(SUFFIX)]
    match = _WRONG_SUFFIX.fullmatch(path)
    return match["owner"] if match else ""


def quoted(path: str) -> str:
    """A path as a shell word that can be pasted, with everything unprintable made visible."""
    path = f"./{path}" if path.startswith("-") else path
    if all(character.isprintable() for character in path):
        return shlex.quote(path)
    return "$'" + "".join(_shell_character(character) for character in path) + "'"


def _shell_character(character: str) -> str:
    if character.isprintable() and character not in "'\\":
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))


def _unsafe(character: str) -> bool:
    if character in '<>:"|?*\\' or "\ud800" <= character <= "\udfff":
        return True
    if character <= "~":
        return character < " "
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")


def _described(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"the byte 0x{ord(character) - 0xDC00:02X}, which is not UTF-8"
    return f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
