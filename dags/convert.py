"""A DAG per store by which a person has receipts or sales orders turned into invoices."""

from __future__ import annotations

from airflow.sdk import DAG, Param, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import HOW, WHICH, of_each_store, store_dag

DOC = """### Receipts and sales orders of {name} into invoices
*Trigger* with the order numbers. A sales order is converted by Holded; a draft receipt is deleted and made anew as an invoice; an
approved receipt is taken back by a receipt note and converted. A dry run says what would become of each order."""


def convert(settings: StoreSettings) -> DAG | None:
    """By hand; None without Holded."""
    if not settings.holded:
        return None
    store = settings.store
    dag = store_dag(
        settings,
        "convert",
        None,
        DOC.format(name=settings.name),
        into=Param(
            "invoice",
            type="string",
            enum=["invoice", "receipt"],
            title="Into",
            section=HOW,
            description="What the documents of these orders become.",
        ),
    )
    dag.params["order_numbers"] = Param(
        [], type="array", items={"type": "string"}, title="Order numbers", section=WHICH,
        description="The Wix order numbers, one a line, for example 10042. Without any nothing is done.",
    )  # fmt: skip
    with dag:

        @task.short_circuit(task_id="convert", pool="wix")
        def ask(**context):
            from order_sync.steps import flow

            return flow.convert(store, context)

        @task(pool="holded")
        def send(**context):
            from order_sync.steps import flow

            return flow.send(store, "holded", context)

        @task
        def check_after_send(sent, **context):
            from order_sync.steps import flow

            return flow.check_after_send(store, "holded", sent["orders"], context)

        sent = send()
        ask() >> sent
        check_after_send(sent)
    return dag


globals().update(of_each_store(convert))
