"""Sales orders: cash on delivery converted once it is paid, the status followed, the units that leave the stock."""

from __future__ import annotations

from functools import partial

import pytest
import sales_order_world
from sales_order_world import COD, FULFILLED, ORDER, UNPAID
from shop_world import HOUR
from test_booked_orders_flow import holds, stands, stock, writes

hours = sales_order_world.hours
TAX_ID = [{"title": "VAT number", "value": "12345678Z"}]
STAGES = ("6e10a0c4d1f2b35a90817201", "6e10a0c4d1f2b35a90817202")


def paid_at(day):
    """Wix's activity of a payment."""
    return {"activities": [{"id": "p", "activityType": "ORDER_PAID", "createdDate": f"{day}T22:30:00.000Z"}]}


@pytest.mark.parametrize("switch", [True, False], ids=["convert copies tags", "convert copies no tags"])
@pytest.mark.parametrize("system", ["automatic", "simple"])
@pytest.mark.parametrize("into", ["receipt", "invoice"])
def test_cash_on_delivery_is_converted_when_it_is_paid(world, hours, switch, system, into):
    world.sandbox.settings |= {"holded.convert_copies_tags": switch, "holded.stock_system": system}
    hour = partial(hours(documents=[{"then": "order", "convert_to": into}]), customFields=TAX_ID)
    assert hour(**UNPAID) == {"orders": 1}
    assert stands(world) == ["salesorder"] and stock(world, "CAM-AZ-M") == 100
    hour(**paid_at("2026-11-20"))
    order, made = sorted(world.documents(), key=lambda document: document["kind"] != "salesorder")
    assert (made["kind"], made["draft"]) == ({"receipt": "salesreceipt"}.get(into, into), False)
    assert made["from"]["id"] == order["id"] and order["draft"]
    assert made["date"] == "2026-11-20" and made["number"]
    assert made["totals"]["total"] == "54.85" and len(made["payments"]) == 1
    assert stock(world, "CAM-AZ-M") == 98
    wrote = writes(world)
    hour(**FULFILLED)
    assert writes(world) == wrote and holds(world) == []


def test_without_what_an_invoice_needs_the_order_waits(world, hours):
    hour = hours(documents=[{"then": "order", "convert_to": "invoice"}])
    hour()
    assert stands(world) == ["salesorder"] and holds(world) == ["CONTACT_INCOMPLETE"]
    hour(customFields=TAX_ID)
    assert holds(world) == []


def test_an_order_that_comes_paid_is_converted_in_the_same_run(world, hours):
    hours(**COD)()
    assert stands(world) == ["salesorder", "salesreceipt+"] and stock(world, "CAM-AZ-M") == 98


def test_a_cancelled_order_never_makes_an_invoice(world, hours):
    hour = hours(**COD)
    hour(**UNPAID)
    hour(status="CANCELED")
    assert stands(world) == ["salesorder"]
    [order] = world.documents()
    assert "wixcanceled" in order["tags"]


def test_an_order_that_changes_before_it_is_paid_is_converted_as_it_is_then(world, hours):
    hour = hours(**COD)
    hour(**UNPAID)
    hour(lines=(("CAM-AZ-M", 1, 2495),))
    assert stands(world) == ["salesorder", "salesreceipt+"]
    assert {document["totals"]["total"] for document in world.documents()} == {"29.90"}
    assert stock(world, "CAM-AZ-M") == 99


def test_an_order_that_changes_after_an_unapproved_conversion_is_made_and_converted_anew(world, hours):
    hour = hours(**COD, approve="never")
    hour()
    assert stands(world) == ["salesorder", "salesreceipt"]
    hour(lines=(("CAM-AZ-M", 1, 2495),))
    assert stands(world) == ["salesorder", "salesreceipt"]
    assert {document["totals"]["total"] for document in world.documents()} == {"29.90"}
    assert stock(world, "CAM-AZ-M") == 99


