"""Payments and refunds from Wix into the books' own tables: with their orders, late, and not at all where they cannot be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import transaction_world
from order_sync.mapping.wix_transactions import methods
from order_sync.steps import ingest, transactions
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from order_sync.store import money
from sandbox.wix import load
from sandbox.wix.site import Site
from transaction_world import hour, landed, order, published, reads, refunds, tell
from wix_transaction_samples import moved, payment, refund

sold = transaction_world.sold


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


def test_a_store_that_books_nothing_reads_no_payments(sold):
    with open_shop("es", "r1", config=sold.config, database=sold.database) as shop:
        shop.settings = shop.settings.model_copy(update={"holded": None})
        assert ingest.land(shop, hour())["changed"] == 3
    assert reads(sold) == 0


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
