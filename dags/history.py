"""A DAG per store that takes over past orders: by Airflow's backfill, or by hand for one window. Its schedule never fires."""

from __future__ import annotations

from airflow.sdk import DAG, Param, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import HOW, of_each_store, store_dag
from order_sync.steps.history_timetable import HistoryWindows

DOC = """### History of {name}
Takes over past orders, one window of their creation day (UTC) after another: *Trigger*, tab **Backfill**, from the first to the last window
(`order-sync backfill plan {store}` says before what it costs). Orders are known from then on and **not booked**; with *Documents: draft* the
hourly sender makes drafts of them, oldest first and after everything else. What was created from {border} on belongs to the hourly runs and is left to them.
A run that was stopped goes on where it was; the same window again takes nothing twice. Clear the task to read a finished window again."""


def wix_history(settings: StoreSettings) -> DAG:
    """By backfill, or by hand."""
    store, chosen = settings.store, settings.history
    border = chosen.before or settings.start_date
    dag = store_dag(
        settings,
        "wix_history",
        HistoryWindows(chosen.cron, timezone="UTC"),
        DOC.format(name=settings.name, store=store, border=border),
        since=Param(
            None, type=["null", "string"], format="date-time", title="Created since", section="One window by hand",
            description="Start of the window. For many windows use the backfill instead.", examples=["2024-01-01T00:00:00+00:00"],
        ),
        until=Param(
            None, type=["null", "string"], format="date-time", title="Created until", section="One window by hand",
            description="End of the window, not included.", examples=["2024-02-01T00:00:00+00:00"],
        ),
        documents=Param(
            chosen.documents, type="string", enum=["none", "draft"], title="Documents", section=HOW, values_display={"none": "none: orders are known, nothing is made", "draft": "draft: drafts in Holded, in a series of their own"},
            description="Drafts need history.series, are never approved or paid by themselves, move no stock, and are left out for days of the closed period.",
        ),
    )  # fmt: skip
    with dag:
        # The lowest priority and one slot for all stores: whatever the hourly runs have to do goes first.
        @task(pool="wix_history", priority_weight=1, weight_rule="absolute", retries=10)
        def take_over(**context):
            from order_sync.steps import history_tasks

            return history_tasks.take_over(store, context)

        take_over()
    return dag


globals().update(of_each_store(wix_history))
