"""The account's monthly calls as a budget: what is under way is finished, new documents wait, and nobody is alarmed every hour."""

from __future__ import annotations

import pytest
from airflow.sdk.exceptions import AirflowSkipException
from order_sync.errors import QuotaSpent, QuotaWaiting
from shop_world import quick_config, wix_order


@pytest.fixture
def tight(world, tmp_path):
    """``tight(left, reserve)``: the account has so many calls left from now on, of 500 a month."""

    def so_many(left: int, reserve: int = 0, **quota: int) -> None:
        world.config = quick_config(tmp_path / "tight", quota={"reserve": reserve, **quota})
        spent = len(world.sandbox.called("holded", account="es"))
        world.sandbox.settings |= {"holded.calls_per_month": 500, "holded.calls_used_before": 500 - left - spent}

    return so_many


def sold(world, *numbers: int) -> None:
    """Paid orders, published and not yet sent."""
    world.stock()
    world.sell("es", *(wix_order(str(number), minute=number % 50) for number in numbers))
    world.ingest(run=f"sell-{numbers[0]}")


def usages(world) -> int:
    return len(world.sandbox.called("holded", "GET", template="/api/v2/usage"))


def left(world) -> int:
    return 500 - world.sandbox.settings.get("holded.calls_used_before", 0) - len(world.sandbox.called("holded", account="es"))


def finished(world) -> list[tuple[bool, int]]:
    return [(document["draft"], len(document["payments"])) for document in world.documents()]


def later(world, **ages: str) -> None:
    """Time passes for what is known of the account: ``asked_at="2 days"``."""
    changes = ", ".join(f"{name} = {name} - interval '{age}'" for name, age in ages.items())
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE ops.quota SET {changes}")


def test_a_run_stops_before_new_documents_reach_the_reserve_and_finishes_what_it_began(world, tight):
    sold(world, *range(10001, 10011))
    tight(60, reserve=40)
    with pytest.raises(QuotaSpent, match=r"QUOTA: \d+ of 500 calls are left.*40 are kept.*orders wait to be booked") as told:
        world.send("holded")
    assert 2 <= len(world.documents()) < 10
    assert finished(world) == [(False, 1)] * len(world.documents()), "what was begun is approved and paid"
    assert left(world) >= 40
    assert "It goes on by itself from" in told.value.cure and "holded.quota.monthly_limit" in told.value.cure
    assert not isinstance(told.value, QuotaWaiting)


def test_the_hours_after_it_are_skipped_and_ask_nothing(world, tight):
    sold(world, 10001, 10002)
    tight(20, reserve=40)
    with pytest.raises(QuotaSpent):
        world.send("holded")
    assert usages(world) == 1
    calls = len(world.sandbox.called("holded"))
    for hour in range(3):
        with pytest.raises(QuotaWaiting):
            world.send("holded", run=f"h{hour}")
    assert len(world.sandbox.called("holded")) == calls
    later(world, asked_at="25 hours")
    with pytest.raises(QuotaWaiting):
        world.send("holded", run="next day")
    assert len(world.sandbox.called("holded")) == calls + 1, "one question a day"


def test_it_goes_on_when_the_plan_was_raised_and_tells_the_next_lack_anew(world, tight):
    sold(world, 10001)
    tight(20, reserve=40)
    with pytest.raises(QuotaSpent):
        world.send("holded")
    world.sandbox.settings["holded.calls_per_month"] = 2000
    later(world, asked_at="25 hours")
    assert world.send("holded", run="raised")["paid"] == 1
    world.sandbox.settings["holded.calls_per_month"] = 500
    later(world, asked_at="25 hours")
    sold(world, 10002)
    with pytest.raises(QuotaSpent) as told:
        world.send("holded", run="again")
    assert not isinstance(told.value, QuotaWaiting)


def test_it_goes_on_with_a_new_month(world, tight):
    sold(world, 10001)
    tight(20, reserve=40)
    with pytest.raises(QuotaSpent):
        world.send("holded")
    world.sandbox.settings["holded.calls_used_before"] = 0
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ops.quota SET period = '2026-01'")
    assert world.send("holded", run="new month")["paid"] == 1


