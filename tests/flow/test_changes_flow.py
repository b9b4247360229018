"""Orders that change, and runs that break, between the steps of sending."""

from __future__ import annotations

from datetime import timedelta

import pytest
from order_sync.errors import AccessDenied, Rejected
from order_sync.steps import holded_work
from order_sync.steps.reporting import coverage
from order_sync.steps.window import Window
from shop_world import HOUR, PRODUCTS, quick_config, wix_order
from test_holds_flow import act, codes

COMPANY = "B12345674"


def company(number: str, tax_id: str, email: str, minute: int = 5) -> dict:
    order = wix_order(number, minute=minute, customFields=[{"title": "VAT number", "value": tax_id}], buyerInfo={"email": email})
    order["billingInfo"]["contactDetails"]["company"] = f"Company {tax_id}"
    return order


def test_a_revoked_token_loses_no_order(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.sandbox.arm("http_401", service="holded", method="POST", path="/sales-receipts$")
    with pytest.raises(AccessDenied):
        world.send("holded")
    assert world.send("holded", run="r2")["paid"] == 1


def test_a_run_that_dies_before_a_hold_is_written_leaves_no_order_unexplained(world, monkeypatch):
    world.stock()
    world.sandbox.settings["holded.rounding"] = "by_line"
    world.sell("es", wix_order("10001", lines=(("TAZA-01", 1, 50), ("TAZA-01", 1, 50)), shipping=50))
    world.ingest()
    with monkeypatch.context() as patched:
        patched.setattr(holded_work, "hold_order", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            world.send("holded")
    world.send("holded", run="r2")
    assert codes(world) == ["REMOTE_TOTAL_DIFFERS"]
    assert not world.documents()


def test_a_draft_of_an_order_that_was_cancelled_meanwhile_goes_and_comes_back(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.sandbox.arm("http_429_month", service="holded", method="POST", path="/approve$")
    with pytest.raises(Exception, match="month"):
        world.send("holded")
    world.sell("es", wix_order("10001", minute=30, status="CANCELED"))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert world.documents() == []
    assert codes(world) == ["CANCELED_BUT_PAID"]
    world.sell("es", wix_order("10001", minute=40))  # it was a mistake: the order is booked after all
    world.ingest(run="r3")
    assert codes(world) == []
    assert world.send("holded", run="r3") == {"receipts": 1, "approved": 1, "paid": 1, "numbered": 1}


def test_an_order_that_changed_while_its_answer_was_lost_is_sent_as_it_is_now(world):
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002"))
    world.ingest()
    world.sandbox.arm("cut_before", service="holded", method="POST", path="/sales-receipts$", times=2)
    world.sandbox.arm("http_429_month", service="holded", method="GET", path="/sales-receipts$", times=1)
    with pytest.raises(Exception, match="month"):
        world.send("holded")
    world.sell("es", wix_order("10001", minute=30, status="CANCELED", paymentStatus="FULLY_REFUNDED"))
    world.sell("es", wix_order("10002", minute=31, lines=(("CAM-AZ-M", 1, 2495),)))
    world.ingest(run="r2")
    assert codes(world) == ["ORDER_CHANGED_AFTER_BOOKING"]  # 10002 costs less; 10001 is cancelled, and costs what it did
    world.send("holded", run="r2")
    assert not world.documents()
    world.ingest(run="r3")
    assert codes(world) == []
    world.send("holded", run="r3")
    assert [document["totals"]["total"] for document in world.documents()] == ["29.90"]
    row = coverage(world.database)["es"]
    assert (row["booked"], row["ignored"], row["unexplained"]) == (1, 1, 0)


def test_approving_is_not_done_on_an_old_wish(world, tmp_path):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.config = quick_config(tmp_path / "other", approve="never")
    world.send("holded")
    assert [(document["draft"], document["payments"]) for document in world.documents()] == [(True, [])]


def test_intents_of_an_order_that_stand_apart_are_one_order(world, tmp_path):
    """Approvals that were asked for later are younger than their documents."""
    world.stock()
    sure, world.config = world.config, quick_config(tmp_path / "other", approve="never", payments={"register_payment": False})
    world.sell("es", wix_order("10001"), wix_order("10002"), wix_order("10003"))
    world.ingest()
    world.config = sure
    for minute, number in enumerate(("10001", "10002", "10003"), start=30):
        world.sell("es", wix_order(number, minute=minute, fulfillmentStatus="FULFILLED"))
        world.ingest(run=number)
    assert world.send("holded")["approved"] == 3


def test_two_companies_that_share_an_address_are_two_contacts(world):
    world.stock()
    world.sell("es", company("10001", COMPANY, "office@example.com"), company("10002", "B76543214", "office@example.com", minute=6))
    world.ingest()
    world.send("holded")
    contacts = world.sandbox.state("holded", "es")["contacts"]
    billed = {document["description"]: contacts[document["contact_id"]]["code"] for document in world.documents()}
    assert billed == {"Pedido Wix 10001": COMPANY, "Pedido Wix 10002": "B76543214"}


def test_hours_that_were_never_run_are_taken_with_the_next_one(world):
    world.stock()
    world.ingest(run="h1", window=Window(HOUR, HOUR + timedelta(hours=1), follows=True))
    world.sell("es", wix_order("10001", minute=90))  # while the machine was off
    later = HOUR + timedelta(hours=5)
    world.ingest(run="h6", window=Window(later, later + timedelta(hours=1), follows=True))
    assert coverage(world.database)["es"]["wix"] == 1


def test_named_orders_are_decided_anew_without_a_change_in_wix(world, tmp_path):
    world.stock()
    world.sell("es", wix_order("10001", paymentStatus="NOT_PAID"))
    world.ingest()
    world.config = quick_config(tmp_path / "other", documents=[{"then": "order"}], approve="never")
    assert world.ingest(run="r2", window=Window(None, None, ("10001",)))["holded_send"] == 1


def test_a_refused_batch_that_names_no_parcel_is_narrowed_down(world, monkeypatch):
    from order_sync.hooks.myparcel import MyParcelHook

    world.stock()
    world.sell("es", *(wix_order(str(10001 + n), minute=n) for n in range(12)))
    world.ingest()
    plain = MyParcelHook.create_shipments

    def refusing(hook, shipments):
        if any("es:10005-" in shipment["reference_identifier"] for shipment in shipments):
            raise Rejected("status 422, no", where="MyParcel", cure="Correct it.", status=422)
        return plain(hook, shipments)

    with monkeypatch.context() as patched:
        patched.setattr(MyParcelHook, "create_shipments", refusing)
        for run in ("r1", "r2", "r3"):
            world.send("myparcel", run=run)
        assert len(world.shipments()) == 11
        assert codes(world) == ["MYPARCEL_REJECTED"]
    act(world, "10005", "retried")


def test_the_ingest_goes_on_when_holdeds_month_is_spent(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = now() - interval '2 days'")
    world.sandbox.arm("http_429_month", service="holded", times=9)
    world.sell("es", wix_order("10002", minute=20))
    world.ingest(run="r2")
    assert world.send("myparcel", run="r2")["shipments"] == 2 and PRODUCTS
