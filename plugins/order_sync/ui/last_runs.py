"""The last runs of a store's DAGs with how long they took, read from Airflow's own database in the API server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from order_sync.ui.access import may_look

RUNS = 24  # of each DAG: what the small plot shows


def last_runs(user: Any, store: str) -> list[dict[str, Any]] | None:
    """Per DAG of the store that the user may see: dag_id, kind, paused, and of the last RUNS the newest (run_id, state, began, seconds) and ``took``
    (began, seconds; oldest first). None where Airflow's database does not answer."""
    try:
        with create_session() as session:
            asked = select(DagModel.dag_id, DagModel.is_paused).where(
                DagModel.dag_id.endswith(f"__{store}", autoescape=True), ~DagModel.is_stale
            )
            dags = [row for row in session.execute(asked.order_by(DagModel.dag_id)).all() if may_look(user, row.dag_id)]
            return [_of_dag(session, row.dag_id, row.is_paused) for row in dags]
    except SQLAlchemyError:
        return None


def _of_dag(session: Any, dag_id: str, paused: bool) -> dict[str, Any]:
    asked = select(DagRun.run_id, DagRun.state, DagRun.start_date, DagRun.end_date, DagRun.run_after).where(DagRun.dag_id == dag_id)
    runs = [
        {
            "run_id": row.run_id,
            "state": str(row.state or "queued"),
            "began": row.start_date or row.run_after,
            "seconds": _seconds(row.start_date, row.end_date),
        }
        for row in session.execute(asked.order_by(DagRun.run_after.desc()).limit(RUNS)).all()
    ]
    took = [(run["began"], run["seconds"]) for run in reversed(runs) if run["seconds"] is not None]
    return {"dag_id": dag_id, "kind": dag_id.rpartition("__")[0], "paused": paused, "newest": runs[0] if runs else None, "took": took}


def _seconds(began: datetime | None, ended: datetime | None) -> int | None:
    return None if began is None else max(0, round(((ended or datetime.now(UTC)) - began).total_seconds()))
