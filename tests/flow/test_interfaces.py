"""What docs/interfaces.md promises to others is what the product gives: keys are read off the page."""

from __future__ import annotations

import importlib.util
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from order_sync.mapping.markers import document_marker
from shop_world import wix_order

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "interfaces.md").read_text()
ROWS = dict(re.findall(r"^\| (.+?) \| (.+) \|$", PAGE, re.MULTILINE))


def promised(command):
    """Keys of the innermost braces in the row of a command."""
    return re.search(r"\{([a-z_, ]+)\}", ROWS[command])[1].split(", ")


@pytest.fixture
def shop(world):
    """Orders of every fate: booked and shipped, held for both, ignored."""
    world.stock()
    world.sell(
        "es",
        wix_order("10001"),
        wix_order("10002", minute=6, country="CH", lines=(("NO-SUCH", 1, 1000),)),
        wix_order("10003", minute=7, paymentStatus="NOT_PAID"),
    )
    world.ingest()
    return world


def travelled(world):
    world.send("holded")
    world.send("myparcel")
    world.label()
    world.track()


def test_coverage(shop, cli):
    travelled(shop)
    found = cli("coverage", "--json").json
    assert list(found) == ["es", "nl"]
    for row in found.values():
        assert list(row) == promised("`order-sync coverage --json`")
        assert all(type(count) is int for count in row.values())
        assert row["wix"] == row["booked"] + row["held"] + row["ignored"] + row["unexplained"]


def test_holds(shop, cli):
    rows = cli("holds", "list", "--json").json
    assert len(rows) == 2
    for row in rows:
        assert list(row) == promised("`order-sync holds list --json`")
        assert datetime.fromisoformat(row["since"]).tzinfo
        assert row["store"] == "es" and row["order_number"] == "10002" and row["cure"]
    closed = cli("holds", "ignore", "es", "10002", "--note", "n", "--json").json
    row = "`order-sync holds retry --json`, `order-sync holds ignore --json`"
    assert len(closed) == 2 and all(list(one) == promised(row) for one in closed)


def test_explain(shop, cli):
    travelled(shop)
    for number in ("10001", "10002", "10003"):
        [one] = cli("explain", "es", number, "--json").json
        assert list(one) == promised("`order-sync explain STORE NUMBER --json`")
        assert len(one["decisions"]) == 2


def test_preview(shop, cli):
    requests = cli("preview", "es", "--json").json + cli("preview", "es", "--destination", "myparcel", "--json").json
    assert len(requests) == 4
    assert all(list(request) == promised("`order-sync preview STORE --json`") for request in requests)


def test_preflight(world, cli):
    rows = cli("preflight", "--json").json
    assert all(list(row) == promised("`order-sync preflight --json`") for row in rows)
    assert {row["verdict"] for row in rows if row["what"] != "Airflow pools"} == {"fine", "unknown"}


def test_summary_and_migrate(shop, cli):
    travelled(shop)
    found = cli("summary", "--json")
    assert found.code == 0 and list(found.json) == promised("`order-sync summary --json`")
    assert all(found.json.values())
    assert all(row["per_order"] is None or float(row["per_order"]) > 0 for row in found.json["calls"])
    assert list(cli("calls", "--json").json) == promised("`order-sync calls --json`")
    assert list(cli("migrate", "--json").json) == promised("`order-sync migrate --json`")
    assert "Coverage" in cli("summary", "es").out


def test_marker_and_reference(shop):
    travelled(shop)
    order = wix_order("10001")
    [document] = shop.documents()
    marker = "wxes" + re.sub("[^a-z0-9]", "", order["id"].lower())[:24]
    assert marker in document["tags"] and marker == document_marker("es", order["id"])
    [shipment] = shop.shipments()
    assert shipment["reference_identifier"] == f"es:10001-{order['id'][:8]}"


def test_dags_params_and_pools(monkeypatch):
    monkeypatch.delenv("ORDER_SYNC_CONFIG", raising=False)
    dags = {}
    for file in sorted((ROOT / "dags").glob("*.py")):
        spec = importlib.util.spec_from_file_location("promised_dags", file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        dags |= {name: dag for name, dag in vars(module).items() if name.endswith("__es")}
    promised_ids = {name.replace("<store>", "es") for name in re.findall(r"`([a-z_]+__<store>)`", ROWS["DAG ids"])}
    assert dags.keys() == promised_ids
    own, others, *more = ROWS["DAG params"].split("; ")
    besides = {re.search(r"`([a-z_]+?)__", part)[1]: part.partition("besides")[2] for part in more}
    for name, dag in dags.items():
        words = set(re.findall(r"`([a-z_]+)`", own if name.startswith("wix_orders") else others))
        words |= set(re.findall(r"`([a-z_]+)`", besides.get(name.partition("__")[0], "")))
        assert set(dag.params.keys()) == words, name
    pools = {task.pool for dag in dags.values() for task in dag.tasks} - {"default_pool"}
    assert pools == set(re.findall(r"`([a-z_]+)`", ROWS["pools"]))
    [asset] = [(outlet.name, outlet.uri) for task in dags["wix_orders__es"].tasks for outlet in task.outlets]
    assert [text.replace("<store>", "es") for text in re.findall(r"`(.+?)`", ROWS["asset"])] == list(asset)


def test_json_of_any_command_is_one_document(shop, cli):
    for words in (("coverage",), ("holds", "list"), ("summary",), ("preview", "es"), ("explain", "es", "10002")):
        json.loads(cli(*words, "--json").out)
