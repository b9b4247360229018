"""What every DAG of the project keeps to, whatever it does."""

import shutil
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
    "choose",
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


@pytest.fixture
def dags(dagbag):
    assert dagbag.dags, "no DAG was found"
    return dagbag.dags.values()


def tasks(dags):
    return [(dag, task) for dag in dags for task in dag.tasks]


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


def test_a_retry_of_holds_reads_each_remotes_lists_in_its_own_pool_and_never_in_the_act(dagbag):
    """The pool holded has one slot: beside the hourly run a second caller of the account would meet its limit a minute."""
    assert POOLS["holded"][0] == 1
    for store in ("es", "nl", "asks"):
        dag = dagbag.dags[f"holds__{store}"]
        pools = {task.task_id: task.pool for task in dag.tasks if task.task_id not in LOCAL_TASKS}
        assert pools == {"refresh_holded": "holded", "refresh_myparcel": "myparcel", "act": "wix"}, dag.dag_id
        act = dag.get_task("act")
        assert act.upstream_task_ids == {"choose", "refresh_holded", "refresh_myparcel"}
        assert act.trigger_rule == "none_failed", "lists that are not needed are skipped, and the act is done"


def test_a_retry_that_may_make_products_is_done_in_the_pool_of_holded(parsing, configured, tmp_path):
    import yaml
    from airflow.dag_processing.dagbag import DagBag

    config = tmp_path / "config"
    shutil.copytree(configured, config)
    file = config / "stores" / "es.yaml"
    settings = yaml.safe_load(file.read_text())
    settings["holded"]["unknown_sku"] = "create"
    file.write_text(yaml.safe_dump(settings))
    parsing.setenv("ORDER_SYNC_CONFIG", str(config))
    try:
        dags = DagBag(dag_folder=str(ROOT / "dags" / "holds.py")).dags
    finally:
        parsing.setenv("ORDER_SYNC_CONFIG", str(configured))
    assert {dags[f"holds__{store}"].get_task("act").pool for store in ("es", "nl")} == {"holded", "wix"}


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
