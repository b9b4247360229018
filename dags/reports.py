"""A DAG per store that counts the reports of large stores: once a day, and when somebody asks for it on the page."""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable, Param, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import WHICH, of_each_store, store_dag

DOC = """### Reports of {name}
Counts what the page *Reports* shows: one-stop shop of this quarter and the last, proof of totals, unknown SKUs, customs readiness, shipping
rules. A store with fewer than 20,000 orders needs none of it: its reports are counted when somebody looks. Calls no remote."""
REPORTS = {
    "all": "all of them", "oss": "one-stop shop", "totals": "proof of totals", "skus": "unknown SKUs", "customs": "customs readiness",
    "rules": "shipping rules",
}  # fmt: skip


def reports(settings: StoreSettings) -> DAG:
    """Every night in the merchant's zone."""
    store = settings.store
    dag = store_dag(
        settings, "reports", CronTriggerTimetable("50 4 * * *", timezone=settings.timezone), DOC.format(name=settings.name),
        report=Param("all", type="string", enum=list(REPORTS), values_display=REPORTS, title="Report", section=WHICH, description="Which one to count."),
        quarter=Param(
            None, type=["null", "string"], pattern="^20[0-9][0-9]Q[1-4]$", title="Quarter", section=WHICH, examples=["2026Q4"],
            description="Of the one-stop shop, for example 2026Q4. Empty: this one and the last.",
        ),
    )  # fmt: skip
    with dag:

        @task
        def count_reports(**context):
            from order_sync.steps.report_tasks import count_reports as step

            return step(store, context)

        count_reports()
    return dag


globals().update(of_each_store(reports))
