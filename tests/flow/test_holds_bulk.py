"""Holds closed many at a time: what a selection means, one bad order beside good ones, a run that is tried again, and 80 columns."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from order_sync.errors import OrderSyncError, RetryLater, SettingsError
from order_sync.steps import holds_tasks, inbox, ingest
from order_sync.steps.shop import open_shop
from shop_world import wix_order

UNKNOWN = (("NO-SUCH", 1, 1000),)


@pytest.fixture
def held(world):
    """Four held orders, one of them for two destinations."""
    world.stock()
    orders = [wix_order(f"1000{n}", minute=n, lines=UNKNOWN) for n in (1, 2, 3)]
    world.sell("es", *orders, wix_order("10004", country="CH", lines=UNKNOWN))
    world.ingest()
    return world


def act(world, run="again", closed_as="retried", note="", dry_run=False, **chosen):
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return inbox.act(shop, inbox.Chosen(**chosen), inbox.Act(closed_as, "ana", note, dry_run=dry_run))


def verdicts(rows):
    return sorted((row["order_number"], row["destination"], row["verdict"]) for row in rows)


def cure(world):
    from sandbox.holded.products import add_products

    add_products(world.sandbox.sandbox, "es", [{"name": "New", "sku": "NO-SUCH", "price": "8.26"}])


def open_numbers(world):
    return sorted((row["order_number"], row["code"]) for row in world.database.rows("holds/list", store="es", code=None, number=None))


def test_a_selection_means_what_fits_all_that_is_named(held):
    rows = act(held, closed_as="ignored", note="n", dry_run=True, code="UNKNOWN_SKU", destination="holded")
    assert verdicts(rows) == [(f"1000{n}", "holded", "would be ignored") for n in (1, 2, 3, 4)]
    rows = act(held, dry_run=True, numbers=("10002", "10004", "99999"))
    assert verdicts(rows) == [
        ("10002", "holded", "would be retried"), ("10004", "holded", "would be retried"), ("10004", "myparcel", "would be retried"), ("99999", "", "not open"),
    ]  # fmt: skip
    assert len(open_numbers(held)) == 5  # a dry run did nothing


@pytest.mark.parametrize(
    ("chosen", "what", "told"),
    [
        ({}, {}, "nothing is chosen"),
        ({"code": "NO_SUCH_CODE"}, {}, "no hold code"),
        ({"everything": True}, {"closed_as": "ignored"}, "without a note"),
        ({"everything": True}, {"closed_as": "ignored", "note": "x" * 501}, "501 characters"),
    ],
)
def test_a_wrong_selection_closes_nothing(held, chosen, what, told):
    with pytest.raises(SettingsError, match=told):
        act(held, **what, **chosen)
    assert len(open_numbers(held)) == 5


def test_one_bad_order_stops_no_other_one(held, monkeypatch):
    cure(held)
    bad = next(row["wix_order_id"] for row in held.database.rows("holds/list", store="es", code=None, number="10002"))
    real = ingest.rebuild

    def rebuild(shop, orders):
        if bad in orders:
            raise ValueError("Lucía Ejemplo, Calle Mayor 12")
        return real(shop, orders)

    monkeypatch.setattr(inbox, "rebuild", rebuild)
    rows = act(held, numbers=("10001", "10002", "10003"))
    assert verdicts(rows) == [("10001", "holded", "released"), ("10002", "holded", "failed"), ("10003", "holded", "released")]
    assert "Ejemplo" not in str(inbox.shown(rows))
    held.send("holded", run="r2")
    assert len(held.documents()) == 2 and ("10002", "UNKNOWN_SKU") in open_numbers(held)


def task(world, monkeypatch, run="manual__1", user="marta", **params):
    """The DAG's task with a form, as Airflow calls it."""
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    return holds_tasks.act("es", {"run_id": run, "params": params, "dag_run": SimpleNamespace(triggering_user_name=user)})


