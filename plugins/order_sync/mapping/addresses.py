"""A Wix address as MyParcel wants it: street and house number apart for NL and BE, one street line elsewhere; never a guess.

Source: MyParcel contract, section 2.2; Wix contract, section 2.6.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from order_sync.mapping.house_numbers import Reading, box_line, guess, number_parts, readings
from order_sync.mapping.house_words import is_dwelling, lacks_number
from order_sync.mapping.known_places import without_places
from order_sync.mapping.label_texts import cut, numbers, printable
from order_sync.mapping.special_places import box_number
from order_sync.mapping.street_lines import beside, joined, one_line

STREET_LENGTH = 40
ADDITIONAL_LENGTH = 50


@dataclass(frozen=True)
class Address:
    """The street part of a MyParcel recipient. ``number`` is empty where none was written, and outside NL and BE.

    ``fitted``: what was done to keep to the lengths, in field names and numbers of characters.
    """

    street: str
    number: str = ""
    suffix: str = ""
    box_number: str = ""
    additional: str = ""
    fitted: tuple[str, ...] = field(default=(), compare=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its fields in order."""
        return (self.street, self.number, self.suffix, self.box_number, self.additional)


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


def of_order(order: Mapping[str, str]) -> Address | Unclear:
    """Street and number of an order's delivery address (texts of staging.orders)."""
    return split(*lines_of(order), places=(order["ship_postal_code"], order["ship_city"]))


def lines_of(order: Mapping[str, str]) -> tuple[str, str, str, str, str]:
    """Country and the four texts of the street as Wix has them."""
    named = ("ship_country", "ship_street_name", "ship_street_number", "ship_address_line", "ship_address_line2")
    return tuple(order[name] for name in named)  # type: ignore[return-value]


def split(
    country: str, street_name: str = "", street_number: str = "", address_line: str = "", address_line2: str = "", *,
    places: Sequence[str] = (),
) -> Address | Unclear:  # fmt: skip
    """Street and number of a Wix address; Wix's own parts are preferred where both are filled. Never raises.

    ``places``: postal code and city, which a typed line may end in once more.
    """
    code = country.strip().upper()
    name, number, line, line2 = map(printable, (street_name, street_number, address_line, address_line2))
    line, line2 = without_places(code, line, places) or line, without_places(code, line2, places)
    line2 = "" if line2.casefold() == line.casefold() else line2
    parts, boxes = (name, number, line, line2), code == "BE"
    if code not in ("NL", "BE"):
        result = _elsewhere(code, *parts)
    elif name and number:
        result = _with_second_line(_from_both(name, number, line, boxes), line2, boxes)
    else:
        result = _with_second_line(_from_line(" ".join(filter(None, (line or name, number))), boxes), line2, boxes)
    if isinstance(result, Address) and numbers(*parts) - numbers(*result.texts):
        return Unclear(result, ", ".join(filter(None, parts)))
    return result


def _from_both(name: str, number: str, line: str, boxes: bool) -> Address | Unclear:
    """Wix's parts come from a map search; a buyer who typed "Street 12 A" over the parts Street and 12 must keep the A."""
    parts, together = _from_parts(name, number, boxes), f"{name} {number}"
    longer = len(line) > len(together) and line.casefold().startswith(together.casefold())
    if not longer and not numbers(line) - numbers(together):
        extra = beside(line, together)
        return replace(parts, additional=extra) if extra and isinstance(parts, Address) else parts
    typed = _from_line(line, boxes)
    if isinstance(typed, Address) and isinstance(parts, Address) and typed.number != parts.number:
        return Unclear(parts, f"{line}, {number}")
    return typed


def _from_parts(name: str, number: str, boxes: bool) -> Address | Unclear:
    raw = f"{name} {number}"
    parts = number_parts(number, boxes=boxes)
    if (box := box_number("BE" if boxes else "NL", raw)) and re.fullmatch(r"[1-9][0-9]{0,4}", box):
        return Address("Postbus", box)
    if parts is None or not re.search(r"[^\W\d_]", name) or re.search(rf"(?<![0-9]){parts.number}$", name):
        return Unclear(Address(name, number), raw)
    return Address(name, parts.number, parts.suffix, parts.box_number)


def _from_line(line: str, boxes: bool) -> Address | Unclear:
    start, _, end = line.rpartition(",")
    if start and box_number("BE" if boxes else "NL", end):
        found = _from_line(start, boxes)
        return (
            replace(found, additional=end.strip()) if isinstance(found, Address) and not found.additional else Unclear(Address(line), line)
        )
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
    likely = found[0] if found else guess(line)
    return Unclear(Address(likely.street, likely.number, likely.suffix, likely.box_number), line)


