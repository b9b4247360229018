"""Great Expectations, pandas and our own steps imported before the fork, so that tasks get their modules copy-on-write.

The import costs each checking task three to four seconds; loaded once in the parent it costs the task nothing. It needs
``AIRFLOW__CORE__LAZY_LOAD_PLUGINS=False`` (else plugins load after the first fork) and a parent that forks: the scheduler
with LocalExecutor, the main process of a Celery worker. The price is 150 to 250 MB and some seconds at their start.
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence

HEAVY = (
    "pandas",
    "great_expectations",
    "great_expectations.expectations",
    "great_expectations.execution_engine.pandas_execution_engine",
    "sqlalchemy.dialects.postgresql.psycopg",
    "airflow.sdk.execution_time.task_runner",
    *(f"order_sync.hooks.{name}" for name in ("wix", "holded", "myparcel", "orders_db")),
    *(f"order_sync.mapping.{name}" for name in ("documents", "shipments", "numbering")),
    *(f"order_sync.steps.{name}" for name in ("flow", "ingest", "landing", "checks", "holded_send", "myparcel_send", "track")),
    "order_sync.quality.engine",
    "order_sync.quality.run",
)
log = logging.getLogger(__name__)


def preload(command: Sequence[str] | None = None, load: Callable[[str], object] = importlib.import_module) -> bool:
    """Import the heavy modules if this process will fork tasks; True where it did."""
    if not forks_tasks(sys.argv if command is None else command):
        return False
    # It tells each function it registers, through Airflow's logger.
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    started = time.perf_counter()
    for module in HEAVY:
        try:
            load(module)
        except ImportError as error:
            log.warning("%s could not be loaded before the fork, tasks will load it themselves: %s", module, error)
            return False
    if (seconds := time.perf_counter() - started) > 0.1:  # a forked task finds all of it loaded and has nothing to tell
        log.info("Great Expectations, pandas and our steps loaded for the tasks in %.1f s", seconds)
    return True


def forks_tasks(command: Sequence[str]) -> bool:
    """Whether an ``airflow`` command line is one whose process becomes the parent of tasks."""
    words = [word for word in command[1:] if not word.startswith("-")]
    if words[:2] == ["celery", "worker"]:
        return True
    return words[:1] == ["scheduler"] and multiprocessing.get_start_method() == "fork" and _runs_tasks_itself()


def _runs_tasks_itself() -> bool:
    from airflow.configuration import conf

    return "LocalExecutor" in conf.get("core", "executor")
