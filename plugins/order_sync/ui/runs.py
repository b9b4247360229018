"""Start a run of one of our DAGs from the API server."""

from __future__ import annotations

from typing import Any

from airflow.api.common.trigger_dag import trigger_dag
from airflow.models.dag import DagModel
from airflow.utils.types import DagRunTriggeredByType


class NotStarted(RuntimeError):
    """The DAG is paused or not there: a run would wait for ever."""


def start(dag_id: str, *, run_id: str, user: str | None = None, conf: dict[str, Any] | None = None) -> str:
    """Start a run and return its id; NotStarted where the DAG is paused or unknown."""
    known = DagModel.get_dagmodel(dag_id)
    if known is None:
        raise NotStarted(f"Airflow does not know {dag_id}")
    if known.is_paused:
        raise NotStarted(f"{dag_id} is paused: switch it on first")
    run = trigger_dag(dag_id, triggered_by=DagRunTriggeredByType.UI, triggering_user_name=user, run_id=run_id, conf=conf or {})
    if run is None:
        raise NotStarted(f"{dag_id} was not started")
    return run.run_id
