"""A shop whose orders are a few days old, and the daily comparison run in this process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import shop_world
from order_sync.steps import reconcile_documents, reconcile_orders, reconcile_parcels, reconcile_report, reconcile_totals
from order_sync.steps.canary import watching
from order_sync.steps.shop import open_shop

STEPS = {"documents": reconcile_documents, "parcels": reconcile_parcels, "orders": reconcile_orders, "totals": reconcile_totals}


def lately(monkeypatch, days=3):
    """Move the shop's hour to some days ago: the comparison looks at the last days by the wall clock."""
    hour = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=days)
    monkeypatch.setattr(shop_world, "HOUR", hour)
    return hour


def days_ago(world, days, numbers=()):
    """Let the ledger say that all was sent some days ago; the named orders' documents are also dated so, in Holded too."""
    day = (datetime.now(UTC) - timedelta(days=days)).date()
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET sent_at = now() - make_interval(days => %s) WHERE state = 'sent'", (days,))
        for number in numbers:
            connection.exec_driver_sql(
                "UPDATE export.ledger SET doc_date = %s WHERE order_number = %s AND destination = 'holded'", (day, number)
            )
            document(world, number)["date"] = day.isoformat()


def with_reconcile(world, store="es", **settings):
    """Change the block reconcile of a store."""
    from order_sync.settings import Config

    kept = world.config.store(store)
    changed = kept.model_copy(update={"reconcile": kept.reconcile.model_copy(update=settings)})
    world.config = Config(**{**vars(world.config), "stores": {**world.config.stores, store: changed}})


def run(world, *names, store="es", key="rec", **options):
    """Run steps of the comparison (all where none is named); their counts by name."""
    told = {}
    with open_shop(store, key, config=world.config, database=world.database) as shop, watching(shop):
        for name in names or ("orders", "documents", "parcels", "totals"):
            told[name] = STEPS[name].compare(shop, **options)
    return told


def document(world, number, kind=""):
    """The Holded document of an order, by its number in the description."""
    found = [row for row in world.documents() if number in (row["description"] or "") and kind in ("", row["kind"])]
    assert len(found) == 1, f"{len(found)} documents of order {number}"
    return found[0]


def findings(world, store="es", *, state="open"):
    """(number, what, field without ids, code) of the findings."""
    rows = [row for row in reconcile_report.rows(world.database, store) if row["state"] == state]
    return sorted((row["order_number"], row["what"], row["field"].split(" ")[-1], row["code"]) for row in rows)


def held(world, store="es"):
    """(order number, code) of the open holds."""
    return sorted((row["order_number"], row["code"]) for row in world.database.rows("holds/list", store=store, code=None, number=None))


def calls(world, service="holded"):
    """How many calls a service has had."""
    return len(world.sandbox.called(service))
