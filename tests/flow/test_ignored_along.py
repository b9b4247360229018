"""Ignoring one hold leaves the order out at its destination: the other holds of that place go too, told before and after by name."""

from __future__ import annotations

import re

import pytest
from cli_world import orders_db
from order_sync.steps import holds_tasks, inbox
from order_sync.steps.shop import open_shop
from order_sync.store.holds import hold
from pages_world import client, login
from shop_world import wix_order

ORDER = wix_order("10001")["id"]
GOES = "goes with HOLDED_REJECTED treasury_id: the order is left out there"


@pytest.fixture
def held(world, monkeypatch):
    """Two refusals and a finding of the comparison at Holded, one hold at MyParcel, of one booked order; another order has one."""
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6))
    world.ingest()
    world.send("holded", checked=False)
    opened = (
        ("10001", "holded", "HOLDED_REJECTED", "treasury_id", "send"), ("10001", "holded", "SERIES_BROKEN", "T260001 gap", "send"),
        ("10001", "holded", "DOCUMENT_EDITED", "receipt T260001 total", "reconcile"),
        ("10001", "holded", "TOTALS_DRIFT", "total of Holded", "reconcile"),
        ("10001", "myparcel", "MYPARCEL_REJECTED", "recipient", "send"), ("10002", "holded", "HOLDED_REJECTED", "treasury_id", "send"),
    )  # fmt: skip
    for number, destination, code, field, source in opened:
        hold(world.database, "es", wix_order(number)["id"], number, destination, code, field=field, seen="seen", source=source)
    return world


def ids(world):
    rows = world.database.rows("holds/list", store="es", code=None, number=None)
    return {(row["order_number"], row["code"]): row["hold_id"] for row in rows}


def ignore(world, *, dry_run=False, **chosen):
    with open_shop("es", "person", config=world.config, database=world.database) as shop:
        return inbox.act(shop, inbox.Chosen(**chosen), inbox.Act("ignored", "ana", "by hand", dry_run=dry_run))


def told(rows):
    return sorted((row["order_number"], row["code"], row["verdict"]) for row in rows)


ALONG = ("DOCUMENT_EDITED", "SERIES_BROKEN", "TOTALS_DRIFT")


def test_what_goes_along_is_named_before_and_is_the_same_afterwards(held):
    one = ids(held)["10001", "HOLDED_REJECTED"]
    before = ignore(held, dry_run=True, holds=(one,))
    assert told(before) == sorted(
        [("10001", "HOLDED_REJECTED", "would be ignored"), *(("10001", code, "would also be ignored") for code in ALONG)]
    )
    assert "also closes: SERIES_BROKEN T260001 gap" in before[0]["because"] and {row["because"] for row in before[1:]} == {GOES}
    assert len(ids(held)) == 6, "a dry run closes nothing"
    after = ignore(held, holds=(one,))
    assert told(after) == [
        (number, code, verdict.removeprefix("would ").replace("be ignored", "ignored")) for number, code, verdict in told(before)
    ]
    assert set(ids(held)) == {("10001", "MYPARCEL_REJECTED"), ("10002", "HOLDED_REJECTED")}, (
        "an order left out at Holded has no open hold there"
    )
    rows = held.database.rows("orders/holds", store="es", wix_order_id=ORDER)
    assert {row["code"]: (row["closed_with"], row["note"]) for row in rows if row["closed_at"]} == {
        "HOLDED_REJECTED": (None, "by hand"), **dict.fromkeys(ALONG, ("HOLDED_REJECTED treasury_id", "by hand")),
    }  # fmt: skip


def test_a_finding_is_accepted_alone(held):
    one = ids(held)["10001", "DOCUMENT_EDITED"]
    assert told(ignore(held, dry_run=True, holds=(one,))) == [("10001", "DOCUMENT_EDITED", "would be ignored")]
    assert told(ignore(held, holds=(one,))) == [("10001", "DOCUMENT_EDITED", "ignored")]
    assert len(ids(held)) == 5 and ("10001", "TOTALS_DRIFT") in ids(held)


def test_a_dry_run_says_that_a_newer_hold_keeps_the_order_in(held):
    with held.database.engine.begin() as connection:
        now = connection.exec_driver_sql("SELECT clock_timestamp()").scalar()
    hold(held.database, "es", ORDER, "10001", "holded", "PAYMENTS_DIFFER", seen="newer")
    rows = ignore(held, dry_run=True, code="HOLDED_REJECTED", before=now)
    assert told(rows) == [("10001", "HOLDED_REJECTED", "held"), ("10002", "HOLDED_REJECTED", "would be ignored")]


