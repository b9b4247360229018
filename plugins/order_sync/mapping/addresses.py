"""A Wix address as MyParcel wants it: street and house number apart for NL and BE, one street line elsewhere; never a guess.

Source: MyParcel contract, section 2.2; Wix contract, section 2.6.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import astuple, dataclass, replace

from order_sync.mapping.house_numbers import Reading, box_line, number_parts, readings

STREET_LENGTH = 40
ADDITIONAL_LENGTH = 50


@dataclass(frozen=True)
class Address:
    """The street part of a MyParcel recipient. ``number`` is empty where none was written, and outside NL and BE."""

    street: str
    number: str = ""
    suffix: str = ""
    box_number: str = ""
    additional: str = ""


@dataclass(frozen=True)
class Unclear:
    """A line that a person must read. ``guess`` and ``raw`` are personal data: only ``shape`` may be stored or shown."""

    guess: Address
    raw: str

    @property
    def shape(self) -> str:
        """The line with its words and digits masked: "… 99 99"."""
        masked = re.sub(r"[0-9]", "9", re.sub(r"[^\W\d_]+['’.]?[^\W\d_]*", "…", self.raw))
        return re.sub(r"(?:…[\s.]*)+", "… ", re.sub(r"[^\s0-9…,/.-]", "", masked)).strip()[:60]


def split(
    country: str, street_name: str = "", street_number: str = "", address_line: str = "", address_line2: str = ""
) -> Address | Unclear:
    """Street and number of a Wix address; Wix's own parts are preferred where both are filled. Never raises."""
    name, number, line, line2 = parts = tuple(_clean(part) for part in (street_name, street_number, address_line, address_line2))
    code = country.strip().upper()
    boxes = code == "BE"
    if code not in ("NL", "BE"):
        result = _one_line(name, number, line, line2)
    elif name and number:
        result = _with_second_line(_from_both(name, number, line, boxes), line2, boxes)
    else:
        result = _with_second_line(_from_line(" ".join(filter(None, (line or name, number))), boxes), line2, boxes)
    if isinstance(result, Address) and _numbers(street_name, street_number, address_line, address_line2) - _numbers(*astuple(result)):
        return Unclear(result, ", ".join(filter(None, parts)))
    return result


def _numbers(*texts: str) -> set[str]:
    return {run for text in texts for run in re.findall(r"[0-9]+", text)}


def _clean(text: str) -> str:
    """One line of normalised text without control characters."""
    composed = unicodedata.normalize("NFC", text)
    spaced = (" " if unicodedata.category(char) in ("Cc", "Zs", "Zl", "Zp") else char for char in composed)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn"))
    return re.sub(r"\s+", " ", visible).strip(" ,;")


def _from_both(name: str, number: str, line: str, boxes: bool) -> Address | Unclear:
    """Wix's parts come from a map search; a buyer who typed "Street 12 A" over the parts Street and 12 must keep the A."""
    parts, together = _from_parts(name, number, boxes), f"{name} {number}"
    longer = len(line) > len(together) and line.casefold().startswith(together.casefold())
    if not longer and not _numbers(line) - _numbers(together):
        return parts
    typed = _from_line(line, boxes)
    if isinstance(typed, Address) and isinstance(parts, Address) and typed.number != parts.number:
        return Unclear(parts, f"{line}, {number}")
    return typed


def _from_parts(name: str, number: str, boxes: bool) -> Address | Unclear:
    raw = f"{name} {number}"
    parts = number_parts(number, boxes=boxes)
    if (
        re.search(r"[^\W\d_]", name)
        and re.fullmatch(r"postbus|p\.?o\.? ?box", name, re.IGNORECASE)
        and re.fullmatch(r"[1-9][0-9]{0,4}", number)
    ):
        return Address("Postbus", number)
    if parts is None or not re.search(r"[^\W\d_]", name) or re.search(rf"(?<![0-9]){parts.number}$", name):
        return Unclear(Address(name, number), raw)
    return Address(name, parts.number, parts.suffix, parts.box_number)


def _from_line(line: str, boxes: bool) -> Address | Unclear:
    found = readings(line.replace(",", " "), boxes=boxes)
    extra = ""
    if not found and "," in line:
        first, _, rest = line.partition(",")
        extra = rest.strip(" ,")
        found = readings(first.strip(), boxes=boxes) or _number_first(first.strip(), extra)
        extra = "" if found and found[0].street == extra else extra
    if len(found) == 1:
        return Address(found[0].street, found[0].number, found[0].suffix, found[0].box_number, extra)
    if not found and not re.search(r"\d", line):
        return Address(line)
    guess = found[0] if found else Reading(line, "")
    return Unclear(Address(guess.street, guess.number, guess.suffix, guess.box_number), line)


def _number_first(first: str, rest: str) -> list[Reading]:
    """ "16, rue de la Loi": the comma makes it certain."""
    if re.fullmatch(r"[1-9][0-9]{0,4}", first) and not re.search(r"\d", rest) and re.search(r"[^\W\d_]{3}", rest):
        return [Reading(rest, first)]
    return []


def _with_second_line(result: Address | Unclear, line2: str, boxes: bool) -> Address | Unclear:
    """The second line is never glued to the street; in Belgium it may be the box and nothing else."""
    if isinstance(result, Unclear):
        return result
    if boxes and not result.box_number and (box := box_line(line2)):
        return _fit(replace(result, box_number=box), result.street)
    extra = ", ".join(filter(None, (result.additional, line2)))
    return _fit(replace(result, additional=extra), result.street)


def _one_line(name: str, number: str, line: str, line2: str) -> Address | Unclear:
    """Outside NL and BE the number stays where the country writes it: first or last in the street line."""
    parts = f"{name} {number}".strip()
    if line and not (name and number and number.casefold() not in line.casefold()):
        return _fit(Address(line, additional=line2), line)
    says_more = set(re.findall(r"\w+", line.casefold())) - set(re.findall(r"\w+", parts.casefold()))
    return _fit(Address(parts, additional=", ".join(filter(None, (line if says_more else "", line2)))), parts)


def _fit(address: Address, raw: str) -> Address | Unclear:
    """MyParcel's lengths: what does not fit the street goes to the second field, before what stands there already."""
    street, rest = _cut(address.street, STREET_LENGTH)
    kept, _ = _cut(", ".join(filter(None, (rest, address.additional))), ADDITIONAL_LENGTH)
    if (street and not re.search(r"\D", street)) or len(rest) > ADDITIONAL_LENGTH:
        return Unclear(address, raw)
    return replace(address, street=street, additional=kept)


def _cut(text: str, length: int) -> tuple[str, str]:
    """Text up to a length, at a space where there is one, and what is left of it."""
    if len(text) <= length:
        return text, ""
    at = text.rfind(" ", 0, length + 1)
    at = at if at > 0 else length
    return text[:at].rstrip(" ,"), text[at:].strip(" ,")