def test_a_draft_conversion_of_a_cancelled_order_goes(world, hours):
    hour = hours(**COD, approve="never")
    hour()
    hour(status="CANCELED")
    assert stands(world) == ["salesorder"] and holds(world) == ["CANCELED_BUT_PAID"]


@pytest.mark.parametrize("sales_orders", ["show", "delete"])
@pytest.mark.parametrize("paid", ["PAID", "NOT_PAID"])
def test_a_cancelled_sales_order_shows_it_or_goes(world, hours, sales_orders, paid):
    hour = hours(**ORDER, cancellations={"sales_orders": sales_orders})
    hour(paymentStatus=paid)
    hour(paymentStatus=paid, status="CANCELED")
    shown = [document["tags"] for document in world.documents()]
    assert ["wixcanceled" in tags for tags in shown] == ([True] if sales_orders == "show" else [])
    wrote = writes(world)
    hour(paymentStatus=paid, status="CANCELED", buyerNote="still")
    assert writes(world) == wrote and holds(world) == []


def test_the_tags_of_a_sales_order_follow_wix(world, hours):
    hour = hours(**ORDER)
    hour(**UNPAID)
    [before] = world.documents()
    hour()
    [after] = world.documents()
    assert before["id"] != after["id"]
    assert {"wixapproved", "wixpaid", "wixnotfulfilled"} <= set(after["tags"]) and "wixnotpaid" not in after["tags"]
    assert before["description"] == after["description"], "the same order keeps its reference"


def test_without_a_status_to_show_a_sales_order_stays_as_it_is(world, hours):
    hour = hours(**ORDER, order_status={"show": "off"})
    hour(**UNPAID)
    wrote = writes(world)
    hour()
    assert writes(world) == wrote
    [order] = world.documents()
    assert not [tag for tag in order["tags"] if tag.startswith("wixn") or tag in ("wixapproved", "wixpaid")]


def test_the_stage_of_a_sales_order_follows_wix(world, hours):
    table = [{"payment_status": "PAID", "pipeline_id": STAGES[1]}, {"pipeline_id": STAGES[0]}]
    hour = hours(**ORDER, order_status={"show": "stages", "stages": table})
    assert hour(**UNPAID)["stages"] == 1
    [order] = world.documents()
    assert order["pipeline_id"] == STAGES[0]
    hour()
    [order] = world.documents()
    assert order["pipeline_id"] == STAGES[1]
    wrote = writes(world)
    hour(buyerNote="ring twice", **FULFILLED)
    assert writes(world) == wrote
    hour(lines=(("CAM-AZ-M", 1, 2495),))
    [order] = world.documents()
    assert order["totals"]["total"] == "29.90" and order["pipeline_id"] == STAGES[1], "a draft made anew gets its stage anew"


def test_a_lost_conversion_is_not_taken_for_another_document_of_the_same_number(world, hours):
    """Wix starts its numbers again, and other stores share the account: where convert copies no tags the description alone must be ours."""
    from order_sync.hooks.holded import HoldedHook

    world.sandbox.settings["holded.convert_copies_tags"] = False
    hour = hours(**COD)
    hour(**UNPAID)
    items = [{"type": "service", "name": "Other", "units": 1, "price": "10", "taxes": ["s_iva_21"]}]
    other = {"date": HOUR.date().isoformat(), "description": "Pedido Wix 10001", "currency": "EUR", "items": items, "contact_name": "Other"}
    stranger = HoldedHook("holded_es").create("receipt", other)
    world.sandbox.arm("cut_before", service="holded", method="POST", path="/convert$")
    hour()
    receipts = {document["id"]: document for document in world.documents() if document["kind"] == "salesreceipt"}
    assert len(receipts) == 2 and receipts[stranger]["draft"]
    assert [document["totals"]["total"] for id, document in receipts.items() if id != stranger] == ["54.85"]
