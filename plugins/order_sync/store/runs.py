"""Airflow's own tables, as far as they may hold what a person typed: emptied of what is old, row by row of our DAGs."""

from __future__ import annotations

from order_sync.store.database import Database

_OLD = ("xcom", "rendered", "answers", "answers_of_tries", "events", "forms", "backfills", "run_notes", "task_notes", "states")


def clean(database: Database, store: str, days: int) -> dict[str, int]:
    """Delete or empty what Airflow keeps of the store's runs older than that; rows touched, by kind."""
    with database.begin() as tx:
        return {name: tx.run(f"retention/airflow_{name}", dags=f"%\\_\\_{store}", days=days) for name in _OLD}


def forget_form(database: Database, dag_id: str, run_id: str) -> None:
    """Empty the form of one run and the events of its DAG, which repeat it."""
    with database.begin() as tx:
        tx.run("retention/airflow_form", dag_id=dag_id, run_id=run_id)
        tx.run("retention/airflow_form_events", dag_id=dag_id)
