"""Orders on demand: the same every time, found by the same strict search, kept from the first change on."""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta

import pytest
from sandbox.core import Sandbox
from sandbox.wix import search
from sandbox.wix.acts import ActError, annotate
from sandbox.wix.errors import WixError
from sandbox.wix.fill import FIRST_NUMBER, HEAD, Fill, plan, put
from sandbox.wix.site import Site

MARCH, APRIL = "2024-03-01T00:00:00.000Z", "2024-04-01T00:00:00.000Z"


@pytest.fixture
def site():
    sandbox = Sandbox()
    put(sandbox, "es", 2_400)
    return Site(sandbox, "es")


def found(site, query, *sort):
    return search.find(site.searchable, query, list(sort))


def slowly(site, query, *sort):
    """The same without any narrowing: every order made and tested."""
    return search.find(lambda *_: (site.fill.order(n) for n in range(2_400)), query, list(sort))


@pytest.mark.parametrize("query", [
    {"createdDate": {"$gte": MARCH, "$lt": APRIL}},
    {"createdDate": {"$gt": MARCH, "$lte": APRIL}, "status": {"$in": ["PENDING", "REJECTED"]}},
    {"updatedDate": {"$gte": MARCH, "$lt": APRIL}, "fulfillmentStatus": "FULFILLED"},
    {"$and": [{"createdDate": {"$gte": MARCH}}, {"createdDate": {"$lt": APRIL}}]},
    {"$or": [{"createdDate": {"$lt": MARCH}}, {"number": "1002000"}]},
    {"$not": {"createdDate": {"$lt": "2025-12-01T00:00:00.000Z"}}},
    {"number": {"$in": ["1000005", "1000009", "12"]}},
    {"number": "1000007"},
    {"priceSummary.total.amount": {"$gt": "150.00"}, "createdDate": {"$lt": MARCH}},
    {},
])  # fmt: skip
def test_a_search_finds_what_testing_every_order_finds(site, query):
    for sort in ((), (("createdDate", "ASC"),), (("updatedDate", "DESC"), ("number", "ASC"))):
        assert found(site, query, *sort) == slowly(site, query, *sort)
    assert found(site, query), "nothing found proves nothing"


def test_heads_are_what_the_orders_say(site):
    for n in range(0, 2_400, 7):
        order = site.fill.order(n)
        assert site.fill.head(n) == {name: order[name] for name in HEAD}
        assert site.fill.number_of(order["id"]) == n
    markers = {order["id"].replace("-", "")[:24] for order in (site.fill.head(n) for n in range(2_400))}
    assert len(markers) == 2_400, "the first 24 signs tell an order, as its marker takes them"


def test_equal_plans_equal_orders_and_dates_that_grow(site):
    other = Fill("es", plan(2_400))
    assert [other.order(n) for n in range(0, 2_400, 100)] == [site.fill.order(n) for n in range(0, 2_400, 100)]
    dates = [other.created(n) for n in range(2_400)]
    assert dates == sorted(set(dates)) and dates[0] == datetime(2024, 1, 1, tzinfo=UTC) and dates[-1] < datetime(2026, 1, 1, tzinfo=UTC)


def test_a_changed_order_is_kept_and_found_once(site):
    before, order = site.sandbox.digest(), site.fill.order(5)
    site.change(order["id"], paymentStatus="FULLY_REFUNDED")
    assert site.order(order["id"])["paymentStatus"] == "FULLY_REFUNDED" and site.sandbox.digest() != before
    assert found(site, {"number": order["number"]}) == [order["id"]]
    assert found(site, {"number": order["number"], "paymentStatus": "NOT_PAID"}) == []


def test_the_search_stays_strict(site):
    for wrong in ({"lineItems.quantity": 1}, {"status": {"$gte": "A"}}, {"createdDate": {"$gte": "soon"}}):
        with pytest.raises(WixError):
            found(site, wrong)
    with pytest.raises(WixError):
        found(site, {}, ("buyerInfo.contactId", "ASC"))
    with pytest.raises(ActError):
        annotate(site, str(FIRST_NUMBER + 2_400))


def test_only_the_sample_shops_can_be_filled_and_with_something():
    for shop, orders in (("fr", 5), ("es", 0)):
        with pytest.raises(ValueError, match=r"sample shop|one order"):
            put(Sandbox(), shop, orders)


def test_an_order_not_shown_yet_is_not_found(site):
    site.sandbox.settings["wix.lag_seconds"] = 60
    order = site.fill.order(5)
    site.change(order["id"], paymentStatus="FULLY_REFUNDED")
    assert site.shown(order["id"])["paymentStatus"] == order["paymentStatus"]
    site.sandbox.clock_offset = timedelta(seconds=61)
    assert site.shown(order["id"])["paymentStatus"] == "FULLY_REFUNDED"


def test_a_search_over_all_keeps_no_order(site):
    found(site, {})
    gc.collect()
    assert site.state["orders"] == {}
