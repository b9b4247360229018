"""What every DAG of a store has in common: its name, owner, retries, form and bounds."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, Asset, Param

from order_sync.errors import SettingsError
from order_sync.settings import StoreSettings, load_store, store_files
from order_sync.steps.alerts_tasks import run_failed, run_succeeded
from order_sync.steps.retries import RetryLaterOnly

RETRIES = {
    "retries": 5,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=15),
    "retry_policy": RetryLaterOnly(),
    "execution_timeout": timedelta(minutes=50),
}
WHICH, HOW = "Which orders", "How"  # sections of the trigger forms
NUMBERS = Param(
    None, type=["null", "array"], items={"type": "string"}, title="Order numbers", section=WHICH,
    description="Only these Wix order numbers, one a line, for example 10042. Empty: all.",
)  # fmt: skip
DRY_RUN = Param(
    False, type="boolean", title="Dry run", section=HOW,
    description="Build and check, but publish and send nothing. The tab Requests of the run shows what would be sent.",
)  # fmt: skip


def store_dag(settings: StoreSettings, name: str, schedule: object, doc: str, *, recorded: bool = True, **params: Param) -> DAG:
    """An empty DAG <name>__<store>: one run at a time, no catching up, paused until somebody has looked.

    ``recorded``: how its runs end is written down, for alerts. Airflow's record of it would repeat the run's form.
    """
    return DAG(
        f"{name}__{settings.store}",
        schedule=schedule,
        start_date=datetime(settings.start_date.year, settings.start_date.month, settings.start_date.day, tzinfo=UTC),
        catchup=False,
        max_active_runs=1,
        default_args={"owner": settings.owner, **RETRIES},
        tags=["order-sync", settings.store, name],
        doc_md=doc,
        params={**params, "order_numbers": deepcopy(NUMBERS), "dry_run": deepcopy(DRY_RUN)},
        is_paused_upon_creation=True,
        on_failure_callback=run_failed if recorded else None,
        on_success_callback=run_succeeded if recorded else None,
    )


def published(settings: StoreSettings) -> Asset:
    """What the publishing of a store's orders changes, and what wakes its senders."""
    return Asset(name=f"orders_published__{settings.store}", uri=f"x-order-sync://{settings.store}/published")


def of_each_store(
    *makes: Callable[[StoreSettings], DAG | None], broken: Callable[[str, SettingsError], DAG] | None = None
) -> dict[str, DAG]:
    """The DAGs of all stores by id, for the globals of a DAG file; each of ``makes`` gives a store's DAG, or None where it has none.

    ``broken``: the DAG of a store file that cannot be read. It is shown once, by dags/stores.py; the other files leave that store out.
    """
    made: list[DAG | None] = []
    for file in store_files():
        try:
            settings = load_store(file)
        except SettingsError as error:
            made += [broken(file.stem, error)] if broken else []
        else:
            made += [make(settings) for make in makes]
    return {dag.dag_id: dag for dag in made if dag}
