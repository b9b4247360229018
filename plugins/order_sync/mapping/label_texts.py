"""Texts as a label can print them: normalised, on one line, without emoji and control characters, cut between characters."""

from __future__ import annotations

import re
import unicodedata

# Pictures and what joins, colours or frames them; letters, numbers and marks of every script stay.
_PICTURES = re.compile(
    "[\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e01ef]"
)
_SPACES, _UNSEEN = frozenset({"Cc", "Zs", "Zl", "Zp"}), frozenset({"Cf", "Cs", "Co", "Cn"})


def printable(text: str) -> str:
    """One line of composed text (NFC) without emoji and control characters, and without separators around it."""
    if text.isascii() and text.isprintable():
        return re.sub(r" {2,}", " ", text).strip(" ,;")
    signs = (_seen(char) for char in unicodedata.normalize("NFC", text))
    # what is left out between two numbers still parts them
    apart = re.sub(r"(?<=[0-9])\0+(?=[0-9])", " ", "".join(signs)).replace("\0", "")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", apart)).strip(" ,;")


def _seen(char: str) -> str:
    """The sign, a space for what parts words, NUL for what no label prints."""
    kind = unicodedata.category(char)
    return " " if kind in _SPACES else "\0" if kind in _UNSEEN or _PICTURES.match(char) else char


def unprintable(text: str) -> int:
    """How many signs ``printable`` leaves out besides spaces and separators at the ends."""
    return sum(_gone(char) for char in unicodedata.normalize("NFC", text))


def _gone(char: str) -> bool:
    kind = unicodedata.category(char)
    return bool(_PICTURES.match(char)) or kind in _UNSEEN or (kind == "Cc" and char not in "\t\n\r")


def cut(text: str, most: int) -> str:
    """The first ``most`` characters, never between a letter and the marks that belong to it."""
    if len(text) <= most:
        return text
    while most and unicodedata.category(text[most]) in ("Mn", "Mc", "Me"):
        most -= 1
    return text[:most].rstrip(" ,;-/")


def numbers(*texts: str) -> set[str]:
    """The runs of digits in texts."""
    return {run for text in texts for run in re.findall(r"[0-9]+", text)}
