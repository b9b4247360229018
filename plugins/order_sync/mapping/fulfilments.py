"""Which parcel carries which lines of a Wix order: settled once per parcel, never more than was ordered. Source: Wix contract 3, U13.

A Wix fulfilment must name lines. A parcel for which no line is left (a line of one piece in two parcels) therefore gets none; where
another parcel of its shipment carries more than one unit, one of them is given to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Lines = list[dict[str, Any]]  # [{"id": Wix line id, "quantity": whole number above 0}]


def share(planned: Sequence[Sequence[Mapping[str, Any]]], colli: int, left: Mapping[str, int], *, split: bool = True) -> list[Lines]:
    """The lines of each collo of one shipment, in order.

    ``planned``: lines per collo as they were packed; ``left``: units of each line that no other parcel carries; ``split``: whether
    several parcels may share a line (U13). Lines that are not in ``left`` are dropped.
    """
    packed = [*planned[:colli], *([] for _ in range(colli - len(planned)))]
    if len(planned) > colli and colli:  # a person took a collo away: its lines travel in the last one
        packed[-1] = [line for lines in planned[colli - 1 :] for line in lines]
    rest = {line: units for line, units in left.items() if units > 0}
    given: list[dict[str, int]] = []
    for lines in packed:
        mine: dict[str, int] = {}
        for line in lines:
            wanted = rest.get(line["id"], 0) if not split else min(int(line["quantity"]), rest.get(line["id"], 0))
            if wanted > 0:
                mine[line["id"]] = mine.get(line["id"], 0) + wanted
                rest[line["id"]] -= wanted
        given.append(mine)
    _spread(given, split)
    return [[{"id": line, "quantity": units} for line, units in mine.items()] for mine in given]


def _spread(given: list[dict[str, int]], split: bool) -> None:
    """Give every collo something where there is enough: each number must reach the buyer."""
    for mine in given:
        if mine:
            continue
        donor = max(given, key=lambda other: _spare(other, split), default={})
        if _spare(donor, split) < 1:
            return
        line = max(donor, key=lambda key: donor[key]) if split else next(reversed(donor))
        units = 1 if split else donor[line]
        mine[line] = units
        donor[line] -= units
        if not donor[line]:
            del donor[line]


def _spare(mine: Mapping[str, int], split: bool) -> int:
    return (sum(mine.values()) if split else len(mine)) - 1


def left_over(ordered: Mapping[str, int], carried: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, int]:
    """Units of each ordered line that none of ``carried`` (lists of lines) has; a line without quantity counts whole."""
    left = dict(ordered)
    for lines in carried:
        for line in lines:
            if line["id"] in left:
                left[line["id"]] = max(left[line["id"]] - int(line.get("quantity") or left[line["id"]]), 0)
    return left


def narrowed(lines: Sequence[Mapping[str, Any]], left: Mapping[str, int]) -> Lines:
    """The lines with no more units than are left; lines that ``left`` does not name stay as they are."""
    kept = [{"id": line["id"], "quantity": min(int(line["quantity"]), left.get(line["id"], int(line["quantity"])))} for line in lines]
    return [line for line in kept if line["quantity"] > 0]


def planned(basis: Mapping[str, Any] | None) -> list[Lines] | None:
    """The lines per collo that a shipment's basis names; None where it names none."""
    if not basis:
        return None
    if basis.get("pieces"):
        return [list(lines) for lines in basis["pieces"]]
    return [list(basis["lines"])] if basis.get("lines") else None
