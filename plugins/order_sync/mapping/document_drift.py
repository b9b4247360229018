"""In what a document at Holded is not any more what was made. Texts name amounts, dates, ids and positions, never a buyer's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from order_sync.mapping.amounts import from_minor, to_minor

_PRICE = Decimal("0.01")  # prices may come back with two decimals (Holded contract 2.6)


class Change(NamedTuple):
    """One difference: field, what was made, what is there."""

    field: str
    expected: str
    seen: str


@dataclass(frozen=True)
class Made:
    """A document as it was made and proved. ``items`` is None where its lines are not ours to know (conversions, notes)."""

    total_minor: int
    currency: str
    day: date
    contact_id: str | None
    canceled: bool
    items: Sequence[Mapping[str, Any]] | None = None


def changes(made: Made, found: Mapping[str, Any]) -> list[Change]:
    """The differences between a document and a row (or a whole document) as the hook reads it; [] where there are none.

    Lines are told where the total is right: of another total they are the cause, not a second finding.
    """
    head = list(_head(made, found))
    if any(change.field in ("total", "currency") for change in head):
        return head
    return [*head, *_lines(made.items, found.get("lines"))]


def total_of(found: Mapping[str, Any], currency: str) -> int | None:
    """The row's total in minor units without its sign (notes may be written with either); None where it is finer than a minor unit."""
    try:
        return abs(to_minor(found["total"], found["currency"] or currency))
    except ValueError:
        return None


def _head(made: Made, found: Mapping[str, Any]) -> Iterator[Change]:
    currency = found["currency"] or made.currency
    total = total_of(found, made.currency)
    if currency != made.currency:
        yield Change("currency", made.currency, currency)
    elif total != abs(made.total_minor):
        yield Change("total", f"{from_minor(abs(made.total_minor), made.currency)} {made.currency}", f"{abs(found['total'])} {currency}")
    if found["date"] is not None and found["date"] != made.day:
        yield Change("date", made.day.isoformat(), found["date"].isoformat())
    if made.contact_id and found["contact_id"] != made.contact_id:
        yield Change("contact", made.contact_id, found["contact_id"] or "none")
    if found["canceled"] and not made.canceled:
        yield Change("canceled", "not canceled", "canceled")


def _lines(items: Sequence[Mapping[str, Any]] | None, lines: Sequence[Mapping[str, Any]] | None) -> Iterator[Change]:
    if items is None or lines is None:
        return
    if len(items) != len(lines):
        yield Change("lines", f"{len(items)} lines", f"{len(lines)} lines")
        return
    differing = [
        (place, ours, theirs) for place, (item, line) in enumerate(zip(items, lines, strict=True), 1) for ours, theirs in _line(item, line)
    ]
    if differing:
        more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
        yield Change(
            "lines",
            "; ".join(f"line {place}: {ours}" for place, ours, _ in differing[:3]) + more,
            "; ".join(f"line {place}: {theirs}" for place, _, theirs in differing[:3]) + more,
        )


def _line(item: Mapping[str, Any], line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    units, price = _decimal(item.get("units")), _decimal(item.get("price"))
    if units is not None and units != line["units"]:
        yield f"{units.normalize():f} units", f"{line['units'].normalize():f} units"
    if price is not None and abs(price - line["price"]) >= _PRICE:
        yield f"price {price.normalize():f}", f"price {line['price'].normalize():f}"
    taxes = sorted(item.get("taxes") or ())
    if taxes and taxes != line["taxes"]:
        yield f"tax {' '.join(taxes)}", f"tax {' '.join(line['taxes']) or 'none'}"
    if item.get("sku") and line["sku"] and item["sku"] != line["sku"]:
        yield f"SKU {item['sku']}", f"SKU {line['sku']}"


def _decimal(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