def test_a_run_that_waits_for_a_remote_is_tried_again_and_takes_up_what_it_closed(held, cli, monkeypatch):
    """The hold was closed for another try and the order not built again: the next try of the run must not forget it."""
    held.sandbox.settings["holded.receipt_needs_contact"] = True
    held.sell("es", wix_order("10009", minute=9))
    held.ingest(run="r2")
    assert held.send("holded", run="r2")["held"] == 1
    held.sandbox.settings["holded.receipt_needs_contact"] = False
    real, asked = ingest.rebuild, []

    def rebuild(shop, orders):
        asked.append(orders)
        if len(asked) == 1:
            raise RetryLater("no answer", where="wix", cure="Wait.")
        return real(shop, orders)

    monkeypatch.setattr(inbox, "rebuild", rebuild)
    with pytest.raises(RetryLater):
        task(held, monkeypatch, order_numbers=["10009"])
    assert task(held, monkeypatch, order_numbers=["10009"]) == {"released": 1}
    assert asked[0] == asked[1]
    assert held.send("holded", run="r3")["receipts"] == 1
    assert task(held, monkeypatch, run="manual__2", order_numbers=["10009"]) == {"not open": 1}


def test_who_triggered_the_run_is_kept_with_the_note(held, cli, monkeypatch):
    assert task(held, monkeypatch, action="ignore", code="CUSTOMS_INCOMPLETE", note=" sent by hand ") == {"ignored": 1}
    assert task(held, monkeypatch, user=None, run="manual__9", action="ignore", order_numbers=["10001"], note="n") == {"ignored": 1}
    with held.database.engine.begin() as connection:
        found = connection.exec_driver_sql(
            "SELECT closed_by, note, closed_run FROM export.holds WHERE closed_as = 'ignored' ORDER BY order_number"
        ).all()
    assert found == [("run manual__9", "n", "manual__9"), ("marta", "sent by hand", "manual__1")]


def test_the_senders_are_woken_where_something_was_released_and_failures_are_red():
    from airflow.sdk.exceptions import AirflowSkipException

    holds_tasks.wake({"released": 1, "failed": 1})
    with pytest.raises(AirflowSkipException):
        holds_tasks.wake({"held": 3, "ignored": 1})
    holds_tasks.all_done({"released": 1, "held": 1})
    with pytest.raises(OrderSyncError, match="2 holds could not be closed"):
        holds_tasks.all_done({"released": 1, "failed": 2})


def test_the_command_line_takes_the_same_selection(held, cli):
    assert cli("holds", "retry", "es").code == 2
    dry = cli("holds", "ignore", "es", "--code", "UNKNOWN_SKU", "--note", "n", "--dry-run", "--json")
    assert dry.code == 0 and {row["verdict"] for row in dry.json} == {"would be ignored"} and len(dry.json) == 4
    assert cli("holds", "retry", "es", "--all", "--older-than", "1", "--json").json == []
    said = cli("holds", "ignore", "es", "10001", "10002", "99999", "--note", "by hand")
    assert said.code == 1 and "2 ignored" in said.out and "99999: not open" in said.out
    cure(held)
    cli("holds", "retry", "es", "--code", "UNKNOWN_SKU", "--destination", "holded")
    assert ("10003", "UNKNOWN_SKU") not in open_numbers(held)


def test_lists_fit_a_terminal_of_80_columns_and_name_each_cure_once(held, cli, monkeypatch):
    from order_sync.cli import output

    monkeypatch.setattr(output.console, "_width", 80)
    listed = cli("holds", "list").out
    assert listed.count("sku_aliases.csv") == 1 and listed.count("seen") == 0 and listed.count("  es 1000") == 5 and "10003" in listed
    for words in (("holds", "list"), ("coverage",), ("explain", "es", "10001"), ("replay", "es", "10001"), ("summary",)):
        said = cli(*words).out
        assert said and max(len(line) for line in said.splitlines()) <= 80, words
        assert "…" not in said
