"""What goes into which parcel, and the smallest package type that the contents fit into. Pure arithmetic in whole milligrams.

Source: MyParcel contract, 2.4 (weights). It gives no measures of mailbox parcels and small packages: those here are PostNL's.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from order_sync.mapping.carriers import LARGE_OVER_CM, LARGEST_CM, MAILBOX, SMALL_PACKAGE, STAMP

MOST_PARCELS = 20
BY_CONTENTS = {"mailbox": MAILBOX, "digital_stamp": STAMP, "small_package": SMALL_PACKAGE}
LETTERBOX_CM = (Decimal("38"), Decimal("26.5"), Decimal("3.2"))
SMALL_SUM_CM, SMALL_LONGEST_CM = 90, 60


@dataclass(frozen=True)
class Content:
    """One line of the order to be packed: its id, pieces, and milligrams of one."""

    id: str
    quantity: int
    mg: int


@dataclass
class Parcel:
    """One parcel: pieces by line id, in the order of the lines, and its weight in grams with packaging."""

    pieces: dict[str, int] = field(default_factory=dict)
    grams: int = 0

    def lines(self) -> list[dict[str, Any]]:
        """The pieces as the proof writes them."""
        return [{"id": line, "quantity": quantity} for line, quantity in self.pieces.items()]


def milligrams(grams: float | int) -> int:
    """Of one piece; thousandths of a gram are as exact as weights are."""
    return round(Fraction(str(grams)) * 1000)


def grams(mg: int, packaging: int) -> int:
    """Weight of a parcel: whole grams, rounded up, at least one, and the packaging."""
    return max(1, math.ceil(Fraction(mg, 1000))) + packaging


def pack(contents: Sequence[Content], packaging: int, most: int | None, wanted: int | None = None) -> list[Parcel] | None:
    """Every piece in exactly one parcel of at most ``most`` grams: one parcel, or ``wanted``, or as many as the weight needs.

    None where a piece is too heavy for any parcel, or more than MOST_PARCELS would be needed. ``wanted`` is at most the number of pieces.
    """
    room = None if most is None else (most - packaging) * 1000
    if room is not None and any(content.mg > room for content in contents):
        return None
    if wanted and wanted > 1:
        rooms = (_evenly(contents, count) for count in range(wanted, MOST_PARCELS + 1))
        filled = next(
            (loads for loads in rooms if room is None or max(sum(load.values()) for load in _weights(loads, contents)) <= room), None
        )
    else:
        filled = _tightly(contents, room)
    if filled is None:
        return None
    mg = {content.id: content.mg for content in contents}
    order = [content.id for content in contents]
    return [
        Parcel({id: load[id] for id in order if load.get(id)}, grams(sum(mg[id] * n for id, n in load.items()), packaging))
        for load in filled
    ]


def _weights(loads: Iterable[dict[str, int]], contents: Sequence[Content]) -> list[dict[str, int]]:
    mg = {content.id: content.mg for content in contents}
    return [{id: mg[id] * n for id, n in load.items()} for load in loads]


def _evenly(contents: Sequence[Content], count: int) -> list[dict[str, int]]:
    """The heaviest piece to the lightest parcel; with as many pieces as parcels none stays empty."""
    loads: list[dict[str, int]] = [{} for _ in range(count)]
    lightest = [(0, 0, place) for place in range(count)]
    for content in sorted(contents, key=lambda content: -content.mg):
        for _ in range(content.quantity):
            mg, pieces, place = lightest[0]
            loads[place][content.id] = loads[place].get(content.id, 0) + 1
            heapq.heapreplace(lightest, (mg + content.mg, pieces + 1, place))
    return [load for load in loads if load]


def _tightly(contents: Sequence[Content], room: int | None) -> list[dict[str, int]] | None:
    """As few parcels as the heaviest pieces first give; None where there would be too many."""
    if room is None:
        return [{content.id: content.quantity for content in contents}]
    loads: list[dict[str, int]] = []
    free: list[int] = []
    for content in sorted(contents, key=lambda content: -content.mg):
        left = content.quantity
        while left:
            place = next((place for place, space in enumerate(free) if space >= content.mg), len(free))
            if place == len(free):
                if place == MOST_PARCELS:
                    return None
                loads.append({})
                free.append(room)
            taken = left if content.mg == 0 else min(left, free[place] // content.mg)
            loads[place][content.id] = loads[place].get(content.id, 0) + taken
            free[place] -= taken * content.mg
            left -= taken
    return loads


def size(product: Any) -> tuple[Decimal, ...] | None:
    """Sides of one piece in centimetres, longest first; None where products.csv does not say all three."""
    sides = (product.length_cm, product.width_cm, product.height_cm) if product else (None,)
    return None if None in sides else tuple(sorted(sides, reverse=True))


def letterbox_share(product: Any) -> Fraction | None:
    """How much of one mailbox parcel a piece takes; more than 1: it does not fit; None: nobody knows. Pieces lie flat upon one another."""
    if product is not None and product.fits_mailbox is not None:
        return Fraction(1, product.fits_mailbox) if product.fits_mailbox else Fraction(2)
    sides = size(product)
    if sides is None:
        return None
    if any(side > most for side, most in zip(sides, LETTERBOX_CM, strict=True)):
        return Fraction(2)
    return Fraction(sides[2]) / Fraction(LETTERBOX_CM[2])


def fits(kind: int, rows: Sequence[tuple[int, Any]]) -> tuple[bool, str]:
    """Whether the pieces fit a smaller package type by size: (fits, why not). ``rows``: quantity and line of products.csv of each line."""
    if kind in (MAILBOX, STAMP):
        shares = [letterbox_share(product) for _, product in rows]
        if None in shares:
            return False, "sizes are not known"
        full = sum(share * quantity for share, (quantity, _) in zip(shares, rows, strict=True))
        return full <= 1, "" if full <= 1 else "too large"
    sides = [_flat(product) for _, product in rows]
    if None in sides:
        return False, "sizes are not known"
    stack = sorted((max(side[0] for side in sides), max(side[1] for side in sides),
                    sum(side[2] * quantity for side, (quantity, _) in zip(sides, rows, strict=True))), reverse=True)  # fmt: skip
    small = stack[0] <= SMALL_LONGEST_CM and sum(stack) <= SMALL_SUM_CM
    return small, "" if small else "too large"


def _flat(product: Any) -> tuple[Decimal, ...] | None:
    """Sides of a piece, or its slice of a mailbox parcel where only that is known."""
    if sides := size(product):
        return sides
    if product is not None and product.fits_mailbox:
        return LETTERBOX_CM[0], LETTERBOX_CM[1], LETTERBOX_CM[2] / product.fits_mailbox
    return None


def by_contents(names: Sequence[str], may: Callable[[int], str], rows: Sequence[tuple[int, Any]], weight: int) -> tuple[int | None, str]:
    """The first of the smaller types that takes the contents, and why; ``may`` says why a type of that weight cannot be, "" where it can."""
    said = []
    for name in names:
        kind = BY_CONTENTS[name]
        fine, why = fits(kind, rows)
        why = may(kind) or why
        if fine and not why:
            return kind, f"contents fit a {name.replace('_', ' ')} ({weight} g)"
        said.append(f"{name.replace('_', ' ')}: {why}")
    return None, "; ".join(said)


def large(rows: Sequence[tuple[int, Any]]) -> str:
    """Why a piece makes PostNL's parcel one of large format; "" where none does. A piece beyond it is ``too_large``."""
    return "a piece is larger than 100 x 70 x 58 cm" if any(_beyond(product, LARGE_OVER_CM) for _, product in rows) else ""


def too_large(rows: Sequence[tuple[int, Any]]) -> bool:
    """Whether a piece is larger than PostNL's large format."""
    return any(_beyond(product, LARGEST_CM) for _, product in rows)


def _beyond(product: Any, limits: tuple[int, ...]) -> bool:
    sides = size(product)
    return sides is not None and any(side > limit for side, limit in zip(sides, sorted(limits, reverse=True), strict=True))
