"""Net prices of a note: its total is the refund, and what stays of the document can still be given back to nothing.

Holded rounds each note on its own, so two notes over the halves of a document may add up to another net and tax than the document.
Among the nets that reach the refund those are taken whose remainder has, by Holded's rounding, the tax that is left; the note that
gives back the last of a rate takes what its books still hold, where that is one minor unit away at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from order_sync.mapping import totals
from order_sync.mapping.money import MILLION, MoneyLine, PricedLine, computed_total, taxed, unit_price, untaxed
from order_sync.mapping.note_split import Piece
from order_sync.mapping.note_totals import Left, LineLeft, Rate, RateLeft, line_net
from order_sync.mapping.totals import Plan

_REACH = 2  # nets tried on either side of the nearest one
_FAR = 4  # differences beyond it are never needed on the way


@dataclass(frozen=True)
class _Nets:
    """Nets of some lines: what their gross is off, how far the choice is from the best one."""

    off: int
    cost: int
    net: int
    tax: int
    nets: tuple[int, ...]


def prices(pieces: Sequence[Piece], basis: Mapping[str, Any], left: Left, amount: int) -> Plan:
    """Prices of a note's lines, as totals.plan gives those of a document: correction is what the lines lack of the amount.

    Under the document's own rule and policy: accept one minor unit either way, carry a missing one on a rounding line, or hold.
    """
    rule, policy = basis["rule"], basis["policy"]
    if rule == "at_end":
        return _unrounded(pieces, basis, amount)
    groups: dict[Rate, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.rate, []).append(piece)
    buckets = [_candidates(group, left, basis) for group in groups.values()]
    if not all(buckets):
        return Plan(problem="no unit price of six decimals reproduces a line's net")
    states = _combined(buckets)
    allowed = {"accept": (-1, 0, 1), "line": (-1, 0), "hold": (0,)}[policy]
    if not any(off in states for off in allowed):
        return Plan(problem=f"the nearest total of the note differs by {min(abs(off) for off in states)} minor unit")
    drift = left.books_minor - left.total_minor
    last = amount == left.total_minor

    def worth(off: int) -> tuple[int, ...]:
        after = drift - off if policy != "line" else drift
        cost = states[off][0]
        return (abs(after), after < 0, cost, abs(off)) if last else (abs(off), abs(after), cost, after < 0)

    off = min((off for off in allowed if off in states), key=worth)
    nets = {
        id(piece): net
        for group, found in zip(groups.values(), states[off][1], strict=True)
        for piece, net in zip(group, found.nets, strict=True)
    }
    lines = tuple(PricedLine(_price(piece, nets[id(piece)], basis) or "", piece.units, piece.rate[1], tax(piece.rate)) for piece in pieces)
    return Plan(lines, amount + off, -off, rounding_line=bool(off) and policy == "line")


def tax(rate: Rate) -> str:
    """The tax under which Holded sums a line."""
    return "+".join(rate[0])


def _unrounded(pieces: Sequence[Piece], basis: Mapping[str, Any], amount: int) -> Plan:
    """Nothing is rounded before the end: the document's own prices where they give the amount, else the exact ones."""
    if all(piece.at is not None and piece.of_units for piece in pieces):
        own = tuple(PricedLine(basis["lines"][piece.at]["item"]["price"], piece.units, piece.rate[1], tax(piece.rate)) for piece in pieces)
        if computed_total(own, "at_end", basis["digits"]) == amount:
            return Plan(own, amount)
    lines = [MoneyLine(piece.gross_minor, piece.units, piece.rate[1], tax(piece.rate)) for piece in pieces]
    return totals.plan(lines, "at_end", basis["policy"], basis["digits"])


def _candidates(group: Sequence[Piece], left: Left, basis: Mapping[str, Any]) -> list[_Nets]:
    """Nets that the lines of one rate may have, with the cost of what each leaves of the document."""
    rate = left.rates[group[0].rate]
    gross = sum(piece.gross_minor for piece in group)
    by_line = basis["rule"] == "by_line"
    found = _by_line(group, left, basis) if by_line else _by_sum(group, left, basis)
    return [
        _Nets(
            one.off,
            one.cost + _cost(rate.gross_minor - gross, rate.net_minor - one.net, rate.tax_minor - one.tax, rate.rate_ppm, by_line),
            one.net,
            one.tax,
            one.nets,
        )
        for one in found
    ]


def _cost(gross: int, net: int, tax: int, rate_ppm: int, by_line: bool) -> int:
    """How bad it is to leave this money with these books: nothing left of both is best, then a remainder that one more note can end."""
    if gross == 0:
        return 10_000 * abs(net + tax) + 1_000 * abs(net)
    short = 1_000 if net < 0 or tax < 0 else 0
    uneven = 0 if by_line or (net >= 0 and taxed(net, rate_ppm) - net == tax) else 200
    return 300 * abs(net + tax - gross) + short + uneven


