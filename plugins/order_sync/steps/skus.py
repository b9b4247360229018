"""SKUs that a merchant should look at: blank, unknown to Holded, or shared by several products there, by the orders that they concern."""

from __future__ import annotations

from typing import Any

import pandas as pd

from order_sync.mapping.sku import join, normalised
from order_sync.settings import Config, StoreSettings
from order_sync.store import master
from order_sync.store.database import Database, Row
from order_sync.store.products import NewProducts

COLUMNS = ("store", "problem", "sku", "name", "orders", "newest_order", "last_ordered", "products", "note")
_PROBLEMS = {"blank": "blank", "none": "unknown", "duplicate": "duplicate"}


def sku_report(database: Database, config: Config, store: str | None = None, *, days: int = 365) -> list[Row]:
    """Rows of COLUMNS for one store or all, most orders first; ``products`` are the ids that share the SKU.

    Orders of the last ``days`` count, against the products as they were read last. An alias counts as the SKU that it names.
    """
    stores = [config.store(store)] if store else [config.stores[key] for key in sorted(config.stores)]
    rows = [row for settings in stores if settings.holded for row in _of_store(database, config, settings, days)]
    return sorted(rows, key=lambda row: (-row["orders"], row["store"], row["problem"], row["sku"], row["name"]))


def _of_store(database: Database, config: Config, settings: StoreSettings, days: int) -> list[Row]:
    sold = database.frame("reports/skus", store=settings.store, days=days)
    products = master.products(database, settings.holded.connection)
    sold["match"] = join(sold, products, config.sku_aliases, settings.store)["sku_match"]
    sold["key"] = normalised(sold["sku"])
    found = sold.loc[sold["match"].isin(list(_PROBLEMS))]
    intents = NewProducts(database, settings.holded.connection).known([key for key in found["key"] if key], 0)
    shared = _shared(products)
    return [
        {name: row[name] for name in ("sku", "name", "newest_order")}
        | {
            "store": settings.store,
            "problem": _PROBLEMS[row["match"]],
            "orders": int(row["orders"]),
            "last_ordered": row["last_ordered"].astimezone(settings.zone).date(),
            "products": shared.get(row["key"], []) if row["match"] == "duplicate" else [],
            "note": _note(intents.get(row["key"])),
        }
        for row in found.to_dict("records")
    ]


def _shared(products: pd.DataFrame) -> dict[str, list[str]]:
    keyed = products.assign(key=normalised(products["sku"]))
    return {key: list(dict.fromkeys(ids)) for key, ids in keyed.groupby("key")["product_id"]}


def _note(intent: dict[str, Any] | None) -> str:
    if intent is None:
        return ""
    told = {"sent": "we made the product, and it is not in the account any more", "refused": f"Holded refused it: {intent['last_error']}"}
    return told.get(intent["state"], "the answer to its creation was lost; it is looked for")
