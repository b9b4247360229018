"""Drafts that lose their ground go together: proposals whose edit was taken back, notes of a draft that is deleted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from moments import company_order
from order_sync.hooks.holded import HoldedHook
from sandbox.wix.acts import refund
from sandbox.wix.site import Site
from shop_world import HOUR, quick_config, wix_order
from test_booked_orders_flow import DRAFTS, ONE_LESS, PROPOSED, holds, stands, stock, writes

ITEM = "00000000-0000-0000-0000-000000000001"
KINDS = {"receipt": (wix_order, "salesreceipt", "receiptnote"), "invoice": (company_order, "invoice", "creditnote")}


def hour(world, run, order=None):
    if order is not None:
        world.sell("es", order)
    world.ingest(run=run)
    world.send("holded", run=run)


# --- proposals ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=KINDS)
def proposed(request, world, tmp_path):
    """An approved document with the proposal of its edit beside it: (make, kind, kind of its notes)."""
    make, kind, note = KINDS[request.param]
    world.config = quick_config(tmp_path / "case", **PROPOSED)
    world.stock()
    hour(world, "r1", make("10001"))
    hour(world, "r2", make("10001", minute=20, **ONE_LESS))
    assert stands(world) == sorted([f"{kind}+", kind, note]) and holds(world) == ["ORDER_CHANGED_AFTER_APPROVAL"]
    return make, kind, note


def test_a_proposal_goes_with_its_note_when_the_edit_is_taken_back(world, proposed):
    make, kind, _ = proposed
    hour(world, "r3", make("10001", minute=30))
    assert stands(world) == [f"{kind}+"] and holds(world) == []
    assert stock(world, "CAM-AZ-M") == 98
    wrote = writes(world)
    hour(world, "r4")
    assert writes(world) == wrote


def test_a_proposal_comes_again_with_its_edit(world, proposed):
    make, kind, note = proposed
    hour(world, "r3", make("10001", minute=30))
    hour(world, "r4", make("10001", minute=40, **ONE_LESS))
    assert stands(world) == sorted([f"{kind}+", kind, note]) and holds(world) == ["ORDER_CHANGED_AFTER_APPROVAL"]
    totals = {(document["kind"], document["draft"]): document["totals"]["total"] for document in world.documents()}
    assert totals == {(kind, False): "54.85", (note, True): "54.85", (kind, True): "29.90"}


def test_what_a_person_approved_of_a_proposal_stays_when_the_edit_is_taken_back(world, proposed):
    make, kind, note = proposed
    names = {"salesreceipt": "receipt", "receiptnote": "receipt_note", "invoice": "invoice", "creditnote": "credit_note"}
    for document in [document for document in world.documents() if document["draft"]]:
        HoldedHook("holded_es").approve(names[document["kind"]], document["id"])
    for run, minute in (("r3", 30), ("r4", 40)):
        hour(world, run, make("10001", minute=minute))
    approved = [document for document in world.documents() if not document["draft"]]
    assert sorted(document["kind"] for document in approved) == sorted([kind, kind, note])
    assert "ORDER_CHANGED_AFTER_APPROVAL" in holds(world)  # the books say 29.90 now, Wix 54.85


# --- notes of drafts ------------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=KINDS)
def noted(request, world, tmp_path):
    """A draft with the draft note of a refund of one of two shirts beside it."""
    make, kind, note = KINDS[request.param]
    world.config = quick_config(tmp_path / "case", **DRAFTS)
    world.stock()
    hour(world, "r1", make("10001"))
    site = Site(world.sandbox.sandbox, "es")
    refund(site, "10001", lines={ITEM: 1}, at=HOUR + timedelta(minutes=20))
    hour(world, "r2")
    assert stands(world) == sorted([kind, note])
    return site, kind, note


def change(site, minute, **fields):
    """Wix changes the order, as it is now."""
    site.change(wix_order("10001")["id"], updatedDate=f"2026-11-16T09:{minute}:00.000Z", **fields)


GONE = {
    "cancelled, money owed": ({"status": "CANCELED"}, ["CANCELED_BUT_PAID"]),
    "cancelled, never paid": ({"status": "CANCELED", "paymentStatus": "NOT_PAID"}, []),
}


@pytest.mark.parametrize(("fields", "held"), GONE.values(), ids=GONE)
def test_the_note_of_a_draft_goes_with_it(world, noted, fields, held):
    site, _, _ = noted
    change(site, 40, **fields)
    hour(world, "r3")
    assert stands(world) == [] and holds(world) == held
    wrote = writes(world)
    hour(world, "r4")
    assert writes(world) == wrote


def test_the_note_of_a_draft_goes_with_it_when_the_rest_is_paid_back(world, noted):
    site, _, _ = noted
    refund(site, "10001", amount="29.90", at=HOUR + timedelta(minutes=30))
    hour(world, "r3")
    hour(world, "r4")
    assert stands(world) == [] and holds(world) == []
    assert stock(world, "CAM-AZ-M") == 100


def test_the_note_of_a_draft_is_made_anew_with_it(world, noted):
    site, kind, note = noted
    edited = wix_order("10001", lines=(("CAM-AZ-M", 3, 2495),))
    change(site, 40, lineItems=edited["lineItems"], priceSummary=edited["priceSummary"])
    hour(world, "r3")
    assert stands(world) == sorted([kind, note])
    deleted = [call for call in world.sandbox.calls if (call["service"], call["method"]) == ("holded", "DELETE")]
    assert len(deleted) == 2, "a note that is left names a document that is gone"
    totals = {document["kind"]: abs(Decimal(document["totals"]["total"])) for document in world.documents()}
    assert totals == {kind: Decimal("79.80"), note: Decimal("24.95")}
    wrote = writes(world)
    hour(world, "r4")
    assert writes(world) == wrote and holds(world) == []
