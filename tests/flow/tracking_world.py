"""Shipped orders and what MyParcel answers about their parcels, for tests of tracking."""

from __future__ import annotations

from order_sync.steps import track
from order_sync.steps.shop import open_shop
from shop_world import wix_order


def shipped(world, number="10001", lines=(("CAM-AZ-M", 2, 2495), ("TAZA-01", 1, 1099)), parts=1):
    """One order in the Wix sandbox and in the orders database, with ledger rows of shipments as they are after sending; the order."""
    order = wix_order(number, lines=lines)
    world.stock()
    world.sell("es", order)
    world.ingest()
    world.send("myparcel", checked=False)
    return order


def told(world):
    """Number to {line place: quantity} of every fulfilment in Wix."""
    return {
        found["trackingInfo"]["trackingNumber"]: {int(line["id"][-12:]): line["quantity"] for line in found["lineItems"]}
        for found in world.fulfillments()
    }


def answer(world, status=2, barcode="3SEXMP000000099", **changes):
    """The order's shipment as an answer of MyParcel."""
    shown = {key: value for key, value in world.shipments()[0].items() if not key.startswith("_")}
    return shown | {"status": status, "barcode": barcode} | changes


def save(world, *shipments, store="es"):
    """Store what MyParcel answered."""
    with open_shop(store, "r1", config=world.config, database=world.database) as shop:
        return track.saved(shop, shipments)


def tell(world):
    """Tell Wix what is due."""
    with open_shop("es", "r1", config=world.config, database=world.database) as shop:
        return track.tell_wix(shop).summary()


def parcels(world):
    """The stored parcels."""
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM export.tracking ORDER BY shipment_id").mappings()
        return {row["shipment_id"]: dict(row) for row in rows}


def change(world, sql, **params):
    """Change the database behind the product's back."""
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(sql, params)
