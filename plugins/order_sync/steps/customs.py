"""Which SKUs are not ready for customs, by the orders that they hold up."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from order_sync.mapping.customs import declared, facts_of, of_product
from order_sync.mapping.shipments import products_of
from order_sync.settings import Config, StoreSettings
from order_sync.store.database import Database, Row

COLUMNS = ("store", "sku", "name", "lacks", "countries", "orders", "newest_order", "last_ordered")


def readiness(database: Database, config: Config, store: str | None = None, *, days: int = 365, everywhere: bool = False) -> list[Row]:
    """Rows of COLUMNS, most orders first: SKUs that lack something for a declaration to where they were ordered from.

    ``orders``: how many of the last ``days`` went outside the customs union with it. ``everywhere``: also SKUs that only went inside it so
    far, with what every country wants.
    """
    stores = [config.store(store)] if store else [config.stores[key] for key in sorted(config.stores)]
    rows = [row for settings in stores if settings.myparcel for row in _of_store(database, config, settings, days, everywhere)]
    return sorted(rows, key=lambda row: (-row["orders"], row["store"], row["sku"], row["name"]))


def _of_store(database: Database, config: Config, settings: StoreSettings, days: int, everywhere: bool) -> list[Row]:
    products, carrier = products_of(config.products, settings.store), settings.myparcel.carrier
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in database.rows("reports/customs", store=settings.store, days=days):
        abroad = row["waiting"] or declared(row["country"], "")  # of territories the postal code tells, which only a held order shows here
        if not abroad and not everywhere:
            continue
        country = row["country"] if abroad else ""
        product = facts_of(products.get(row["sku"].upper()), settings.myparcel.customs, country, carrier, row)
        lacking = {lack.says for lack in of_product(product, row["sku"], country, carrier)}
        if not row["sku"]:
            lacking.add("no SKU, so products.csv cannot name it")
        if lacking:
            key = (row["sku"], "" if row["sku"] else row["name"])
            _add(found.setdefault(key, _new(settings.store, row)), row, lacking, abroad)
    return [_told(row, settings.zone) for row in found.values()]


def _new(store: str, row: Row) -> dict[str, Any]:
    plain = {name: row[name] for name in ("sku", "name", "newest_order", "last_ordered")}
    return plain | {"store": store, "lacks": set(), "countries": set(), "orders": set()}


def _add(into: dict[str, Any], row: Row, lacking: set[str], abroad: bool) -> None:
    into["lacks"] |= lacking
    if abroad:
        into["countries"].add(row["country"])
        into["orders"] |= set(row["orders"])
    if row["last_ordered"] > into["last_ordered"]:
        into.update(last_ordered=row["last_ordered"], newest_order=row["newest_order"])


def _told(row: dict[str, Any], zone: ZoneInfo) -> Row:
    sets = {"lacks": sorted(row["lacks"]), "countries": sorted(row["countries"]), "orders": len(row["orders"])}
    told = row | sets | {"last_ordered": row["last_ordered"].astimezone(zone).date()}
    return {name: told[name] for name in COLUMNS}
