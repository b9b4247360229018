"""The question to a person as an Airflow task that remembers who said no: ApprovalOperator returns nothing where it skips what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.providers.standard.operators.hitl import ApprovalOperator

ANSWERED_BY = "answered_by"


class RecordedApproval(ApprovalOperator):
    """ApprovalOperator that pushes XCom ``answered_by``: the person's name, or None where the time ran out."""

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        """After the answer."""
        context["ti"].xcom_push(key=ANSWERED_BY, value=responder(event))
        return super().execute_complete(context, event)


def responder(answer: Mapping[str, Any] | None) -> str | None:
    """Who answered in Airflow, by the task's XCom; None where the question ran out of time."""
    user = (answer or {}).get("responded_by_user")
    return (user.get("name") or user.get("id")) if isinstance(user, Mapping) else user or None
