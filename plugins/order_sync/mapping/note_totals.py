"""What is left of a billing document after the notes that stand: units and money of each line, money and books of each rate.

Two accounts are kept. *Money* is what the buyer paid and got back, by Wix: the gross amounts of the basis. *Books* is what Holded
computes from the prices that were sent: net and tax of each rate. They differ where a total could not be reached to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from order_sync.mapping.money import HOLDED_DIGITS, MILLION, taxed, untaxed
from order_sync.mapping.note_shares import shares

STANDS = ("sending", "unknown", "sent")  # states of the ledger in which a note is there, or may be


class Rate(NamedTuple):
    """The tax under which Holded sums lines: its keys, the rate of all together, the rates of its parts where they are two."""

    tax_keys: tuple[str, ...]
    rate_ppm: int
    parts: tuple[int, ...] = ()

    @property
    def tax(self) -> str:
        """Its keys as one text."""
        return "+".join(self.tax_keys)

    def taxed(self, net: int) -> int:
        """Net plus its tax, each part rounded; the tax of a negative net is that of its amount, negative."""
        return taxed(net, self.rate_ppm, self.parts) if net >= 0 else -taxed(-net, self.rate_ppm, self.parts)


@dataclass(frozen=True)
class LineLeft:
    """A line of the document: the units and the gross that no note has named yet, and the net and tax of its own prices that are left.

    Notes that were prorated over a rate take nothing from a line: what a line can still give is limited by its rate too.
    """

    at: int
    line_id: str
    kind: str
    rate: Rate
    units: int
    gross_minor: int
    net_minor: int
    tax_minor: int


@dataclass(frozen=True)
class RateLeft:
    """A tax of the document: gross is money, net and tax are books; all zero once everything is given back."""

    tax_keys: tuple[str, ...]
    rate_ppm: int
    parts: tuple[int, ...]
    gross_minor: int
    net_minor: int
    tax_minor: int


@dataclass(frozen=True)
class Left:
    """What is left of a document: money in all, its lines in their order, its rates; ``notes`` are those that stand."""

    total_minor: int
    lines: tuple[LineLeft, ...]
    rates: dict[Rate, RateLeft]
    notes: tuple[Mapping[str, Any], ...]

    @property
    def untouched(self) -> bool:
        """No note stands."""
        return not self.notes

    @property
    def books_minor(self) -> int:
        """Net and tax of all rates together."""
        return sum(rate.net_minor + rate.tax_minor for rate in self.rates.values())


def left(basis: Mapping[str, Any], made: Sequence[Mapping[str, Any]]) -> Left:
    """What the notes in ``made`` leave of the document with this basis.

    ``made`` has basis, amount_minor and state of each note of this document; a note without state counts, one in a state beyond STANDS
    does not. A note without basis is taken from the rates in proportion.
    """
    rule, digits = basis["rule"], basis["digits"]
    lines = _lines(basis)
    rates = {line.rate: [0, 0, 0] for line in lines}
    for line in lines:
        rates[line.rate][0] += line.gross_minor
    finest, factor = max(HOLDED_DIGITS, digits), 10 ** max(0, HOLDED_DIGITS - digits)
    _add(rates, booked(basis["lines"], rule, finest), 1)
    notes = [note for note in made if note.get("state", "sent") in STANDS]
    for note in (note["basis"] for note in notes if note.get("basis")):
        for line, gross in zip(note["lines"], money(note), strict=True):
            _take(lines, rates, line, gross, digits)
        _add(rates, booked(note["lines"], rule, finest), -1)
    unknown = sum(note["amount_minor"] for note in notes if not note.get("basis"))
    _prorate(rates, unknown, factor)
    given = sum(note["amount_minor"] for note in notes)
    found = {rate: _rate_left(rate, sums, factor) for rate, sums in rates.items()}
    return Left(basis["total_minor"] - given, tuple(lines), found, tuple(notes))


def rate_of(line: Mapping[str, Any]) -> Rate:
    """The tax under which a line is summed."""
    return Rate(tuple(line["tax_keys"]), line["rate_ppm"], tuple(line.get("tax_parts") or ()))


def money(basis: Mapping[str, Any]) -> list[int]:
    """The buyer's money in each line: its gross, but nothing in a rounding line that only makes Holded's total meet Wix's."""
    gross = [line["gross_minor"] for line in basis["lines"]]
    beyond = sum(gross) - basis["total_minor"]
    for place, line in reversed(list(enumerate(basis["lines"]))):  # it is the last line; Wix's own cash rounding is money
        if line["kind"] == "rounding" and beyond > 0:
            taken = min(beyond, gross[place])
            gross[place] -= taken
            beyond -= taken
    return gross