def test_the_form_of_the_dag_and_its_log_name_them(held, capsys):
    context = {"run_id": "manual__1", "params": {"action": "ignore", "note": "n", "code": "HOLDED_REJECTED", "dry_run": True}}
    assert holds_tasks.choose("es", context) == ["act"], "ignoring waits for no remote"
    assert holds_tasks.act("es", context) == {"would be ignored": 2, "would also be ignored": 3}
    context["params"]["dry_run"] = False
    assert holds_tasks.act("es", context) == {"ignored": 2, "also ignored": 3}
    printed = capsys.readouterr().out
    assert f"10001 holded SERIES_BROKEN T260001 gap: would also be ignored, {GOES}" in printed and f"also ignored, {GOES}" in printed


def test_the_command_line_names_and_counts_them(held, cli):
    said = cli("holds", "ignore", "es", "--code", "HOLDED_REJECTED", "--note", "n", "--dry-run").out
    assert "SERIES_BROKEN T260001 gap: would also be ignored" in said and "3 would also be ignored, 2 would be ignored" in said
    rows = cli("holds", "ignore", "es", "--code", "HOLDED_REJECTED", "--note", "n", "--json").json
    assert sorted(row["verdict"] for row in rows) == ["also ignored"] * 3 + ["ignored"] * 2
    assert {row["because"] for row in rows if row["verdict"] == "also ignored"} == {GOES}


def test_the_page_names_them_beside_each_hold_and_for_a_whole_filter_and_the_closed_ones_say_why(held, monkeypatch):
    browser = client(monkeypatch)

    def page(role="user", **query):
        answer = browser.get("/order-sync/holds", params=query, headers=login(role))
        assert answer.status_code == 200, answer.text
        return answer.text

    text = page()
    beside = re.findall(r"ignoring it also closes: ([^<]+)<", text)
    assert len(beside) == 2, "a finding, and a hold that stands alone, close no other one"
    assert "SERIES_BROKEN (T260001 gap), DOCUMENT_EDITED (receipt T260001 total), TOTALS_DRIFT (total of Holded)" in beside
    assert "ignoring it also closes" not in page("viewer")
    filtered = page(code="HOLDED_REJECTED")
    assert "also closes 3 other holds" in filtered and re.search(r"<li>.*SERIES_BROKEN<.*Holded</span> 1 \(10001\)</li>", filtered)
    assert "also-closes" not in page(code="MYPARCEL_REJECTED") and "also-closes" not in page(code="DOCUMENT_EDITED")

    def start(dag_id, *, run_id, user, conf):
        holds_tasks.act("es", {"run_id": run_id, "params": conf, "dag_run": type("Run", (), {"triggering_user_name": user})})
        return run_id

    monkeypatch.setattr("order_sync.ui.holds.start", start)
    form = {
        "hold": [ids(held)["10001", "HOLDED_REJECTED"]],
        "note": "booked by hand",
        "seen_at": re.search(r'seen_at" value="([^"]+)"', text)[1],
    }
    answer = browser.post("/order-sync/holds/es/ignore", data=form, headers=login("user") | {"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303
    assert page(state="closed").count("went with HOLDED_REJECTED treasury_id: the order was left out there") == 3
    assert set(ids(held)) == {("10001", "MYPARCEL_REJECTED"), ("10002", "HOLDED_REJECTED")}


def test_a_retry_reads_the_lists_in_tasks_of_their_remotes_and_the_act_calls_neither(world, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    world.stock()
    world.sell("es", wix_order("10001", lines=(("NO-SUCH", 1, 1000),)))
    world.ingest()
    calls = lambda service: len(world.sandbox.called(service))  # noqa: E731
    context = {"run_id": "manual__1", "params": {"action": "retry", "code": "UNKNOWN_SKU"}}
    before = calls("holded"), calls("myparcel")
    assert holds_tasks.choose("es", context) == ["refresh_holded", "refresh_myparcel", "act"]
    assert (calls("holded"), calls("myparcel")) == before, "choosing calls nobody"
    assert set(holds_tasks.refresh("es", "holded", context)) == {"products", "taxes"}
    assert calls("holded") > before[0] and calls("myparcel") == before[1]
    there = calls("holded"), calls("myparcel")
    assert holds_tasks.act("es", context) == {"held": 1}
    assert (calls("holded"), calls("myparcel")) == there
    dry = {"run_id": "manual__2", "params": context["params"] | {"dry_run": True}}
    assert holds_tasks.choose("es", dry) == ["act"]
