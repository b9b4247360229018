"""Past orders, replay and retention meet: what is still wanted keeps its data, and what is forgotten is not judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from history_world import MAY, SERIES, own_series, past_order, taken, with_history
from order_sync.steps import checks, history_drafts, holded_send, replay, retention
from order_sync.steps.shop import open_shop
from order_sync.store import history


def shop(world, run="upkeep"):
    return open_shop("es", run, config=world.config, database=world.database)


def a_night_passes(world):
    """Retention runs two days after the orders were taken over; they themselves are years old."""
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET published_at = published_at - interval '2 days'")
    with shop(world, "night") as opened:
        return retention.forget(opened)


def sender(world, run="s1"):
    with shop(world, run) as opened:
        checks.before_send(opened, "holded")
        holded_send.send(opened)
        return history_drafts.send(opened, history_drafts.decide(opened))


@pytest.fixture
def past(world):
    world.stock("es")
    own_series(world)
    world.config = with_history(world.config, series=SERIES, documents_per_hour=2, reserve=0)
    world.sell("es", *(past_order(str(1000 + n), MAY[0] + timedelta(days=n)) for n in range(3)))
    with shop(world, "first") as opened:
        from order_sync.steps.ingest import refresh_master

        refresh_master(opened)
    return world


def test_a_past_order_that_waits_for_its_draft_keeps_what_the_draft_needs(past):
    taken(past, MAY, "draft")
    assert a_night_passes(past) == {"forgotten": 0, "waiting": 3}
    for run in ("s1", "s2", "s3"):
        sender(past, run)
    assert len(past.documents()) == 3 and history.waiting(past.database, "es") == 0
    assert a_night_passes(past)["forgotten"] == 3, "then it goes"


def test_a_draft_that_is_wanted_of_a_forgotten_past_order_is_made_of_its_data_taken_anew(past):
    taken(past, MAY)
    assert a_night_passes(past) == {"forgotten": 3, "waiting": 0}
    assert taken(past, MAY, "draft", run="again")["taken"] == 3
    for run in ("s1", "s2", "s3"):
        sender(past, run)
    assert len(past.documents()) == 3 and past.held() == {}


def test_a_replay_says_of_which_orders_the_data_is_forgotten(past):
    taken(past, MAY)
    a_night_passes(past)
    with shop(past, "replay") as opened:
        [one], _ = replay.replay_numbers(opened, ["1000"])
        told = replay.replay_window(opened, MAY[0], datetime.now(UTC))
    assert one["unsure"] == [replay.FORGOTTEN]
    assert told["unsure"] == told["orders"] == 3


def test_the_page_of_a_forgotten_order_says_so(past):
    from order_sync.steps import order_page

    taken(past, MAY)
    [row] = past.database.rows("orders/by_number", store="es", number="1000")
    with shop(past, "page") as opened:
        assert order_page.one_order(opened, row["wix_order_id"])["forgotten"] is False
        a_night_passes(past)
        assert order_page.one_order(opened, row["wix_order_id"])["forgotten"] is True
