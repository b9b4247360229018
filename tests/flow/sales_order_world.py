"""Hours of a store that books sales orders, for tests of them."""

from __future__ import annotations

import itertools

import pytest
from shop_world import quick_config, wix_order

COD = {"documents": [{"then": "order", "convert_to": "receipt"}]}
ORDER = {"documents": [{"then": "order"}]}
UNPAID = {"paymentStatus": "NOT_PAID"}
SENT = {"stock": {"send_units": "fulfilled"}}
FULFILLED = {"fulfillmentStatus": "FULFILLED"}


@pytest.fixture
def hours(world, tmp_path):
    """``hours(settings)`` sets the store up; then ``hour(**changes)`` lets Wix change the order and runs one hour."""

    def begin(**settings):
        world.config = quick_config(tmp_path / "case", **settings)
        world.stock()
        runs = itertools.count(1)

        def hour(number="10001", **changes):
            run = next(runs)
            world.sell("es", wix_order(number, minute=run + 4, **changes))
            world.ingest(run=f"r{run}")
            return world.send("holded", run=f"r{run}")

        return hour

    return begin
