"""A closed period: nothing is dated in it, nothing is approved into it, and a person lets single orders or a run's orders in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from order_sync.steps import ingest
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from shop_world import HOUR, quick_config, wix_order
from test_approvals_flow import agree, approve, asking, by_number, question


@pytest.mark.parametrize("documents", ["hold", "move"])
def test_nothing_is_dated_in_a_closed_period(world, tmp_path, documents):
    world.config = quick_config(tmp_path / documents, closed_period={"until": date(2026, 11, 17), "documents": documents})
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    if documents == "hold":
        assert world.held(destination="holded") == {"10001": "PERIOD_CLOSED"} and not world.documents("es")
    else:
        assert world.held(destination="holded") == {}
        assert by_number(world)["10001"]["date"] == "2026-11-18"
        assert {payment["date"] for payment in by_number(world)["10001"]["payments"]} == {"2026-11-18"}


@pytest.mark.parametrize(("until", "held"), [(date(2026, 11, 16), {"10001": "PERIOD_CLOSED"}), (date(2026, 11, 15), {})])
def test_the_last_day_is_closed_and_the_next_one_is_open(world, tmp_path, until, held):
    world.config = quick_config(tmp_path / "closed", closed_period={"until": until})
    world.stock()
    late = HOUR.replace(hour=23, minute=30).isoformat(timespec="milliseconds").replace("+00:00", "Z")  # the next day in Madrid
    world.sell("es", wix_order("10001"), wix_order("10002", createdDate=late, updatedDate=late))
    world.ingest(window=Window(HOUR, HOUR + timedelta(days=1)))
    assert world.held(destination="holded") == held
    world.send("holded")
    booked = {number: (document["date"], {row["date"] for row in document["payments"]}) for number, document in by_number(world).items()}
    days = {"10001": "2026-11-16", "10002": "2026-11-17"}
    assert booked == {number: (day, {day}) for number, day in days.items() if number not in held}


def test_a_person_lets_an_order_into_the_closed_period_and_it_stays_there(world, tmp_path, cli, monkeypatch):
    world.config = quick_config(tmp_path / "closed", closed_period={"until": date(2026, 11, 17)})
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6))
    world.ingest()
    assert cli("holds", "retry", "es", "10001").code == 0
    assert world.held(destination="holded")["10001"] == "PERIOD_CLOSED"
    assert cli("holds", "retry", "es", "10001", "--into-closed-period").code == 0
    assert world.held(destination="holded") == {"10002": "PERIOD_CLOSED"}
    world.send("holded")
    document = by_number(world)["10001"]
    assert (document["date"], document["draft"]) == ("2026-11-16", False)
    world.ingest(run="r2")
    assert world.held(destination="holded") == {"10002": "PERIOD_CLOSED"}


@pytest.mark.parametrize(("named", "let_in"), [(("10001",), {"10001"}), ((), {"10001", "10002"})])
def test_the_runs_flag_lets_its_orders_into_the_closed_period(world, tmp_path, named, let_in):
    world.config = quick_config(tmp_path / "closed", closed_period={"until": date(2026, 11, 17)})
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6))
    world.ingest()
    window = Window(None, None, named) if named else Window(HOUR + timedelta(hours=5), HOUR + timedelta(hours=6))
    with open_shop("es", "manual", config=world.config, database=world.database) as shop:
        ingest.land(shop, window, into_closed_period=True)
        ingest.build(shop, into_closed_period="run manual", numbers=named)
        ingest.check(shop)
        ingest.publish(shop)
    assert set(world.held(destination="holded")) == {"10001", "10002"} - let_in
    world.send("holded")
    assert {number: document["date"] for number, document in by_number(world).items()} == dict.fromkeys(let_in, "2026-11-16")


def test_a_period_that_is_closed_after_the_draft_was_made_is_closed_to_its_approval(world, tmp_path):
    asking(world, tmp_path)
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    agree(world, question(world))
    world.config = quick_config(tmp_path / "closed", approve="ask", closed_period={"until": date(2026, 11, 17)})
    assert "closed until 2026-11-17" in question(world, "manual", again=True).get("body", "closed until 2026-11-17")
    assert approve(world) == {"held": 1}
    assert world.held() == {"10001": "PERIOD_CLOSED"} and by_number(world)["10001"]["draft"]
