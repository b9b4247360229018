"""One store in one run: its settings, the orders database, and the key under which calls and checks are recorded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from order_sync.errors import SettingsError
from order_sync.hooks.orders_db import orders_url
from order_sync.settings import Config, StoreSettings, load_config
from order_sync.steps.fates import catch_up
from order_sync.store import quota
from order_sync.store.database import Database
from order_sync.store.limits import CallWindows


@dataclass
class Shop:
    """What every step of a store needs."""

    config: Config
    settings: StoreSettings
    database: Database
    run_key: str
    hooks: dict[str, Any] = field(default_factory=dict)
    past: bool = False  # sends past orders, by the settings of the past (steps/past_orders.py); else none of them

    @property
    def store(self) -> str:
        """The store's key."""
        return self.settings.store

    @property
    def batch_id(self) -> str:
        """The batch that belongs to this run."""
        return f"{self.store}/{self.run_key}"

    def wix(self) -> Any:
        """The Wix hook of the store, made on first use."""
        return self._hook("wix", self.settings.wix.connection)

    def holded(self) -> Any:
        """The Holded hook of the store, made on first use."""
        return self._hook("holded", self.settings.holded.connection)

    def myparcel(self) -> Any:
        """The MyParcel hook of the store, made on first use."""
        return self._hook("myparcel", self.settings.myparcel.connection)

    def vies(self) -> Any:
        """The hook to the register of VAT numbers, made on first use."""
        return self._hook("vies", self.settings.holded.vat.vies_connection)

    def _hook(self, remote: str, connection: str) -> Any:
        if remote not in self.hooks:
            if remote == "wix":
                from order_sync.hooks.wix import WixHook as Hook
            elif remote == "holded":
                from order_sync.hooks.holded import HoldedHook as Hook
            elif remote == "vies":
                from order_sync.hooks.vies import ViesHook as Hook
            else:
                from order_sync.hooks.myparcel import MyParcelHook

                # its limits are per account: all workers and stores count together
                self.hooks[remote] = MyParcelHook(connection, gates=partial(CallWindows, self.database))
                return self.hooks[remote]
            self.hooks[remote] = Hook(connection)
        return self.hooks[remote]

    def today(self) -> Any:
        """The calendar day in the merchant's zone."""
        return datetime.now(UTC).astimezone(self.settings.zone).date()

    def save_calls(self) -> None:
        """Record the calls made so far and start counting anew."""
        for remote, hook in self.hooks.items():
            try:
                client = hook.client
            except SettingsError:  # its connection cannot be read: told where it was needed, and no call was made
                continue
            for endpoint in sorted({*client.calls, *client.refused}):
                self.database.run(
                    "calls/count", store=self.store, remote=remote, run_key=self.run_key, endpoint=endpoint,
                    calls=client.calls[endpoint], refused=client.refused[endpoint],
                )  # fmt: skip
            if remote == "holded" and client.calls:
                quota.count(self.database, hook.account_key, hook.conn_id, client.calls.total())
            client.calls.clear()
            client.refused.clear()


@contextmanager
def open_database() -> Iterator[Database]:
    """The orders database for the block; its connections are kept for the next page that this process shows."""
    yield _kept(orders_url(), os.getpid())


@lru_cache(maxsize=1)
def _kept(url: str, process: int) -> Database:  # by process: a connection must not be shared with a fork
    return Database(url)


@contextmanager
def open_shop(
    store: str, run_key: str, *, config: Config | None = None, database: Database | None = None, counts: bool = True
) -> Iterator[Shop]:
    """A Shop for the block; at its end, however it ends, calls are recorded and the touched orders are counted for the pages (not by a page: ``counts``)."""
    config = config or load_config(only=store)
    settings = config.store(store)
    own = database is None
    shop = Shop(config, settings, database or Database(orders_url()), run_key)
    try:
        yield shop
    finally:
        try:
            shop.save_calls()
            if counts:
                catch_up(shop.database, store, settings.timezone)
        finally:
            if own:
                shop.database.close()
