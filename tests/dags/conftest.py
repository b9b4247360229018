"""The project's DAGs as Airflow parses them: with the committed stores, without a database."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def parsing():
    """What parsing depends on: no examples, the committed configuration, no user's Airflow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
        patch.setenv("AIRFLOW__CORE__DAGS_FOLDER", str(ROOT / "dags"))
        patch.setenv("ORDER_SYNC_CONFIG", str(ROOT / "include" / "config"))
        yield patch


@pytest.fixture(scope="session")
def dagbag(parsing):
    """Airflow's DagBag of dags/; ``dagbag.dags`` by id, ``dagbag.import_errors`` by file."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(dag_folder=str(ROOT / "dags"))
