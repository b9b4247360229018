"""Two DAGs per store: personal data that is old enough is forgotten every night; what a person asks for is erased by hand."""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable, Param, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import HOW, WHICH, of_each_store, store_dag

KEPT = """### Personal data of {name} that is old enough
Every night names, addresses, mail, phone, notes and texts of orders leave that have not changed for `retention.orders_days` and that nothing
needs any more; staged rows, hashes of buyers and what Airflow keeps of old runs leave after their own days. Amounts, lines, tax rates,
dates and ids stay. An order that is held, waits to be sent or is on its way keeps its data until that is done."""
ERASED = """### Erase personal data of {name}
*Trigger* with order numbers or an e-mail, and type ERASE to confirm: it cannot be undone here. Documents in Holded, shipments in MyParcel and
orders in Wix are not touched. An order that is still under way is erased as soon as it is done. A dry run says which orders it would be."""


def retention(settings: StoreSettings) -> DAG:
    """Nightly."""
    store = settings.store
    schedule = CronTriggerTimetable(settings.retention.schedule, timezone=settings.timezone)
    dag = store_dag(settings, "retention", schedule, KEPT.format(name=settings.name))
    with dag:

        @task
        def sweep_staging(**context):
            from order_sync.steps import retention_tasks

            return retention_tasks.sweep(store, context)

        @task
        def forget_orders(**context):
            from order_sync.steps import retention_tasks

            return retention_tasks.forget(store, context)

        @task
        def clean_runs(**context):
            from order_sync.steps import retention_tasks

            return retention_tasks.clean_runs(store, context)

        sweep_staging() >> forget_orders() >> clean_runs()
    return dag


def erase(settings: StoreSettings) -> DAG:
    """By hand."""
    store = settings.store
    dag = store_dag(
        settings,
        "erase",
        None,
        ERASED.format(name=settings.name),
        recorded=False,
        email=Param(
            None, type=["null", "string"], title="E-mail of the buyer", section=WHICH, examples=["name@example.com"],
            description="All orders of this e-mail. It is taken out of this form when the run has read it; a hash of it is kept.",
        ),
        confirm=Param(
            "", type="string", title="Confirm", section=HOW, examples=["ERASE"], description="Type ERASE. What is erased cannot be brought back from here."
        ),
    )  # fmt: skip
    with dag:

        @task(task_id="erase")
        def erase_orders(**context):
            from order_sync.steps import retention_tasks

            return retention_tasks.erase(store, context)

        erase_orders()
    return dag


globals().update(of_each_store(retention, erase))
