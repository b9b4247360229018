"""Which parts of the document a refund gives back: by line and quantity, shipping, fees, and the rest over the rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from order_sync.mapping.money import divided
from order_sync.mapping.note_shares import shares
from order_sync.mapping.note_totals import Left, LineLeft, Rate


@dataclass(frozen=True)
class Piece:
    """A line of a note: of the document's line ``at``, or of a whole rate (None).

    ``of_units`` are the units that come back; none where only money does: then the note's line has one unit and no product.
    """

    at: int | None
    rate: Rate
    of_units: int
    gross_minor: int

    @property
    def units(self) -> int:
        """Units of the note's line."""
        return self.of_units or 1


@dataclass
class Named:
    """What a refund names: units and gross by line of the document, and what of it is not on the document."""

    units: dict[int, int] = field(default_factory=dict)
    gross: dict[int, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def add(self, line: LineLeft, units: int, gross: int) -> None:
        """More of one line; units beyond what is left come back as money only."""
        self.units[line.at] = min(max(line.units, 0), self.units.get(line.at, 0) + units)
        self.gross[line.at] = self.gross.get(line.at, 0) + gross


def named(details: Mapping[str, Any], basis: Mapping[str, Any], left: Left) -> Named:
    """The lines, fees and shipping that Wix names, with Wix's amounts, or the line's own in proportion to the quantity."""
    found = Named()
    by_id = {line.line_id: line for line in left.lines if line.line_id and line.kind not in ("shipping", "rounding")}
    for row in details.get("lines") or ():
        line = by_id.get(row["line_id"])
        if line is None:
            found.unknown.append(row["line_id"])
            continue
        quantity, amount = row.get("quantity") or 0, row.get("amount_minor")
        if amount is None:
            amount = _of_quantity(line, basis["lines"][line.at], quantity)
        found.add(line, quantity, amount)
    for row in details.get("fees") or ():
        line = by_id.get(row["fee_id"])
        if line is None:
            found.unknown.append(row["fee_id"])
        else:
            found.add(line, 1, line.gross_minor if row.get("amount_minor") is None else row["amount_minor"])
    _shipping(found, details, left)
    return found


def everything(left: Left) -> Named:
    """All lines with what is left of them."""
    found = Named()
    for line in left.lines:
        if line.gross_minor > 0 or (line.kind == "item" and line.units > 0):
            found.add(line, line.units, line.gross_minor)
    return found


def pieces(wanted: Named, left: Left, amount: int) -> list[Piece] | None:
    """Lines of a note over exactly ``amount``: the named lines first, what they cannot take over the rates; None where nothing can.

    No line gives more than is left of it, and all lines of a rate together not more than is left of the rate.
    """
    places = list(wanted.gross)
    lines = [left.lines[at] for at in places]
    rooms = {rate: max(0, what.gross_minor) for rate, what in left.rates.items()}
    limits = [max(0, line.gross_minor) for line in lines]
    grosses = _within([min(wanted.gross[at], limit) for at, limit in zip(places, limits, strict=True)], lines, rooms)
    if sum(grosses) > amount:
        grosses = shares(amount, grosses, grosses)
    grosses = _fill(grosses, limits, lines, rooms, amount)
    found = [
        Piece(line.at, line.rate, wanted.units[line.at], gross)
        for line, gross in zip(lines, grosses, strict=True)
        if gross or (line.kind == "item" and wanted.units[line.at])
    ]
    for line, gross in zip(lines, grosses, strict=True):
        rooms[line.rate] -= gross
    rest = amount - sum(grosses)
    spread = shares(rest, list(rooms.values()), list(rooms.values()))
    if sum(spread) != rest:
        return None
    return found + [Piece(None, rate, 0, gross) for rate, gross in zip(rooms, spread, strict=True) if gross]


def _of_quantity(line: LineLeft, of: Mapping[str, Any], quantity: int) -> int:
    """The line's gross in proportion to the quantity; rounded so that all units together are the line."""
    before = of["units"] - line.units
    taken = min(quantity, max(line.units, 0))
    return divided(of["gross_minor"] * (before + taken), of["units"]) - divided(of["gross_minor"] * before, of["units"])


def _shipping(found: Named, details: Mapping[str, Any], left: Left) -> None:
    amount = details.get("shipping_minor")
    if not (details.get("shipping_included") or amount):
        return
    lines = [line for line in left.lines if line.kind == "shipping"]
    if amount is None:
        for line in lines:
            found.add(line, 1, line.gross_minor)
    elif lines:
        found.add(lines[0], 1, amount)
    else:
        found.unknown.append("shipping")


def _within(grosses: list[int], lines: Sequence[LineLeft], rooms: Mapping[Rate, int]) -> list[int]:
    """Lower the lines of a rate in proportion where they are more than is left of it."""
    lowered = list(grosses)
    for rate, room in rooms.items():
        here = [place for place, line in enumerate(lines) if line.rate == rate]
        amounts = [grosses[place] for place in here]
        if sum(amounts) > room:
            for place, gross in zip(here, shares(room, amounts, amounts), strict=True):
                lowered[place] = gross
    return lowered


def _fill(grosses: list[int], limits: list[int], lines: Sequence[LineLeft], rooms: Mapping[Rate, int], amount: int) -> list[int]:
    """Raise the named lines in proportion up to the amount, as far as they and their rates can."""
    filled, rest = list(grosses), amount - sum(grosses)
    while rest > 0:
        free = {rate: room - sum(got for got, line in zip(filled, lines, strict=True) if line.rate == rate) for rate, room in rooms.items()}
        more = shares(rest, grosses, [min(limit - got, free[line.rate]) for limit, got, line in zip(limits, filled, lines, strict=True)])
        more = _within(more, lines, free)
        if not any(more):
            break
        filled = [got + extra for got, extra in zip(filled, more, strict=True)]
        rest -= sum(more)
    return filled
