"""Past orders are taken over window by window: complete, once, and never booked by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from history_world import JUNE, MAY, known, past_order, taken, with_history
from order_sync.errors import ContractBroken, RetryLater, SettingsError
from order_sync.steps.reporting import coverage
from shop_world import HOUR, wix_order

HISTORY = ("ignore", "HISTORY")


def test_a_window_holds_what_was_created_in_it_whenever_it_changed(world):
    late = HOUR - timedelta(days=1)
    world.sell(
        "es", past_order("1001", MAY[0]), past_order("1002", MAY[0] + timedelta(days=3), changed=late),
        past_order("1003", MAY[1]), past_order("1004", MAY[0] + timedelta(days=4), status="CANCELED"),
        past_order("1005", MAY[0] + timedelta(days=5), status="PENDING", paymentStatus="NOT_PAID"),
    )  # fmt: skip
    assert taken(world, MAY)["taken"] == 4
    assert known(world) == dict.fromkeys(["1001", "1002", "1004", "1005"], HISTORY)
    assert taken(world, JUNE)["taken"] == 1
    assert known(world) == dict.fromkeys(["1001", "1002", "1003", "1004", "1005"], HISTORY)
    row = coverage(world.database)["es"]
    assert (row["wix"], row["ignored"], row["unexplained"]) == (5, 5, 0)


def test_the_hourly_run_and_the_sender_leave_history_alone(world):
    world.stock("es")
    order = past_order("1001", MAY[0])
    world.sell("es", order)
    taken(world, MAY)
    world.sell("es", {**order, "updatedDate": wix_order("1")["updatedDate"], "fulfillmentStatus": "PARTIALLY_FULFILLED"}, wix_order("2001"))
    world.ingest()
    world.send("holded")
    world.send("myparcel")
    assert known(world) == {"1001": HISTORY, "2001": ("send", None)}
    assert len(world.documents()) == 1 and len(world.shipments()) == 1


def test_what_the_hourly_run_knows_is_left_to_it(world):
    world.stock("es")
    order = past_order("1001", MAY[0], changed=HOUR + timedelta(minutes=5))
    world.sell("es", order)
    world.ingest()
    told = taken(world, MAY)
    assert (told["taken"], told["live"]) == (0, 1)
    assert known(world)["1001"] == ("send", None)


def test_orders_of_the_live_time_are_never_history(world):
    with pytest.raises(SettingsError, match="hourly run's"):
        taken(world, (HOUR, HOUR + timedelta(days=1)))
    world.config = with_history(world.config, before=MAY[0].date() + timedelta(days=10))
    world.sell("es", past_order("1001", MAY[0] + timedelta(days=9)), past_order("1002", MAY[0] + timedelta(days=10)))
    told = taken(world, MAY)
    assert known(world) == {"1001": HISTORY}
    # midnight in Madrid, not in London
    assert told["until"] == "2024-05-10T22:00:00+00:00"


def test_with_a_first_day_an_old_order_that_changes_is_history_too(world):
    world.stock("es")
    world.config = with_history(world.config, before=HOUR.date())
    world.sell("es", past_order("1001", MAY[0], changed=HOUR + timedelta(minutes=5)), wix_order("2001"))
    world.ingest()
    assert known(world) == {"1001": HISTORY, "2001": ("send", None)}
    assert world.database.rows("ledger/open", store="es", destination="myparcel", roles=["shipment"], numbers=["1001"]) == []


def test_a_window_again_takes_nothing_twice(world):
    world.sell("es", past_order("1001", MAY[0]))
    assert taken(world, MAY)["taken"] == 1
    again = taken(world, MAY, run="backfill__2")
    assert (again["seen"], again["taken"]) == (1, 0)


def test_a_run_out_of_time_goes_on_where_it_was(world):
    world.sell("es", *(past_order(str(1000 + n), MAY[0] + timedelta(hours=n)) for n in range(250)))
    ticks = iter(range(100))
    with pytest.raises(RetryLater, match="goes on from there"):
        taken(world, MAY, part=1, seconds=1, clock=lambda: next(ticks))
    assert len(known(world)) == 100
    asked = []
    window = world.database.rows("history/windows", store="es")[0]
    asked.append(window["reached"])
    told = taken(world, MAY, part=1)
    assert len(known(world)) == 250 and told["taken"] == 250
    assert told["seen"] == 251, "it began again from the start, instead of from the last instant that was published"
    assert asked == [MAY[0] + timedelta(hours=99)]


@pytest.mark.parametrize("dies_in", ["mark_batch", "build", "check", "publish", "reach"])
def test_killed_anywhere_it_goes_on(world, monkeypatch, dies_in):
    import order_sync.steps.history as step

    world.sell("es", *(past_order(str(1000 + n), MAY[0] + timedelta(hours=n)) for n in range(150)))
    holder = step.history if dies_in in ("mark_batch", "reach") else step
    real, calls = getattr(holder, dies_in), []

    def dying(*arguments, **named):
        calls.append(1)
        if len(calls) == 3 if dies_in == "reach" else len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(holder, dies_in, dying)
        with pytest.raises(KeyboardInterrupt):
            taken(world, MAY, part=1)
    taken(world, MAY, part=1)
    assert set(known(world).values()) == {HISTORY} and len(known(world)) == 150
    row = coverage(world.database)["es"]
    assert (row["wix"], row["ignored"], row["unexplained"]) == (150, 150, 0)


def test_an_order_of_another_window_stops_it(world, monkeypatch):
    from order_sync.hooks.wix import WixHook

    world.sell("es", past_order("1001", MAY[0]))
    real = WixHook.created_orders
    monkeypatch.setattr(WixHook, "created_orders", lambda self, start, end, **named: real(self, MAY[0], MAY[1], **named))
    with pytest.raises(ContractBroken, match="2024-05-01"):
        taken(world, JUNE)
    assert known(world) == {}


def test_nothing_of_a_part_stays_in_staging(world):
    world.sell("es", *(past_order(str(1000 + n), MAY[0] + timedelta(hours=n)) for n in range(120)))
    taken(world, MAY, part=1)
    with world.database.engine.begin() as connection:
        for table in ("staging.orders", "staging.lines", "staging.decisions"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table
        assert connection.exec_driver_sql("SELECT count(*) FROM core.raw_chunks").scalar() == 2
    # no window of history is taken for an hour that was landed
    until = world.database.one("staging/landed_until", store="es", start=datetime.now(HOUR.tzinfo), batch_id="")["until"]
    assert until is None
