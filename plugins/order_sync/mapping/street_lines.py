"""Street and number in one line, as every country but NL and BE is sent: in the country's order, with flat and floor told apart.
And what a typed line says besides Wix's parts.

Source: MyParcel contract, section 2.2 (elsewhere the number may be in the street); Wix contract, section 2.6.
"""

from __future__ import annotations

import re

from order_sync.mapping.house_words import DWELLING, NUMBER_FIRST, STREET_TYPES, dwelling_at, is_dwelling
from order_sync.mapping.label_texts import numbers

_UNIT_FIRST = re.compile(r"((?:flat|apartment|apt|unit|suite|room)\.?\s+[0-9]{0,4}[A-Z]?)\s+(?=[0-9])", re.IGNORECASE)
_HOUSE = re.compile(r"(?<![0-9A-Za-z])[0-9]+(?![0-9]*\.?\s?[ºª°])(?:\s?(?:bis|ter|quater)\b|\s?[A-Za-z]\b(?!['’./]))?|(?<=\w)[0-9]+\w?$")


def one_line(country: str, name: str, number: str, line: str) -> tuple[str, str]:
    """(street line with its number, what belongs into the second field) of Wix's parts and typed line; nothing of them is left out."""
    parts = joined(country, name, number)
    if line and not parts:
        return _told_apart(country, line)
    if line and not name:
        return _told_apart(country, line if numbers(number) <= numbers(line) else joined(country, line, number))
    if line and _covers(line, name, number):
        return _told_apart(country, line)
    street, inside = _told_apart(country, parts)
    return street, ", ".join(filter(None, (inside, line if line and not _words(line) <= _words(parts) else "")))


def joined(country: str, name: str, number: str) -> str:
    """Street and number in the order of the country."""
    first = country in NUMBER_FIRST and re.match(r"[0-9]", number)
    return " ".join(filter(None, (number, name) if first else (name, number)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _covers(line: str, name: str, number: str) -> bool:
    """Whether the typed line says all that Wix's parts say: the number, and the name's longest word (its type may be abbreviated)."""
    words = re.findall(r"\w+", name.casefold())
    longest = max([word for word in words if word not in STREET_TYPES] or words, key=len, default="")
    letters = "".join(re.findall(r"[^\W_]", number.casefold()))
    plain = "".join(re.findall(r"[^\W_]", line.casefold()))
    return longest in _words(line) and numbers(number) <= numbers(line) and letters in plain


def _told_apart(country: str, line: str) -> tuple[str, str]:
    """Flat, floor and building go to the second field where they are certain; the line stays whole where they are not."""
    segments = [segment.strip() for segment in line.split(",") if segment.strip()]
    if len(segments) > 1 and is_dwelling(segments[0]) and re.search(r"[0-9]", segments[1]) and re.search(r"[^\W\d_]{3}", segments[1]):
        street, inside = _told_apart(country, ", ".join(segments[1:]))
        return street, ", ".join(filter(None, (segments[0], inside)))
    if country in NUMBER_FIRST and (match := _UNIT_FIRST.match(line)):
        return line[match.end() :], match[1]
    if (house := _HOUSE.search(line)) and (at := dwelling_at(line, house.end())) > 0:
        street, inside = line[:at].rstrip(" ,;-/"), line[at:].strip(" ,;")
        if re.search(r"[^\W\d_]{2}", street) and not DWELLING.match(street) and len(inside) <= 50:
            return street, inside
    return line, ""


def beside(line: str, together: str) -> str:
    """What the typed line says besides street and number ("Gebouw B, Straat 12"): it goes to the second field, whole where it is mixed."""
    known = set(re.findall(r"\w+", together.casefold()))

    def says_more(segment: str) -> bool:
        return any(not _short_for(word, known) for word in re.findall(r"\w+", segment.casefold()))

    segments = [segment.strip() for segment in line.split(",") if says_more(segment)]
    mixed = any(not known.isdisjoint(re.findall(r"\w+", segment.casefold())) for segment in segments)
    return line if mixed else ", ".join(segments)


def _short_for(word: str, known: set[str]) -> bool:
    """Whether a word is one of those known, or an abbreviation of one ("str", "voorbeeldstr")."""
    return word in known or (len(word) > 1 and any(other.startswith(word) or other.endswith(word) for other in known))
