"""Replay by today's rules: what would change of orders that stand, with nothing published, sent or asked."""

from __future__ import annotations

import pytest
import yaml
from order_sync.steps.reporting import digest
from shop_world import wix_order

UNKNOWN = (("NO-SUCH", 1, 1000),)
PERSONAL = ("Lucía", "Ejemplo", "Calle Mayor", "example.com", "600000001", "28001")


@pytest.fixture
def shop(world):
    """A booked and shipped order, a held one, one that is not paid."""
    world.stock()
    world.sell(
        "es", wix_order("10001"), wix_order("10002", minute=6, lines=UNKNOWN), wix_order("10003", minute=7, paymentStatus="NOT_PAID")
    )
    world.ingest()
    world.send("holded")
    world.send("myparcel")
    return world


def settle(world, **changes):
    """Another setting of the Spanish store's block: ``holded={...}``, ``myparcel={...}``."""
    file = world.config.folder / "stores" / "es.yaml"
    settings = yaml.safe_load(file.read_text())
    for block, values in changes.items():
        settings[block] |= values
    file.write_text(yaml.safe_dump(settings))


def leftovers(world):
    with world.database.engine.begin() as connection:
        tables = ("batches", "orders", "lines", "decisions", "acts", "payments", "refunds")
        return sum(
            connection.exec_driver_sql(f"SELECT count(*) FROM staging.{table} WHERE batch_id LIKE '%%replay-%%'").scalar()
            for table in tables
        )


def rows(cli, *words):
    return {
        one["order_number"]: [(row["destination"], row["what"], row["before"], row["after"]) for row in one["changes"]]
        for one in cli("replay", "es", *words, "--json").json
    }


def test_by_the_same_rules_nothing_changes_and_no_remote_hears_of_it(shop, cli):
    before, calls = digest(shop.database), len(shop.sandbox.sandbox.calls)
    assert rows(cli, "10001", "10002", "10003") == {"10001": [], "10002": [], "10003": []}
    assert digest(shop.database) == before and len(shop.sandbox.sandbox.calls) == calls and leftovers(shop) == 0
    assert "nothing would change" in cli("replay", "es", "10001").out


def test_another_document_choice_is_told_with_decision_and_kind(shop, cli):
    settle(shop, holded={"documents": [{"then": "order"}]})
    found = rows(cli, "10003")["10003"]
    assert {("holded", "decision", "ignore", "send"), ("holded", "kind of document", "receipt", "order")} <= set(found), found


def test_what_is_different_in_a_parcel_is_told_without_the_buyer(shop, cli):
    settle(shop, myparcel={"packaging_weight_g": 250, "label_description": "Pedido {number}"})
    said = cli("replay", "es", "10001", "--json")
    told = [(row["destination"], row["what"]) for row in said.json[0]["changes"]]
    assert {("myparcel", "parcel: physical_properties.weight"), ("myparcel", "parcel: options.label_description")} <= set(told), told
    assert not [text for text in PERSONAL if text in said.out]


def test_a_hold_that_would_go_and_one_that_would_come(shop, cli):
    settle(shop, holded={"unknown_sku": "plain"})
    found = rows(cli, "10002")["10002"]
    assert ("holded", "decision", "hold", "send") in found
    assert any(what == "hold" and before.startswith("UNKNOWN_SKU") and not after for _, what, before, after in found)
    settle(shop, holded={"currencies": ["USD"]})
    found = rows(cli, "10001")["10001"]
    assert any(what == "hold" and after.startswith("CURRENCY_NOT_CONFIGURED") for _, what, _, after in found)


def test_money_lines_and_taxes_of_a_document_are_compared(shop, cli):
    file = shop.config.folder / "taxes.csv"
    file.write_text(file.read_text().replace(",s_iva_21,", ",s_oss_nl_21,"))
    found = rows(cli, "10001")["10001"]
    lines = [(before, after) for _, what, before, after in found if what == "line Product CAM-AZ-M"]
    assert len(lines) == 1 and "s_iva_21" in lines[0][0] and "s_oss_nl_21" in lines[0][1], found


def test_an_order_that_a_person_left_out_stays_out(shop, cli):
    cli("holds", "ignore", "es", "10002", "--note", "by hand")
    settle(shop, holded={"unknown_sku": "plain"})
    assert [row for row in rows(cli, "10002")["10002"] if row[1] == "decision"] == []


def test_the_sums_of_a_window(shop, cli):
    settle(shop, holded={"unknown_sku": "plain"})
    found = cli("replay", "es", "--since", "2026-11-16", "--until", "2026-11-17", "--json").json
    assert (found["orders"], found["changed"], found["unchanged"], found["not_stored"]) == (3, 1, 2, 0)
    [row] = [row for row in found["differences"] if row["what"] == "decision"]
    assert (row["before"], row["after"], row["orders"], row["examples"]) == ("hold", "send", 1, ["10002"])
    assert cli("replay", "es", "--since", "2026-11-17", "--until", "2026-11-18", "--json").json["orders"] == 0
    assert "1 would change" in cli("replay", "es", "--since", "2026-11-16").out


def test_slices_give_the_same_sums(shop, cli, monkeypatch):
    settle(shop, holded={"unknown_sku": "plain"})
    whole = cli("replay", "es", "--since", "2026-11-16", "--json").json
    monkeypatch.setattr("order_sync.steps.replay.SLICE", 1)
    assert cli("replay", "es", "--since", "2026-11-16", "--json").json == whole and leftovers(shop) == 0


def test_an_order_that_is_not_there_is_a_finding_and_the_others_are_told(shop, cli):
    said = cli("replay", "es", "10001", "99999")
    assert said.code == 1 and "99999" in said.out and "10001" in said.out
    assert cli("replay", "es").code == 2 and cli("replay", "es", "1", "--since", "2026-01-01").code == 2


def test_a_replay_that_breaks_leaves_nothing_behind(shop, cli, monkeypatch):
    def broken(_):
        raise RuntimeError("broken")

    monkeypatch.setattr("order_sync.steps.replay.build", broken)
    with pytest.raises(RuntimeError):
        cli("replay", "es", "10001")
    assert leftovers(shop) == 0
