"""Net prices of a note: its total is the refund, and what stays of the document can still be given back to nothing.

Holded rounds each note on its own, so two notes over the halves of a document may add up to another net and tax than the document.
Among the nets that reach the refund those are taken whose remainder has, by Holded's rounding, the tax that is left; the note that
gives back the last of a rate takes what its books still hold, where that is one minor unit away at most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from order_sync.mapping import totals
from order_sync.mapping.money import HOLDED_DIGITS, MoneyLine, PricedLine, computed
from order_sync.mapping.note_nets import FAR, RESIDUE, Nets, candidates, price
from order_sync.mapping.note_split import Piece
from order_sync.mapping.note_totals import Left, Rate, finer, left, rate_of
from order_sync.mapping.totals import Plan


def prices(pieces: Sequence[Piece], basis: Mapping[str, Any], what: Left, amount: int) -> Plan:
    """Prices of a note's lines, as totals.plan gives those of a document: correction is what the lines lack of the amount.

    Under the document's own rule and policy: accept one minor unit either way, carry a missing one on
    a rounding line, or hold. A currency without cents is priced in Holded's hundredths, and a hundredth too many is held.
    """
    if basis["rule"] == "at_end":
        return _unrounded(pieces, basis, amount)
    if basis["digits"] >= HOLDED_DIGITS:
        return _rounded(pieces, basis, what, amount)
    factor = 10 ** (HOLDED_DIGITS - basis["digits"])
    notes = [
        {**note, "amount_minor": note["amount_minor"] * factor, "basis": note.get("basis") and finer(note["basis"])} for note in what.notes
    ]
    fine = finer(basis) | {"policy": "hold"}
    found = _rounded([replace(piece, gross_minor=piece.gross_minor * factor) for piece in pieces], fine, left(fine, notes), amount * factor)
    if found.problem:
        return Plan(problem="the nearest total of the note differs by a hundredth, and the currency has no cents")
    return Plan(tuple(replace(line, price=_plain(line.price)) for line in found.lines), amount)


def _plain(price: str) -> str:
    """A price without the zeros that stand for no cents."""
    return price.rstrip("0").rstrip(".") if "." in price else price


def _rounded(pieces: Sequence[Piece], basis: Mapping[str, Any], what: Left, amount: int) -> Plan:
    """Lines are rounded to the minor unit: the best choice of their nets."""
    policy = basis["policy"]
    groups: dict[Rate, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.rate, []).append(piece)
    buckets = [candidates(group, what, basis) for group in groups.values()]
    if not all(buckets):
        return Plan(problem="no unit price of six decimals reproduces a line's net")
    states = _combined(buckets)
    allowed = {"accept": (-1, 0, 1), "line": (-1, 0), "hold": (0,)}[policy]
    if not any(off in states for off in allowed):
        return Plan(problem=f"the nearest total of the note differs by {min(abs(off) for off in states)} minor unit")
    best = _best({off: states[off] for off in allowed if off in states}, what, basis, last=amount == what.total_minor)
    off, chosen = best, states[best][1]
    nets = {
        id(piece): net for group, found in zip(groups.values(), chosen, strict=True) for piece, net in zip(group, found.nets, strict=True)
    }
    lines = tuple(
        PricedLine(price(piece, nets[id(piece)], basis) or "", piece.units, piece.rate.rate_ppm, piece.rate.tax, piece.rate.parts)
        for piece in pieces
    )
    return Plan(lines, amount + off, -off, rounding_line=bool(off) and policy == "line")


def _best(states: Mapping[int, tuple[int, tuple[Nets, ...]]], what: Left, basis: Mapping[str, Any], last: bool) -> int:
    """What the note's total may be off: the refund to the cent, unless the rate that it ends was itself booked a cent beside its money.

    On the way money and books never part by more than one minor unit; the last note brings them together, or stays below the document.
    """
    by_line_of_its_own = basis["policy"] == "line"
    drift = what.books_minor - what.total_minor
    rounding = sum(rate.net_minor + rate.tax_minor - rate.gross_minor for rate in map(what.rates.get, _rounding_rates(basis)) if rate)

    def worth(off: int) -> tuple[int, ...]:
        cost = states[off][0]
        after = drift if by_line_of_its_own else drift - off
        short = rounding - (1 if off and by_line_of_its_own else 0)
        residue = cost // RESIDUE + (abs(short) if last else max(0, -short))
        if last:
            return abs(after), after < 0, residue, cost, abs(off)
        return abs(after) > 1, residue, abs(off), abs(after), cost, after < 0

    return min(states, key=worth)


def _rounding_rates(basis: Mapping[str, Any]) -> set[Rate]:
    return {rate_of(line) for line in basis["lines"] if line["kind"] == "rounding"}


def _unrounded(pieces: Sequence[Piece], basis: Mapping[str, Any], amount: int) -> Plan:
    """Nothing is rounded before the end: the document's own prices where they give the amount, else the exact ones."""
    if all(piece.at is not None and piece.of_units for piece in pieces):
        own = tuple(
            PricedLine(basis["lines"][piece.at]["item"]["price"], piece.units, piece.rate.rate_ppm, piece.rate.tax, piece.rate.parts)
            for piece in pieces
        )
        if computed(own, "at_end", basis["digits"]) == Decimal(amount).scaleb(-basis["digits"]):
            return Plan(own, amount)
    lines = [MoneyLine(piece.gross_minor, piece.units, piece.rate.rate_ppm, piece.rate.tax, piece.rate.parts) for piece in pieces]
    return totals.plan(lines, "at_end", basis["policy"], basis["digits"])


def _combined(buckets: Sequence[Sequence[Nets]]) -> dict[int, tuple[int, tuple[Nets, ...]]]:
    """The cheapest choice of one per bucket for each sum of what is off."""
    states: dict[int, tuple[int, tuple[Nets, ...]]] = {0: (0, ())}
    for bucket in buckets:
        following: dict[int, tuple[int, tuple[Nets, ...]]] = {}
        for off, (cost, path) in states.items():
            for one in bucket:
                place, worth = off + one.off, cost + one.cost
                if abs(place) <= FAR and (place not in following or worth < following[place][0]):
                    following[place] = (worth, (*path, one))
        states = following
    return states
