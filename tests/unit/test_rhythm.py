"""How many orders were to be expected, by the hour of the week in the merchant's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from order_sync.mapping.rhythm import longest_lull, missed

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)


def shop(per_hour, *, weeks=8, hours=range(24), days=range(7), until=NOW):
    start = until - timedelta(weeks=weeks)
    every = (start + HOUR * n for n in range(weeks * 7 * 24))
    return {at: per_hour for at in every if at.astimezone(MADRID).hour in hours and at.astimezone(MADRID).weekday() in days}


def test_an_even_shop_expects_its_rate():
    assert missed(shop(2), NOW - HOUR * 5, NOW, MADRID) == pytest.approx(10, rel=0.05)


def test_a_night_and_a_closed_sunday_are_no_silence():
    orders = shop(10, hours=range(9, 21), days=range(6))
    evening = datetime(2026, 11, 14, 19, 59, tzinfo=UTC)  # Saturday, just before it closes
    monday = datetime(2026, 11, 16, 7, 59, tzinfo=UTC)
    known = {at: count for at, count in orders.items() if at < evening}
    assert missed(known, evening, monday, MADRID) == pytest.approx(0, abs=0.5)
    assert missed(known, evening, monday + HOUR * 3, MADRID) > 20


@pytest.mark.parametrize("orders", [{}, shop(2, weeks=3), shop(1, hours=(10,), days=(0,), weeks=8)], ids=["none", "young", "few"])
def test_without_enough_to_go_by_nothing_is_said(orders):
    assert missed(orders, NOW - HOUR * 5, NOW, MADRID) is None


def test_the_longest_pause_of_the_past_but_one_counts():
    hours = [NOW - HOUR * n for n in (100, 99, 70, 60, 59)]
    assert longest_lull(dict.fromkeys(hours, 1)) == HOUR * 10 and longest_lull({}) == timedelta(0)
