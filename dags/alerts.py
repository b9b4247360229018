"""A DAG per store that looks what is wrong and tells it: by mail, by webhook, in one digest and only what is new."""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import of_each_store, store_dag

DOC = """### Alerts of {name}
Looks for failed runs, holds that wait too long, rules of quality that too little passes, calls that run out, and for no orders where there
should be some. What is new, worse or over is told in **one digest** per channel (`alerts.mail`, `alerts.webhook`); nothing is told twice
before `alerts.remind_hours`. A channel that does not take its digest gets it the next time, and this run is red."""


def alerts(settings: StoreSettings) -> DAG:
    """By alerts.schedule."""
    store = settings.store
    schedule = CronTriggerTimetable(settings.alerts.schedule, timezone=settings.timezone)
    dag = store_dag(settings, "alerts", schedule, DOC.format(name=settings.name))
    with dag:

        @task
        def watch(**context):
            from order_sync.steps import alerts_tasks

            return alerts_tasks.watch(store, context)

        @task
        def tell(**context):
            from order_sync.steps import alerts_tasks

            return alerts_tasks.tell(store, context)

        watch() >> tell()
    return dag


globals().update(of_each_store(alerts))
