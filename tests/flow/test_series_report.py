"""What the watch over the series finds, in the quality results: series, number and kind of finding. Right numbers pass there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from order_sync.errors import BatchCheckFailed
from order_sync.quality.report import render
from order_sync.steps import flow, report_rows, series_report
from order_sync.steps.shop import open_shop
from order_sync.store import master
from order_sync.store.quality import results, results_of_run
from shop_world import wix_order
from test_approvals_flow import RECEIPTS, persons_receipt
from test_series_flow import renumber

SERIES = f"series {RECEIPTS}, "
# what is changed by order number (number, date) -> rule, order concerned, text
FINDINGS = {
    "gap": ({"10003": ("T260005", None)}, "series.no_gap", "10003", "T260005: gap, the number before it is T260002"),
    "duplicate": ({"10003": ("T260002", None)}, "series.no_duplicate", None, "T260002: duplicate, 2 documents have it"),
    "date goes back": ({"10003": ("T260003", "2026-11-10")}, "series.date_not_back", "10003", "T260003: date goes back, dated 2026-11-10, T260002 before it"),
    "wrong series": ({"10003": ("F260003", None)}, "series.number_in_series", "10003", "F260003: wrong series, F260003 does not fit T[YY]%%%%"),
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("days_of_the_shop")


@pytest.fixture
def booked(world, cli):
    """Three approved receipts, T260001 to T260003, and the flow's own way to the world."""
    world.stock()
    world.sell("es", *(wix_order(str(10001 + place), minute=place) for place in range(3)))
    world.ingest()
    world.send("holded", checked=False)
    return world


def watched(world, run="w1", store="es", **params):
    """Results of the suite series after the DAG's task: rule to result."""
    flow.watch_series(store, {"run_id": run, "params": params})
    return {row["rule"]: row for row in results_of_run(world.database, f"{store}/{run}") if row["suite"] == "series"}


def redate(world, number, day):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE export.ledger SET doc_date = %s WHERE order_number = %s AND remote_number IS NOT NULL", (day, number)
        )


@pytest.mark.parametrize("what", FINDINGS)
def test_a_finding_fails_its_rule_alone_and_says_where(booked, what):
    changes, rule, order, text = FINDINGS[what]
    renumber(booked, {number: changed for number, (changed, _) in changes.items()})
    for number, (_, day) in changes.items():
        if day:
            redate(booked, number, day)
    found = watched(booked)
    failed = {name: row for name, row in found.items() if not row["success"]}
    assert set(failed) == {rule} and failed[rule]["failed"] == 1
    (value,) = failed[rule]["seen"]["values"]
    assert value.startswith(SERIES + text)
    assert failed[rule]["orders"] == [order] if order else failed[rule]["orders"][0] in ("10002", "10003")  # both have the number
    page = render(results(booked.database, "es"), title="Quality", made_at=datetime.now(UTC))
    assert text.partition(",")[0] in page and "The numbers of the series, after approval" in page


def test_right_numbers_pass_and_persons_numbers_are_looked_at_too(booked):
    persons_receipt(booked, "2026-11-16")
    found = watched(booked)
    assert {row["checked"] for row in found.values() if row["rule"] != "series.types"} == {4}
    assert all(row["success"] for row in found.values())
    assert watched(booked, "w2") == {}, "no new numbers: nothing to say"


def test_the_page_names_the_newest_number_given_also_before_a_list_showed_it(booked):
    watched(booked)
    master.save(booked.database, "holded_es", "series:receipt", [{"id": RECEIPTS, "name": "Tickets"}])
    with booked.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.series_numbers WHERE number <> 'T260001'")
    shown = {row["series"]: row["number"] for row in report_rows.series(booked.database, booked.config, "es", "")}
    assert shown["Tickets (receipt)"] == "T260003"


def test_a_persons_wrong_number_is_told_without_an_order(booked):
    id = persons_receipt(booked, "2026-11-16")
    next(document for document in booked.documents("es") if document["id"] == id)["number"] = "T260009"
    gap = watched(booked)["series.no_gap"]
    assert not gap["success"] and gap["orders"] == [] and gap["seen"]["values"][0].startswith(f"{SERIES}T260009: gap")


def test_a_missing_own_reference_is_told(world, cli):
    world.stock()
    world.sell("nl", *(wix_order(str(20001 + place), country="NL", minute=place) for place in range(3)))
    world.ingest("nl")
    world.send("holded", "nl", checked=False)
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.numbers WHERE store = 'nl' AND seq = 2")
    assert watched(world, store="nl")["series.no_gap"]["seen"] == {"values": ["series references, 2: gap, missing of 1 to 3"]}


def test_a_dry_run_leaves_no_results(booked):
    renumber(booked, {"10003": "T260005"})
    assert watched(booked, dry_run=True) == {}


def test_rows_that_cannot_be_checked_stop_the_task(booked):
    row = {"kind": "receipt", "number": 260001}
    opened = open_shop("es", "w1", config=booked.config, database=booked.database)
    with opened as shop, pytest.raises(BatchCheckFailed, match=r"series\.types"):
        series_report.save(shop, [row])
