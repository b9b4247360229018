"""One bad shipment in a batch, in each form in which MyParcel may say so: it is held, the others ship, and nothing ships twice."""

from __future__ import annotations

import functools

import pytest
from fault_world import STORE, run, settled
from order_sync.errors import Rejected
from order_sync.steps.reporting import coverage
from sandbox.myparcel import errors

SHAPES = ("keyed", "map", "flat", "older", "problem")


def _spoil(world, number, **recipient):
    """What our own rules let pass and MyParcel refuses, whatever it may be."""
    with world.database.engine.begin() as connection:
        for name, value in recipient.items():
            connection.exec_driver_sql(
                "UPDATE export.ledger SET body = jsonb_set(body, ARRAY['recipient', %s], to_jsonb(%s::text)) "
                "WHERE destination = 'myparcel' AND order_number = %s",
                (name, value, number),
            )


@pytest.fixture
def shape(shop, request, monkeypatch):
    """Makes the fake say it in one form."""
    if request.param == "problem":
        monkeypatch.setattr(errors, "render", functools.partial(_as_problem, errors.render))
    else:
        shop.sandbox.settings["myparcel.error_shape"] = request.param
    return request.param


def _as_problem(render, refused, request_id, **options):
    return render(refused, request_id, **{**options, "problem": True})


@pytest.mark.parametrize("kept", ["nothing", "good_ones"])
@pytest.mark.parametrize("shape", SHAPES, indirect=True)
def test_one_bad_shipment_is_held_and_the_others_ship(shop, shape, kept):
    shop.sandbox.settings["myparcel.bad_batch"] = kept
    _spoil(shop, "10002", postal_code="")
    for name in ("r1", "r2"):
        assert run(shop, name) == {}
    shipped = [shipment["reference_identifier"].split("-")[0] for shipment in shop.shipments(STORE)]
    assert sorted(shipped) == ["es:10001", "es:10003"]
    assert shop.held(STORE) == {"10002": "MYPARCEL_REJECTED"}
    row = coverage(shop.database)[STORE]
    assert (row["to_ship"], row["shipped"], row["ship_held"]) == (3, 2, 1)
    hold = shop.database.rows("holds/list", store=STORE, code=None, number="10002")[0]
    assert "3505" in hold["seen"] or "postal_code" in f"{hold['field']} {hold['seen']}"


def test_an_account_that_may_not_ship_ends_the_run_and_loses_nothing(shop):
    shop.sandbox.settings["myparcel.daily_limit"] = 0
    errors_met = run(shop)
    assert list(errors_met) == ["myparcel"] and type(errors_met["myparcel"]) is Rejected
    assert "account" in errors_met["myparcel"].cure
    assert shop.shipments(STORE) == [] and shop.held(STORE) == {}
    shop.sandbox.settings.clear()
    for name in ("r2", "r3"):
        assert run(shop, name) == {}
    settled(shop)
