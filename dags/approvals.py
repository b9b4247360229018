"""A DAG per store that asks a person before documents are approved (holded.approve: ask)."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, Param, TriggerRule, task
from order_sync.settings import StoreSettings
from order_sync.steps.dag_shape import of_each_store, store_dag

DOC = """### Approvals of {name} in Holded
Approving a document is final: it gets its number, and under VeriFactu the tax agency its record. Here a person is asked first: the task
**ask** shows what waits (*Required Actions*), and only what it shows is approved. A run that waits for its answer blocks nothing; an
unanswered question ends after a day, and the next one shows what waits then."""
KINDS = ["all", "receipt", "invoice", "credit_note", "receipt_note"]
ANSWER = {
    "order_numbers": Param(
        [],
        type=["array", "null"],
        items={"type": "string"},
        title="Only these order numbers",
        description="The Wix order numbers, one a line, for example 10042. Empty: all that is shown.",
    ),
    "kind": Param(
        "all",
        type="string",
        enum=KINDS,
        title="Only this kind of document",
        description="all, or one of them: the others are asked for again.",
    ),
}  # the form in which the person answers


def approvals(settings: StoreSettings) -> DAG | None:
    """Hourly: what waits, the question, and the approval of exactly what the question showed; None where nobody is asked."""
    if not settings.holded or settings.holded.approve != "ask":
        return None
    from order_sync.steps.approval_question import ANSWERED_BY, RecordedApproval  # only where somebody is asked: it costs every parse

    store = settings.store
    dag = store_dag(settings, "approvals", CronTriggerTimetable("45 * * * *", timezone="UTC"), DOC.format(name=settings.name))
    with dag:

        @task.short_circuit(pool="holded")
        def waiting(**context):
            from order_sync.steps import flow

            return flow.ask_approvals(store, context)

        # The question holds no slot while it waits (state awaiting_input, without a triggerer). The time for its answer is its own.
        ask = RecordedApproval(
            task_id="ask",
            subject="{{ ti.xcom_pull(task_ids='waiting')['subject'] }}",
            body="{{ ti.xcom_pull(task_ids='waiting')['body'] }}",
            defaults="Reject",
            response_timeout=timedelta(days=1),
            execution_timeout=None,
            retry_delay=timedelta(seconds=2),
            params=deepcopy(ANSWER),
        )

        @task
        def agree(question, answer, **context):
            from order_sync.steps import flow

            return flow.agree_approvals(store, question, answer, context)

        @task(pool="holded")
        def approve(**context):
            from order_sync.steps import flow

            return flow.approve_agreed(store, context)

        @task(trigger_rule=TriggerRule.ALL_DONE)
        def close_question(**context):
            from order_sync.steps import flow

            pull = context["ti"].xcom_pull
            return flow.close_question(store, pull(task_ids="waiting"), pull(task_ids="ask", key=ANSWERED_BY), context)

        found = waiting()
        agreed = agree(found, ask.output)
        found >> ask >> agreed >> [approve(), close_question()]
    return dag


globals().update(of_each_store(approvals))
