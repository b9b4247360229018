"""Two acts of an order that Holded refused are two holds: a retry of one leaves the other as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from order_sync.errors import Rejected
from order_sync.hooks.holded import HoldedHook
from order_sync.steps import inbox
from order_sync.steps.shop import open_shop
from sandbox.wix.acts import refund
from sandbox.wix.site import Site
from shop_world import HOUR, wix_order


@pytest.fixture
def refused(world, monkeypatch):
    """A receipt whose approval was refused, and the note of its refund for a tax; both causes are gone."""
    account = world.sandbox.state("holded", "es")
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()

    def refusing(*_):
        raise Rejected("status 422, no", where="Holded", cure="Correct it.", status=422)

    with monkeypatch.context() as patched:
        patched.setattr(HoldedHook, "approve", refusing)
        world.send("holded", checked=False)
    refund(Site(world.sandbox.sandbox, "es"), "10001", at=HOUR + timedelta(minutes=30), amount="12.10")
    world.ingest(run="r2")
    for tax in account["taxes"]:
        tax["status"] = not tax["status"]
    world.send("holded", run="r2", checked=False)
    for tax in account["taxes"]:
        tax["status"] = not tax["status"]
    return world


def holds(world):
    rows = world.database.rows("holds/list", store="es", code=None, number=None)
    return {row["field"].split(" ")[-1]: row["hold_id"] for row in rows if row["code"] == "HOLDED_REJECTED"}


def states(world):
    order = wix_order("10001")["id"]
    rows = world.database.rows("ledger/of_order", store="es", wix_order_id=order)
    return {row["role"]: row["state"] for row in rows if not row["part"].startswith("note:")}  # without the approval of the note


def retry(world, run="person", **chosen):
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return inbox.act(shop, inbox.Chosen(**chosen), inbox.Act("retried", "ana"))


@pytest.mark.parametrize(("field", "opened", "left"), [("items.taxes", "note", "approval"), ("approval", "approval", "note")])
def test_a_retry_of_one_refusal_leaves_the_other_refused(refused, field, opened, left):
    assert set(holds(refused)) == {"items.taxes", "approval"}
    assert (states(refused)["note"], states(refused)["approval"]) == ("rejected", "rejected")
    retry(refused, holds=(holds(refused)[field],))
    assert (states(refused)[opened], states(refused)[left]) == ("pending", "rejected")
    assert len(holds(refused)) == 1
    refused.send("holded", run="r3", checked=False)
    assert (states(refused)[opened], states(refused)[left]) == ("sent", "rejected")
    retry(refused, "rest", holds=tuple(holds(refused).values()))
    refused.send("holded", run="r4", checked=False)
    assert states(refused)[left] == "sent" and not refused.held(destination="holded")


def test_a_retry_of_the_order_opens_both(refused):
    retry(refused, numbers=("10001",))
    assert {states(refused)["note"], states(refused)["approval"]} == {"pending"}


def test_what_was_refused_before_its_hold_was_known_is_opened_with_any_hold_of_its_place(refused):
    with refused.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET hold_id = NULL WHERE role = 'approval'")
    retry(refused, holds=(holds(refused)["items.taxes"],))
    assert {states(refused)["note"], states(refused)["approval"]} == {"pending"}
