"""What Airflow itself keeps of our runs: XComs, forms, answers, its own log table, and the logs of tasks. By the connection airflow_db."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from order_sync.errors import SettingsError
from order_sync.hooks.orders_db import orders_url
from order_sync.store import runs
from order_sync.store.database import Database

log = logging.getLogger(__name__)
CONNECTION = "airflow_db"
DAY = 86_400


def clean(store: str, days: int) -> dict[str, int]:
    """Delete or empty what is older than that, of this store's DAGs; counts. Without the connection only the logs of tasks."""
    found = {"log_folders": old_logs(log_folder(), store, days)}
    with _airflow() as database:
        if database is None:
            log.warning("there is no connection %s: XComs and forms of old runs stay; airflow db clean removes them", CONNECTION)
            return found
        return found | runs.clean(database, store, days)


def forget_form(dag_id: str, run_id: str) -> bool:
    """Empty the form of one run, and what Airflow's log table says of it; False where the connection is missing."""
    with _airflow() as database:
        if database is None:
            return False
        runs.forget_form(database, dag_id, run_id)
        return True


def log_folder() -> Path:
    """Where Airflow writes the logs of tasks."""
    from airflow.configuration import conf

    return Path(conf.get("logging", "base_log_folder"))


def old_logs(folder: Path, store: str, days: int) -> int:
    """Delete the folders of this store's runs in which nothing was written for so many days; how many."""
    before, gone = time.time() - days * DAY, 0
    for run in sorted(folder.glob(f"dag_id=*__{store}/run_id=*")):
        if max((file.stat().st_mtime for file in run.rglob("*")), default=0.0) < before:
            shutil.rmtree(run, ignore_errors=True)
            gone += 1
    return gone


@contextmanager
def _airflow() -> Iterator[Database | None]:
    try:
        url = orders_url(CONNECTION)
    except SettingsError:
        yield None
        return
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