def finer(basis: Mapping[str, Any]) -> dict[str, Any]:
    """The basis of a currency without cents in hundredths, in which Holded rounds it all the same; others stay as they are."""
    factor = 10 ** max(0, HOLDED_DIGITS - basis["digits"])
    lines = [{**line, "gross_minor": line["gross_minor"] * factor} for line in basis["lines"]]
    return {**basis, "digits": max(HOLDED_DIGITS, basis["digits"]), "total_minor": basis["total_minor"] * factor, "lines": lines}


def booked(lines: Iterable[Mapping[str, Any]], rule: str, digits: int) -> dict[Rate, tuple[int, int]]:
    """Net and tax that Holded computes for each rate from the prices of the lines' items, in minor units of so many digits."""
    finest, factor = max(HOLDED_DIGITS, digits), 10 ** max(0, HOLDED_DIGITS - digits)
    nets: dict[Rate, Decimal] = {}
    taxes: dict[Rate, int] = {}
    for line in lines:
        rate = rate_of(line)
        net = _net(line["item"], finest)
        if rule != "at_end":
            net = _rounded(net)
        nets[rate] = nets.get(rate, Decimal(0)) + net
        taxes[rate] = taxes.get(rate, 0) + (rate.taxed(int(net)) - int(net) if rule == "by_line" else 0)
    found = {}
    for rate, net in nets.items():
        own = taxes[rate] if rule == "by_line" else net * rate.rate_ppm / MILLION if rule == "at_end" else rate.taxed(int(net)) - int(net)
        whole = int(_rounded(net / factor))
        found[rate] = (whole, int(_rounded((net + own) / factor)) - whole)
    return found


def line_net(item: Mapping[str, Any], digits: int) -> int:
    """The net of a line as Holded rounds it."""
    return int(_rounded(_net(item, digits)))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _net(item: Mapping[str, Any], digits: int) -> Decimal:
    return (Decimal(str(item["price"])) * item["units"]).scaleb(digits)


def _lines(basis: Mapping[str, Any]) -> list[LineLeft]:
    found = []
    for at, (line, gross) in enumerate(zip(basis["lines"], money(basis), strict=True)):
        net, rate = line_net(line["item"], basis["digits"]), rate_of(line)
        found.append(LineLeft(at, line["line_id"], line["kind"], rate, line["units"], gross, net, rate.taxed(net) - net))
    return found


def _take(lines: list[LineLeft], rates: dict[Rate, list[int]], line: Mapping[str, Any], gross: int, digits: int) -> None:
    """One line of a note, off the line of the document that it names, and off its rate."""
    rates.setdefault(rate_of(line), [0, 0, 0])[0] -= gross
    at = line.get("of")
    if at is None:
        return
    was, net = lines[at], line_net(line["item"], digits)
    units = was.units - line.get("of_units", line["units"])
    tax = was.tax_minor - (was.rate.taxed(net) - net)
    lines[at] = LineLeft(at, was.line_id, was.kind, was.rate, units, was.gross_minor - gross, was.net_minor - net, tax)


def _add(rates: dict[Rate, list[int]], books: Mapping[Rate, tuple[int, int]], sign: int) -> None:
    for rate, (net, tax) in books.items():
        sums = rates.setdefault(rate, [0, 0, 0])
        sums[1] += sign * net
        sums[2] += sign * tax


def _rate_left(rate: Rate, sums: Sequence[int], factor: int) -> RateLeft:
    """Books are kept as fine as Holded's and told in minor units."""
    net, total = (int(_rounded(Decimal(value) / factor)) for value in (sums[1], sums[1] + sums[2]))
    return RateLeft(*rate, sums[0], net, total - net)


def _prorate(rates: dict[Rate, list[int]], amount: int, factor: int) -> None:
    grosses = [max(0, sums[0]) for sums in rates.values()]
    for (rate, sums), gross in zip(rates.items(), shares(amount, grosses, grosses), strict=True):
        net = untaxed(gross * factor, rate.rate_ppm)
        sums[0] -= gross
        sums[1] -= net
        sums[2] -= rate.taxed(net) - net
