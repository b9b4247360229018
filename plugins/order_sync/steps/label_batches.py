"""How many parcels go into one label call. Whole A4 sheets as far as possible: the next call begins on a fresh one."""

from __future__ import annotations

from collections.abc import Sequence

IDS = 100  # per call
PLACES = 4  # labels on an A4 sheet


def take(labels: Sequence[int], place: int | None, most: int = IDS) -> int:
    """How many of the parcels go into the next call. ``labels``: labels of each; ``place``: the next free place of the sheet, None on A6.

    All that are left if one call takes them; else as many as end a sheet, or ``most`` where no number of them does.
    """
    if len(labels) <= most:
        return len(labels)
    return (_ends(labels[:most], place) or [most])[-1] if place else most


def within(labels: Sequence[int], place: int | None, most: int) -> int:
    """How many parcels make at most ``most`` labels (at least one parcel), ending a sheet where it can be and more follow."""
    count = total = 0
    while count < len(labels) and (count == 0 or total + labels[count] <= most):
        total += labels[count]
        count += 1
    if count == len(labels) or not place:
        return count
    return (_ends(labels[:count], place) or [count])[-1]


def half(labels: Sequence[int], place: int | None) -> int:
    """Where to cut a refused call in two: the end of a sheet nearest to the middle, else the middle."""
    middle = len(labels) // 2
    ends = [count for count in _ends(labels, place) if 0 < count < len(labels)] if place else []
    near = min(ends, key=lambda count: abs(count - middle), default=middle)
    return near if abs(near - middle) <= len(labels) // 4 else middle


def _ends(labels: Sequence[int], place: int | None) -> list[int]:
    """After how many parcels a sheet is full."""
    found, used = [], (place or 1) - 1
    for count, one in enumerate(labels, start=1):
        used += one
        if used % PLACES == 0:
            found.append(count)
    return found
