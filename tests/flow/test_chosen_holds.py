"""Who chooses holds acts on these: what else stands at the same place of the order is not done along with them."""

from __future__ import annotations

import pytest
from order_sync.steps import inbox
from order_sync.steps.shop import open_shop
from order_sync.store.holds import hold
from shop_world import wix_order

ORDER = wix_order("10001")["id"]


def act(world, closed_as="retried", run="person", note="", **chosen):
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return inbox.act(shop, inbox.Chosen(**chosen), inbox.Act(closed_as, "ana", note))


def holds(world):
    return {row["code"]: row for row in world.database.rows("holds/list", store="es", code=None, number=None)}


def refused(world, destination="holded", code="HOLDED_REJECTED", **more):
    """Another hold at the same place; its id."""
    hold(world.database, "es", ORDER, "10001", destination, code, seen="a refusal", **more)
    return max(row["hold_id"] for row in world.database.rows("holds/list", store="es", code=code, number=None))


def entry(world, role):
    rows = world.database.rows("ledger/of_order", store="es", wix_order_id=ORDER)
    return next(row for row in rows if row["role"] == role)


@pytest.fixture
def deleted(world):
    """The draft of an order that a bookkeeper deleted on purpose, held as gone."""
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    id = entry(world, "document")["remote_id"]
    world.sandbox.state("holded", "es")["documents"].pop(id)
    hold(world.database, "es", ORDER, "10001", "holded", "DELETED_REMOTELY", field=f"id {id}")
    return world


@pytest.mark.parametrize("first", ["open", "ignored"])
@pytest.mark.parametrize("by", ["code", "holds", "filter"])
def test_a_retry_of_another_hold_does_not_make_a_deleted_document_again(deleted, first, by):
    if first == "ignored":
        act(deleted, "ignored", note="deleted on purpose", code="DELETED_REMOTELY")
    chosen = refused(deleted)
    before = None
    if by == "filter" and first == "open":
        with deleted.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE export.holds SET since = since - interval '2 days' WHERE code = 'HOLDED_REJECTED'")
            before = connection.exec_driver_sql("SELECT now() - interval '1 day'").scalar()
    elif by == "filter":
        with deleted.database.engine.begin() as connection:
            before = connection.exec_driver_sql("SELECT now() + interval '1 second'").scalar()
    act(deleted, **{"code": {"code": "HOLDED_REJECTED"}, "holds": {"holds": (chosen,)}, "filter": {"before": before}}[by])
    deleted.send("holded", run="after")
    assert deleted.documents() == []
    assert set(holds(deleted)) == ({"DELETED_REMOTELY"} if first == "open" else set()), "the chosen one alone was closed"


def test_the_deletion_itself_or_the_order_as_a_whole_makes_it_again(deleted):
    act(deleted, code="DELETED_REMOTELY")
    deleted.send("holded", run="again")
    assert len(deleted.documents()) == 1


def test_the_order_as_a_whole_makes_it_again_with_everything_else(deleted):
    refused(deleted)
    act(deleted, numbers=("10001",))
    deleted.send("holded", run="again")
    assert len(deleted.documents()) == 1 and holds(deleted) == {}


def test_of_two_shipments_that_are_gone_the_chosen_one_alone_is_made_again(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("myparcel")
    world.track()
    ours = entry(world, "shipment")["remote_id"]
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.tracking")
        connection.exec_driver_sql(
            "INSERT INTO export.tracking (store, shipment_id, wix_order_id, status, missing) VALUES ('es', %s, %s, 1, 2)", (ours, ORDER)
        )
    refused(world, "myparcel", "DELETED_REMOTELY", field=f"id {ours}", source="track")
    other = refused(world, "myparcel", "DELETED_REMOTELY", field="id 999", source="track")
    act(world, holds=(other,))
    assert entry(world, "shipment")["state"] == "sent"
    act(world, run="whole", numbers=("10001",))
    assert entry(world, "shipment")["state"] == "unknown"


def clock(world):
    with world.database.engine.begin() as connection:
        return connection.exec_driver_sql("SELECT clock_timestamp()").scalar()


@pytest.mark.parametrize("by", ["filter", "ticked"])
def test_what_opened_after_the_page_was_shown_is_not_ignored_and_keeps_the_order_in(deleted, by):
    [shown] = [row["hold_id"] for row in holds(deleted).values()]
    seen_at = clock(deleted)
    refused(deleted)
    chosen = {"before": seen_at, **({"holds": (shown,)} if by == "ticked" else {"everything": True})}
    [row] = act(deleted, "ignored", note="booked by hand", **chosen)
    assert (row["verdict"], "HOLDED_REJECTED" in row["because"]) == ("held", True)
    assert set(holds(deleted)) == {"DELETED_REMOTELY", "HOLDED_REJECTED"}
    decisions = {row["destination"]: row["action"] for row in deleted.database.rows("orders/decisions", store="es", wix_order_id=ORDER)}
    assert decisions["holded"] == "send"
    rows = act(deleted, "ignored", note="booked by hand", before=clock(deleted))
    assert {row["verdict"] for row in rows} == {"ignored"} and holds(deleted) == {}, "both were shown now"


def test_accepting_a_finding_closes_no_newer_one(deleted):
    old = refused(deleted, code="DOCUMENT_EDITED", field="total", source="reconcile")
    seen_at = clock(deleted)
    refused(deleted, code="TOTALS_DRIFT", source="reconcile")
    [row] = act(deleted, "ignored", note="agreed", holds=(old,), before=seen_at)
    assert row["verdict"] == "ignored" and set(holds(deleted)) == {"DELETED_REMOTELY", "TOTALS_DRIFT"}


@pytest.mark.parametrize("by", ["code", "numbers"])
@pytest.mark.parametrize(("code", "source", "told"), [("ORDER_NOT_LANDED", "reconcile", "wix_orders"), ("DATA_ERASED", "land", "--lift")])
def test_what_a_retry_cannot_do_is_told_and_stays_open(world, code, source, told, by):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET erased_at = now() WHERE %s", (code == "DATA_ERASED",))
    refused(world, code=code, source=source)
    [row] = act(world, **({"code": code} if by == "code" else {"numbers": ("10001",)}))
    assert row["verdict"] == "held" and told in row["because"] and set(holds(world)) == {code}


def test_erased_data_that_came_back_is_retried(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    refused(world, code="DATA_ERASED", source="land")
    [row] = act(world, code="DATA_ERASED")
    assert row["verdict"] == "released" and holds(world) == {}
