"""Fixtures that every room shares: a real PostgreSQL for the session, a fresh orders database for each test."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
# Where changes are judged, properties are tried with the same examples every time; elsewhere with new ones.
settings.register_profile("judged", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("judged")
# importing Airflow makes its home: not in the user's own
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ.setdefault("AIRFLOW_HOME", str(Path(tempfile.gettempdir()) / f"order-sync-tests-airflow-{os.getuid()}{_WORKER}"))


@pytest.fixture(scope="session")
def postgres():
    """An embedded PostgreSQL on loopback, thrown away at the end."""
    import shutil

    from local.postgres import cluster

    home = Path(tempfile.mkdtemp(prefix="order-sync-tests-"))
    server = cluster(home)
    server.start(fast=True)
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def _template(postgres):
    from order_sync.store.database import Database

    postgres.create("orders_template")
    database = Database(postgres.url("orders_template"))
    database.migrate()
    database.migrate()  # safe to run again
    database.close()


@pytest.fixture
def database(postgres, _template):
    """An empty orders database with the whole schema, for one test."""
    import psycopg
    from order_sync.store.database import Database

    admin = f"host=127.0.0.1 port={postgres.port} user=postgres password={postgres.password} dbname=postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS orders_test WITH (FORCE)")
        connection.execute("CREATE DATABASE orders_test TEMPLATE orders_template")
    database = Database(postgres.url("orders_test"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def installed():
    """order-sync is installed, so that Airflow's own processes find it; the test is skipped where it is not, but not where changes are judged."""
    import os
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        distribution("order-sync")
    except PackageNotFoundError:
        reason = "order-sync is not installed here (bin/setup does): Airflow's own processes would not find it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="session")
def chrome():
    """One browser for all tests of a worker: a process can drive Playwright's synchronous side once at a time."""
    from browser import browsing, chromium

    chromium()
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def shared():
    """Real payloads and contracts beside the project; tests that read them are skipped where the folder is missing."""
    if not (SHARED / "fixtures").is_dir():
        pytest.skip("no shared/ folder beside the project")
    return SHARED


@pytest.fixture
def sandbox():
    """The three remotes on loopback, empty; the test fails when a call broke a contract without an error (a violation)."""
    from sandbox_server import RunningSandbox

    server = RunningSandbox()
    server.start()
    yield server
    server.stop()
    assert not server.violations, f"the real service would silently ignore: {server.violations}"


@pytest.fixture
def connections(sandbox, monkeypatch):
    """Airflow connections wix_es, holded_es, myparcel_es and the same for nl, to the sandbox; returns them by id."""
    for name, value in sandbox.environment("es", "nl").items():
        monkeypatch.setenv(name, value)
    return {**sandbox.connections("es"), **sandbox.connections("nl")}


sys.dont_write_bytecode = False
