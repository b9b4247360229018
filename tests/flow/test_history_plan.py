"""What a backfill of past orders would cost, before it starts; and the DAG's own task."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pendulum
import pytest
from history_world import MAY, SERIES, past_order, taken, with_history
from order_sync.errors import SettingsError
from order_sync.steps import history_tasks
from order_sync.steps.history_plan import plan, split
from order_sync.steps.shop import open_shop

YEARS = (datetime(2023, 11, 10, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC))


@pytest.fixture
def years(world):
    """Orders 1000 to 1269, one a day from the first of October 2023 on."""
    first = datetime(2023, 10, 1, 12, tzinfo=UTC)
    world.sell("es", *(past_order(str(1000 + day), first + timedelta(days=day)) for day in range(270)))
    return world


def planned(world, since=YEARS[0], until=YEARS[1], **named):
    with open_shop("es", "plan", config=world.config, database=world.database) as shop:
        return plan(shop, since, until, **named)


def test_windows_are_whole_and_counted_by_numbers(years):
    before = len(years.sandbox.calls)
    found = planned(years)
    assert [row["start"].strftime("%Y-%m") for row in found["windows"]] == [
        "2023-11", "2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06",
    ]  # fmt: skip
    assert [row["orders"] for row in found["windows"]] == [30, 31, 31, 29, 31, 30, 31, 26]
    assert found["orders"] == planned(years, exact=True)["orders"] == 239
    assert found["windows"][0]["counted"] == "numbers"
    searches = [call for call in years.sandbox.calls[before:] if "search" in call["path"]]
    assert len(searches) == 2 * 8 + 2 * 8, "an estimate is two calls a window; reading here one page and the unconfirmed"
    assert found["calls"] == {"wix": 16} and found["minutes"] == 1


def test_numbers_that_do_not_count_up_are_read(years):
    years.sell("es", past_order("7", MAY[0] + timedelta(days=30, hours=20)))
    [window] = planned(years, *MAY)["windows"]
    assert (window["orders"], window["counted"]) == (32, "read")


def test_the_plan_is_what_then_happens(years):
    found = planned(years, *MAY)
    before = len(years.sandbox.calls)
    assert taken(years, MAY)["taken"] == found["orders"]
    calls = [call for call in years.sandbox.calls[before:] if "search" in call["path"]]
    assert len(calls) == found["calls"]["wix"]


@pytest.mark.parametrize(
    ("every", "count"), [("day", 31), ("week", 5), ("month", 1), ("quarter", 1)],
)  # fmt: skip
def test_windows_touch_and_do_not_overlap(every, count):
    windows = list(split(*MAY, every))
    assert len(windows) == count and windows[0][0] == MAY[0] and windows[-1][1] == MAY[1]
    assert all(left[1] == right[0] for left, right in pairwise(windows))


def test_drafts_by_year_with_what_holded_has_left(years):
    years.config = with_history(years.config, series=SERIES, documents_per_hour=10, reserve=100)
    with open_shop("es", "q", config=years.config, database=years.database) as shop:
        from order_sync.steps.quota import ask_now

        ask_now(shop)
    found = planned(years, documents="draft")
    assert found["by_year"] == {2023: 61, 2024: 178} and sum(found["by_year"].values()) == found["orders"]
    holded = found["holded"]
    assert holded["drafts"] == 239 and holded["hours"] == 24 and holded["calls"] == 239 * 4
    assert holded["limit"] and holded["left"] is not None and holded["left_for_history"] == max(0, holded["left"] - 100)
    assert "history.series lacks receipt" not in " ".join(found["notes"])


def test_what_stands_in_the_way_is_said(years):
    notes = " ".join(planned(years, YEARS[0], datetime(2026, 6, 1, tzinfo=UTC), documents="draft")["notes"])
    assert "history.series lacks" in notes and "belong to the hourly runs" in notes and "--ask" in notes
    with pytest.raises(SettingsError, match=r"history\.before"):
        planned(years, datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))


def test_on_the_command_line(years, cli):
    told = cli("backfill", "plan", "es", "--since", "2024-05-01", "--until", "2024-07-01", "--every", "month", "--json").json
    assert told["orders"] == 57 and len(told["windows"]) == 2
    text = cli("backfill", "plan", "es", "--since", "2024-05-01", "--until", "2024-07-01").out
    assert "57 orders in 2 windows" in text and "--from-date 2024-05-01 --to-date 2024-06-01" in text
    assert cli("backfill", "plan", "es", "--since", "yesterday").code == 2
    early = cli("backfill", "plan", "es", "--since", "2014-05-01", "--until", "2024-07-01", "--every", "month").out
    assert re.search(r"2014-05-01\W+\d{4}-\d\d-01\W+1\d\d\W+0\W", early), "ten years without an order are one row"
    assert "2015-05-01" not in early and "in 122 windows" in early and "--from-date 2014-05-01" in early
    taken(years, MAY)
    [window] = cli("backfill", "status", "es", "--json").json["windows"]
    assert (window["phase"], window["taken"]) == ("done", 31)


def run(world, monkeypatch, **context):
    monkeypatch.setattr(
        history_tasks, "open_shop", lambda store, key: open_shop(store, key, config=world.config, database=world.database)
    )  # fmt: skip
    return history_tasks.take_over("es", {"run_id": "backfill__x", "params": {}, **context})


def test_the_task_takes_its_interval_or_the_form(years, monkeypatch):
    interval = {"data_interval_start": pendulum.instance(MAY[0]), "data_interval_end": pendulum.instance(MAY[1])}  # as Airflow gives them
    dry = run(years, monkeypatch, params={"dry_run": True}, **interval)
    assert dry["orders"] == 31 and years.database.rows("history/windows", store="es") == []
    assert run(years, monkeypatch, **interval)["taken"] == 31
    form = {"since": "2024-06-01T00:00:00+00:00", "until": "2024-06-03T00:00:00+00:00"}
    assert run(years, monkeypatch, params=form, **interval)["taken"] == 2


@pytest.mark.parametrize(
    "params", [{}, {"since": "2024-06-01T00:00:00+00:00"}, {"order_numbers": ["1001"], "since": "2024-06-01", "until": "2024-06-03"}]
)
def test_a_form_without_a_window_says_what_to_do(years, monkeypatch, params):
    with pytest.raises(SettingsError, match="trigger form"):
        run(years, monkeypatch, params=params)
