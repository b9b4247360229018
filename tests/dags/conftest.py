"""The project's DAGs as Airflow parses them: with the committed stores and one that asks for approvals, without a database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def configured(tmp_path_factory):
    """The committed configuration with a third store, whose approvals a person is asked for."""
    folder = tmp_path_factory.mktemp("dags") / "config"
    shutil.copytree(ROOT / "include" / "config", folder)
    settings = yaml.safe_load((folder / "stores" / "es.yaml").read_text())
    settings |= {"store": "asks", "name": "Tienda que pregunta", "owner": "bookkeeping"}
    settings["holded"]["approve"] = "ask"
    (folder / "stores" / "asks.yaml").write_text(yaml.safe_dump(settings))
    return folder


@pytest.fixture(scope="session")
def parsing(configured):
    """What parsing depends on: no examples, that configuration, no user's Airflow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
        patch.setenv("AIRFLOW__CORE__DAGS_FOLDER", str(ROOT / "dags"))
        patch.setenv("ORDER_SYNC_CONFIG", str(configured))
        yield patch


@pytest.fixture(scope="session")
def dagbag(parsing):
    """Airflow's DagBag of dags/; ``dagbag.dags`` by id, ``dagbag.import_errors`` by file."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(dag_folder=str(ROOT / "dags"))