def test_what_is_under_way_may_use_the_reserve(world, tight):
    sold(world, 10001, 10002)
    world.sandbox.arm("http_429", service="holded", method="POST", path="/approve$", seconds=90, times=9)
    with pytest.raises(Exception, match="429"):
        world.send("holded", checked=False)
    world.sandbox.sandbox.faults.clear()
    sold(world, 10003)
    tight(30, reserve=40)
    later(world, asked_at="25 hours")
    with pytest.raises(QuotaSpent):
        world.send("holded", run="r2", checked=False)
    assert finished(world) == [(False, 1)] * 2


@pytest.mark.parametrize("left_over", [0, 1, 2, 5])
def test_a_dry_account_ends_the_run_without_a_refused_call(world, tight, left_over):
    sold(world, 10001, 10002, 10003)
    tight(left_over + 1)  # the question costs one
    with pytest.raises(QuotaSpent, match="QUOTA"):
        world.send("holded")
    assert not [call for call in world.sandbox.called("holded") if call["status"] == 429]
    assert all(not draft and paid for draft, paid in finished(world))


def test_an_account_that_refuses_is_asked_once_a_day(world, tight):
    """Others may have spent the calls; then every call is refused, also the question."""
    sold(world, 10001)
    tight(0)
    for run, kind in (("h1", QuotaSpent), ("h2", QuotaWaiting), ("h3", QuotaWaiting)):
        with pytest.raises(QuotaSpent) as told:
            world.send("holded", run=run)
        assert type(told.value) is kind
    assert len([call for call in world.sandbox.called("holded") if call["status"] == 429]) == 1
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = now() - interval '9 days'")
    before = len(world.sandbox.called("holded"))
    world.ingest(run="h4")
    assert len(world.sandbox.called("holded")) == before, "lists are not read from an account that refuses"
    later(world, asked_at="25 hours", checked_at="25 hours")
    world.sandbox.settings["holded.calls_used_before"] = 0
    assert world.send("holded", run="next day")["paid"] == 1


def test_a_limit_of_our_own_holds_where_the_account_tells_its_ceiling(world, tight, tmp_path):
    sold(world, 10001, 10002)
    world.config = quick_config(tmp_path / "own", quota={"reserve": 5, "monthly_limit": 12})
    with pytest.raises(QuotaSpent, match="of 12 calls"):
        world.send("holded")


def test_without_the_right_to_ask_ours_are_counted_against_our_own_limit(world, tight, tmp_path):
    world.sandbox.settings["holded.missing_scopes"] = ["developers:usage.read"]
    sold(world, 10001)
    assert world.send("holded")["paid"] == 1
    asked = usages(world)
    sold(world, 10002)
    world.config = quick_config(tmp_path / "own", quota={"reserve": 5, "monthly_limit": 14})
    with pytest.raises(QuotaSpent, match="of 14 calls"):
        world.send("holded", run="r2")
    assert usages(world) == asked == 1


def test_a_plan_with_plenty_is_asked_twice_a_day_at_most(world):
    for hour in range(4):
        sold(world, 10001 + hour)
        world.send("holded", run=f"h{hour}")
    assert usages(world) == 1
    assert finished(world) == [(False, 1)] * 4


def test_the_task_fails_once_and_is_skipped_afterwards(world, cli, tight, monkeypatch):
    from order_sync.steps import flow

    sold(world, 10001)
    tight(10, reserve=40)
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    with pytest.raises(QuotaSpent) as told:
        flow.send("es", "holded", {"run_id": "h1", "params": {}})
    assert type(told.value) is QuotaSpent
    with pytest.raises(AirflowSkipException, match="QUOTA"):
        flow.send("es", "holded", {"run_id": "h2", "params": {}})


def test_people_see_calls_per_order_and_what_is_left(world, cli):
    sold(world, 10001, 10002)
    world.sandbox.settings["holded.calls_per_month"] = 500
    world.send("holded")
    found = cli("calls", "es", "--json").json
    [row] = [row for row in found["calls"] if row["remote"] == "holded"]
    assert row["per_order"] == round(row["calls"] / 2, 2)
    [account] = found["quota"]
    assert account["connection"] == "holded_es" and account["limit"] == 500 and account["left"] == left(world) and not account["spent"]
    assert "holded_es" in cli("calls").out and "holded_es" in cli("summary", "es").out
    asked = usages(world)
    world.sandbox.settings["holded.calls_used_before"] = 100
    assert cli("calls", "es", "--ask", "--json").json["quota"][0]["left"] == left(world)
    assert usages(world) == asked + 1