def _by_sum(group: Sequence[Piece], left: Left, basis: Mapping[str, Any]) -> Iterator[_Nets]:
    """Tax on the sum: the nets near the wanted one, each spread over the lines."""
    rate: RateLeft = left.rates[group[0].rate]
    gross = sum(piece.gross_minor for piece in group)
    nearest = untaxed(gross, rate.rate_ppm)
    wanted = set(range(max(0, nearest - _REACH), nearest + _REACH + 1)) if gross else {0}
    naturals = [_natural(piece, left, basis) for piece in group]
    for net in sorted(wanted):
        nets = _spread(group, naturals, net)
        if nets and all(_price(piece, own, basis) for piece, own in zip(group, nets, strict=True)):
            whole = taxed(net, rate.rate_ppm)
            yield _Nets(whole - gross, abs(net - sum(naturals)), net, whole - net, tuple(nets))


def _by_line(group: Sequence[Piece], left: Left, basis: Mapping[str, Any]) -> list[_Nets]:
    """Tax by line: every line has its own nets; the best way to each pair of (gross that is off, net) is kept."""
    start = sum(_natural(piece, left, basis) for piece in group)
    ways: dict[tuple[int, int], _Nets] = {(0, 0): _Nets(0, 0, 0, 0, ())}
    expected = 0
    for piece in group:
        expected += _natural(piece, left, basis)
        following: dict[tuple[int, int], _Nets] = {}
        for way in ways.values():
            for off, cost, net, own_tax in _line_nets(piece, left, basis):
                one = _Nets(way.off + off, way.cost + cost, way.net + net, way.tax + own_tax, (*way.nets, net))
                place = (one.off, one.net)
                if abs(one.off) > _FAR or abs(one.net - expected) > _FAR:
                    continue
                if place not in following or one.cost < following[place].cost:
                    following[place] = one
        ways = following
    return [way for way in ways.values() if abs(way.net - start) <= _FAR]


def _line_nets(piece: Piece, left: Left, basis: Mapping[str, Any]) -> Iterator[tuple[int, int, int, int]]:
    """(gross that is off, cost, net, tax) of the nets that one line may have."""
    rate_ppm, gross = piece.rate[1], piece.gross_minor
    nearest, natural = untaxed(gross, rate_ppm), _natural(piece, left, basis)
    for net in range(max(0, nearest - _REACH), nearest + _REACH + 1) if gross else (0,):
        if not _price(piece, net, basis):
            continue
        whole = taxed(net, rate_ppm)
        cost = abs(net - natural)
        if piece.at is None:
            cost += 100 * abs(whole - gross)
        else:
            line = left.lines[piece.at]
            cost += _cost(line.gross_minor - gross, line.net_minor - net, line.tax_minor - (whole - net), rate_ppm, False)
        yield whole - gross, cost, net, whole - net


def _natural(piece: Piece, left: Left, basis: Mapping[str, Any]) -> int:
    """The net that a line has by the document: what is left of it, or its own price, where that is near; else by its gross."""
    exact = untaxed(piece.gross_minor, piece.rate[1])
    if piece.at is None:
        return exact
    line: LineLeft = left.lines[piece.at]
    own = line.net_minor if piece.gross_minor == line.gross_minor else _own_net(piece, basis)
    return own if abs(own - exact) <= _REACH and own >= 0 else exact


def _own_net(piece: Piece, basis: Mapping[str, Any]) -> int:
    return line_net({**basis["lines"][piece.at]["item"], "units": piece.units}, basis["digits"])


def _price(piece: Piece, net: int, basis: Mapping[str, Any]) -> str | None:
    """A unit price that gives the net: the document's own, if it does."""
    if piece.at is not None and piece.of_units and _own_net(piece, basis) == net:
        return basis["lines"][piece.at]["item"]["price"]
    price = unit_price(MoneyLine(piece.gross_minor, piece.units, piece.rate[1]), net, basis["digits"])
    return None if price is None else totals.price_text(price, basis["digits"])


def _spread(group: Sequence[Piece], naturals: Sequence[int], wanted: int) -> list[int] | None:
    """The lines' nets moved by single minor units until they add up, first where the rounding had gone farthest the other way."""
    nets = list(naturals)
    missing = wanted - sum(nets)
    step = 1 if missing > 0 else -1
    for _ in range(abs(missing)):
        able = [place for place, piece in enumerate(group) if piece.gross_minor and nets[place] + step >= 0]
        if not able:
            return None
        place = max(able, key=lambda at: step * (group[at].gross_minor * MILLION - nets[at] * (MILLION + group[at].rate[1])))
        nets[place] += step
    return nets


def _combined(buckets: Sequence[Sequence[_Nets]]) -> dict[int, tuple[int, tuple[_Nets, ...]]]:
    """The cheapest choice of one per bucket for each sum of what is off."""
    states: dict[int, tuple[int, tuple[_Nets, ...]]] = {0: (0, ())}
    for bucket in buckets:
        following: dict[int, tuple[int, tuple[_Nets, ...]]] = {}
        for off, (cost, path) in states.items():
            for one in bucket:
                place, worth = off + one.off, cost + one.cost
                if abs(place) <= _FAR and (place not in following or worth < following[place][0]):
                    following[place] = (worth, (*path, one))
        states = following
    return states
