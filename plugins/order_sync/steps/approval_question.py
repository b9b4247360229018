"""The question to a person as an Airflow task that remembers who said no, and that loses no answer.

Airflow 3.3 takes up an answered task at once. Where the process that asked is still ending then (up to ``[workers]
min_heartbeat_interval``), the scheduler reads its end as that of the new process and fails the try, though the answer is stored
(``process_executor_events``). The next try would ask anew, which deletes the stored answer. Ours waits for the answer that is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from airflow.providers.common.compat.sdk import conf
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.providers.standard.triggers.hitl import HITLTrigger
from airflow.sdk.exceptions import TaskAwaitingInput
from airflow.sdk.timezone import utcnow
from airflow.triggers.base import TriggerEvent

ANSWERED_BY = "answered_by"
ASKED = "asked"  # in the task's state store, which outlives a try: {until, max_tries}


class StoredAnswer(HITLTrigger):
    """HITLTrigger that looks only after ``patience`` seconds, when the process that waits for it has ended for the scheduler too."""

    def __init__(self, *, patience: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.patience = patience

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Where the trigger is, and what it is made of."""
        return f"{type(self).__module__}.{type(self).__qualname__}", super().serialize()[1] | {"patience": self.patience}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """The answer that is stored, or that comes."""
        await asyncio.sleep(self.patience)
        async for event in super().run():
            yield event


class RecordedApproval(ApprovalOperator):
    """ApprovalOperator that pushes XCom ``answered_by``: the person's name, or None where the time ran out.

    A try after a failed one does not ask anew; a person who clears the task is asked anew.
    """

    def execute(self, context: Any) -> Any:
        """Ask, or wait for the answer to what an earlier try asked."""
        store, life = context["task_state_store"], context["ti"].max_tries  # clearing a task gives it more tries
        asked = store.get(ASKED)
        if asked and asked["max_tries"] == life:
            self._wait_for(context, datetime.fromisoformat(asked["until"]))
        try:
            super().execute(context)
        except TaskAwaitingInput:
            store.set(ASKED, {"until": (utcnow() + self.response_timeout).isoformat(), "max_tries": life})
            raise

    def _wait_for(self, context: Any, until: datetime) -> None:
        self.log.info("An earlier try has asked already: waiting for the answer to that")
        self.defer(
            trigger=StoredAnswer(
                ti_id=context["ti"].id,  # Airflow carries question and answer over to the new try
                options=self.options,
                defaults=self.defaults,
                params=self.serialized_params,
                multiple=self.multiple,
                timeout_datetime=until,
                patience=conf.getfloat("workers", "min_heartbeat_interval") + 5,
            ),
            method_name="execute_complete",
        )

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        """After the answer."""
        context["ti"].xcom_push(key=ANSWERED_BY, value=responder(event))
        return super().execute_complete(context, event)


def responder(answer: Mapping[str, Any] | None) -> str | None:
    """Who answered in Airflow, by the task's XCom; None where the question ran out of time."""
    user = (answer or {}).get("responded_by_user")
    return (user.get("name") or user.get("id")) if isinstance(user, Mapping) else user or None
