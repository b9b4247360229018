"""What the DAG of alerts calls, and what every DAG of a store calls when one of its runs has ended: only to write it down."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
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


def span(context: Context) -> str:
    """The window of a run of history, as since/until of the form or as its data interval; "" where it has none."""
    run, params = context.get("dag_run"), context.get("params") or {}
    form = getattr(run, "conf", None) or {}
    for start, end in (
        (params.get("since") or form.get("since"), params.get("until") or form.get("until")),
        (getattr(run, "data_interval_start", None), getattr(run, "data_interval_end", None)),
        (context.get("data_interval_start"), context.get("data_interval_end")),
    ):
        if start and end and start != end:
            return f"{_short(start)}/{_short(end)}"
    return ""


def _short(moment: datetime | str) -> str:
    """An instant in UTC; the day alone where it is midnight."""
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return f"{found:%Y-%m-%d}" if not (found.hour or found.minute or found.second) else f"{found:%Y-%m-%dT%H:%M:%S}"


def _record(context: Context, *, failed: bool) -> None:
    from order_sync.steps.shop import open_database
    from order_sync.store.alerts import run_ended, window_ended

    dag_id, run_id = context["dag"].dag_id, str(context["run_id"])
    store = dag_id.rpartition("__")[2]
    try:
        with open_database() as database:
            if dag_id.startswith("wix_history__"):
                window_ended(database, store, dag_id, run_id, span(context) or run_id, failed=failed)
            else:
                run_ended(database, store, dag_id, run_id, failed=failed)
    except Exception as error:  # nothing is worth failing for here: the run has ended, and Airflow shows how
        log.warning("the end of a run of %s could not be recorded: %s", dag_id, type(error).__name__)
