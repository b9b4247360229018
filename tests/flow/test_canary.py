"""The canary: the sandbox's answers fit the pinned contract, a changed one is told, and listening costs no call."""

from __future__ import annotations

import pytest
from order_sync.steps import canary
from order_sync.steps.shop import open_shop
from reconcile_world import calls, days_ago, lately, run
from sandbox.holded import views
from shop_world import wix_order


@pytest.fixture
def shop(world, monkeypatch):
    lately(monkeypatch)
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", status="PENDING", paymentStatus="NOT_PAID"))
    world.ingest()
    world.send("holded")
    world.send("myparcel")
    days_ago(world, 3)
    return world


def look(world):
    with open_shop("es", "canary", config=world.config, database=world.database) as shop:
        return canary.look(shop)


def test_the_sandbox_fits_and_a_look_costs_few_calls(shop):
    before = {service: calls(shop, service) for service in ("wix", "holded", "myparcel")}
    assert look(shop) == []
    spent = {service: calls(shop, service) - count for service, count in before.items()}
    assert spent["holded"] == 2 and spent["myparcel"] == 1 and spent["wix"] <= 5, "four and a token"
    with shop.database.engine.begin() as connection:
        looked = {row[0] for row in connection.exec_driver_sql("SELECT endpoint FROM ops.api_looks")}
    assert looked == {
        "POST /ecom/v1/orders/search", "POST /ecom/v1/payments/list-by-ids", "GET /sales-receipts", "GET /sales-receipts/{id}", "GET /shipments",
        "POST /ecom/v1/fulfillments/list-by-ids",
    }  # fmt: skip


def test_the_daily_comparison_tells_what_changed_without_a_call(shop, monkeypatch, caplog):
    before = calls(shop)
    run(shop)
    plain = calls(shop) - before
    row = views.row

    def changed(*given):
        return {**row(*given), "status": "frozen", "tax": 12, "total_due": "1", "tags": None}

    monkeypatch.setattr(views, "row", changed)
    shop.sandbox.state("wix", "es")["orders"] |= {
        id: order | {"paymentStatus": "LENT"} for id, order in shop.sandbox.state("wix", "es")["orders"].items()
    }
    before = calls(shop)
    with caplog.at_level("WARNING"):
        try:
            run(shop, key="rec2")
        except TypeError:
            pytest.fail("the canary or the reading stumbled over the change")
    assert calls(shop) - before == plain
    rows = canary.found(shop.database, "es")
    assert [(row["level"], row["remote"], row["path"], row["what"], row["seen"]) for row in rows] == [
        ("warning", "holded", "status", "value", "frozen"),
        ("warning", "holded", "tags", "missing", "null"),
        ("warning", "wix", "paymentStatus", "value", "LENT"),
        ("note", "holded", "total_due", "new", "text"),
    ]
    assert "frozen" in caplog.text


def test_the_listener_ends_with_its_block(shop):
    with open_shop("es", "c", config=shop.config, database=shop.database) as opened:
        with canary.watching(opened):
            opened.myparcel().newest_shipments()
            assert opened.myparcel().client.listener is not None
        assert opened.myparcel().client.listener is None


def test_an_answer_of_another_form_harms_nothing(shop):
    heard = canary.Canary()

    class Broken:
        def json(self):
            from order_sync.errors import ContractBroken

            raise ContractBroken("no JSON", where="here", cure="none")

    heard.hear("wix", "POST /ecom/v1/orders/search", Broken())
    heard.hear("wix", "GET /nobody/knows", Broken())
    assert heard.rows("es") == []


def test_the_command_line(shop, cli):
    said = cli("canary", "es", "--json")
    assert said.code == 0 and said.json == []
    assert cli("canary", "es", "--seen").code == 0
    said = cli("reconcile", "es", "--now", "--json")
    assert said.code == 0 and said.json["es"]["findings"] == [] and said.json["es"]["totals"]
    shop.sandbox.state("holded", "es")["documents"].clear()
    said = cli("reconcile", "es", "--now", "--json")
    assert said.code == 1 and [row["code"] for row in said.json["es"]["findings"]] == ["DELETED_REMOTELY"]
    said = cli("reconcile", "es")
    assert said.code == 1 and "DELETED_REMOTELY" in said.out
    assert cli("reconcile", "xx").code == 2
