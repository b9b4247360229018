"""A receipt or invoice that a person makes in Holded beside a sales order whose units were sent: both take the stock, and the order is held."""

from __future__ import annotations

import pytest
from order_sync.hooks.holded import HoldedHook
from order_sync.steps import flow, inbox, stock_watch
from order_sync.steps.healing import fingerprint
from order_sync.steps.shop import open_shop
from sales_order_world import FULFILLED, ORDER, SENT
from shop_world import quick_config, wix_order
from test_booked_orders_flow import holds, stock

TAX = {"taxes": ["s_iva_21"]}
pytestmark = pytest.mark.usefixtures("days_of_the_shop")


@pytest.fixture
def sent(world, tmp_path):
    """Order 10001 of two units and delivery, 54.85, as a sales order; its units were sent."""
    world.config = quick_config(tmp_path / "case", **ORDER, **SENT)
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    world.sell("es", wix_order("10001", minute=7, **FULFILLED))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert stock(world, "CAM-AZ-M") == 98
    return world


def watch(world, run="w1"):
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return stock_watch.watch(shop)


def tomorrow(world):
    """The day's look is over."""
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = read_at - interval '25 hours' WHERE kind LIKE '%%watched%%'")


def decided_against(world):
    with open_shop("es", "f", config=world.config, database=world.database) as shop:
        return fingerprint(shop)


def sales_order(world):
    return next(document for document in world.documents() if document["kind"] == "salesorder")


def by_hand(world, kind="invoice", **changes):
    """What a person makes in Holded for the order, with the same lines."""
    order = sales_order(world)
    body = {"date": order["date"], "description": "Pedido 10001", "contact_id": order["contact_id"], "items": order_items(order)} | changes
    return HoldedHook("holded_es").create(kind, body)


def order_items(order):
    kept = ("name", "units", "price", "taxes", "product_id", "type")
    lines = [{name: line[name] for name in kept if line.get(name) is not None} for line in order["items"]]
    return [line | {"units": int(line["units"])} for line in lines]


@pytest.mark.parametrize("kind", ["invoice", "receipt"])
@pytest.mark.parametrize("named", ["number and total", "our tag"])
def test_a_document_made_beside_the_order_takes_the_stock_twice_and_holds_it(sent, kind, named):
    tags = {"tags": sales_order(sent)["tags"], "description": "copia"} if named == "our tag" else {}
    id = by_hand(sent, kind, **tags)
    assert stock(sent, "CAM-AZ-M") == 96
    [found] = watch(sent)
    assert (found["order_number"], found["kind"], found["id"]) == ("10001", kind, id)
    assert holds(sent) == ["STOCK_MOVED_TWICE"]
    [row] = sent.database.rows("holds/list", store="es", code="STOCK_MOVED_TWICE", number=None)
    assert row["field"] == f"{kind} {id}" and row["seen"].startswith(f"{kind} draft of ") and "convert the sales order" in row["cure"]


@pytest.mark.parametrize("changes", [{"description": "Pedido 110001"}, {"description": "Mostrador"}, {"items": [{"name": "Taza", "units": 1, "price": "10", **TAX}]}])  # fmt: skip
def test_a_document_with_another_number_or_total_is_none_of_ours(sent, changes):
    by_hand(sent, **changes)
    assert watch(sent) == [] and holds(sent) == []


@pytest.mark.parametrize("tagged", [True, False])
def test_a_document_that_a_person_converted_is_right_and_read_once(sent, tagged):
    sent.sandbox.settings["holded.convert_copies_tags"] = tagged
    order = sales_order(sent)
    made = HoldedHook("holded_es").convert("order", order["id"], "invoice", {"date": order["date"], "description": "Pedido 10001"})
    assert stock(sent, "CAM-AZ-M") == 98
    reads = lambda: [call for call in sent.sandbox.calls if call["template"] == "/api/v2/invoices/{id}"]  # noqa: E731
    assert watch(sent) == [] and holds(sent) == []
    once = len(reads())
    tomorrow(sent)
    assert watch(sent, "w2") == [] and len(reads()) == once == 1, made


def test_a_document_made_out_of_something_else_is_not_made_out_of_the_order(sent):
    beside = by_hand(sent, "receipt")
    made = HoldedHook("holded_es").convert("receipt", beside, "invoice", {"date": "2026-11-16", "description": "Pedido 10001"})
    assert {row["id"] for row in watch(sent)} == {beside, made}


def test_an_order_whose_units_were_not_sent_is_not_looked_at(world, tmp_path):
    world.config = quick_config(tmp_path / "case", **ORDER)
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    by_hand(world)
    calls = len(world.sandbox.calls)
    assert watch(world) == [] and len(world.sandbox.calls) == calls


def test_it_is_looked_for_once_a_day_and_a_person_ends_it(sent):
    by_hand(sent)
    assert len(watch(sent)) == 1
    calls, against = len(sent.sandbox.calls), decided_against(sent)
    assert watch(sent, "w2") == [] and len(sent.sandbox.calls) == calls
    with open_shop("es", "person", config=sent.config, database=sent.database) as shop:
        inbox.close(shop, "10001", closed_as="ignored", closed_by="Marta", note="the units were given back")
    tomorrow(sent)
    assert watch(sent, "w3") == [] and holds(sent) == [] and len(sent.sandbox.calls) > calls
    assert decided_against(sent) == against, "a look is no reason to decide held orders anew"


def test_the_reserve_of_calls_is_left_alone(sent, tmp_path):
    by_hand(sent)
    sent.config = quick_config(tmp_path / "tight", quota={"monthly_limit": 500, "reserve": 499}, **ORDER, **SENT)
    assert watch(sent) == [] and not sent.sandbox.called("holded", "GET", template="/api/v2/invoices")


def test_the_task_of_the_dag_looks(sent, cli):
    by_hand(sent)
    [found] = flow.watch_series("es", {"run_id": "w1", "params": {}})
    assert found["order_number"] == "10001" and holds(sent) == ["STOCK_MOVED_TWICE"]
