"""Nets that the lines of a note may have, and what each leaves of the document: the choices from which note_prices takes the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from order_sync.mapping.money import MILLION, MoneyLine, price_text, unit_price, untaxed
from order_sync.mapping.note_split import Piece
from order_sync.mapping.note_totals import Left, LineLeft, Rate, line_net

RESIDUE = 10**9  # cost of a minor unit that stays in the books of a rate after its last note
FAR = 4  # differences beyond it are never needed on the way
_REACH = 2  # nets tried on either side of the nearest one


@dataclass(frozen=True)
class Nets:
    """Nets of some lines: what their gross is off, how far the choice is from the best one."""

    off: int
    cost: int
    net: int
    tax: int
    nets: tuple[int, ...]


def candidates(group: Sequence[Piece], left: Left, basis: Mapping[str, Any]) -> list[Nets]:
    """Nets that the lines of one rate may have, with the cost of what each leaves of the document."""
    rate = left.rates[group[0].rate]
    gross = sum(piece.gross_minor for piece in group)
    by_line = basis["rule"] == "by_line"
    found = _by_line(group, left, basis) if by_line else _by_sum(group, left, basis)
    return [
        Nets(
            one.off,
            one.cost + _cost(rate.gross_minor - gross, rate.net_minor - one.net, rate.tax_minor - one.tax, group[0].rate, by_line),
            one.net,
            one.tax,
            one.nets,
        )
        for one in found
    ]


def _cost(gross: int, net: int, tax: int, rate: Rate, by_line: bool) -> int:
    """How bad it is to leave this money with these books: nothing left of both is best, then a remainder that one more note can end."""
    if gross == 0:
        return RESIDUE * abs(net + tax) + 1_000 * abs(net)
    short = 1_000 if net < 0 or tax < 0 else 0
    uneven = 0 if by_line or (net >= 0 and rate.taxed(net) - net == tax) else 200
    return 300 * abs(net + tax - gross) + short + uneven


def _by_sum(group: Sequence[Piece], left: Left, basis: Mapping[str, Any]) -> Iterator[Nets]:
    """Tax on the sum: the nets near the wanted one, each spread over the lines."""
    rate = group[0].rate
    gross = sum(piece.gross_minor for piece in group)
    nearest = untaxed(gross, rate.rate_ppm)
    wanted = set(range(max(0, nearest - _REACH), nearest + _REACH + 1)) if gross else {0}
    naturals = [_natural(piece, left, basis) for piece in group]
    for net in sorted(wanted):
        nets = _spread(group, naturals, net)
        if nets and all(price(piece, own, basis) for piece, own in zip(group, nets, strict=True)):
            whole = rate.taxed(net)
            yield Nets(whole - gross, abs(net - sum(naturals)), net, whole - net, tuple(nets))


def _by_line(group: Sequence[Piece], left: Left, basis: Mapping[str, Any]) -> list[Nets]:
    """Tax by line: every line has its own nets; the best way to each pair of (gross that is off, net) is kept."""
    start = sum(_natural(piece, left, basis) for piece in group)
    ways: dict[tuple[int, int], Nets] = {(0, 0): Nets(0, 0, 0, 0, ())}
    expected = 0
    for piece in group:
        expected += _natural(piece, left, basis)
        following: dict[tuple[int, int], Nets] = {}
        for way in ways.values():
            for off, cost, net, own_tax in _line_nets(piece, left, basis):
                one = Nets(way.off + off, way.cost + cost, way.net + net, way.tax + own_tax, (*way.nets, net))
                place = (one.off, one.net)
                if abs(one.off) > FAR or abs(one.net - expected) > FAR:
                    continue
                if place not in following or one.cost < following[place].cost:
                    following[place] = one
        ways = following
    return [way for way in ways.values() if abs(way.net - start) <= FAR]


def _line_nets(piece: Piece, left: Left, basis: Mapping[str, Any]) -> Iterator[tuple[int, int, int, int]]:
    """(gross that is off, cost, net, tax) of the nets that one line may have."""
    gross = piece.gross_minor
    nearest, natural = untaxed(gross, piece.rate.rate_ppm), _natural(piece, left, basis)
    for net in range(max(0, nearest - _REACH), nearest + _REACH + 1) if gross else (0,):
        if not price(piece, net, basis):
            continue
        whole = piece.rate.taxed(net)
        cost = abs(net - natural)
        if piece.at is None:
            cost += 100 * abs(whole - gross)
        else:
            line = left.lines[piece.at]
            rest = _cost(line.gross_minor - gross, line.net_minor - net, line.tax_minor - (whole - net), piece.rate, False)
            cost += rest % RESIDUE + 10_000 * (rest // RESIDUE)
        yield whole - gross, cost, net, whole - net


def _natural(piece: Piece, left: Left, basis: Mapping[str, Any]) -> int:
    """The net that a line has by the document: what is left of it, or its own price, where that is near; else by its gross."""
    exact = untaxed(piece.gross_minor, piece.rate.rate_ppm)
    if piece.at is None:
        return exact
    line: LineLeft = left.lines[piece.at]
    own = line.net_minor if piece.gross_minor == line.gross_minor else _own_net(piece, basis)
    return own if abs(own - exact) <= _REACH and own >= 0 else exact


def _own_net(piece: Piece, basis: Mapping[str, Any]) -> int:
    return line_net({**basis["lines"][piece.at]["item"], "units": piece.units}, basis["digits"])


def price(piece: Piece, net: int, basis: Mapping[str, Any]) -> str | None:
    """A unit price that gives the net: the document's own, if it does."""
    if piece.at is not None and piece.of_units and _own_net(piece, basis) == net:
        return basis["lines"][piece.at]["item"]["price"]
    found = unit_price(MoneyLine(piece.gross_minor, piece.units, piece.rate.rate_ppm), net, basis["digits"])
    return None if found is None else price_text(found, basis["digits"])


def _spread(group: Sequence[Piece], naturals: Sequence[int], wanted: int) -> list[int] | None:
    """The lines' nets moved by single minor units until they add up, first where the rounding had gone farthest the other way."""
    nets = list(naturals)
    missing = wanted - sum(nets)
    step = 1 if missing > 0 else -1
    for _ in range(abs(missing)):
        able = [place for place, piece in enumerate(group) if piece.gross_minor and nets[place] + step >= 0]
        if not able:
            return None
        place = max(able, key=lambda at: step * (group[at].gross_minor * MILLION - nets[at] * (MILLION + group[at].rate.rate_ppm)))
        nets[place] += step
    return nets
