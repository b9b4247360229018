"""Wix orders in: land, build, check, publish. One batch per run; a bad order is held, a bad batch stops."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pandas as pd

from order_sync.errors import AccessDenied, BatchCheckFailed, OrderSyncError, QuotaSpent, RetryLater
from order_sync.steps.building import build
from order_sync.steps.check_results import keep
from order_sync.steps.fulfilled import orders_with_new_parcels
from order_sync.steps.healing import fingerprint
from order_sync.steps.products import create_missing, waiting_orders
from order_sync.steps.quota import stop_if_spent
from order_sync.steps.shop import Shop
from order_sync.steps.sites import own_site
from order_sync.steps.transactions import changed_transactions, land_transactions
from order_sync.steps.window import Window
from order_sync.store import holds, master, publishing

log = logging.getLogger(__name__)
SLICE = 2000  # orders built at a time, so that memory stays bounded whatever the batch
WIX_STORES_APP = "215238eb-22a5-4c36-9e7b-e7c08025e04e"


def refresh_master(shop: Shop, *, force: bool = False, only: str | None = None) -> dict[str, int]:
    """Read products, tax keys and package preferences again where the cached ones are too old; how many rows each has.

    ``only``: the lists of this remote alone (holded, myparcel).
    """
    found: dict[str, int] = {}
    for name, read in (("holded", _refresh_holded), ("myparcel", _refresh_preferences)):
        if getattr(shop.settings, name) is None or only not in (None, name):
            continue
        connection = getattr(shop.settings, name).connection
        try:
            found |= read(shop, force)
        except (RetryLater, QuotaSpent, AccessDenied) as error:
            # A day-old list is better than no orders; without any list there is nothing to go on.
            if master.cached(shop.database, connection, "taxes" if name == "holded" else "preferences") is None:
                raise
            log.warning("%s cannot be read now, the cached list is used: %s", connection, error)
    return found


def _refresh_holded(shop: Shop, force: bool) -> dict[str, int]:
    settings = shop.settings.holded
    hours = 0 if force else settings.catalogue_hours
    found: dict[str, int] = {}
    if any(master.fresh(shop.database, settings.connection, kind, hours) is None for kind in ("products", "taxes")):
        stop_if_spent(shop)
    if master.fresh(shop.database, settings.connection, "products", hours) is None:
        found["products"] = master.save_products(shop.database, settings.connection, shop.holded().products())
    if master.fresh(shop.database, settings.connection, "taxes", hours) is None:
        taxes = shop.holded().taxes()
        master.save(shop.database, settings.connection, "taxes", taxes)
        found["taxes"] = len(taxes)
    return found


def _refresh_preferences(shop: Shop, force: bool) -> dict[str, int]:
    settings = shop.settings.myparcel
    if settings.defaults != "account" or (not force and master.fresh(shop.database, settings.connection, "preferences", 24) is not None):
        return {}
    preferences = shop.myparcel().shop_preferences()
    master.save(shop.database, settings.connection, "preferences", preferences)
    return {"preferences": len(preferences)}


def land(shop: Shop, window: Window, *, into_closed_period: bool = False) -> dict[str, int]:
    """Fetch the window's orders and stage those that changed, with held orders that may have healed; counts.

    ``into_closed_period``: those that wait because their period is closed are taken up too, where the window names no orders.
    """
    from order_sync.steps.landing import land as land_pages

    own_site(shop, take=True)
    window = _with_missed_hours(shop, window)
    start, end = window.start, window.end
    if start is not None:
        start -= timedelta(minutes=shop.settings.wix.overlap_minutes)
    pages = shop.wix().search_orders(start, end, numbers=list(window.numbers) or None)
    landed = land_pages(
        shop.database, pages, batch_id=shop.batch_id, store=shop.store, window=(window.start, window.end),
        rebuild=_to_rebuild(shop, window, into_closed_period),
    )  # fmt: skip
    _fill_from_catalogue(shop)
    read = land_transactions(shop)
    malformed = landed.malformed + read["malformed"]
    return {"seen": landed.seen, "changed": landed.changed, "rebuilt": landed.rebuilt, "malformed": malformed}


def _with_missed_hours(shop: Shop, window: Window) -> Window:
    """The window, reaching back to where the windows before it end: hours that failed or that Airflow never ran are not lost.

    Only the scheduled hour reaches back. A backfill and a run with dates take exactly the window that they are given.
    """
    if not window.follows or window.start is None:
        return window
    until = shop.database.one("staging/landed_until", store=shop.store, start=window.start, batch_id=shop.batch_id)["until"]
    if until is None or until >= window.start:
        return window
    log.warning("the hours from %s to %s were not landed: they are taken with this window", until, window.start)
    return replace(window, start=until)


def _to_rebuild(shop: Shop, window: Window, into_closed_period: bool) -> list[str]:
    # Orders that a person names are decided anew even where Wix has nothing new of them.
    named = shop.database.rows("orders/ids_of_numbers", store=shop.store, numbers=list(window.numbers)) if window.numbers else []
    late = [*changed_transactions(shop, window), *orders_with_new_parcels(shop), *waiting_orders(shop)]
    healing = holds.healing(shop.database, shop.store, fingerprint(shop))
    if into_closed_period and not window.numbers:
        healing += [row["wix_order_id"] for row in holds.open_holds(shop.database, store=shop.store, code="PERIOD_CLOSED")]
    return list(dict.fromkeys([*(row["wix_order_id"] for row in named), *late, *healing]))


def rebuild(shop: Shop, wix_order_ids: list[str]) -> dict[str, int]:
    """Decide anew about published orders from their stored payloads, by today's rules, and publish the outcome."""
    from order_sync.steps.landing import land as land_pages

    alone = replace(shop, run_key=f"{shop.run_key}/again/{wix_order_ids[0]}")
    land_pages(shop.database, (), batch_id=alone.batch_id, store=shop.store, rebuild=wix_order_ids)
    _fill_from_catalogue(alone)
    land_transactions(alone)
    create_missing(alone)
    build(alone)
    check(alone)
    return publish(alone)


