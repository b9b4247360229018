"""One hour from Wix to the books, the parcels and back, over real HTTP and a real PostgreSQL."""

from __future__ import annotations

from order_sync.steps.reporting import coverage, digest
from shop_world import wix_order


def test_a_paid_order_is_booked_approved_paid_shipped_and_told(world):
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6, lines=(("TAZA-01", 3, 1099),)))
    world.ingest()
    assert world.send("holded") == {"receipts": 2, "approved": 2, "paid": 2, "numbered": 2}
    assert world.send("myparcel") == {"shipments": 2}
    world.label()
    assert world.track()["told"] == 2
    documents = world.documents()
    assert sorted(document["totals"]["total"] for document in documents) == ["37.92", "54.85"]
    assert [len(document["payments"]) for document in documents] == [1, 1]
    assert len(world.shipments()) == len(world.fulfillments()) == 2
    row = coverage(world.database)["es"]
    assert (row["wix"], row["booked"], row["unexplained"], row["shipped"]) == (2, 2, 0, 2)


def test_everything_run_twice_changes_nothing_and_writes_nothing(world):
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=7, lines=(("NO-SUCH", 1, 1000),)))
    for run in ("r1", "r2"):
        world.ingest(run=run)
        world.send("holded", run=run)
        world.send("myparcel", run=run)
        world.label()
        world.track(run=run)
        if run == "r1":
            before, calls = digest(world.database), len(world.sandbox.calls)
    assert digest(world.database) == before
    again = world.sandbox.calls[calls:]
    reads = ("/ecom/v1/orders/search", "/oauth2/token", "/ecom/v1/payments/list-by-ids", "/ecom/v1/fulfillments/list-by-ids")
    assert not [call for call in again if call["method"] != "GET" and call["path"] not in reads]


def test_two_stores_with_the_same_numbers_do_not_collide(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.sell("nl", wix_order("10001", country="NL"))
    for store in ("es", "nl"):
        world.ingest(store)
        world.send("holded", store)
        world.send("myparcel", store)
    assert [len(world.documents(key)) for key in ("es", "nl")] == [1, 1]
    assert [len(world.shipments(key)) for key in ("es", "nl")] == [1, 1]
    references = {shipment["reference_identifier"].split("-")[0] for key in ("es", "nl") for shipment in world.shipments(key)}
    assert references == {"es:10001", "nl:10001"}


def test_sales_orders_get_gapless_references_kept_for_ever(world):
    world.stock()
    world.sell("nl", *(wix_order(str(10001 + n), country="NL", minute=n + 1) for n in range(5)))
    world.ingest("nl")
    world.send("holded", "nl")
    world.sell(
        "nl", wix_order("10003", country="NL", minute=40, paymentStatus="PARTIALLY_REFUNDED"), wix_order("10009", country="NL", minute=41)
    )
    world.ingest("nl", run="r2")
    world.send("holded", "nl", run="r2")
    descriptions = sorted(document["description"] for document in world.documents("nl"))
    assert [text.rsplit(" ", 1)[1] for text in descriptions] == [f"NL2026-{n:06}" for n in range(1, 7)]


def test_one_bad_order_never_stops_the_others(world):
    world.stock()
    bad = wix_order("10001")
    bad["priceSummary"]["total"] = {"amount": "many"}
    world.sell("es", bad, wix_order("10002"), wix_order("10003", lines=(("NO-SUCH", 1, 1000),)))
    world.ingest()
    assert world.send("holded")["receipts"] == 1
    row = coverage(world.database)["es"]
    assert (row["wix"], row["booked"], row["held"], row["unexplained"]) == (3, 1, 2, 0)


def test_a_hold_heals_by_itself_when_its_cause_is_gone(world):
    from sandbox.holded.products import add_products

    world.stock()
    world.sell("es", wix_order("10001", lines=(("NEW-01", 1, 1000),)))
    world.ingest()
    assert coverage(world.database)["es"]["held"] == 1
    add_products(world.sandbox.sandbox, "es", [{"name": "New", "sku": "NEW-01", "price": "8.26"}])
    world.database.run("master/save", connection="holded_es", kind="products", payload="{}")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = now() - interval '2 days'")
    world.ingest(run="r2")
    assert world.send("holded", run="r2")["receipts"] == 1
    assert coverage(world.database)["es"]["held"] == 0


def test_a_total_that_holded_computes_otherwise_is_held_and_the_draft_deleted(world):
    world.stock()
    world.sandbox.settings["holded.rounding"] = "by_line"  # the store is set to line_then_sum
    world.sell("es", wix_order("10001", lines=(("TAZA-01", 1, 50), ("TAZA-01", 1, 50)), shipping=50))
    world.ingest()
    assert world.send("holded")["taken_back"] == 1
    assert not world.documents()
    codes = {row["code"] for row in world.database.rows("holds/list", store="es", code=None, number=None)}
    assert codes == {"REMOTE_TOTAL_DIFFERS"}


def test_a_document_is_dated_by_its_payment_and_dates_do_not_go_back(world):
    """10001 was bought on the 10th and paid on the 16th; 10002 is landed later with a payment of the 12th: both are dated the 16th."""

    def paid(day: int) -> list[dict]:
        return [{"activityType": "ORDER_PAID", "createdDate": f"2026-11-{day}T10:00:00.000Z"}]

    world.stock()
    bought = {"createdDate": "2026-11-10T09:00:00.000Z", "purchasedDate": "2026-11-10T09:00:00.000Z"}
    world.sell("es", wix_order("10001", activities=paid(16), **bought))
    world.ingest()
    assert world.send("holded")["paid"] == 1
    world.sell("es", wix_order("10002", minute=9, activities=paid(12), **bought))
    world.ingest(run="r2")
    assert world.send("holded", run="r2")["paid"] == 1
    assert sorted((document["description"], document["date"]) for document in world.documents()) == [
        ("Pedido Wix 10001", "2026-11-16"),
        ("Pedido Wix 10002", "2026-11-16"),
    ]


def test_an_order_changed_after_booking_is_held_not_booked_twice(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    world.sell("es", wix_order("10001", minute=30, lines=(("CAM-AZ-M", 1, 2495),)))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert len(world.documents()) == 1
    codes = {row["code"] for row in world.database.rows("holds/list", store="es", code=None, number=None)}
    assert "ORDER_CHANGED_AFTER_APPROVAL" in codes
