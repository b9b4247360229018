"""How many orders a shop would have got by its own rhythm: the same hour of the week, over the weeks before."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
WEEKS, LEAST_WEEKS, LEAST_ORDERS = 8, 4, 100
_LONGEST = timedelta(days=28)  # a shop that has been quiet for longer has no rhythm any more: it is told once, not reckoned further


def missed(orders: Mapping[datetime, int], newest: datetime, now: datetime, zone: ZoneInfo) -> float | None:
    """Orders that were to be expected between the newest one and now; None where too little is known to say.

    ``orders``: UTC hour to the orders placed in it, over the eight weeks before now.
    """
    known = newest - min(orders, default=newest)
    weeks = min(known / timedelta(weeks=1), WEEKS)
    if weeks < LEAST_WEEKS or sum(orders.values()) < LEAST_ORDERS:
        return None
    slots: Counter[tuple[int, int]] = Counter()
    for hour, count in orders.items():
        slots[_slot(hour, zone)] += count
    expected, at = 0.0, newest
    end = min(now, newest + _LONGEST)
    while at < end:
        until = min(at.replace(minute=0, second=0, microsecond=0) + HOUR, end)
        expected += slots[_slot(at, zone)] / weeks * ((until - at) / HOUR)
        at = until
    return expected


def longest_lull(orders: Mapping[datetime, int]) -> timedelta:
    """The longest pause but one between hours with orders: one outage of the past is not the shop's rhythm."""
    hours = sorted(orders)
    pauses = sorted(later - earlier for earlier, later in itertools.pairwise(hours))
    return pauses[-2] if len(pauses) > 1 else timedelta(0)


def _slot(instant: datetime, zone: ZoneInfo) -> tuple[int, int]:
    local = instant.astimezone(zone)
    return local.weekday(), local.hour