def _fill_from_catalogue(shop: Shop) -> None:
    # The order is a snapshot, the catalogue is not: it fills gaps only (Wix contract 5.2).
    wanted = master.missing_catalogue(shop.database, shop.store, shop.batch_id, WIX_STORES_APP)
    if wanted:
        try:
            known = shop.wix().skus(wanted)
        except OrderSyncError as error:
            log.warning("Wix's catalogue cannot be read, lines without SKU will be held: %s", error)
            known = {}
        rows = [
            {"product_id": product, "variant_id": variant, "sku": found["sku"], "unit_weight_g": found["weight"]}
            for (product, variant), found in known.items()
        ]
        master.save_catalogue(shop.database, shop.store, rows)
    master.fill_lines(shop.database, shop.batch_id, WIX_STORES_APP)


def check(shop: Shop) -> dict[str, int]:
    """Run the suite before publishing: a failed row is held, a failed rule about the batch stops the run."""
    from order_sync.quality.run import check as run_suite

    frames = publishing.batch_frames(shop.database, shop.batch_id)
    batch = publishing.batch(shop.database, shop.batch_id)
    context = {"store": shop.store, "rebuilt": publishing.rebuilt(shop.database, shop.batch_id)}
    if batch["window_start"] and batch["window_end"]:
        overlap = timedelta(minutes=shop.settings.wix.overlap_minutes)
        context |= {"window_from": batch["window_start"] - overlap, "window_end": batch["window_end"]}
    report = run_suite("landed_and_built", frames, context)
    keep(shop, report)
    with shop.database.begin() as tx:
        publishing.hold_failed(tx, shop.batch_id, report.failed_rows)
        tx.run("publish/batch_state", batch_id=shop.batch_id, state="stopped" if report.stopped else "checked")
    report.raise_if_stopped(shop.batch_id)
    return {
        "rules": len(report.results),
        "failed": sum(not result["success"] for result in report.results),
        "held": len(report.failed_rows),
    }


def publish(shop: Shop, *, dry_run: bool = False) -> dict[str, int]:
    """Make the checked batch visible and write the intents; decisions by destination and action."""
    from order_sync.mapping.numbering import allocate

    batch = publishing.batch(shop.database, shop.batch_id)
    if batch is None or batch["state"] not in ("checked", "published"):
        state = batch["state"] if batch else "missing"
        raise BatchCheckFailed(
            f"the batch is {state}", where=shop.batch_id, cure="Clear the task that checks it; nothing unchecked is published."
        )
    if dry_run:
        log.info("Dry run: the batch stays in staging, nothing is published.")
        return {}
    number = partial(_number, shop, allocate)
    rows = publishing.publish(shop.database, shop.batch_id, number)
    return {f"{row['destination']}_{row['action']}": row["orders"] for row in rows}


def _number(shop: Shop, allocate: Any, orders: pd.DataFrame, last: int) -> pd.DataFrame:
    reference = shop.settings.holded.reference
    orders = orders.assign(year=pd.to_datetime(orders["doc_date"]).dt.year)
    return allocate(orders, last, reference.format, reference.prefix)
