"""Series watched after approval: people's numbers are no gaps, real gaps and wrong numbers hold their order, and an idle hour calls nothing."""

from __future__ import annotations

import pytest
from order_sync.hooks.holded import HoldedHook
from order_sync.steps import inbox, series_watch
from order_sync.steps.shop import open_shop
from shop_world import wix_order
from test_approvals_flow import RECEIPTS, by_number, persons_receipt

pytestmark = pytest.mark.usefixtures("days_of_the_shop")


@pytest.fixture
def booked(world):
    """Three receipts, approved: T260001 to T260003."""
    world.stock()
    world.sell("es", *(wix_order(str(10001 + place), minute=place) for place in range(3)))
    world.ingest()
    world.send("holded", checked=False)
    return world


def watch(world, run="w1", **more):
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return series_watch.watch(shop, **more)


def lists(world):
    return [call for call in world.sandbox.calls if call["method"] == "GET" and call["template"] == "/api/v2/sales-receipts"]


def renumber(world, changes):
    """What Holded would never do by itself: other numbers, in Holded and as we read them."""
    for number, text in changes.items():
        document = by_number(world)[number]
        document["number"] = text
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE export.ledger SET remote_number = %s, changed_at = now() WHERE remote_id = %s", (text, document["id"])
            )


def told(found):
    return [(row["what"], row["number"], row["order_number"]) for row in found]


def test_a_right_series_is_silent_and_an_idle_hour_calls_nothing(booked):
    before = len(lists(booked))
    assert watch(booked) == []
    assert len(lists(booked)) == before + 1, "one list a day"
    assert watch(booked, "w2") == []
    booked.sell("es", wix_order("10009", minute=9))
    booked.ingest(run="r2")
    booked.send("holded", run="r2", checked=False)
    calls = len(booked.sandbox.calls)
    assert watch(booked, "w3") == [] and len(booked.sandbox.calls) == calls, "new numbers, listed today already"


def test_a_persons_number_is_no_gap(booked):
    watch(booked)
    persons_receipt(booked, "2026-11-16")
    booked.sell("es", wix_order("10009", minute=9))
    booked.ingest(run="r2")
    booked.send("holded", run="r2", checked=False)
    before = len(lists(booked))
    assert watch(booked, "w2") == [] and booked.held(destination="holded") == {}
    assert len(lists(booked)) == before + 1, "the gap looked real: it was listed once more"


def test_a_gap_holds_the_order_after_it_once(booked):
    renumber(booked, {"10003": "T260005"})
    assert told(watch(booked)) == [("gap", "T260005", "10003")]
    assert booked.held(destination="holded") == {"10003": "SERIES_BROKEN"}
    assert told(watch(booked, always=True)) == [("gap", "T260005", "10003")]
    assert len(booked.database.rows("holds/list", store="es", code="SERIES_BROKEN", number=None)) == 1
    renumber(booked, {"10003": "T260003"})
    assert watch(booked, always=True) == [] and booked.held(destination="holded") == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"10003": "T260002"}, [("duplicate", "T260002")]),
        ({"10003": "F260003"}, [("wrong series", "F260003")]),
        ({"10002": "T260002/B", "10003": "T260002"}, [("wrong series", "T260002/B")]),
    ],
)
def test_other_broken_numbers(booked, changes, expected):
    renumber(booked, changes)
    assert [(row["what"], row["number"]) for row in watch(booked)] == expected
    assert set(booked.held(destination="holded").values()) == {"SERIES_BROKEN"}


def test_a_date_that_goes_back(booked):
    document = by_number(booked)["10003"]
    document["date"] = "2026-11-10"
    with booked.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET doc_date = '2026-11-10' WHERE remote_id = %s", (document["id"],))
    assert told(watch(booked)) == [("date goes back", "T260003", "10003")]


def test_what_a_person_ignored_is_not_opened_again(booked):
    renumber(booked, {"10003": "T260005"})
    watch(booked)
    with open_shop("es", "person", config=booked.config, database=booked.database) as shop:
        inbox.close(shop, "10003", closed_as="ignored", closed_by="Marta", note="told the bookkeeper")
    assert told(watch(booked, always=True)) == [("gap", "T260005", "10003")]
    assert booked.held(destination="holded") == {}


def test_another_series_of_the_same_kind_is_apart(booked):
    account = booked.sandbox.state("holded", "es")
    account["series"].append(
        {
            "id": "6f2d1669c774bcbe9b88e1cb",
            "type": "salesreceipt",
            "name": "Tienda",
            "format": "TT[YY]%%%%",
            "last": 40,
            "refund_numbering_series_id": None,
        }
    )
    hook = HoldedHook("holded_es")
    body = {
        "date": "2026-11-16",
        "number_line_id": "6f2d1669c774bcbe9b88e1cb",
        "items": [{"name": "Taza", "units": 1, "price": "10", "taxes": ["s_iva_21"]}],
    }
    hook.approve("receipt", hook.create("receipt", body))
    assert body["number_line_id"] != RECEIPTS
    assert watch(booked) == []


def test_own_references_have_no_gap(world, cli):
    world.stock()
    world.sell("nl", *(wix_order(str(20001 + place), country="NL", minute=place) for place in range(3)))
    world.ingest("nl")
    world.send("holded", "nl", checked=False)
    assert cli("series", "nl").code == 0
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.numbers WHERE store = 'nl' AND seq = 2")
    said = cli("series", "nl", "--json")
    assert said.code == 1 and [(row["series"], row["number"]) for row in said.json] == [("references", "2")]
