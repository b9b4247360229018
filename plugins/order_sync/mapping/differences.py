"""What differs between two documents of an order, in words for a person; names of products, no data of people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from order_sync.mapping.amounts import from_minor

Basis = Mapping[str, Any]


def difference(before: Basis | None, after: Basis | None, was_minor: int | None, is_minor: int | None, currency: str) -> str:
    """Total before and after, then each line that was added, removed or is another.

    ``before`` and ``after`` are bases of documents; without one of them only the totals are known.
    """
    told = [f"total {_money(was_minor, currency)} is now {_money(is_minor, currency)} {currency}"]
    if before and after:
        if before["kind"] != after["kind"]:
            told.append(f"{before['kind']} is now {after['kind']}")
        old, new = _lines(before), _lines(after)
        told += [f"removed {_whole(line, currency)}" for key, line in old.items() if key not in new]
        told += [f"added {_whole(line, currency)}" for key, line in new.items() if key not in old]
        told += [text for key, line in old.items() if key in new for text in _changed(line, new[key], currency)]
    return "; ".join(told)


def _lines(basis: Basis) -> dict[tuple[str, str, int], Mapping[str, Any]]:
    """Lines by kind and Wix id; shipping and rounding have no id, so their place among their like tells them apart."""
    found: dict[tuple[str, str, int], Mapping[str, Any]] = {}
    for line in basis["lines"]:
        place = sum(kind == line["kind"] and id == line["line_id"] for kind, id, _ in found)
        found[line["kind"], line["line_id"], place] = line
    return found


def _changed(old: Mapping[str, Any], new: Mapping[str, Any], currency: str) -> list[str]:
    told = []
    if old["units"] != new["units"]:
        told.append(f"{old['units']} units are now {new['units']}")
    if old["gross_minor"] != new["gross_minor"]:
        told.append(f"{_money(old['gross_minor'], currency)} is now {_money(new['gross_minor'], currency)}")
    if (old["rate_ppm"], old["tax_keys"]) != (new["rate_ppm"], new["tax_keys"]):
        told.append(f"tax {_tax(old)} is now {_tax(new)}")
    return [f"{old['name']}: {', '.join(told)}"] if told else []


def _whole(line: Mapping[str, Any], currency: str) -> str:
    return f"{line['units']} x {line['name']} {_money(line['gross_minor'], currency)}"


def _tax(line: Mapping[str, Any]) -> str:
    rate = Decimal(line["rate_ppm"]) / 10_000
    return f"{rate.normalize():f} % ({' + '.join(line['tax_keys'])})"


def _money(minor: int | None, currency: str) -> str:
    return "unknown" if minor is None else from_minor(minor, currency)
