"""Master data of the remotes, cached: products, tax keys, preferences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from order_sync.store.database import Database, Row


def fresh(database: Database, connection: str, kind: str, hours: float) -> Any | None:
    """The cached payload, or None where it is missing or older than ``hours``."""
    row = database.one("master/read_at", connection=connection, kind=kind)
    return row["payload"] if row and row["age_seconds"] < hours * 3600 else None


def cached(database: Database, connection: str, kind: str) -> Any | None:
    """The cached payload whatever its age, or None."""
    row = database.one("master/read_at", connection=connection, kind=kind)
    return row["payload"] if row else None


def save(database: Database, connection: str, kind: str, payload: Any) -> None:
    """Keep a payload (JSON) as the newest reading."""
    database.run("master/save", connection=connection, kind=kind, payload=json.dumps(payload, default=str))


def save_products(database: Database, connection: str, products: Iterable[Row]) -> int:
    """Replace the products of one connection; how many rows there are now."""
    rows = [(connection, row["product_id"], row["variant_id"], row["sku"], row["name"]) for row in products]
    with database.begin() as tx:
        tx.rows("master/products_lock", connection=connection)
        tx.run("master/products_clear", connection=connection)
        tx.copy("core.products", ("connection", "product_id", "variant_id", "sku", "name"), rows)
        tx.run("products/made", connection=connection)
    save(database, connection, "products", {"rows": len(rows)})
    return len(rows)


def products(database: Database, connection: str) -> pd.DataFrame:
    """product_id, variant_id, sku, name of one connection."""
    return database.frame("master/products", connection=connection)


def missing_catalogue(database: Database, store: str, batch_id: str, stores_app: str) -> list[str]:
    """Wix products of the batch whose lines lack a SKU and that the cache does not know."""
    rows = database.rows("master/catalogue_missing", store=store, batch_id=batch_id, stores_app=stores_app)
    return [row["product_id"] for row in rows]


def save_catalogue(database: Database, store: str, rows: list[Row]) -> None:
    """Keep SKU and weight of Wix variants: rows with product_id, variant_id, sku, unit_weight_g."""
    with database.begin() as tx:
        tx.run_many("master/catalogue_save", [{"store": store, **row} for row in rows])


def fill_lines(database: Database, batch_id: str, stores_app: str) -> int:
    """Fill gaps of the batch's lines from the Wix catalogue; how many lines were filled."""
    return database.run("master/catalogue_fill", batch_id=batch_id, stores_app=stores_app)
