"""What a person deleted in Holded is made again by a retry: that document alone, with its own approval and payments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from order_sync.contracts.acts import DOCUMENT_ROLES, target_key
from order_sync.errors import QuotaSpent
from order_sync.hooks.holded import HoldedHook
from order_sync.steps import holded_send
from order_sync.steps.shop import open_shop
from order_sync.store.holds import hold
from sandbox.wix.acts import pay, refund
from sandbox.wix.site import Site
from shop_world import HOUR, quick_config, wix_order
from test_approvals_flow import agree, approve, question
from test_booked_orders_flow import ONE_LESS, holds, stands, stock, writes
from test_holds_flow import act
from test_sales_orders_flow import STAGES

AT = HOUR + timedelta(minutes=30)
COD = {"documents": [{"then": "order", "convert_to": "receipt"}]}
SENT = {"documents": [{"then": "order"}], "stock": {"send_units": "fulfilled"}}
KINDS = {"salesreceipt": "receipt", "receiptnote": "receipt_note", "salesorder": "order"}
UNPAID = {"paymentStatus": "NOT_PAID"}


@dataclass
class Gone:
    """A call that finds the month spent, and the kind of document that is gone afterwards; what the order has at the end, paid in full."""

    path: str
    kind: str
    settings: dict[str, Any] = field(default_factory=dict)
    first: dict[str, Any] | None = None  # the order as it was an hour before
    refunded: bool = False
    pieces: tuple[str, ...] = ()  # payments of the order
    nth: int = 1


GONE = {
    "draft receipt, beside its note": Gone("/sales-receipts/[^/]*/approve$", "salesreceipt", refunded=True),
    "draft note": Gone("/receipt-notes/[^/]*/approve$", "receiptnote", first={}, refunded=True),
    "draft note, both in one run": Gone("/receipt-notes/[^/]*/approve$", "receiptnote", refunded=True),
    "approved note": Gone("/receipt-notes/[^/]*/payments$", "receiptnote", first={}, refunded=True),
    "approved receipt with one of its payments": Gone("/sales-receipts/[^/]*/payments$", "salesreceipt", pieces=("20.00", "34.85"), nth=2),
    "draft made out of a sales order": Gone("/sales-receipts/[^/]*/approve$", "salesreceipt", COD, first=UNPAID),
}


def hour(world, run):
    world.ingest(run=run)
    return world.send("holded", run=run)


def ledger(world):
    rows = world.database.rows("ledger/of_order", store="es", wix_order_id=wix_order("10001")["id"])
    return {(row["role"], row["part"]): (row["state"], row["remote_id"]) for row in rows if row["destination"] == "holded"}


def own(entries, document):
    """Which entries of the ledger are this document, its approval and its payments, as far as they were done."""
    [(role, part)] = [pair for pair, (_, id) in entries.items() if id == document["id"] and pair[0] in DOCUMENT_ROLES]
    key = target_key(role, part)
    its = {(role, part), ("approval", key)} | {pair for pair in entries if pair[0] == "payment" and pair[1].rpartition("/")[0] == key}
    return {pair for pair in its if entries[pair][0] == "sent"}


def stopped(world, case):
    """The order, up to the call that finds the month spent."""
    site = Site(world.sandbox.sandbox, "es")
    world.stock()
    if case.first is not None:
        world.sell("es", wix_order("10001", **case.first))
        hour(world, "r1")
    if case.first is None or case.first:
        world.sell("es", wix_order("10001", minute=30, **(UNPAID if case.pieces else {})))
    for place, amount in enumerate(case.pieces):
        pay(site, "10001", amount=amount, at=AT + timedelta(minutes=place))
    if case.refunded:
        refund(site, "10001", amount="12.10", at=AT)
    armed = world.sandbox.arm("http_429_month", service="holded", method="POST", path=case.path, nth=case.nth)
    with pytest.raises(QuotaSpent):
        hour(world, "r2")
    assert armed.seen
    world.sandbox.sandbox.faults.clear()


def deleted(world, kind):
    """The document of this kind is not in Holded any more, and the next run sees it; what it was."""
    [gone] = [document for document in world.documents() if document["kind"] == kind]
    if gone["draft"]:
        HoldedHook("holded_es").delete(KINDS[kind], gone["id"])
    else:
        world.sandbox.state("holded", "es")["documents"].pop(gone["id"])
    world.send("holded", run="gone")
    [row] = world.database.rows("holds/list", store="es", code="DELETED_REMOTELY", number=None)
    assert row["field"] == f"id {gone['id']}"
    return gone


def made(world):
    """Documents that were posted or converted."""
    return [call for call in writes(world) if call["method"] == "POST" and not call["path"].endswith(("/approve", "/payments"))]


@pytest.mark.parametrize("case", GONE.values(), ids=GONE)
def test_it_is_made_again_alone(world, tmp_path, cli, case):
    world.config = quick_config(tmp_path / "case", **case.settings)
    stopped(world, case)
    gone = deleted(world, case.kind)
    others = [document["id"] for document in world.documents()]
    before, was = len(made(world)), ledger(world)
    assert cli("holds", "retry", "es", "10001").code == 0
    assert {pair for pair, (state, _) in ledger(world).items() if state != "sent" and was[pair][0] == "sent"} == own(was, gone)
    for run in ("r3", "r4"):
        hour(world, run)
    assert len(made(world)) == before + 1
    [again] = [document for document in world.documents() if document["id"] not in others]
    assert (again["kind"], again["totals"]) == (gone["kind"], gone["totals"])
    assert {document["id"] for document in world.documents()} == {*others, again["id"]}
    billed = [document for document in world.documents() if document["kind"] != "salesorder"]
    assert not any(document["draft"] for document in billed)
    paid = {document["kind"]: sorted(abs(Decimal(row["amount"])) for row in document["payments"]) for document in billed}
    wanted = {"salesreceipt": [Decimal(amount) for amount in case.pieces or ("54.85",)]}
    assert paid == wanted | ({"receiptnote": [Decimal("12.10")]} if case.refunded else {})
    assert stock(world, "CAM-AZ-M") == (98 if gone["draft"] else stock(world, "CAM-AZ-M"))
    assert holds(world) == [] and {state for state, _ in ledger(world).values()} <= {"sent", "withdrawn"}


def test_a_proposed_document_is_proposed_again_and_the_approved_one_stays(world, tmp_path):
    world.config = quick_config(tmp_path / "asks", approve="ask", edits={"approved": "propose"})
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    agree(world, question(world))
    approve(world)
    world.sell("es", wix_order("10001", minute=30, **ONE_LESS))
    hour(world, "r2")
    assert stands(world) == ["receiptnote", "salesreceipt", "salesreceipt+"]
    asked = question(world, "ask2")
    [draft] = [document for document in world.documents() if document["draft"] and document["kind"] == "salesreceipt"]
    HoldedHook("holded_es").delete("receipt", draft["id"])
    agree(world, asked)
    approve(world, "a2")
    assert "DELETED_REMOTELY" in holds(world) and stands(world) == ["receiptnote+", "salesreceipt+"]
    act(world, "10001", "retried")
    before = len(made(world))
    with open_shop("es", "r3", config=world.config, database=world.database) as shop:
        holded_send.send(shop, roles=("replacement",))
    assert stands(world) == ["receiptnote+", "salesreceipt", "salesreceipt+"] and len(made(world)) == before + 1
    assert [document["totals"]["total"] for document in world.documents() if document["draft"]] == ["29.90"]


def test_a_sales_order_that_was_converted_already_is_not_made_again(world, tmp_path):
    world.config = quick_config(tmp_path / "case", **COD)
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    [order] = [document for document in world.documents() if document["kind"] == "salesorder"]
    world.sandbox.state("holded", "es")["documents"].pop(order["id"])
    hold(world.database, "es", wix_order("10001")["id"], "10001", "holded", "DELETED_REMOTELY", field=f"id {order['id']}")
    wrote, before = writes(world), ledger(world)
    act(world, "10001", "retried")
    hour(world, "r2")
    assert writes(world) == wrote and ledger(world) == before
    assert stands(world) == ["salesreceipt+"] and holds(world) == []


def test_a_sales_order_whose_units_cannot_be_sent_any_more_is_made_again(world, tmp_path):
    stages = {"show": "stages", "stages": [{"pipeline_id": STAGES[0]}]}
    world.config = quick_config(tmp_path / "case", **SENT, order_status=stages)
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    HoldedHook("holded_es").delete("order", world.documents()[0]["id"])
    world.sell("es", wix_order("10001", minute=30, fulfillmentStatus="FULFILLED"))
    hour(world, "r2")
    assert holds(world) == ["DELETED_REMOTELY"]
    act(world, "10001", "retried")
    hour(world, "r3")
    assert stands(world) == ["salesorder"] and stock(world, "CAM-AZ-M") == 98 and holds(world) == []
    [order] = world.documents()
    assert order["pipeline_id"] == STAGES[0]
