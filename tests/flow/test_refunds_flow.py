"""Refunds in Wix become notes in Holded: one each, of the right kind, never more than the document."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sandbox.wix.acts import refund, settle
from sandbox.wix.site import Site
from shop_world import HOUR, wix_order

AT = HOUR + timedelta(minutes=30)
ITEM = "00000000-0000-0000-0000-000000000001"


def booked(world, **changes):
    """Order 10001 (two shirts at 24.95, delivery 4.95), booked and approved."""
    world.stock()
    world.sell("es", wix_order("10001", **changes))
    world.ingest()
    world.send("holded")
    return Site(world.sandbox.sandbox, "es")


def hour(world, run: str) -> None:
    world.ingest(run=run)
    world.send("holded", run=run)


def notes(world, kind: str = "receiptnote") -> list[dict]:
    return [document for document in world.documents() if document["kind"] == kind]


def total(document: dict) -> Decimal:
    return abs(Decimal(document["totals"]["total"]))


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, "54.85"),
        ({"lines": {ITEM: 1}}, "24.95"),
        ({"shipping": True}, "4.95"),
        ({"amount": "12.10"}, "12.10"),
    ],
    ids=["full", "one of two units", "delivery", "an amount"],
)
def test_a_refund_of_an_approved_receipt_is_one_approved_note(world, asked, wanted):
    site = booked(world)
    refund(site, "10001", at=AT, **asked)
    for run in ("r2", "r3"):
        hour(world, run)
    [note] = notes(world)
    assert total(note) == Decimal(wanted) and not note["draft"] and note["number"]
    assert not world.held(destination="holded")


def test_several_refunds_of_an_order_come_to_the_document(world):
    site = booked(world)
    for place, (run, asked) in enumerate((("r2", {"lines": {ITEM: 1}}), ("r3", {"amount": "4.95"}), ("r4", {"amount": "24.95"}))):
        refund(site, "10001", at=AT + timedelta(minutes=place), **asked)
        hour(world, run)
    assert [total(note) for note in notes(world)] == [Decimal("24.95"), Decimal("4.95"), Decimal("24.95")]
    [receipt] = [document for document in world.documents() if document["kind"] == "salesreceipt"]
    assert total(receipt) == sum(map(total, notes(world)))


def test_a_refund_under_way_waits_until_it_succeeds(world):
    site = booked(world)
    id = refund(site, "10001", amount="12.10", state="PENDING", at=AT)
    hour(world, "r2")
    assert not notes(world)
    settle(site, "10001", id, at=AT + timedelta(minutes=5))
    hour(world, "r3")
    assert [total(note) for note in notes(world)] == [Decimal("12.10")]


def test_an_order_refunded_in_part_before_it_was_booked_is_booked_with_its_note(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    site = Site(world.sandbox.sandbox, "es")
    refund(site, "10001", amount="12.10", at=AT)
    hour(world, "r1")
    assert sorted(document["kind"] for document in world.documents()) == ["receiptnote", "salesreceipt"]
    assert not any(document["draft"] for document in world.documents())
