"""Payments and refunds from Wix into the books' own tables: with their orders, late, and not at all where they cannot be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from order_sync.errors import AccessDenied, RetryLater
from order_sync.mapping.wix_transactions import methods
from order_sync.steps import ingest, transactions
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from order_sync.store import money
from sandbox.wix import load
from sandbox.wix.site import PERMISSIONS, Site
from shop_world import HOUR, quick_config, wix_order
from wix_transaction_samples import by_gift_card, listed, moved, payment, refund

LIST = "/ecom/v1/payments/list-by-ids"


def order(number: str, **changes: Any) -> dict[str, Any]:
    return wix_order(number, **changes)


def tell(world, number: str, payments: list[Any], refunds: list[Any] | None = None, key: str = "es") -> None:
    """What Wix lists of an order from now on; its updatedDate does not move."""
    site = Site(world.sandbox.sandbox, key)
    order_id = wix_order(number)["id"]
    site.state["transactions"][order_id] = listed(order_id, payments, refunds)


def hour(hours: int = 0, *, follows: bool = True) -> Window:
    start = HOUR + timedelta(hours=hours)
    return Window(start, start + timedelta(hours=1), follows=follows)


def reads(world) -> int:
    """Calls for payments so far."""
    return len(world.sandbox.called("wix", "POST", template=LIST))


def published(world, name: str) -> list[dict[str, Any]]:
    with world.database.engine.connect() as connection:
        text = f"SELECT known.number, row.* FROM core.{name} AS row JOIN core.orders AS known USING (store, wix_order_id) ORDER BY number, created_at, 4"
        return [dict(row) for row in connection.exec_driver_sql(text).mappings()]


def refunds(world) -> list[tuple[str, str, str, int]]:
    return [(row["number"], row["refund_id"], row["state"], row["amount_minor"]) for row in published(world, "refunds")]


def landed(world, run: str, window: Window, store: str = "es") -> dict[str, int]:
    """Land alone; its counts."""
    with open_shop(store, run, config=world.config, database=world.database) as shop:
        return ingest.land(shop, window)


@pytest.fixture
def sold(world):
    """Three paid orders: one of them with a gift card too, one partly refunded."""
    world.stock()
    world.sell("es", *(order(number, minute=5 + place) for place, number in enumerate(("10001", "10002", "10003"))))
    tell(world, "10001", [payment()])
    tell(world, "10002", [payment("34.85"), by_gift_card("20.00")])
    tell(world, "10003", [payment(status="PARTIALLY_REFUNDED")], [refund(moved("24.95"))])
    return world


def test_payments_and_refunds_are_published_with_their_orders_by_one_call(sold):
    sold.ingest()
    assert reads(sold) == 1
    assert [(row["number"], row["method"], row["kind"], row["amount_minor"]) for row in published(sold, "payments")] == [
        ("10001", "Card", "regular", 5485), ("10002", "Card", "regular", 3485), ("10002", "gift card", "gift_card", 2000), ("10003", "Card", "regular", 5485),
    ]  # fmt: skip
    assert refunds(sold) == [("10003", "refund-1", "succeeded", 2495)]
    sold.ingest(run="r2")
    assert reads(sold) == 1, "nothing changed, nothing is asked"


def test_a_run_taken_again_and_a_rebuild_tell_the_same(sold):
    sold.ingest()
    before = published(sold, "payments"), published(sold, "refunds")
    with open_shop("es", "r1", config=sold.config, database=sold.database) as shop:
        assert transactions.land_transactions(shop) == transactions.land_transactions(shop) == {
            "orders": 3, "payments": 4, "refunds": 1, "malformed": 0,
        }  # fmt: skip
        ingest.rebuild(shop, [row["wix_order_id"] for row in published(sold, "refunds")])
    assert (published(sold, "payments"), published(sold, "refunds")) == before


def test_a_rebuild_reads_what_wix_has_now(sold):
    sold.ingest()
    tell(sold, "10001", [payment()], [refund(moved("1.00", externalRefund=True))])
    with open_shop("es", "hand", config=sold.config, database=sold.database) as shop:
        ingest.rebuild(shop, [order("10001")["id"]])
    assert ("10001", "refund-1", "succeeded", 100) in refunds(sold)


def test_a_hundred_orders_a_call(world):
    world.stock()
    world.sell("es", *(order(str(20000 + place), minute=place % 60) for place in range(250)))
    landed(world, "r1", hour(follows=False))
    assert reads(world) == 3


def test_the_frames_of_an_order_are_its_payments_and_refunds(sold):
    landed(sold, "r1", hour(follows=False))
    with sold.database.begin() as tx:
        payments, refunds_of_it = money.frames(tx, "es/r1", [order(number)["id"] for number in ("10002", "10003")])
    assert methods(payments).to_dict() == {order("10002")["id"]: ("card", "gift card"), order("10003")["id"]: ("card",)}
    assert refunds_of_it["wix_order_id"].tolist() == [order("10003")["id"]]


# --- late -----------------------------------------------------------------------------------------------------------------------------


def test_a_refund_under_way_is_asked_for_every_hour_until_it_is_through(sold):
    tell(sold, "10003", [payment()], [refund(moved("24.95", "PENDING"))])
    sold.ingest()
    assert refunds(sold) == [("10003", "refund-1", "pending", 0)]
    sold.ingest(run="day", window=hour())  # the day's first run
    calls = reads(sold)
    assert landed(sold, "r2", hour(1))["rebuilt"] == 0 and reads(sold) == calls + 1
    tell(sold, "10003", [payment(status="PARTIALLY_REFUNDED")], [refund(moved("24.95"))])
    sold.ingest(run="r3", window=hour(2))
    assert refunds(sold) == [("10003", "refund-1", "succeeded", 2495)]
    calls = reads(sold)
    assert landed(sold, "r4", hour(3))["rebuilt"] == 0 and reads(sold) == calls, "nothing is under way any more"


def test_named_orders_are_taken_without_asking_for_others(sold):
    tell(sold, "10003", [payment()], [refund(moved("24.95", "PENDING"))])
    sold.ingest()
    tell(sold, "10003", [payment()], [refund(moved("24.95"))])
    sold.ingest(run="r2", window=Window(None, None, ("10001",)))
    assert refunds(sold) == [("10003", "refund-1", "pending", 0)]


@pytest.fixture
def booked(sold):
    """Three documents of the 16th of November."""
    sold.ingest()
    sold.send("holded")
    assert sold.documents()
    return sold


LATE = [refund(moved("54.85", externalRefund=True), key="late")]


def test_a_refund_made_at_the_provider_is_found_by_the_first_run_of_the_day(booked):
    tell(booked, "10001", [payment()], LATE)
    booked.ingest(run="back", window=hour(1, follows=False))
    assert ("10001", "late", "succeeded", 5485) not in refunds(booked), "a backfill does not look"
    calls = reads(booked)
    booked.ingest(run="r2", window=hour(2))
    assert ("10001", "late", "succeeded", 5485) in refunds(booked)
    assert reads(booked) == calls + 2, "one for the documents, one for the order that changed"
    tell(booked, "10002", [payment("34.85"), by_gift_card("20.00")], LATE)
    booked.ingest(run="r3", window=hour(3))
    assert reads(booked) == calls + 2, "once a day"
    assert "10002" not in {number for number, *_ in refunds(booked)}
    booked.ingest(run="r4", window=hour(12))
    assert "10002" not in {number for number, *_ in refunds(booked)}, "the window ends at 23:00 in Madrid: the same day"
    booked.ingest(run="r5", window=hour(13))
    assert ("10002", "late", "succeeded", 5485) in refunds(booked), "it ends at midnight in Madrid"


def test_a_daily_reading_whose_run_failed_is_made_again(booked):
    tell(booked, "10001", [payment()], LATE)
    booked.sandbox.arm("http_401", service="wix", method="POST", path="/orders/search$", times=2)
    with pytest.raises(AccessDenied):
        booked.ingest(run="r2", window=hour(2))
    calls = reads(booked)
    booked.ingest(run="r2", window=hour(2))  # the same run again
    assert ("10001", "late", "succeeded", 5485) in refunds(booked) and reads(booked) == calls + 2
    tell(booked, "10002", [payment("34.85"), by_gift_card("20.00")], LATE)
    landed(booked, "r3", Window(*_day(1), follows=True))  # landed, and never published
    booked.ingest(run="r4", window=Window(*_day(1, hours=1), follows=True))
    assert ("10002", "late", "succeeded", 5485) in refunds(booked)


def _day(days: int, hours: int = 0) -> tuple[datetime, datetime]:
    start = HOUR + timedelta(days=days, hours=hours)
    return start, start + timedelta(hours=1)


def test_documents_older_than_the_look_back_are_left_alone(booked, tmp_path):
    tell(booked, "10001", [payment()], LATE)
    calls = reads(booked)
    booked.ingest(run="r2", window=Window(*_day(46), follows=True))
    assert reads(booked) == calls and "10001" not in {number for number, *_ in refunds(booked)}
    booked.config = quick_config(tmp_path / "off", refunds={"look_back_days": 0})
    booked.ingest(run="r3", window=Window(*_day(47), follows=True))
    assert reads(booked) == calls


# --- what cannot be read, or not be asked for ---------------------------------------------------------------------------------------------


def test_transactions_that_cannot_be_read_hold_their_order_and_no_other(sold):
    tell(sold, "10002", [payment("thirty")])
    sold.ingest()
    assert sold.held(destination="holded") == {"10002": "MALFORMED_ORDER"}
    [hold] = [row for row in sold.database.rows("holds/list", store="es", code=None, number="10002") if row["destination"] == "holded"]
    assert (hold["field"], hold["seen"]) == ("transactions.payments[0].amount.amount", "thirty")
    assert {row["number"] for row in published(sold, "payments")} == {"10001", "10003"}
    tell(sold, "10002", [payment("34.85"), by_gift_card("20.00")])
    sold.ingest(run="r2", window=hour(1))
    assert not sold.held() and {row["number"] for row in published(sold, "payments")} == {"10001", "10002", "10003"}


def test_unreadable_transactions_lose_nothing_that_was_published(sold):
    sold.ingest()
    tell(sold, "10003", [payment()], [refund(moved("24.95", "TURNED_BACK"))])
    with open_shop("es", "hand", config=sold.config, database=sold.database) as shop:
        ingest.rebuild(shop, [order("10003")["id"]])
    assert sold.held(destination="holded") == {"10003": "MALFORMED_ORDER"}
    assert refunds(sold) == [("10003", "refund-1", "succeeded", 2495)]


def test_a_missing_permission_is_named(sold):
    sold.sandbox.settings["wix.permissions"] = [right for right in PERMISSIONS if right != "ECOM.READ_TRANSACTIONS"]
    with pytest.raises(AccessDenied, match=r"ECOM\.READ_TRANSACTIONS") as met:
        sold.ingest()
    assert LIST in met.value.where and "accept" in met.value.cure
    del sold.sandbox.settings["wix.permissions"]
    sold.ingest()
    assert len(published(sold, "payments")) == 4


FAULTS = {
    "5xx": ({"action": "http_500", "times": 3}, None),
    "5xx for long": ({"action": "http_500", "times": 4}, RetryLater),
    "answer lost": ({"action": "lost_answer", "times": 2}, None),
    "limit, a long wait": ({"action": "http_429", "seconds": 90}, RetryLater),
    "refused": ({"action": "http_401", "times": 2}, AccessDenied),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_while_payments_are_read(sold, monkeypatch, name):
    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda seconds: None))
    fault, error = FAULTS[name]
    sold.sandbox.arm(**fault, service="wix", method="POST", path=f"{LIST}$")
    if error is None:
        sold.ingest()
    else:
        with pytest.raises(error):
            sold.ingest()
        sold.sandbox.sandbox.faults.clear()
        sold.ingest()  # the same run again
    assert len(published(sold, "payments")) == 4 and len(published(sold, "refunds")) == 1


def test_an_order_that_wix_leaves_out_of_its_answer_keeps_its_refunds(sold):
    sold.ingest()
    kept = refunds(sold)
    site = Site(sold.sandbox.sandbox, "es")
    gone = site.state["orders"].pop(order("10003")["id"])
    with open_shop("es", "hand", config=sold.config, database=sold.database) as shop:
        ingest.rebuild(shop, [gone["id"]])
    assert refunds(sold) == kept


def test_a_store_that_books_nothing_reads_no_payments(sold):
    with open_shop("es", "r1", config=sold.config, database=sold.database) as shop:
        shop.settings = shop.settings.model_copy(update={"holded": None})
        assert ingest.land(shop, hour())["changed"] == 3
    assert reads(sold) == 0


# --- store credit and published data --------------------------------------------------------------------------------------------------------


def test_store_credit_of_the_orders_history_is_a_refund(sold):
    credit = {
        "activityType": "REFUNDED_AS_STORE_CREDIT",
        "refundedAsStoreCredit": {"amount": {"amount": "12.00"}, "reason": "Lucía Ejemplo"},
    }
    sold.sell("es", order("10001", minute=20, activities=[credit]))
    sold.ingest()
    [row] = [row for row in published(sold, "refunds") if row["store_credit"]]
    assert (row["number"], row["refund_id"], row["state"], row["amount_minor"]) == ("10001", "store-credit", "succeeded", 1200)
    with open_shop("es", "r2", config=sold.config, database=sold.database) as shop:
        looked_at = [{"wix_order_id": order("10001")["id"], "currency": "EUR"}]
        assert transactions._changed(shop, looked_at) == [], "it is the order's, and no difference to Wix's list of refunds"


def test_nothing_personal_is_kept(sold):
    sold.ingest()
    kept = json.dumps([published(sold, "payments"), published(sold, "refunds")], default=str)
    assert not [word for word in ("Lucía", "4242", "Visa", "7Q2F", "tr_1") if word in kept]


YEARS = Window(datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))


def test_the_contracts_examples_land(world, shared):
    state = Site(world.sandbox.sandbox, "es").state
    for folder in ("fixtures/wix_orders", "contracts/wix.examples"):
        load.folder(state, shared / folder)
    world.ingest(window=YEARS)
    paid = {(row["number"], row["method"], row["amount_minor"]) for row in published(world, "payments")}
    assert paid == {
        ("10042", "iDEAL", 3890), ("10043", "Offline", 6895), ("10044", "iDEAL", 6095), ("10045", "iDEAL", 15800), ("10046", "iDEAL", 4445),
        ("10053", "gift card", 2000), ("10053", "iDEAL", 7566),
    }  # fmt: skip
    assert [row[0::2] for row in refunds(world)] == [("10045", "succeeded"), ("10046", "succeeded")]
