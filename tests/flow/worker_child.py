"""What a concurrency test runs side by side: one whole hour of one store, in a process of its own, tried again while another one is at work."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

from order_sync.errors import RetryLater
from order_sync.steps import holded_send, ingest
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from shop_world import HOUR

TRIES = 60


def run(store: str, run_key: str, environment: dict[str, str], together: Any, report: Connection) -> None:
    """Ingest and send until it is through; puts into ``report`` how often another one was at work, or the error."""
    import order_sync.quality.run  # noqa: F401  (slow to load: before all begin together)

    os.environ.update(environment)
    lost = 0
    try:
        together.wait(60)
        for _ in range(TRIES):
            try:
                _hour(store, run_key)
            except RetryLater:
                lost += 1
                time.sleep(0.1)
            else:
                report.send(lost)
                return
        report.send("never got through")
    except Exception as error:
        report.send(repr(error))


def _hour(store: str, run_key: str) -> None:
    with open_shop(store, run_key) as shop:
        ingest.refresh_master(shop)
        ingest.land(shop, Window(HOUR, HOUR + timedelta(hours=1)))
        ingest.build(shop)
        ingest.check(shop)
        ingest.publish(shop)
        holded_send.send(shop)
