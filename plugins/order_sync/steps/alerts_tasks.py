"""What the DAG of alerts calls, and what every DAG of a store calls when one of its runs has ended: only to write it down."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

Context = Mapping[str, Any]
log = logging.getLogger(__name__)


def watch(store: str, context: Context) -> dict[str, int]:
    """Look what is wrong; how many things by kind."""
    from order_sync.steps.alerts import watch as step
    from order_sync.steps.shop import open_shop

    with open_shop(store, context["run_id"]) as shop:
        return step(shop)


def tell(store: str, context: Context) -> dict[str, int]:
    """Tell what has to be told; how many lines by channel."""
    from order_sync.steps.alerts import channels
    from order_sync.steps.alerts import tell as step
    from order_sync.steps.shop import open_shop
    from order_sync.steps.window import refuse_unknown_fields

    refuse_unknown_fields(context)
    with open_shop(store, context["run_id"]) as shop:
        if not channels(shop):
            print("No channel is set: give the store alerts.mail or alerts.webhook.")
            return {}
        return step(shop, dry_run=bool((context.get("params") or {}).get("dry_run")))


def run_failed(context: Context) -> None:
    """A run of a DAG has failed."""
    _record(context, failed=True)


def run_succeeded(context: Context) -> None:
    """A run of a DAG has succeeded."""
    _record(context, failed=False)


def _record(context: Context, *, failed: bool) -> None:
    from order_sync.steps.shop import open_database
    from order_sync.store.alerts import run_ended

    dag_id = context["dag"].dag_id
    try:
        with open_database() as database:
            run_ended(database, dag_id.rpartition("__")[2], dag_id, str(context["run_id"]), failed=failed)
    except Exception as error:  # nothing is worth failing for here: the run has ended, and Airflow shows how
        log.warning("the end of a run of %s could not be recorded: %s", dag_id, type(error).__name__)
