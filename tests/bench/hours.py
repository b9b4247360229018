"""What an hour of work is: a callable of (database, run key, page of raw orders) that returns seconds by step. More may be added to HOURS."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from order_sync.store.database import Database

from bench.stored import STORE

Hour = Callable[[Database, str, Sequence[bytes]], dict[str, float]]
WINDOW = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC))


def landing(database: Database, run_key: str, page: Sequence[bytes]) -> dict[str, float]:
    """Landing alone."""
    from order_sync.steps.landing import land

    start = time.perf_counter()
    landed = land(database, [page], f"{STORE}/{run_key}", STORE, WINDOW)
    _all_of(page, landed.changed)
    return {"land": time.perf_counter() - start}


def ingest(database: Database, run_key: str, page: Sequence[bytes]) -> dict[str, float]:
    """The whole hour: land, build, check, publish."""
    from order_sync.settings import load_config
    from order_sync.steps import ingest as steps
    from order_sync.steps.shop import Shop
    from order_sync.steps.window import Window

    config = load_config(only=STORE)
    shop = Shop(config, config.store(STORE), database, run_key, {"wix": _Prepared(page)})
    took: dict[str, float] = {}
    for name, step in (
        ("land", lambda: _all_of(page, steps.land(shop, Window(*WINDOW))["changed"])),
        ("build", lambda: _all_of(page, steps.build(shop).get("send", 0) / 2)),
        ("check", lambda: steps.check(shop)),
        ("publish", lambda: steps.publish(shop)),
    ):
        start = time.perf_counter()
        step()
        took[name] = time.perf_counter() - start
    return took


HOURS: dict[str, Hour] = {"landing": landing, "ingest": ingest}


class _Prepared:
    """Stands where WixHook stands, so that the database is measured and not the network."""

    def __init__(self, page: Sequence[bytes]) -> None:
        self._page = page
        self.client, self.site = SimpleNamespace(calls=Counter(), refused=Counter()), "bench"

    def search_orders(self, *_: object, **__: object) -> Iterator[Sequence[bytes]]:
        yield self._page

    def transactions(self, order_ids: Iterable[str]) -> dict[str, dict[str, list[Any]]]:
        return {order_id: {"payments": [], "refunds": []} for order_id in order_ids}


def _all_of(page: Sequence[bytes], done: float) -> None:
    if done != len(page):
        raise RuntimeError(f"{done} of {len(page)} orders went through: the figures would lie")
