"""A DAG per store that compares what the remotes hold with the ledger, every day."""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import of_each_store, store_dag

DOC = """### Comparison of {name} with its remotes
Are the documents in Holded, the parcels in MyParcel and the orders in Wix still what the ledger says? Deleted and edited ones, unknown ones
with our marker, orders that no run took, and totals that differ hold their order; approvals and conversions by people are listed, and
approvals are taken over. **Nothing is written to a remote.** A finding that is gone closes its hold; ignoring the hold accepts the finding.

It costs at most `reconcile.holded_calls` calls of Holded a run, and never the reserve of the month. The answers that are read are compared
with the pinned form of the APIs as well (`order-sync canary`). Results: *Orders, Reports, Reconcile*, or `order-sync reconcile`."""


def reconcile(settings: StoreSettings) -> DAG:
    """Daily, or by hand; with order numbers their documents and parcels alone are read, one by one."""
    store, chosen = settings.store, settings.reconcile
    schedule = CronTriggerTimetable(chosen.schedule, timezone=settings.timezone) if chosen.schedule else None
    with store_dag(settings, "reconcile", schedule, DOC.format(name=settings.name)) as dag:

        @task(pool="wix")
        def orders(**context):
            from order_sync.steps import reconcile_tasks

            return reconcile_tasks.orders(store, context)

        @task(pool="holded")
        def documents(**context):
            from order_sync.steps import reconcile_tasks

            return reconcile_tasks.documents(store, context)

        @task(pool="myparcel")
        def parcels(**context):
            from order_sync.steps import reconcile_tasks

            return reconcile_tasks.parcels(store, context)

        @task
        def compare_totals(**context):
            from order_sync.steps import reconcile_tasks

            return reconcile_tasks.compare_totals(store, context)

        totals = [orders(), *([documents()] if settings.holded else [])]
        totals >> compare_totals()  # parcels are in no total: a MyParcel that refuses leaves the run red, and the totals compared
        if settings.myparcel:
            parcels()
    return dag


globals().update(of_each_store(reconcile))
