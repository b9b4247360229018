"""What every DAG of the project keeps to, whatever it does."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from local.airflow_settings import POOLS
from order_sync.settings import load_config
from order_sync.steps.retries import RetryLaterOnly

ROOT = Path(__file__).resolve().parents[2]
# Tasks that call no remote: they work in the orders database alone. Every other task has its remote's pool.
LOCAL_TASKS = {
    "build",
    "check",
    "publish",
    "check_before_send",
    "check_after_send",
    "check_past",
    "check_tracking",
    "agree",
    "close_question",
    "count_reports",
    "wake_senders",
    "all_done",
    "sweep_staging",
    "forget_orders",
    "clean_runs",
    "erase",
    "watch",
    "tell",
    "compare_totals",
}
ASKS = ("approvals__asks", "ask")  # a person's answer: it takes no worker while it waits
EVERY_STORE: tuple[str, ...] = (
    "wix_history",
    "holds",
    "reports",
    "reconcile",
    "alerts",
    "retention",
    "erase",
)  # DAGs that each store has, whatever its settings
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


@pytest.fixture
def dags(dagbag):
    assert dagbag.dags, "no DAG was found"
    return dagbag.dags.values()


def tasks(dags):
    return [(dag, task) for dag in dags for task in dag.tasks]


def test_every_file_can_be_imported(dagbag):
    assert dagbag.import_errors == {}


def test_each_store_has_the_dags_that_its_settings_ask_for(dagbag, configured):
    expected = set()
    for key, store in load_config(configured).stores.items():
        names = [
            "wix_orders",
            *(["holded", "convert"] if store.holded else []),
            *(["myparcel", "tracking", "labels"] if store.myparcel else []),
            *EVERY_STORE,
        ]
        names += ["approvals"] if store.holded and store.holded.approve == "ask" else []
        expected |= {f"{name}__{key}" for name in names}
    assert set(dagbag.dags) == expected
    assert set().union(*(store.dag_ids for store in load_config(configured).stores.values())) == expected, "alerts go by these"


def test_a_dag_says_whose_it_is_and_what_it_does(dags, configured):
    for dag in dags:
        assert dag.tags, dag.dag_id
        assert dag.doc_md and len(dag.doc_md.split()) > 10, f"{dag.dag_id} has no doc_md worth reading"
    stores = load_config(configured).stores
    for dag, task in tasks(dags):
        name, _, store = dag.dag_id.partition("__")
        assert set(dag.tags) == {"order-sync", store, name}
        assert stores[store].name in dag.doc_md
        assert task.owner == stores[store].owner, f"{dag.dag_id}.{task.task_id} is not its store's owner's"


def test_a_dag_never_catches_up_by_itself_and_bounds_its_runs(dags):
    for dag in dags:
        assert dag.catchup is False, dag.dag_id
        assert dag.max_active_runs == 1, f"{dag.dag_id}: two runs of one store at a time"
        assert dag.start_date is not None and dag.start_date.utcoffset().total_seconds() == 0, dag.dag_id


def test_a_scheduled_window_has_a_width(dagbag):
    from airflow.sdk import CronDataIntervalTimetable

    for dag_id, dag in dagbag.dags.items():
        if dag_id.startswith("wix_orders__"):
            assert isinstance(dag.timetable, CronDataIntervalTimetable), f"{dag_id}: start and end of its data interval would be the same"


def test_history_is_read_by_backfill_only_and_in_windows(dagbag, monkeypatch):
    from airflow.serialization.serialized_objects import DagSerialization
    from airflow.timetables.base import TimeRestriction
    from order_sync.ui.plugin import OrderSyncPlugin
    from pendulum import datetime

    registered = {f"{made.__module__}.{made.__qualname__}": made for made in OrderSyncPlugin.timetables}
    monkeypatch.setattr("airflow.plugins_manager.get_timetables_plugins", lambda: registered)  # as where order-sync is installed
    for store in ("es", "nl", "asks"):
        dag = dagbag.dags[f"wix_history__{store}"]
        known = DagSerialization.from_dict(DagSerialization.to_dict(dag))
        windows = [info.data_interval for info in known.iter_dagrun_infos_between(datetime(2019, 11, 1), datetime(2020, 2, 1))]
        assert [(window.start.month, window.end.month) for window in windows] == [(11, 12), (12, 1), (1, 2), (2, 3)], "a window has a width"
        for earliest in (None, datetime(2019, 1, 1)):
            fires = known.timetable.next_dagrun_info(last_automated_data_interval=None, restriction=TimeRestriction(earliest, None, False))
            assert fires is None, "the schedule would read years by itself"
        (task,) = dag.tasks
        assert (task.pool, task.priority_weight, POOLS["wix_history"][0]) == ("wix_history", 1, 1)
        assert (
            task.weight_rule.get_weight(task) == 1
            if hasattr(task.weight_rule, "get_weight")
            else "absolute" in str(task.weight_rule).lower()
        )


def test_only_what_was_published_wakes_the_senders_of_its_own_store(dagbag):
    from airflow.sdk import AssetOrTimeSchedule

    for dag_id, dag in dagbag.dags.items():
        name, _, store = dag_id.partition("__")
        outlets = {task.task_id: [asset.name for asset in task.outlets] for task in dag.tasks if task.outlets}
        publishes = {"wix_orders": "publish", "holds": "wake_senders"}.get(name)
        assert outlets == ({publishes: [f"orders_published__{store}"]} if publishes else {}), dag_id
        if name in ("holded", "myparcel"):
            assert isinstance(dag.timetable, AssetOrTimeSchedule), f"{dag_id} waits for the asset alone, or for the clock alone"
            woken_by = [asset.name for asset in dag.timetable.asset_condition.objects]
            assert woken_by == [f"orders_published__{store}"]


def test_totals_are_compared_whatever_myparcel_answers_and_its_failure_leaves_the_run_red(dagbag):
    dag = dagbag.dags["reconcile__es"]
    assert dag.get_task("compare_totals").upstream_task_ids == {"orders", "documents"}
    assert dag.get_task("compare_totals").trigger_rule == "all_success"
    assert dag.get_task("parcels").downstream_task_ids == set(), "a leaf: Airflow takes the run's state from it"


def test_every_form_offers_numbers_and_a_dry_run(dags):
    for dag in dags:
        assert {"order_numbers", "dry_run"} <= set(dag.params), dag.dag_id
        assert dag.params["dry_run"] is False and not dag.params["order_numbers"], f"{dag.dag_id} would do less than all by itself"
        assert dag.is_paused_upon_creation, f"{dag.dag_id} would write to the books before anybody has looked"


def test_every_field_of_a_form_explains_itself(dags):
    for dag in dags:
        for name in dag.params:
            field = dag.params.get_param(name)
            told = {"title": field.schema.get("title"), "description": field.description or field.schema.get("description")}
            assert all(told.values()), f"{dag.dag_id}: {name} has no {[what for what, text in told.items() if not text]}"
            assert field.schema.get("type") and field.schema.get("section"), f"{dag.dag_id}: {name} has no type or section"


def test_a_task_that_calls_a_remote_waits_in_the_remotes_pool(dags):
    for dag, task in tasks(dags):
        name = f"{dag.dag_id}.{task.task_id}"
        if task.task_id in LOCAL_TASKS or (dag.dag_id, task.task_id) == ASKS:
            assert task.pool == "default_pool", f"{name} takes a slot of {task.pool} for nothing"
        else:
            assert task.pool in POOLS, f"{name} is bound by no pool; name it in LOCAL_TASKS if it calls no remote"


def test_a_task_tries_again_later_and_not_for_ever(dags):
    for dag, task in tasks(dags):
        name = f"{dag.dag_id}.{task.task_id}"
        assert 1 <= task.retries <= 10, name
        assert task.retry_exponential_backoff and task.max_retry_delay, f"{name} retries without backing off"
        assert isinstance(task.retry_policy, RetryLaterOnly), f"{name} would repeat what was refused for good"
        limit = task.response_timeout if (dag.dag_id, task.task_id) == ASKS else task.execution_timeout
        assert limit is not None, f"{name} may hang for ever"


def test_only_a_person_lets_documents_be_approved_where_one_is_asked(dagbag):
    dag = dagbag.dags["approvals__asks"]
    ask, agree = dag.get_task("ask"), dag.get_task("agree")
    assert ask.options == ["Approve", "Reject"] and ask.defaults == ["Reject"], "silence must not approve"
    assert ask.execution_timeout is None, "the time for the answer would be the one for a task"
    assert agree.upstream_task_ids == {"waiting", "ask"} and dag.get_task("approve").upstream_task_ids == {"agree"}
    assert not any(dag_id.startswith("approvals__") for dag_id in dagbag.dags if dag_id != "approvals__asks")


def test_the_local_tasks_exist(dags):
    assert {task.task_id for _, task in tasks(dags)} >= LOCAL_TASKS


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


def test_labels_are_printed_by_hand_unless_a_store_has_a_schedule(parsing, configured, tmp_path):
    import yaml
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import CronTriggerTimetable
    from airflow.serialization.serialized_objects import DagSerialization

    config = tmp_path / "config"
    shutil.copytree(configured, config)
    file = config / "stores" / "nl.yaml"
    settings = yaml.safe_load(file.read_text())
    settings["myparcel"]["labels"] = {"schedule": "30 8 * * 1-5", "format": "A4", "position": 2, "sort": ["sku"]}
    file.write_text(yaml.safe_dump(settings))
    parsing.setenv("ORDER_SYNC_CONFIG", str(config))
    try:
        dags = DagBag(dag_folder=str(ROOT / "dags")).dags
    finally:
        parsing.setenv("ORDER_SYNC_CONFIG", str(configured))
    by_hand, scheduled = dags["labels__es"], dags["labels__nl"]
    assert by_hand.schedule is None and isinstance(scheduled.timetable, CronTriggerTimetable)
    assert "Amsterdam" in repr(DagSerialization.to_dict(scheduled)["dag"]["timetable"])
    assert {name: scheduled.params[name] for name in ("paper", "position", "sort", "reprint", "returns")} == {
        "paper": "A4", "position": 2, "sort": ["sku"], "reprint": False, "returns": False,
    }  # fmt: skip
    for dag in (by_hand, scheduled):
        [task] = dag.tasks
        assert [link.name for link in task.operator_extra_links] == ["Label file"]
        assert "Label file" in repr(DagSerialization.to_dict(dag)["dag"]["tasks"]), "the UI would not see the link"
