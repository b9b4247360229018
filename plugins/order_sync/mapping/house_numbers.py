"""Street, house number, addition and box of one Dutch or Belgian address line; doubtful lines give every reading.

Grammar: MyParcel contract, section 2.2 (a number of at most 5 digits, an addition of at most 6 characters; in Belgium a box
introduced by bus, bte, boîte, box, /, or -). A line with two numbers that could both be the house number is never decided here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from order_sync.mapping.special_places import box_number

SUFFIX_LENGTH = 6
BOX_LENGTH = 8

_NUMBER = re.compile(r"(?<![0-9])([1-9][0-9]{0,4})(?![0-9])")
_SEPARATORS = " ,-/"
_BOX = re.compile(
    r"(?P<before>.*?)(?:^|[\s,/-]+|(?<=[0-9]))(?:bus|boîte|boite|bte|box|b)(?:\b\.?\s*|(?=[0-9]))(?P<box>[\w-]+)", re.IGNORECASE
)
_SIGN_BOX = re.compile(r"(?P<before>\s*[A-Za-z]?)\s*[/-]\s*(?P<box>\w+)")
_MARKER = r"(?:bus|boîte|boite|bte|box|appartement|apartment|appt|app|apt|unit)"
_NO_HOUSE_NUMBER = re.compile(r"(?:19|')?4[0-9]\s?[-/]\s?(?:19|')?4[0-9]|(?<![0-9])[0-9]{1,2}(?:e|de|ste)\s+[^\W\d_]{3}")
_NUMBER_WORD = re.compile(r"[\s,]*\b(?:nr|no|nummer|huisnr|huisnummer|n°|nº)\b\.?[:\s]*$|[\s,]*n[°º]\s*$", re.IGNORECASE)
_FRENCH = re.compile(
    r"(?P<number>[1-9][0-9]{0,4})(?P<suffix>\s?(?:[A-Za-z]|bis|ter))?[\s,]+(?P<street>(?:rue|avenue|av\.|chaussée|chée|place|boulevard|bd\.?|"
    r"allée|quai|clos|square|drève|impasse|venelle|sentier|chemin|route)\s.*?)(?P<tail>[\s,/-]+(?:bus|boîte|boite|bte|box)\b.*)?",
    re.IGNORECASE,
)
_DWELLING = re.compile(r"^(?:appartement|apartment|appt|app|apt|unit)\b\.?\s*(?=\S)", re.IGNORECASE)
_FLOOR = re.compile(r"[\s,/-]*((?:[1-9]|[IVX]{1,4})[\s-]?hoog)\s*", re.IGNORECASE)
_SIDES = {"noordzijde": "NZ", "zuidzijde": "ZZ", "oostzijde": "OZ", "westzijde": "WZ"}


class Reading(NamedTuple):
    """One way to read a line."""

    street: str
    number: str
    suffix: str = ""
    box_number: str = ""


def readings(line: str, *, boxes: bool) -> list[Reading]:
    """All readings of one line; one: certain, none: no house number found, several: a person decides. ``boxes``: Belgium."""
    if re.fullmatch(r"[1-9][0-9]{0,4}", box := box_number("BE" if boxes else "NL", line)):
        return [Reading("Postbus", box)]
    if boxes and _FRENCH.fullmatch(line):
        return [first] if (first := _number_first(line)) else []
    names = [match.span() for match in _NO_HOUSE_NUMBER.finditer(line)]
    found, unread = [], []
    for match in _NUMBER.finditer(line):
        before = line[: match.start()]
        street = _NUMBER_WORD.sub("", before).rstrip(_SEPARATORS)
        if any(start <= match.start() < end for start, end in names) or not _may_start_number(before) or not _is_street(street):
            continue
        if floor := _FLOOR.fullmatch(line[match.end() :]):
            return [Reading(street, match[1], floor[1])]
        tail = addition(line[match.end() :], boxes=boxes, number=match[1])
        if tail is None:
            unread.append(Reading(street, match[1]))
        elif _NUMBER_WORD.search(before):
            return [Reading(street, match[1], *tail)]
        else:
            found.append(Reading(street, match[1], *tail))
    return found + unread if found else []


def _number_first(line: str) -> Reading | None:
    """ "16 rue de la Loi bte 3": French street words follow their number; none where a second number could be the house's."""
    match = _FRENCH.fullmatch(line)
    if not match or re.search(r"[0-9]", match["street"]):
        return None
    tail = addition(match["tail"] or "", boxes=True, number=match["number"])
    suffix, box = (match["suffix"] or "").strip(), (tail or ("", ""))[1]
    return Reading(match["street"].rstrip(_SEPARATORS), match["number"], suffix, box) if tail and not tail[0] else None


def guess(line: str) -> Reading:
    """The likeliest reading of a line that nobody can be sure of: a number before the words, else the first behind one."""
    if match := re.fullmatch(r"([0-9]{1,5})[\s,]+(.*[^\W\d_].*)", line):
        return Reading(match[2], match[1])
    if match := re.fullmatch(r"(.*?[^\W\d_].*?)[\s,]+([0-9]{1,5})\b[\s,/-]*(.*)", line):
        return Reading(match[1].rstrip(_SEPARATORS), match[2], match[3])
    return Reading(line, "")


def number_parts(text: str, *, boxes: bool) -> Reading | None:
    """A house number written apart ("12A", "12 bus 3"), or None when it is not a number with one addition."""
    match = re.match(r"([1-9][0-9]{0,4})(?![0-9])", text)
    tail = addition(text[match.end() :], boxes=boxes, number=match[1]) if match else None
    if tail is None or re.match(r"\s+[0-9]+\s*$", text[match.end() :]):
        return None
    return Reading("", match[1], *tail)


def addition(tail: str, *, boxes: bool, number: str) -> tuple[str, str] | None:
    """What follows a house number as (addition, box), or None when it is neither."""
    text = tail.rstrip(" .,")
    rest, box = tail, ""
    if boxes and (match := _BOX.fullmatch(text) or _SIGN_BOX.fullmatch(text)):
        rest, box = match["before"], match["box"]
        if "-" in text and box.isdigit() and int(box) > int(number):
            return None  # "12-14" is a range of houses as often as a box
    suffix = _suffix(rest)
    return None if suffix is None or len(box) > BOX_LENGTH else (suffix, box)


def box_line(text: str) -> str:
    """The box of a second address line that names nothing but a box ("bus 3"), else ""."""
    match = _BOX.fullmatch(text)
    return match["box"] if match and not match["before"] and len(match["box"]) <= BOX_LENGTH else ""


def _suffix(tail: str) -> str | None:
    text = _DWELLING.sub("", tail.strip(_SEPARATORS + "."))
    text = _SIDES.get(text.casefold(), text)
    if len(text) > SUFFIX_LENGTH or re.fullmatch(_MARKER, text, re.IGNORECASE):
        return None
    return text if re.fullmatch(r"[\w .'/+-]*", text) else None


def _may_start_number(before: str) -> bool:
    """After a space or comma, or glued to a street word of four letters or more ("Kerkstraat12")."""
    return before[-1:] in (" ", ",", ":") or bool(re.search(r"[^\W\d_]{4}\.?$|[^\W\d_]{2}\.$", before))


def _is_street(text: str) -> bool:
    """Has a letter, and does not end in what can only belong to a house number ("12 A", "12 apartment", "12 bus")."""
    ends_in_addition = re.search(rf"[0-9]\s*-?\s*(?:[^\W\d_]|{_MARKER})\.?$", text, re.IGNORECASE)
    return bool(re.search(r"[^\W\d_]", text)) and not ends_in_addition
