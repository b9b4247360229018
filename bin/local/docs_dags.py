"""The DAGs as Airflow parses them with the sample configuration."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from order_sync.settings import load_store

from local.docs_table import code, table

_SAMPLE = "es"  # the sample store that has every DAG; the DAGs of the others differ in the key only


def dags(root: Path) -> str:
    """One row per DAG of a store: id, when it runs, its tasks in order, what it does."""
    module = _parsed(root, "stores")
    made = [dag for name, dag in vars(module).items() if name.endswith(f"__{_SAMPLE}")]
    for file in sorted((root / "dags").glob("*.py")):
        if file.stem not in ("stores", "approvals"):
            made += [dag for name, dag in vars(_parsed(root, file.stem)).items() if name.endswith(f"__{_SAMPLE}")]
    asking = _parsed(root, "approvals")  # no sample store asks: its DAG is made for the sample all the same
    sample = load_store(root / "include" / "config" / "stores" / f"{_SAMPLE}.yaml")
    made.append(asking.approvals(sample.model_copy(update={"holded": sample.holded.model_copy(update={"approve": "ask"})})))
    rows = [(code(dag.dag_id.replace(f"__{_SAMPLE}", "__<store>")), _schedule(dag), _tasks(dag), _does(dag)) for dag in made]
    return table(("DAG", "runs", "tasks", "what it does"), rows)


def _parsed(root: Path, name: str) -> ModuleType:
    """A file of dags/ executed with the committed stores, in a home of its own."""
    os.environ.setdefault("AIRFLOW_HOME", str(Path(tempfile.gettempdir()) / f"order-sync-docs-airflow-{os.getuid()}"))
    before = os.environ.get("ORDER_SYNC_CONFIG")
    os.environ["ORDER_SYNC_CONFIG"] = str(root / "include" / "config")
    try:
        spec = importlib.util.spec_from_file_location(f"documented_{name}", root / "dags" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        if before is None:
            del os.environ["ORDER_SYNC_CONFIG"]
        else:
            os.environ["ORDER_SYNC_CONFIG"] = before
    return module


def _schedule(dag: Any) -> str:
    """In words; a cron expression that is not hourly is shown as it is."""
    timetable = dag.timetable
    woken = "when orders were published, and " if hasattr(timetable, "timetable") else ""
    if not timetable.can_be_scheduled:
        return "by hand"
    if getattr(timetable, "summary", "") == "by backfill":
        return "by backfill or by hand"
    expression = (timetable.timetable if woken else timetable).expression
    minute, hour, *rest = expression.split()
    if minute.isdigit() and rest == ["*", "*", "*"]:
        every = f"every hour at :{int(minute):02}" if hour == "*" else f"every day at {int(hour):02}:{int(minute):02}, the merchant's time"
        return woken + every
    return woken + code(expression)


def _tasks(dag: Any) -> str:
    """Task ids level by level: what can run at once is joined by +."""
    left = {task.task_id: set(task.upstream_task_ids) for task in dag.tasks}
    levels = []
    while left:
        ready = sorted(name for name, needs in left.items() if not needs & left.keys())
        levels.append(" + ".join(code(name) for name in ready))
        for name in ready:
            del left[name]
    return " → ".join(levels)


def _does(dag: Any) -> str:
    """The first paragraph of the DAG's own documentation, without its heading."""
    lines = [line.strip() for line in dag.doc_md.strip().splitlines()]
    body = [line for line in lines if line and not line.startswith("#")]
    return " ".join(body).replace("**", "").replace("*", "")
