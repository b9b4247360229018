"""Payloads as Wix and shop developers publish them, and the contract's own examples: the whole flow takes every one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from order_sync.steps.reporting import coverage, digest
from order_sync.steps.window import Window
from sandbox.holded.products import add_products
from sandbox.wix import load
from sandbox.wix.site import Site
from wix_shop import variant

# All of them changed in these years; our own fulfilments move an order out of the window, into the hour in which they are written.
YEARS = Window(datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
FOLDERS = ("fixtures/wix_orders", "contracts/wix.examples")
SKUS = (
    "CANDLE-BW-M", "TEA-GREEN-100", "LINEN-TC-180", "MUG-CER-BLUE", "BASKET-G-L", "PDF-KNIT-07", "BLANKET-W-GR", "VASE-GL-01", "364115376135191",
)  # fmt: skip

# Order, and its fate in the books of a Spanish shop (receipts and invoices) and of a Dutch one (sales orders): what is booked to the
# cent, a hold, or a reason to leave it out.
BOOKS = (
    # number, Spain, the Netherlands
    ("10042", "NO_TAX_KEY", "order 38.90"),  # 9 % and 21 % in one order; Spain has no key for the Dutch 9 %
    ("10043", "NOT_PAID_YET", "order 68.95"),
    ("10044", "CANCELED_BUT_PAID", "order 60.95"),  # cancelled but paid
    ("10045", "receipt 158.00", "order 158.00"),  # partially refunded: the refund becomes a note of its own
    ("10046", "FULLY_REFUNDED", "order 44.45"),
    ("10047", "receipt 29.00", "order 29.00"),  # collected in the shop
    ("10048", "NO_TAX_KEY", "order 6.50"),  # a download to Belgium
    ("10049", "receipt 136.00", "order 136.00"),  # to Switzerland, without tax
    ("10050", "VAT_NUMBER_INVALID", "VAT_NUMBER_INVALID"),  # to Germany without tax; the number fails Germany's check digit
    ("10051", "BLANK_SKU", "BLANK_SKU"),
    ("10052", "CURRENCY_NOT_CONFIGURED", "CURRENCY_NOT_CONFIGURED"),  # US dollars, tax on top
    ("10053", "NO_TAX_KEY", "order 95.66"),  # discount, fee and gift card, 9 % and 21 %
    ("10108", "MALFORMED_ORDER", "MALFORMED_ORDER"),  # published in 2021, without a total
    ("10001", "CURRENCY_NOT_CONFIGURED", "CURRENCY_NOT_CONFIGURED"),  # a gift card in US dollars
    ("10002", "CANCELED_BUT_PAID", "CURRENCY_NOT_CONFIGURED"),  # cancelled but paid, in US dollars
)
# The same for both: a parcel, a hold, or a reason to make none.
PARCELS = {
    "10042": "shipped", "10043": "NOT_PAID_YET", "10044": "CANCELED", "10045": "ALREADY_FULFILLED", "10046": "ALREADY_FULFILLED",
    "10047": "STORE_PICKUP", "10048": "ALREADY_FULFILLED", "10049": "CUSTOMS_INCOMPLETE", "10050": "shipped", "10051": "shipped",
    "10052": "CUSTOMS_INCOMPLETE", "10053": "shipped", "10108": "MALFORMED_ORDER", "10001": "ALREADY_FULFILLED", "10002": "CANCELED",
}  # fmt: skip


@pytest.fixture
def loaded(world, shared):
    """Loads both folders into a site; the ids of the orders."""

    def fill(store: str) -> set[str]:
        state = Site(world.sandbox.sandbox, store).state
        for folder in FOLDERS:
            report = load.folder(state, shared / folder)
            assert [row["file"] for row in report["skipped"]] in ([], ["index.json"])
        assert len(state["orders"]) == len(BOOKS)
        return set(state["orders"])

    return fill


def _run(world, store, run):
    world.ingest(store, run, YEARS)
    for destination in ("holded", "myparcel"):
        world.send(destination, store, run)
    world.label(store)
    world.track(store, run)


def _fates(world, store, destination):
    """Order number to what became of it, and nothing but that."""
    orders = {order["id"]: order["number"] for order in world.sandbox.state("wix", store)["orders"].values()}
    holds = world.database.rows("holds/list", store=store, code=None, number=None)
    held = {hold["wix_order_id"]: hold["code"] for hold in holds if hold["destination"] == destination}
    fates = {}
    for wix_order_id, number in orders.items():
        decisions = world.database.rows("orders/decisions", store=store, wix_order_id=wix_order_id)
        decision = next(row for row in decisions if row["destination"] == destination)
        intents = world.database.rows("ledger/of_order", store=store, wix_order_id=wix_order_id)
        sent = [
            row for row in intents if row["role"] in ("document", "shipment") and row["destination"] == destination and row["remote_id"]
        ]
        fates[number] = (decision, held.get(wix_order_id), sent)
    return fates


def _in_the_books(world, store):
    found = {}
    for number, (decision, held, sent) in _fates(world, store, "holded").items():
        documents = [world.sandbox.state("holded", store)["documents"][row["remote_id"]] for row in sent]
        assert len(documents) + bool(held) + (decision["action"] == "ignore") == 1, f"{number} has {documents}, {held}, {decision}"
        found[number] = f"{decision['kind']} {documents[0]['totals']['total']}" if documents else held or decision["reason"]
    return found


def _on_the_way(world, store):
    found = {}
    for number, (decision, held, sent) in _fates(world, store, "myparcel").items():
        assert len(sent) + bool(held) + (decision["action"] == "ignore") == 1, f"{number} has {sent}, {held}, {decision}"
        found[number] = "shipped" if sent else held or decision["reason"]
    return found


@pytest.mark.parametrize("store", ["es", "nl"])
def test_without_a_matching_product_all_are_explained_and_none_stops_the_run(world, loaded, store):
    orders = loaded(store)
    _run(world, store, "r1")
    row = coverage(world.database)[store]
    assert row["wix"] == len(orders) and row["unexplained"] == 0
    assert row["booked"] == len(world.documents(store)) == 0
    assert row["to_ship"] == row["shipped"] + row["ship_held"]
    assert row["shipped"] == len(world.shipments(store)) == 4


@pytest.mark.parametrize("store", ["es", "nl"])
def test_with_the_products_each_order_has_the_fate_of_the_table(world, loaded, store):
    orders = loaded(store)
    add_products(world.sandbox.sandbox, store, [{"name": sku, "sku": sku, "price": "10", "stock": 100} for sku in SKUS])
    _run(world, store, "r1")
    expected = {number: (spain if store == "es" else netherlands) for number, spain, netherlands in BOOKS}
    assert _in_the_books(world, store) == expected
    assert _on_the_way(world, store) == PARCELS
    row, booked = coverage(world.database)[store], sum(" " in fate for fate in expected.values())
    assert (row["wix"], row["booked"], row["unexplained"]) == (len(orders), booked, 0)
    notes = [document for document in world.documents(store) if document["kind"] == "receiptnote"]
    assert len(world.documents(store)) == booked + len(notes)
    assert len(notes) == (store == "es")  # 10045, refunded in part before it was booked
    _run(world, store, "r2")  # parcels that got their number send the units of their sales orders
    before = digest(world.database), world.sandbox.sandbox.digest()
    _run(world, store, "r3")
    assert (digest(world.database), world.sandbox.sandbox.digest()) == before


def test_an_order_that_wix_lists_as_fulfilled_keeps_its_one_fulfilment(world, loaded):
    """10042 says NOT_FULFILLED, and its list holds a fulfilment of all its lines: no other is written, and a person hears of it."""
    loaded("nl")
    _run(world, "nl", "r1")
    order = next(order for order in world.sandbox.state("wix", "nl")["orders"].values() if order["number"] == "10042")
    assert len(world.sandbox.state("wix", "nl")["fulfillments"][order["id"]]) == 1
    holds = world.database.rows("holds/list", store="nl", code="WIX_REJECTED", number="10042")
    assert len(holds) == 1 and "Wix counts all lines of parcel" in holds[0]["seen"]


def test_a_sku_that_the_catalogue_has_fills_its_line_and_leaves_the_other(world, loaded):
    """10051: line 1 has its SKU in the catalogue only, line 2 is a custom line that has none anywhere."""
    loaded("nl")
    site = world.sandbox.state("wix", "nl")
    _run(world, "nl", "r1")
    seen = [hold["seen"] for hold in world.database.rows("holds/list", store="nl", code="BLANK_SKU", number="10051")]
    assert seen == ["line 1, line 2"]
    line = next(order for order in site["orders"].values() if order["number"] == "10051")["lineItems"][0]
    site["variants"].append(variant(line["catalogReference"]["catalogItemId"], line["catalogReference"]["options"]["variantId"], "SHIRT-L"))
    _run(world, "nl", "r2")
    seen = [hold["seen"] for hold in world.database.rows("holds/list", store="nl", code="BLANK_SKU", number="10051")]
    assert seen == ["line 2"]
