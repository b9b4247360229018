"""Every file of dags/ is parsed, cheaply, also where a store's settings are wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_PARSE = 1.5
NOT_WHILE_PARSING = (
    "pandas",
    "numpy",
    "great_expectations",
    "requests",
    "psycopg",
    "order_sync.hooks",
    "order_sync.store",
    "order_sync.mapping",
)


def test_every_file_can_be_imported(dagbag):
    assert dagbag.import_errors == {}


def test_a_broken_store_is_a_dag_that_says_so_and_the_others_stay(parsing, configured, tmp_path):
    from airflow.dag_processing.dagbag import DagBag

    config = tmp_path / "config"
    shutil.copytree(ROOT / "include" / "config", config)
    (config / "stores" / "x.yaml").write_text("store: x\nname: Broken\ncountry: Spain\n")
    parsing.setenv("ORDER_SYNC_CONFIG", str(config))
    try:
        bag = DagBag(dag_folder=str(ROOT / "dags"))
    finally:
        parsing.setenv("ORDER_SYNC_CONFIG", str(configured))
    assert bag.import_errors == {}
    assert {dag_id for dag_id in bag.dags if dag_id.endswith("__x")} == {"settings_error__x"}
    assert {"wix_orders__es", "wix_orders__nl"} <= set(bag.dags)
    broken = bag.dags["settings_error__x"]
    assert "x.yaml" in broken.doc_md and "country" in broken.doc_md
    (task,) = broken.tasks
    assert task.retries == 0
    with pytest.raises(ValueError, match=r"x\.yaml"):
        task.python_callable()


def parsed(code):
    """Seconds (of the processor) and modules that running a code costs beyond Airflow itself, in a Python of its own."""
    script = f"""
import json, sys, time
import airflow.sdk, airflow.sdk.definitions.decorators
known, started = set(sys.modules), time.process_time()
{code}
print("RESULT" + json.dumps([time.process_time() - started, sorted(set(sys.modules) - known)]))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.rpartition("RESULT")[2])


def heavy(modules):
    return [name for name in modules if any(name == banned or name.startswith(f"{banned}.") for banned in NOT_WHILE_PARSING)]


@pytest.mark.parametrize("file", sorted((ROOT / "dags").glob("*.py")), ids=lambda file: file.name)
def test_parsing_is_cheap(parsing, file):
    seconds, modules = parsed(f"import runpy; runpy.run_path({str(file)!r})")
    assert heavy(modules) == []
    assert "order_sync.settings" in modules, "the file was not really run"
    assert seconds < SECONDS_TO_PARSE


def test_a_heavy_import_is_seen():
    seconds, modules = parsed("import pandas")
    assert {"pandas", "numpy"} <= set(heavy(modules))
    assert seconds > 0
