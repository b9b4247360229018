"""Two stores into one Holded account, and two workers on the same orders: nothing is made twice, and one waits for the other."""

from __future__ import annotations

import json
from collections import Counter

import crash_child
import pytest
import worker_child
import yaml
from cli_world import orders_db
from moments import COMPANY
from order_sync.errors import RetryLater
from order_sync.hooks.holded import HoldedHook
from order_sync.settings import load_config
from shop_world import quick_config, wix_order


@pytest.fixture
def two(world, tmp_path, sandbox, monkeypatch):
    """A second store es2 with a Wix site of its own that books into the account of es; ``holded_same``: that account by another name."""
    for name, value in sandbox.environment("es2").items():
        monkeypatch.setenv(name, value)
    same = {**sandbox.connections("es")["holded_es"]}
    monkeypatch.setenv("AIRFLOW_CONN_HOLDED_SAME", json.dumps(same))
    folder = tmp_path / "two"
    quick_config(folder)
    first = yaml.safe_load((folder / "stores" / "es.yaml").read_text())
    second = first | {"store": "es2", "name": "Tienda Dos", "wix": first["wix"] | {"connection": "wix_es2"}}
    second.pop("myparcel")
    (folder / "stores" / "es2.yaml").write_text(yaml.safe_dump(second))
    world.config = load_config(folder)
    world.stock()
    return world


def company(number: str, vat: str = "B12345674", **changes):
    order = wix_order(number, customFields=[COMPANY[0] | {"value": vat}], **changes)
    order["billingInfo"]["contactDetails"]["company"] = "Ejemplo SL"
    return order


def booked(world):
    """Approved and once paid documents, by description."""
    documents = world.documents()
    assert all(not document["draft"] and len(document["payments"]) == 1 for document in documents)
    return sorted(document["description"] for document in documents)


def test_two_stores_share_contacts_series_and_the_order_of_dates(two):
    two.sell("es", company("10001"), wix_order("10002"))
    two.sell("es2", company("10001", minute=9), wix_order("10002", minute=9))
    for store in ("es", "es2"):
        two.ingest(store)
        assert two.send("holded", store)["paid"] == 2
    assert booked(two) == ["Pedido Wix 10001"] * 2 + ["Pedido Wix 10002"] * 2
    assert len(two.sandbox.state("holded", "es")["contacts"]) == 1
    numbers = Counter(document["number"] for document in two.documents())
    assert len(numbers) == 4 and set(numbers.values()) == {1}, "one series, each number once"
    markers = {tag for document in two.documents() for tag in document["tags"] if tag.startswith("wxes")}
    assert len(markers) == 4, "the same order number of two stores is two orders"


def test_a_late_order_of_one_store_does_not_go_back_behind_the_other(two):
    earlier = {"createdDate": "2026-11-10T09:00:00.000Z", "purchasedDate": "2026-11-10T09:00:00.000Z"}
    two.sell("es", wix_order("10001"))
    two.sell("es2", wix_order("10009", **earlier))
    for store in ("es", "es2"):
        two.ingest(store)
        assert two.send("holded", store)["approved"] == 1
    assert {document["date"] for document in two.documents()} == {"2026-11-16"}


def test_master_data_and_the_months_calls_are_shared(two):
    two.sell("es", wix_order("10001"))
    two.sell("es2", wix_order("10002"))
    for store in ("es", "es2"):
        two.ingest(store)
        two.send("holded", store)
    for template in ("/api/v2/products", "/api/v2/taxes", "/api/v2/usage"):
        assert len(two.sandbox.called("holded", "GET", template=template)) == 1, template


def test_connections_to_one_account_share_its_lock_and_its_pace(two):
    one, same, other = HoldedHook("holded_es"), HoldedHook("holded_same"), HoldedHook("holded_nl")
    assert one.account_key == same.account_key != other.account_key
    assert one.client._limit is same.client._limit is not other.client._limit
    assert "pat_" not in one.account_key


@pytest.mark.parametrize("connection", ["holded_es", "holded_same"])
def test_while_one_store_sends_the_other_waits_and_the_loser_is_told(two, connection):
    second = two.config.stores["es2"]
    renamed = second.model_copy(update={"holded": second.holded.model_copy(update={"connection": connection})})
    taxes = tuple(rule.model_copy(update={"connection": connection}) for rule in two.config.taxes if rule.connection == "holded_es")
    two.config = two.config.model_copy(update={"stores": {**two.config.stores, "es2": renamed}, "taxes": two.config.taxes + taxes})
    two.sell("es", wix_order("10001"))
    two.sell("es2", wix_order("10002"))
    two.ingest("es")
    two.ingest("es2")
    met = []

    def meanwhile(call):
        try:
            two.send("holded", "es2", checked=False)
        except RetryLater as error:
            met.append(error.delay)

    two.sandbox.arm("hook", method="POST", path="/sales-receipts$", call=meanwhile)
    two.send("holded", "es", checked=False)
    assert met == [None]  # Airflow waits longer with each try: the other may take minutes
    two.send("holded", "es2", checked=False)
    assert booked(two) == ["Pedido Wix 10001", "Pedido Wix 10002"]


def race(world, environment, *stores):
    """A process for each, all at once, each until it is through; how often they found another one at work."""
    crash_child.start_server()
    together = crash_child.context.Barrier(len(stores))
    workers = []
    for place, store in enumerate(stores):
        report, their_end = crash_child.context.Pipe(duplex=False)
        process = crash_child.context.Process(target=worker_child.run, args=(store, f"w{place}", environment, together, their_end))
        process.start()
        their_end.close()
        workers.append((process, report))
    found = []
    for process, report in workers:
        assert report.poll(120), "a worker hangs"
        found.append(report.recv())
        process.join(10)
    assert all(isinstance(lost, int) for lost in found), found
    return sum(found)


@pytest.fixture
def environment(two, connections, sandbox):
    """What the processes need: connections, database, configuration."""
    found = sandbox.environment("es", "es2", "nl")
    return found | {"AIRFLOW_CONN_ORDERS_DB": orders_db(two.database), "ORDER_SYNC_CONFIG": str(two.config.folder)}


def test_two_workers_on_the_same_orders_make_each_thing_once(two, environment):
    two.sell(
        "es", *(company(str(10001 + place), minute=place) for place in range(3)), *(wix_order(str(10011 + place)) for place in range(3))
    )
    two.sandbox.arm("slow", service="holded", times=1000, seconds=0.03)
    assert race(two, environment, "es", "es") > 0, "the workers never met"
    assert len(booked(two)) == len(set(booked(two))) == 6
    assert len(two.sandbox.state("holded", "es")["contacts"]) == 1
    assert two.held() == {}


def test_two_stores_at_once_make_each_thing_once(two, environment):
    two.sell("es", company("10001"), wix_order("10002"))
    two.sell("es2", company("10001"), wix_order("10002"))
    two.sandbox.arm("slow", service="holded", times=1000, seconds=0.03)
    race(two, environment, "es", "es2")
    assert len(booked(two)) == 4
    assert len(two.sandbox.state("holded", "es")["contacts"]) == 1
