"""A selection of receipts and sales orders into invoices: by the step, the command and the DAG's function."""

from __future__ import annotations

import pytest
from order_sync.errors import SettingsError
from order_sync.steps import convert, flow
from order_sync.steps.shop import open_shop
from shop_world import quick_config, wix_order
from test_booked_orders_flow import holds, stands, stock, writes

CONTACTS = {"contacts": {"receipts_need_contact": True}}
RECEIPTS = {"documents": [{"then": "receipt"}]}
DRAFTS = CONTACTS | RECEIPTS | {"approve": "never", "payments": {"register_payment": False}}


def private(number, **changes):
    """An order of a person who gave a tax id."""
    return wix_order(number, customFields=[{"title": "VAT number", "value": "12345678Z"}], **changes)


def booked(world, tmp_path, *numbers, make=None, **settings):
    world.config = quick_config(tmp_path / "case", **settings)
    world.stock()
    world.sell("es", *((make or private)(number, minute=5 + place) for place, number in enumerate(numbers)))
    world.ingest()
    world.send("holded")


def asked(world, *numbers, into="invoice", **more):
    with open_shop("es", "c1", config=world.config, database=world.database) as shop:
        return convert.convert_selection(shop, list(numbers), into, **more)


def test_sales_orders_become_invoices_and_only_the_named_ones(world, tmp_path):
    booked(world, tmp_path, "10001", "10002", documents=[{"then": "order"}])
    [row] = asked(world, "10001")
    assert row["verdict"] == "asked"
    world.send("holded", run="r2")
    assert stands(world) == ["invoice+", "salesorder", "salesorder"]
    assert stock(world, "CAM-AZ-M") == 98
    wrote = writes(world)
    world.ingest(run="r3")
    world.send("holded", run="r3")
    assert writes(world) == wrote and asked(world, "10001")[0]["verdict"] == "as it is"


def test_a_draft_receipt_goes_and_an_invoice_takes_its_place(world, tmp_path):
    booked(world, tmp_path, "10001", **DRAFTS)
    asked(world, "10001")
    world.send("holded", run="r2")
    assert stands(world) == ["invoice"] and stock(world, "CAM-AZ-M") == 98
    world.sell("es", private("10001", minute=40, fulfillmentStatus="FULFILLED"))
    world.ingest(run="r3")
    world.send("holded", run="r3")
    assert stands(world) == ["invoice"] and holds(world) == []


@pytest.mark.parametrize("copies", [True, False])
def test_an_approved_receipt_is_taken_back_and_converted(world, tmp_path, copies):
    world.sandbox.settings["holded.convert_copies_tags"] = copies
    booked(world, tmp_path, "10001", **CONTACTS, **RECEIPTS)
    asked(world, "10001")
    world.send("holded", run="r2")
    assert stands(world) == ["invoice+", "receiptnote", "salesreceipt+"]
    totals = {document["kind"]: document["totals"]["total"] for document in world.documents()}
    assert totals == dict.fromkeys(("invoice", "receiptnote", "salesreceipt"), "54.85")
    assert stock(world, "CAM-AZ-M") == 98 and holds(world) == []


@pytest.mark.parametrize(
    "settings", [{}, CONTACTS, DRAFTS, {"documents": [{"then": "order"}]}], ids=["no contact", "no tax id", "draft", "order"]
)
def test_without_what_an_invoice_needs_of_the_buyer_nothing_is_converted(world, tmp_path, settings):
    booked(world, tmp_path, "10001", make=wix_order, **settings)
    before = stands(world)
    asked(world, "10001")
    world.send("holded", run="r2")
    assert stands(world) == before and "CONTACT_INCOMPLETE" in holds(world)


def test_a_dry_run_writes_nothing(world, tmp_path):
    booked(world, tmp_path, "10001", **DRAFTS)
    before = world.database.rows("ledger/of_order", store="es", wix_order_id=wix_order("10001")["id"])
    [row] = asked(world, "10001", dry_run=True)
    assert row["verdict"] == "asked" and "draft receipt" in row["because"]
    assert world.database.rows("ledger/of_order", store="es", wix_order_id=row["wix_order_id"]) == before


def test_a_cancelled_order_is_not_converted(world, tmp_path):
    booked(world, tmp_path, "10001", documents=[{"then": "order"}])
    world.sell("es", private("10001", minute=40, status="CANCELED"))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert asked(world, "10001")[0]["verdict"] == "as it is"


def test_what_is_not_booked_or_makes_no_sense_is_said(world, tmp_path):
    booked(world, tmp_path, "10001", **DRAFTS)
    with pytest.raises(SettingsError, match="order 99999 is not booked"):
        asked(world, "10001", "99999")
    with pytest.raises(SettingsError, match="nothing is converted into order"):
        asked(world, "10001", into="order")


def test_by_command_and_by_the_dags_function(world, tmp_path, cli, monkeypatch):
    booked(world, tmp_path, "10001", "10002", documents=[{"then": "order"}])
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    [row] = cli("convert", "es", "10001", "--dry-run", "--json").json
    assert row["verdict"] == "asked"
    assert "asked" in cli("convert", "es", "10001").out
    params = {"order_numbers": ["10002"], "into": "receipt", "dry_run": False}
    assert flow.convert("es", {"run_id": "manual", "params": params}) == {"asked": 1}
    world.send("holded", run="r2")
    assert stands(world) == ["invoice+", "salesorder", "salesorder", "salesreceipt+"]
