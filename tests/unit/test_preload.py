"""Heavy libraries are loaded early in the processes that fork tasks, and in no other."""

import pytest
from order_sync.ui import preload
from order_sync.ui.plugin import OrderSyncPlugin


@pytest.mark.parametrize(
    ("command", "executor", "expected"),
    [
        (["airflow", "scheduler"], "LocalExecutor", True),
        (["airflow", "scheduler", "--skip-serve-logs"], "LocalExecutor,CeleryExecutor", True),
        (["airflow", "scheduler"], "CeleryExecutor", False),
        (["airflow", "celery", "worker", "--concurrency", "4"], "CeleryExecutor", True),
        (["airflow", "celery", "flower"], "CeleryExecutor", False),
        (["airflow", "api-server", "--port", "8080"], "LocalExecutor", False),
        (["airflow", "dag-processor"], "LocalExecutor", False),
        (["airflow", "triggerer"], "LocalExecutor", False),
        (["airflow"], "LocalExecutor", False),
        (["pytest", "tests"], "LocalExecutor", False),
    ],
)
def test_only_parents_of_tasks_load_early(monkeypatch, command, executor, expected):
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", executor)
    monkeypatch.setattr(preload.multiprocessing, "get_start_method", lambda: "fork")
    loaded = []
    assert preload.preload(command, loaded.append) is expected
    assert tuple(loaded) == (preload.HEAVY if expected else ())


def test_where_processes_are_not_forked_nothing_is_loaded(monkeypatch):
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "LocalExecutor")
    monkeypatch.setattr(preload.multiprocessing, "get_start_method", lambda: "forkserver")
    assert not preload.forks_tasks(["airflow", "scheduler"])


def test_a_missing_library_does_not_stop_the_scheduler(monkeypatch, caplog):
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "LocalExecutor")
    monkeypatch.setattr(preload.multiprocessing, "get_start_method", lambda: "fork")

    def missing(module):
        raise ImportError(f"no {module}")

    assert preload.preload(["airflow", "scheduler"], missing) is False
    assert "no pandas" in caplog.text


def test_the_plugin_asks_when_airflow_loads_it(monkeypatch):
    asked = []
    monkeypatch.setattr("order_sync.ui.plugin.preload", lambda: asked.append(True))
    OrderSyncPlugin.on_load()
    assert asked == [True]
