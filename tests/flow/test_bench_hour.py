"""The hour that the benchmark measures goes through whole: a bench whose orders are held measures nothing."""

from __future__ import annotations

from bench import hours
from bench.one_series import HALF, raw
from bench.stored import fill, settle


def test_all_orders_of_the_measured_hours_are_booked_and_shipped(database):
    fill(database, 60)
    for hour in range(2):
        start = 60 + HALF * hour
        page = [raw(number) for number in range(start, start + HALF)]
        page += [raw(number, 1) for number in range(start - HALF, start)] if hour else []
        assert hours.ingest(database, f"hour-{hour}", page).keys() == {"land", "build", "check", "publish"}, (
            "it refuses to tell figures of less"
        )
        settle(database)
