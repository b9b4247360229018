"""What becomes of booked orders that are cancelled, refunded whole, or edited: each row of the tables in docs/booking.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from moments import company_order
from shop_world import quick_config, wix_order

ONE_LESS = {"lines": (("CAM-AZ-M", 1, 2495),)}
CANCEL = {"status": "CANCELED"}
UNPAID = {"paymentStatus": "NOT_PAID"}
DRAFTS = {"approve": "never", "payments": {"register_payment": False}}
APPROVED = {"payments": {"register_payment": False}}
NOTED = APPROVED | {"cancellations": {"approved_unpaid": "credit_note"}}
CANCELS = APPROVED | {"cancellations": {"approved_unpaid": "cancel"}}
PROPOSED = {"edits": {"approved": "propose"}}


@dataclass
class Case:
    """An order as it is booked, what happens to it, and what stands afterwards: kinds of documents in Holded, + for approved ones."""

    then: dict[str, Any]
    stands: list[str]
    holds: list[str]
    settings: dict[str, Any] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    make: Any = wix_order
    booked: bool = True


def play(world, tmp_path, case):
    """Book the order, change it, run; what stands then. One more run must write nothing."""
    world.config = quick_config(tmp_path / "case", **case.settings)
    world.stock()
    if case.booked:
        world.sell("es", case.make("10001", **case.first))
        world.ingest()
        world.send("holded")
        assert len(world.documents()) == 1
    world.sell("es", case.make("10001", minute=30, **{**case.first, **case.then}))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    before, wrote = stands(world), writes(world)
    world.ingest(run="r3")
    world.send("holded", run="r3")
    assert writes(world) == wrote, "written again"
    return before


def writes(world):
    return [call for call in world.sandbox.calls if call["service"] == "holded" and call["method"] != "GET"]


def stands(world):
    return sorted(document["kind"] + ("" if document["draft"] else "+") for document in world.documents())


def holds(world):
    rows = world.database.rows("holds/list", store="es", code=None, number=None)
    return sorted({row["code"] for row in rows if row["destination"] == "holded"})


def stock(world, sku):
    """Units of a product over all warehouses."""
    [product] = [row for row in world.sandbox.state("holded", "es")["products"].values() if row["sku"] == sku]
    return sum(Decimal(units) for place in product["stock"].values() for units in place.values())


CANCELLED = {
    "unpaid, not booked: nothing": Case({**CANCEL, **UNPAID}, [], [], first=UNPAID, booked=False),
    "paid, not booked: a person": Case(CANCEL, [], ["CANCELED_BUT_PAID"], booked=False),
    "unpaid, draft: it goes": Case({**CANCEL, **UNPAID}, [], [], DRAFTS),
    "paid, draft: it goes, the money is watched": Case(CANCEL, [], ["CANCELED_BUT_PAID"], DRAFTS),
    "unpaid, approved: a person": Case({**CANCEL, **UNPAID}, ["salesreceipt+"], ["CANCELED_AFTER_APPROVAL"], APPROVED),
    "unpaid, approved: a note": Case({**CANCEL, **UNPAID}, ["receiptnote+", "salesreceipt+"], [], NOTED),
    "unpaid, approved invoice: a note": Case({**CANCEL, **UNPAID}, ["creditnote+", "invoice+"], [], NOTED, make=company_order),
    "unpaid, approved invoice: cancelled": Case({**CANCEL, **UNPAID}, ["invoice+"], [], CANCELS, make=company_order),
    "unpaid, approved receipt, which knows no cancel: a person": Case(
        {**CANCEL, **UNPAID}, ["salesreceipt+"], ["CANCELED_AFTER_APPROVAL"], CANCELS
    ),
    "paid, approved: a person until the refund": Case(CANCEL, ["salesreceipt+"], ["CANCELED_BUT_PAID"]),
}


@pytest.mark.parametrize("case", CANCELLED.values(), ids=CANCELLED)
def test_cancelled(world, tmp_path, case):
    assert play(world, tmp_path, case) == case.stands
    assert holds(world) == case.holds


def test_a_cancelled_invoice_keeps_its_number_and_is_cancelled_in_holded(world, tmp_path):
    play(world, tmp_path, CANCELLED["unpaid, approved invoice: cancelled"])
    [document] = world.documents()
    assert document["cancelled"] and document["number"]


def test_the_money_of_a_cancelled_draft_is_watched_until_it_is_back(world, tmp_path):
    play(world, tmp_path, CANCELLED["paid, draft: it goes, the money is watched"])
    world.sell("es", wix_order("10001", minute=40, status="CANCELED", paymentStatus="FULLY_REFUNDED"))
    world.ingest(run="r4")
    assert holds(world) == []


def test_a_draft_whose_money_went_back_goes(world, tmp_path):
    world.config = quick_config(tmp_path / "case", **DRAFTS)
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    assert stock(world, "CAM-AZ-M") == 98
    money = {"paid": {"amount": "54.85"}, "refunded": {"amount": "54.85"}, "balance": {"amount": "0"}}
    world.sell("es", wix_order("10001", minute=30, paymentStatus="FULLY_REFUNDED", balanceSummary=money))
    world.ingest(run="r2")
    assert world.send("holded", run="r2")["removed"] == 1
    assert world.documents() == [] and holds(world) == []
    assert stock(world, "CAM-AZ-M") == 100


EDITED = {
    "draft: made anew": Case(ONE_LESS, ["salesreceipt"], [], DRAFTS),
    "draft: a person": Case(ONE_LESS, ["salesreceipt"], ["ORDER_CHANGED_AFTER_BOOKING"], DRAFTS | {"edits": {"draft": "hold"}}),
    "approved: a person": Case(ONE_LESS, ["salesreceipt+"], ["ORDER_CHANGED_AFTER_APPROVAL"]),
    "approved: proposed": Case(ONE_LESS, ["receiptnote", "salesreceipt", "salesreceipt+"], ["ORDER_CHANGED_AFTER_APPROVAL"], PROPOSED),
    "approved invoice: proposed": Case(
        ONE_LESS, ["creditnote", "invoice", "invoice+"], ["ORDER_CHANGED_AFTER_APPROVAL"], PROPOSED, make=company_order
    ),
    "a note of the buyer: nothing": Case({"buyerNote": "ring twice"}, ["salesreceipt+"], []),
}


@pytest.mark.parametrize("case", EDITED.values(), ids=EDITED)
def test_edited(world, tmp_path, case):
    assert play(world, tmp_path, case) == case.stands
    assert holds(world) == case.holds


def test_a_replaced_draft_has_the_new_lines_and_takes_the_stock_once(world, tmp_path):
    play(world, tmp_path, EDITED["draft: made anew"])
    [document] = world.documents()
    assert document["totals"]["total"] == "29.90"
    assert stock(world, "CAM-AZ-M") == 99


@pytest.mark.parametrize("name", ["draft: a person", "approved: a person", "approved: proposed"])
def test_the_hold_names_the_difference(world, tmp_path, name):
    play(world, tmp_path, EDITED[name])
    [row] = world.database.rows("holds/list", store="es", code=None, number=None)
    assert "total 54.85 is now 29.90 EUR" in row["seen"]
    assert "Product CAM-AZ-M: 2 units are now 1, 49.90 is now 24.95" in row["seen"]
    assert not [text for text in ("Lucía", "example.com", "Calle") if text in row["seen"]]


def test_a_proposal_nets_to_the_new_order(world, tmp_path):
    play(world, tmp_path, EDITED["approved: proposed"])
    totals = {(document["kind"], document["draft"]): document["totals"]["total"] for document in world.documents()}
    assert totals == {("salesreceipt", False): "54.85", ("receiptnote", True): "54.85", ("salesreceipt", True): "29.90"}


def test_a_proposal_follows_the_order_when_it_changes_again(world, tmp_path):
    play(world, tmp_path, EDITED["approved: proposed"])
    world.sell("es", wix_order("10001", minute=50, lines=(("CAM-AZ-M", 3, 2495),)))
    world.ingest(run="r4")
    world.send("holded", run="r4")
    totals = sorted((document["kind"], document["draft"], document["totals"]["total"]) for document in world.documents())
    assert totals == [("receiptnote", True, "54.85"), ("salesreceipt", False, "54.85"), ("salesreceipt", True, "79.80")]


def test_an_edit_that_is_taken_back_ends_the_hold(world, tmp_path):
    play(world, tmp_path, EDITED["approved: a person"])
    world.sell("es", wix_order("10001", minute=50))
    world.ingest(run="r4")
    assert holds(world) == []
