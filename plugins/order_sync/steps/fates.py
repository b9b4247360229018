"""Keep the counts behind the pages near to what is stored."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from order_sync.settings import Config
from order_sync.store import fates
from order_sync.store.database import Database

TASK_SECONDS = 20.0  # a task gives no more to counting; the next one goes on
log = logging.getLogger(__name__)


def catch_up(database: Database, store: str, zone: str) -> None:
    """Count what a task has touched. Figures for people never fail the task that moves their orders: what goes wrong here is logged, and tried again."""
    try:
        fates.drain(database, store, zone, seconds=TASK_SECONDS)
    except Exception:
        log.exception("The figures of the Orders pages were not brought up to date for store %s; the next task or page tries again", store)


def recount(database: Database, config: Config, stores: Sequence[str]) -> dict[str, int]:
    """Count all orders of the stores anew; store to number of orders."""
    return {store: fates.recount(database, store, config.store(store).timezone) for store in stores}
