"""labels__<store> as Airflow runs it: the form's values reach the step, the result leads to the file."""

from __future__ import annotations

import pytest
from cli_world import orders_db
from label_world import barcodes, concept, numbered, storing
from order_sync.steps.label_ask import CARRIERS, ask
from order_sync.steps.label_task import LabelFile, PrintLabels


class Pushed:
    """A task instance that remembers what was pushed."""

    def __init__(self) -> None:
        self.xcom: dict = {}

    def xcom_push(self, key, value) -> None:
        self.xcom[key] = value


@pytest.fixture
def task(world, monkeypatch, tmp_path):
    """``task(order_numbers=["1"])`` runs the task of the Dutch store with these params."""
    storing(world, tmp_path / "labels")
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setattr("order_sync.steps.shop.load_config", lambda only=None: world.config)
    ti = Pushed()

    def run(**params):
        context = {"run_id": "manual__1", "params": params, "ti": ti}
        return PrintLabels(task_id="print_labels", store="nl").execute(context), ti.xcom

    return run


def test_the_form_is_obeyed_and_the_result_leads_to_the_file(world, task):
    for number in ("1", "2"):
        concept(world, number)
    found, xcom = task(order_numbers=["2"], paper="A6", carrier=None, country=None, position=1, sort=["order_number"], dry_run=False)
    assert barcodes(world, found) == [numbered(world)["2"]]
    assert xcom == {"page": f"/order-sync/labels/nl/{found['job']}"}


def test_a_dry_run_of_the_task(world, task):
    concept(world, "1")
    found, xcom = task(dry_run=True)
    assert found["job"] is None and xcom == {"page": ""} and numbered(world) == {"1": ""}


@pytest.mark.parametrize(
    ("base", "expected"), [("http://localhost:8080", "/order-sync/labels/nl/7"), ("https://a.example/air/", "/air/order-sync/labels/nl/7")]
)
def test_the_link_goes_below_airflows_own_address(monkeypatch, base, expected):
    from airflow.sdk.execution_time import xcom

    monkeypatch.setenv("AIRFLOW__API__BASE_URL", base)
    pages = iter(["/order-sync/labels/nl/7", None])
    monkeypatch.setattr(xcom.XCom, "get_value", staticmethod(lambda **_: next(pages)))
    operator = PrintLabels(task_id="print_labels", store="nl")
    assert [type(link) for link in operator.operator_extra_links] == [LabelFile]
    assert LabelFile().get_link(operator, ti_key=None) == expected
    assert LabelFile().get_link(operator, ti_key=None) == ""


def test_what_the_form_leaves_open_is_the_stores_setting(world, tmp_path):
    storing(world, tmp_path, format="A4", position=3, sort=("sku",))
    settings = world.config.stores["nl"].myparcel.labels
    made = ask(settings, {"order_numbers": None, "carrier": None})
    assert (made.numbers, made.carrier, made.paper, made.position, made.sort) == (None, None, "A4", 3, ("sku",))
    assert ask(settings, {"order_numbers": [" 7 ", "7", ""], "country": "nl"}).numbers == ("7",)


def test_the_form_knows_the_carriers_that_the_hook_knows():
    from order_sync.hooks import myparcel_tracking

    assert CARRIERS == myparcel_tracking.CARRIERS
