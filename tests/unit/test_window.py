"""Which orders a run takes: its form first, then its data interval, then the last full hour."""

import importlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from order_sync.errors import SettingsError
from order_sync.steps.window import Window, resolve_window

NINE = datetime(2026, 11, 16, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
INTERVAL = {"data_interval_start": NINE, "data_interval_end": TEN}
RUN = {"dag_run": SimpleNamespace(run_after=datetime(2026, 11, 16, 12, 34, 56, tzinfo=UTC))}
LAST_HOUR = Window(datetime(2026, 11, 16, 11, tzinfo=UTC), datetime(2026, 11, 16, 12, tzinfo=UTC))


def test_a_scheduled_run_takes_its_data_interval():
    assert resolve_window(INTERVAL) == Window(NINE, TEN)


def test_hours_one_after_the_other_touch_and_do_not_overlap():
    hours = [
        resolve_window({"data_interval_start": NINE + hour, "data_interval_end": TEN + hour}) for hour in (timedelta(), timedelta(hours=1))
    ]
    assert hours[0].end == hours[1].start


@pytest.mark.parametrize("numbers", [["10002", "10001"], [" 10002 ", "10001", "", "  "], [10002, 10001]])
def test_order_numbers_win_over_everything(numbers):
    form = {"order_numbers": numbers, "since": "2026-11-01T00:00:00Z"}
    assert resolve_window({**INTERVAL, "params": form}) == Window(None, None, ("10002", "10001"))


@pytest.mark.parametrize("numbers", [None, [], [""], [" "]])
def test_empty_numbers_are_no_numbers(numbers):
    assert resolve_window({**INTERVAL, "params": {"order_numbers": numbers}}) == Window(NINE, TEN)


@pytest.mark.parametrize("since", ["2026-11-16T09:00:00Z", "2026-11-16T10:00:00+01:00", "2026-11-16T09:00:00"])
def test_the_form_wins_over_the_interval_and_a_naive_time_is_utc(since):
    form = {"since": since, "until": "2026-11-16T09:30:00+00:00"}
    elsewhere = {"data_interval_start": NINE - timedelta(days=9), "data_interval_end": TEN - timedelta(days=9)}
    assert resolve_window({**elsewhere, "params": form}) == Window(NINE, NINE + timedelta(minutes=30))


def test_only_a_start_goes_to_the_last_full_hour():
    assert resolve_window({**RUN, "params": {"since": "2026-11-16T09:00:00Z"}}) == Window(NINE, LAST_HOUR.end)


def test_only_an_end_takes_the_hour_before_it():
    assert resolve_window({**RUN, "params": {"until": "2026-11-16T10:00:00Z"}}) == Window(NINE, TEN)


@pytest.mark.parametrize(
    ("since", "until"), [("2026-11-16T10:00:00Z", "2026-11-16T09:00:00Z"), ("2026-11-16T10:00:00Z", "2026-11-16T10:00:00Z")]
)
def test_a_window_that_is_turned_or_empty_is_refused_with_the_cure(since, until):
    with pytest.raises(SettingsError, match="not before") as refused:
        resolve_window({**INTERVAL, "params": {"since": since, "until": until}})
    assert refused.value.where == "trigger form" and refused.value.cure


@pytest.mark.parametrize("field", ["since", "until"])
def test_a_time_that_is_none_is_refused_by_the_name_of_its_field(field):
    with pytest.raises(SettingsError, match=f"{field} is 'yesterday'"):
        resolve_window({**INTERVAL, "params": {field: "yesterday"}})


@pytest.mark.parametrize("interval", [{}, {"data_interval_start": NINE, "data_interval_end": NINE}, {"data_interval_start": None}])
def test_a_manual_run_without_a_width_takes_the_last_full_hour(interval):
    assert resolve_window({**RUN, **interval}) == LAST_HOUR


def test_without_any_run_the_clock_of_the_machine_is_taken():
    window = resolve_window({})
    assert window.end - window.start == timedelta(hours=1)
    assert timedelta() <= datetime.now(UTC) - window.end < timedelta(hours=1, minutes=1)


def test_a_word_that_the_form_does_not_have_is_refused():
    import pytest
    from order_sync.errors import SettingsError
    from order_sync.steps.window import refuse_unknown_fields

    form = SimpleNamespace(params={"dry_run": False, "since": None})
    refuse_unknown_fields({"dag": form, "dag_run": SimpleNamespace(conf={"dry_run": True})})
    refuse_unknown_fields({"dag": form, "dag_run": SimpleNamespace(conf=None)})
    refuse_unknown_fields({"run_id": "by hand"})
    with pytest.raises(SettingsError, match="no field dry-run"):
        refuse_unknown_fields({"dag": form, "dag_run": SimpleNamespace(conf={"dry-run": True})})


@pytest.mark.parametrize("task", ["holds_tasks.act", "retention_tasks.sweep", "retention_tasks.forget", "retention_tasks.clean_runs", "retention_tasks.erase", "alerts_tasks.tell", "report_tasks.count_reports"])  # fmt: skip
def test_every_task_that_can_be_tried_out_refuses_such_a_word(task, monkeypatch):
    module, name = task.split(".")
    steps = importlib.import_module(f"order_sync.steps.{module}")
    opened = []
    for place in (steps, importlib.import_module("order_sync.steps.shop")):
        monkeypatch.setattr(place, "open_shop", lambda *_, **__: opened.append(1), raising=False)
    form = {"dry_run": False, "confirm": "ERASE", "order_numbers": ["10001"]}
    context = {"dag": SimpleNamespace(params=form), "dag_run": SimpleNamespace(conf={"dry-run": True}), "params": form, "run_id": "r"}
    with pytest.raises(SettingsError, match="no field dry-run"):
        getattr(steps, name)("es", context)
    assert not opened, "before anything is done"
