"""VAT numbers as texts: the form that each member demands, and the first one that a buyer wrote into a note."""

from __future__ import annotations

import re

from stdnum.eu import vat

from order_sync.mapping.vat_area import SPAIN, VAT_PREFIXES

_SHORTEST, _LONGEST = 7, 14  # signs of a number with its prefix
_PREFIXED = re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(sorted(VAT_PREFIXES))})(?=[\s.:\-/]*[A-Z0-9])")
_SPANISH = re.compile(r"(?<![A-Z0-9])(?:[A-Z][ .\-]?)?\d(?:\.?\d){6,7}[ .\-]?[A-Z0-9]?(?![A-Z0-9])")
_SIGN = re.compile(r"[A-Z0-9]")


def well_formed(number: str) -> bool:
    """Whether a normalised VAT number with its prefix has the form and the check digit that its member demands."""
    return len(number) >= _SHORTEST and bool(vat.is_valid(number))


def in_note(note: str, home: str) -> str:
    """The first well-formed VAT number of a text, normalised, "" without one; in Spain also a tax id written without its prefix."""
    text = note.upper()
    found = [(start.start(), number) for start in _PREFIXED.finditer(text) if (number := _longest(text[start.start() :]))]
    if home in SPAIN:
        for place in _SPANISH.finditer(text):
            plain = "".join(_SIGN.findall(place.group()))
            if len(plain) == 9 and not plain.isdigit() and well_formed(f"ES{plain}"):
                found.append((place.start(), plain))
    return min(found)[1] if found else ""


def _longest(text: str) -> str:
    """The longest well-formed number at the beginning of a text, whatever signs stand between its parts."""
    signs = _SIGN.findall(text[: 2 * _LONGEST])
    for length in range(min(_LONGEST, len(signs)), _SHORTEST - 1, -1):
        number = "".join(signs[:length])
        if well_formed(number):
            return number
    return ""
