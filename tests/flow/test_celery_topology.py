"""docker-compose.yaml without Docker: its services as processes with CeleryExecutor, Redis, PostgreSQL and FAB login."""

import platform
import shutil
import sys

import pytest
from compose_file import ROOT
from compose_native import Native, image
from local.airflow_rest import AirflowRefused, AirflowRest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("redis-server") is None, reason="no redis-server on this machine (Debian: apt-get install redis-server)"
    ),
    pytest.mark.skipif(
        sys.version_info[:2] != (3, 11) or platform.machine() != "x86_64", reason="the image's lock is for Python 3.11 on x86-64"
    ),
]
STAYING = ("redis", "api-server", "scheduler", "dag-processor", "triggerer", "worker")

DAG = """
import sys

from airflow.sdk import dag, task


@dag(schedule=None)
def topology():
    @task
    def look():
        loaded = "great_expectations" in sys.modules
        import psutil
        from airflow.sdk import BaseHook
        from order_sync.errors import OrderSyncError

        parents = [" ".join(process.cmdline()) for process in psutil.Process().parents()]
        orders = BaseHook.get_connection("orders_db").schema
        return {"loaded": loaded, "parents": parents, "orders": orders, "ours": OrderSyncError.__name__}

    look()


topology()
"""


@pytest.fixture(scope="module")
def stack(postgres, tmp_path_factory):
    home = tmp_path_factory.mktemp("compose")
    dags = home / "dags"
    dags.mkdir()
    (dags / "topology.py").write_text(DAG)
    if (ROOT / "dags").is_dir():
        (dags / "project").symlink_to(ROOT / "dags")
    native = Native(home, image(ROOT / ".run" / "celery-venv"), postgres, dags)
    try:
        native.make_databases()
        yield native
    finally:
        native.processes.stop()


@pytest.fixture(scope="module")
def running(stack):
    """All services up, in the order of depends_on, each waited for by its own health check."""
    stack.start("redis")
    for service in ("postgres", "redis"):
        stack.wait_healthy(service)
    for _ in range(2):  # it runs at every start of the stack
        done = stack.run("init")
        assert done.returncode == 0, done.stdout + done.stderr
    for service in STAYING[1:]:
        stack.start(service)
    for service in STAYING:
        stack.wait_healthy(service)
    return stack


@pytest.fixture(scope="module")
def rest(running):
    return AirflowRest(running.url, lambda: (running.secrets["ADMIN_USER"], running.secrets["ADMIN_PASSWORD"]))


def test_the_first_administrator_logs_in_and_nobody_else(running, rest):
    assert rest.call("GET", "version")["version"]
    assert {pool["name"] for pool in rest.call("GET", "pools")["pools"]} >= {"wix", "holded", "myparcel"}
    stranger = AirflowRest(running.url, lambda: (running.secrets["ADMIN_USER"], "guessed"))
    with pytest.raises(AirflowRefused, match="refused the login"):
        stranger.call("GET", "dags")


def test_every_component_reports_health(rest):
    assert rest.health() == dict.fromkeys(("metadatabase", "scheduler", "triggerer", "dag_processor"), "healthy")


def test_a_task_runs_in_the_worker_with_its_libraries_loaded(rest):
    rest.wait_for_dags(["topology"], timeout=90)
    rest.pause("topology", False)
    run = rest.trigger("topology")
    assert rest.wait_for_run("topology", run, timeout=120) == "success"
    seen = rest.call("GET", f"dags/topology/dagRuns/{run}/taskInstances/look/xcomEntries/return_value", deserialize="true")["value"]
    assert any("celery" in parent for parent in seen["parents"]), seen["parents"]
    assert (seen["loaded"], seen["orders"], seen["ours"]) == (True, "orders", "OrderSyncError")


def test_airflow_knows_our_provider(rest):
    providers = rest.call("GET", "providers", limit=1000)["providers"]
    assert "order-sync" in {provider["package_name"] for provider in providers}


def test_no_dag_of_the_project_fails_to_import(rest):
    assert rest.call("GET", "importErrors")["import_errors"] == []


def test_a_dead_service_fails_its_health_check(running):
    running.processes.stop("triggerer")
    assert running.health("triggerer").returncode != 0
