"""The tasks of reconcile__<store>: counts for XCom, a dry run that tells and keeps nothing, named orders, calls that are recorded."""

from __future__ import annotations

import pytest
from order_sync.steps import reconcile_tasks
from reconcile_world import days_ago, document, findings, held, lately
from sandbox.holded import people
from shop_world import wix_order


@pytest.fixture
def shop(world, cli, monkeypatch):
    """``cli`` leads open_shop to the world's database and configuration."""
    lately(monkeypatch)
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=7))
    world.ingest()
    world.send("holded")
    days_ago(world, 3)
    return world


def context(**params):
    return {"run_id": "scheduled__1", "params": {"order_numbers": None, "dry_run": False, **params}}


def test_a_run(shop, capsys):
    people.delete(shop.sandbox.sandbox, "es", document(shop, "10002")["id"])
    told = reconcile_tasks.documents("es", context(dry_run=True))
    assert "findings" not in told and "10002: deleted" in capsys.readouterr().out
    assert findings(shop) == []
    assert reconcile_tasks.orders("es", context())["orders"] == 2
    told = reconcile_tasks.documents("es", context())
    assert told["deleted"] == told["held"] == 1 and told["calls"] == 2
    assert reconcile_tasks.parcels("es", context())["parcels"] == 0
    assert reconcile_tasks.compare_totals("es", context())["orders"] == 2
    assert held(shop) == [("10002", "DELETED_REMOTELY")]
    assert all(type(count) is int for count in told.values())
    counted = shop.database.rows("calls/by_endpoint", store="es")
    assert any(row["endpoint"] == "GET /sales-receipts" for row in counted)


def test_named_orders_leave_wix_and_the_totals_alone(shop):
    named = context(order_numbers=["10001"])
    assert reconcile_tasks.orders("es", named) == {} == reconcile_tasks.compare_totals("es", named)
    assert reconcile_tasks.documents("es", named)["documents"] == 1
