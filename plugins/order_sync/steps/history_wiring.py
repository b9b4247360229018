"""The tasks by which drafts of past orders are made: a part of the DAG that sends a store's documents."""

from __future__ import annotations

from typing import Any

from airflow.sdk import task


def drafts_of_the_past(store: str, sent: Any) -> None:
    """Tasks of a sender's DAG: decided beside the hour's work, in a slot of Wix and hardly repeated, as the next hour waits; sent after it."""

    @task.short_circuit(pool="wix", priority_weight=1, weight_rule="absolute", retries=1)
    def decide_past(**context):
        from order_sync.steps import history_tasks

        return history_tasks.decide_past(store, context)

    @task(pool="holded", priority_weight=1, weight_rule="absolute", trigger_rule="none_failed")
    def send_past(decided, **context):
        from order_sync.steps import history_tasks

        return history_tasks.send_past(store, decided["orders"], context)

    @task
    def check_past(drafts, **context):
        from order_sync.steps import flow

        return flow.check_after_send(store, "holded", drafts["orders"], context)

    drafts = send_past(decide_past())
    sent >> drafts
    check_past(drafts)
