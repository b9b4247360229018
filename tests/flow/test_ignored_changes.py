"""A change that a person has ignored stays closed; one more change of the order's money is told as what it is, and nothing is made of it."""

from __future__ import annotations

import pytest
from shop_world import quick_config, wix_order
from test_booked_orders_flow import DRAFTS, PROPOSED, holds, stands, writes

ONE, THREE = {"lines": (("CAM-AZ-M", 1, 2495),)}, {"lines": (("CAM-AZ-M", 3, 2495),)}
POLICIES = {
    "approved, told to a person": ({}, "ORDER_CHANGED_AFTER_APPROVAL", ["salesreceipt+"]),
    "approved, proposed": (PROPOSED, "ORDER_CHANGED_AFTER_APPROVAL", ["receiptnote", "salesreceipt", "salesreceipt+"]),
    "draft, told to a person": (DRAFTS | {"edits": {"draft": "hold"}}, "ORDER_CHANGED_AFTER_BOOKING", ["salesreceipt"]),
}


def hour(world, run, **changes):
    world.sell("es", wix_order("10001", minute=int(run[1:]) * 5, **changes))
    world.ingest(run=run)
    world.send("holded", run=run)


def open_holds(world):
    rows = world.database.rows("holds/list", store="es", code=None, number=None)
    return [row for row in rows if row["destination"] == "holded"]


@pytest.fixture(params=POLICIES.values(), ids=POLICIES)
def ignored(request, world, cli, tmp_path):
    """An order that was booked and changed, and whose hold a person has ignored."""
    settings, code, stood = request.param
    world.config = quick_config(tmp_path / "case", **settings)
    world.stock()
    hour(world, "r1")
    hour(world, "r2", **ONE)
    assert holds(world) == [code] and stands(world) == stood
    cli("holds", "ignore", "es", "10001", "--destination", "holded", "--note", "corrected by hand")
    assert holds(world) == []
    return code, stood, writes(world)


def test_the_same_change_stays_closed(world, ignored):
    _, _, wrote = ignored
    hour(world, "r3", **ONE, buyerNote="ring twice")
    hour(world, "r4", **ONE, fulfillmentStatus="FULFILLED")
    assert holds(world) == [] and writes(world) == wrote


def test_one_more_change_is_told_with_its_difference_and_nothing_is_made_of_it(world, ignored):
    code, stood, wrote = ignored
    hour(world, "r3", **THREE)
    [row] = open_holds(world)
    assert row["code"] == code
    assert row["seen"].startswith("total 54.85 is now 79.80 EUR; Product CAM-AZ-M: 2 units are now 3")
    assert "proposed" not in row["seen"]
    hour(world, "r4", **THREE, buyerNote="ring twice")
    assert [row["hold_id"] for row in open_holds(world)] == [row["hold_id"]]
    assert stands(world) == stood and writes(world) == wrote


def test_it_is_ignored_by_itself_and_the_first_stays_closed_too(world, cli, ignored):
    hour(world, "r3", **THREE)
    cli("holds", "ignore", "es", "10001", "--destination", "holded", "--note", "corrected once more")
    for run, lines in (("r4", THREE), ("r5", ONE), ("r6", THREE)):
        hour(world, run, **lines)
        assert holds(world) == [], run


def test_a_change_that_is_taken_back_ends_its_hold(world, ignored):
    hour(world, "r3", **THREE)
    hour(world, "r4")
    assert holds(world) == []


def test_what_is_retried_is_decided_by_the_rules_again(world, cli, ignored):
    code, stood, _ = ignored
    hour(world, "r3", **THREE)
    cli("holds", "retry", "es", "10001")
    hour(world, "r4", **THREE)
    hour(world, "r5", **THREE)
    [row] = open_holds(world)
    assert row["code"] == code and "total 54.85 is now 79.80 EUR" in row["seen"]
    assert stands(world) == stood
    assert ("proposed as drafts" in row["seen"]) == (len(stood) == 3)
