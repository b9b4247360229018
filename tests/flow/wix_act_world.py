"""An order of the Spanish site and its money, for tests of what people do in Wix."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sandbox.wix import acts
from shop_world import wix_order

LATER = datetime(2026, 11, 16, 12, tzinfo=UTC)
WHEN = "2026-11-16T12:00:00.000Z"
ONE = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def order(wix_site):
    """Order 10023: two units at 24.95 and delivery at 4.95, paid by card; acts change it."""
    wix_site.put(wix_order("10023"))
    return lambda: acts.order_of(wix_site, "10023")


@pytest.fixture
def money(wix_site, order):
    """Balance as plain amounts."""
    return lambda *names: tuple(Decimal(order()["balanceSummary"][name]["amount"]) for name in names)


def money_of(wix_site, order):
    """The order's payments and refunds as Wix lists them."""
    return wix_site.state["transactions"][order()["id"]]


def history(order):
    """Kinds of what happened to the order."""
    return [row["activityType"] for row in order()["activities"]]