def _number_first(first: str, rest: str) -> list[Reading]:
    """ "16, rue de la Loi": the comma makes it certain."""
    if re.fullmatch(r"[1-9][0-9]{0,4}", first) and not re.search(r"\d", rest) and re.search(r"[^\W\d_]{3}", rest):
        return [Reading(rest, first)]
    return []


def _with_second_line(result: Address | Unclear, line2: str, boxes: bool) -> Address | Unclear:
    """The second line is never glued to the street; in Belgium it may be the box and nothing else."""
    if isinstance(result, Unclear):
        return result
    if result.street and not result.number and re.search(r"[0-9]", line2):
        return Unclear(_second_number(result, line2, boxes), f"{result.street}, {line2}")
    if boxes and not result.box_number and (box := box_line(line2)):
        return _fit(replace(result, box_number=box), result.street)
    extra = ", ".join(filter(None, (result.additional, line2)))
    return _fit(replace(result, additional=extra), result.street)


def _second_number(result: Address, line2: str, boxes: bool) -> Address:
    """The guess where only the second line has a number: the street's, or a street of its own below a building or a company."""
    if part := number_parts(line2, boxes=boxes):
        return replace(result, number=part.number, suffix=part.suffix, box_number=part.box_number)
    found = readings(line2, boxes=boxes)
    likely = found[0] if found else guess(line2)
    return Address(likely.street, likely.number, likely.suffix, likely.box_number, result.street)


def _elsewhere(code: str, name: str, number: str, line: str, line2: str) -> Address | Unclear:
    """Outside NL and BE the number stays where the country writes it; a street without one whose second line begins with one is unclear."""
    street, inside = one_line(code, name, number, line)
    raw = ", ".join(filter(None, (name, number, line, line2)))
    said = {street.casefold(), *(part.strip().casefold() for part in inside.split(","))}
    more = "" if line2.casefold() in said else line2
    if is_dwelling(street) and not inside and re.search(r"[0-9].*[^\W\d_]{3}|[^\W\d_]{3}.*[0-9]", more) and not is_dwelling(more):
        street, more = more, street
    if not re.search(r"[^\W\d_]", street) and re.search(r"[^\W\d_]", more):
        # the number, or nothing, in the first line and the street in the second
        return Unclear(Address(" ".join(filter(None, (street, more)))), raw)
    if (
        lacks_number(code, street, inside)
        and re.match(r"(?:n[º°o]?\.?\s?|nr\.?\s?)?[0-9]", more, re.IGNORECASE)
        and not is_dwelling(more.split(",")[0])
    ):
        first, _, rest = more.partition(",")
        return Unclear(Address(joined(code, street, first), additional=rest.strip()), raw)
    return _fit(Address(street, additional=", ".join(filter(None, (inside, more)))), raw)


def _fit(address: Address, raw: str) -> Address | Unclear:
    """MyParcel's lengths: what does not fit the street goes to the second field, before what stands there already.

    What does not fit there either may be cut only where it says nothing of the door: no number, no single letter, no flat or floor.
    """
    street, rest = _cut(address.street, STREET_LENGTH)
    whole = ", ".join(filter(None, (rest, address.additional)))
    kept, lost = _cut(whole, ADDITIONAL_LENGTH)
    if (street and not re.search(r"\D", street)) or len(rest) > ADDITIONAL_LENGTH or _tells_the_door(lost):
        return Unclear(address, raw)
    fitted = [f"street cut from {len(address.street)} to {len(street)}, its end stands in street_additional_info"] if rest else []
    fitted += [f"street_additional_info cut from {len(whole)} to {len(kept)}"] if lost else []
    return replace(address, street=street, additional=kept, fitted=tuple(fitted))


def _tells_the_door(lost: str) -> bool:
    return bool(re.search(r"\d|\b\w\b", lost)) or any(is_dwelling(part.strip()) for part in lost.split(","))


def _cut(text: str, length: int) -> tuple[str, str]:
    """Text up to a length, at a space where there is one, and what is left of it."""
    if len(text) <= length:
        return text, ""
    at = text.rfind(" ", 0, length + 1)
    at = at if at > 0 else len(cut(text, length))
    at = at or length
    return text[:at].rstrip(" ,"), text[at:].strip(" ,")
