"""Try what the settings need before any task writes: connections, rights, pools, and all that they name. Each finding with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from order_sync.errors import OrderSyncError, SettingsError
from order_sync.settings import Config
from order_sync.steps.preflight_findings import Finding, fine, unknown, wrong
from order_sync.steps.preflight_holded import holded, of_settings
from order_sync.steps.preflight_myparcel import double_links
from order_sync.steps.preflight_twins import twins
from order_sync.steps.preflight_webhooks import webhooks
from order_sync.steps.rules import shipping_table
from order_sync.steps.shop import Shop, open_shop
from order_sync.steps.sites import own_site
from order_sync.store.database import Database

POOLS = ("wix", "holded", "myparcel")


def preflight(store: str, config: Config, database: Database) -> list[Finding]:
    """Findings of one store: store, what, verdict (fine | wrong | unknown), seen, cure. Unknown: the remote's API cannot tell."""
    with open_shop(store, "preflight", config=config, database=database) as shop:
        return [{"store": store, **finding} for finding in _all(shop)]


def _all(shop: Shop) -> Iterator[Finding]:
    shop.database.one(
        "checks/open_work", store=shop.store, destination="holded"
    )  # without tables nothing below can be recorded: the error names the cure
    yield fine("orders database", "its tables are there")
    yield _pools()
    yield _remote("wix", shop.settings.wix.connection, shop.wix)
    yield from _site(shop)
    if shop.settings.holded:
        access = _remote("holded", shop.settings.holded.connection, shop.holded)
        yield access
        # A token that opens nothing would say the same for every key below. One that lacks a right is tried on.
        if access["verdict"] == "fine":
            yield from holded(shop, shop.settings.holded)
            yield from twins(shop)
        else:
            yield from of_settings(shop.settings.holded)
        if shop.settings.holded.vat.vies:
            yield _remote("http", shop.settings.holded.vat.vies_connection, shop.vies)
    if shop.settings.myparcel:
        access = _remote("myparcel", shop.settings.myparcel.connection, shop.myparcel)
        yield access
        if access["verdict"] == "fine":
            yield from double_links(shop)
            yield from webhooks(shop)
        yield from shipping_table(shop)


def _site(shop: Shop) -> Iterator[Finding]:
    """Said only where it is wrong: the site's orders are those of another store key."""
    try:
        own_site(shop, take=False)
    except SettingsError as error:
        if error.where.startswith("connection ") and "booked again" in error.seen:
            yield wrong("store key", error.seen, error.cure)


def _remote(remote: str, connection: str, make: Callable[[], Any]) -> Finding:
    what = f"connection {connection}"
    try:
        works, message = make().test_connection()
    except OrderSyncError as error:
        return wrong(what, error.seen, error.cure)
    return (
        fine(what, message)
        if works
        else wrong(what, message, f"Correct the Airflow connection {connection} (type {remote}) and press Test.")
    )


def _pools() -> Finding:
    """Each remote's tasks wait for a slot of its pool: without the pool they never start."""
    what = "Airflow pools"
    try:
        from airflow.models.pool import Pool

        slots = {pool.pool: pool.slots for pool in Pool.get_pools()}
    except Exception as error:  # whatever Airflow raises where its own database is not there, or not to be asked
        return unknown(what, f"Airflow's database cannot be asked from here ({type(error).__name__})", "Look at Admin, Pools in Airflow.")
    missing = [name for name in POOLS if name not in slots]
    if missing:
        return wrong(what, f"{', '.join(missing)} not there", "Make them: airflow pools set holded 1 holded; wix 4; myparcel 2.")
    if slots["holded"] != 1:
        cure = "One slot keeps the calls a minute of an account below its limit: airflow pools set holded 1 holded."
        return wrong(what, f"holded has {slots['holded']} slots", cure)
    return fine(what, ", ".join(f"{name} {slots[name]}" for name in POOLS))
