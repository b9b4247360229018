"""When a DAG runs: windows with a width, history by backfill only, senders woken by their own store."""

import shutil
from pathlib import Path

from local.airflow_settings import POOLS

ROOT = Path(__file__).resolve().parents[2]


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
