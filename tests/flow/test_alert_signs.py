"""What is told: failed runs, quality, calls that run out, what the comparison finds, changed APIs."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from alerts_world import fail, later, look, run, shop
from order_sync.steps.alert_signs import signs
from order_sync.steps.alerts_tasks import run_failed, run_succeeded, span
from order_sync.store.alerts import run_ended, window_ended
from shop_world import wix_order


def test_a_failed_run_is_told_until_a_later_one_has_succeeded(told, mail):
    for number in range(3):
        run_ended(told.database, "es", "wix_orders__es", f"scheduled__{number}", failed=True)
        look(told)
    assert len(mail.mails) == 1 and "/dags/wix_orders__es/runs/scheduled__0" in mail.texts()[0]
    with shop(told) as opened:
        assert [sign.says for sign in signs(opened)] == ["wix_orders__es failed, 3 times in a row"]
    run_ended(told.database, "es", "wix_orders__es", "scheduled__3", failed=False)
    look(told)
    assert mail.mails[-1]["Subject"] == "Tienda Luz: 1 over"


def test_a_run_that_a_person_started_is_told_once_and_ends_after_a_day(told, mail):
    fail(told, "holds__es", "manual__1")
    look(told)
    assert mail.mails[-1]["Subject"] == "Tienda Luz: 1 new"
    run(told, "UPDATE ops.run_ends SET failed_at = failed_at - interval '25 hours'")
    later(told, 25)
    look(told)
    later(told, 25)
    look(told)
    assert [message["Subject"] for message in mail.mails] == ["Tienda Luz: 1 new", "Tienda Luz: 1 over"]


def test_another_run_that_a_person_started_and_that_fails_is_news(told, mail):
    fail(told, "holds__es", "manual__1")
    look(told)
    fail(told, "holds__es", "manual__2")
    look(told)
    assert len(mail.mails) == 2 and "/dags/holds__es/runs/manual__2" in mail.texts()[1]


@pytest.mark.parametrize("run_id", ["scheduled__1", "asset_triggered__1"])
def test_a_scheduled_dag_is_told_until_it_succeeds_and_one_that_is_gone_ends_after_a_week(told, run_id):
    fail(told, "reconcile__es", run_id, hours=7 * 24)
    with shop(told) as opened:
        assert [sign.thing for sign in signs(opened)] == ["reconcile__es"]
        run(told, "UPDATE ops.run_ends SET failed_at = failed_at - interval '25 hours'")
        assert signs(opened) == []


def window(told, span, run_id, *, failed=True):
    window_ended(told.database, "es", "wix_history__es", run_id, span, failed=failed)


def things(told):
    with shop(told) as opened:
        return [sign.thing for sign in signs(opened)]


def test_each_failed_window_of_history_is_told_and_over_by_itself(told, mail):
    april, may = "2024-04-01/2024-05-01", "2024-05-01/2024-06-01"
    window(told, april, "backfill__2024-05-01")
    window(told, may, "backfill__2024-06-01")
    window(told, "2024-06-01/2024-07-01", "backfill__2024-07-01", failed=False)
    look(told)
    assert mail.mails[-1]["Subject"] == "Tienda Luz: 2 new"
    assert "/runs/backfill__2024-05-01" in mail.texts()[-1] and "2024-05-01 to 2024-06-01" in mail.texts()[-1]
    window(told, april, "manual__again", failed=False)  # another run took it over
    look(told)
    assert mail.mails[-1]["Subject"] == "Tienda Luz: 1 over" and things(told) == [f"wix_history__es {may}"]
    window(told, may, "manual__worse")
    with shop(told) as opened:
        assert [sign.says for sign in signs(opened)] == ["wix_history__es failed for 2024-05-01 to 2024-06-01, 2 times"]
    window(told, may, "manual__worse", failed=False)  # cleared, and it went well
    assert things(told) == []


def test_a_failed_window_is_told_for_eight_days_and_a_run_without_one_for_a_day(told):
    window(told, "2024-04-01/2024-05-01", "backfill__2024-05-01")
    window(told, "manual__1", "manual__1")
    run(told, "UPDATE ops.failed_windows SET failed_at = failed_at - interval '7 days'")
    assert things(told) == ["wix_history__es 2024-04-01/2024-05-01"]
    run(told, "UPDATE ops.failed_windows SET failed_at = failed_at - interval '25 hours'")
    assert things(told) == []


def test_a_dag_that_the_settings_make_no_more_is_over_at_once(told):
    fail(told, "holded__es", "scheduled__1")
    assert things(told) == ["holded__es"]
    settings = told.config.stores["es"].model_copy(update={"holded": None})
    told.config = told.config.model_copy(update={"stores": told.config.stores | {"es": settings}})
    assert things(told) == []


def test_the_window_of_a_run_is_that_of_its_form_or_of_its_interval():
    interval = {"data_interval_start": datetime(2024, 5, 1, tzinfo=UTC), "data_interval_end": datetime(2024, 6, 1, tzinfo=UTC)}
    form = {"since": "2024-04-01T00:00:00+00:00", "until": "2024-04-15T12:00:00+02:00"}
    assert span({"dag_run": SimpleNamespace(conf={}, **interval)}) == "2024-05-01/2024-06-01"
    assert span({"dag_run": SimpleNamespace(conf=form, **interval)}) == "2024-04-01/2024-04-15T10:00:00"
    assert span({"params": form}) == "2024-04-01/2024-04-15T10:00:00"
    assert span(interval) == "2024-05-01/2024-06-01"
    assert span({"dag_run": SimpleNamespace(conf=None)}) == ""


def test_the_end_of_a_window_is_recorded_by_its_window(told, monkeypatch):
    from cli_world import orders_db

    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(told.database))
    context = {
        "dag": SimpleNamespace(dag_id="wix_history__es"),
        "run_id": "backfill__1",
        "params": {"since": "2024-05-01", "until": "2024-06-01"},
    }
    run_failed(context)
    assert things(told) == ["wix_history__es 2024-05-01/2024-06-01"]
    run_succeeded(context)
    assert things(told) == []


def test_a_rule_of_quality_that_too_little_passes_is_told(told):
    statement = """INSERT INTO quality.results (run_key, suite, rule, store, expectation, scope, success, checked, failed)
        VALUES (%s, 'landed_and_built', %s, 'es', 'x', 'row', false, %s, %s)"""
    for run_key, rule, checked, failed in (("a", "good", 100, 4), ("b", "bad", 100, 6), ("c", "few", 5, 5)):
        run(told, statement, run_key, rule, checked, failed)
    with shop(told) as opened:
        [sign] = signs(opened)
    assert sign.thing == "landed_and_built/bad" and "94.0 % of 100 passed" in sign.says


@pytest.mark.parametrize(("used", "quota", "tells"), [(400, 500, False), (460, 500, True), (100, None, False)])
def test_calls_that_run_out_are_told(told, used, quota, tells):
    month = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')"
    run(
        told,
        f"INSERT INTO ops.quota (account, period, connection, calls, usage, quota) VALUES ('a', {month}, 'holded_es', 0, %s, %s)",
        used,
        quota,
    )
    with shop(told) as opened:
        assert [sign.kind for sign in signs(opened)] == (["quota"] if tells else [])


def test_a_quota_that_falls_further_is_told_again(told, mail):
    month = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')"
    run(told, f"INSERT INTO ops.quota (account, period, connection, calls, usage, quota) VALUES ('a', {month}, 'holded_es', 0, 460, 500)")
    look(told)
    run(told, "UPDATE ops.quota SET usage = 470")
    look(told)
    assert len(mail.mails) == 1
    run(told, "UPDATE ops.quota SET usage = 480")
    look(told)
    assert [message["Subject"] for message in mail.mails] == ["Tienda Luz: 1 new", "Tienda Luz: 1 worse"]


def test_what_the_comparison_with_the_remotes_finds_is_told_at_once(told, mail):
    from order_sync.steps.reconcile_findings import Finding, keep

    told.stock()
    told.sell("es", wix_order("10001"))
    told.ingest()
    told.send("holded")
    order, document = told.database.one("orders/by_number", store="es", number="10001")["wix_order_id"], told.documents()[0]["id"]
    gone = Finding("holded", document, "deleted", "holded", order, "10001", f"id {document}", "", "it is gone", "DELETED_REMOTELY")
    with shop(told) as opened:
        keep(opened, "holded", [gone], [document])
    assert look(told)["mail"] == 1 and "DELETED_REMOTELY" in mail.texts()[-1]


def test_answers_that_do_not_fit_what_is_known_of_an_api_are_told(told, mail):
    drift = {"remote": "holded", "endpoint": "GET /invoices", "path": "items.price", "store": "es"}
    for level, what, seen, pinned in (("warning", "type", "text", "number"), ("note", "new", "", "")):
        told.database.run("reconcile/api_found", **drift, level=level, what=what, seen=seen, pinned=pinned)
    assert look(told)["mail"] == 1
    assert "answers of holded are not what we know: GET /invoices: items.price type text" in mail.texts()[-1]
    assert look(told) == {}, "the same again"
    run(told, "UPDATE ops.api_drift SET last_at = last_at - interval '8 days'")
    assert look(told)["mail"] == 1 and mail.mails[-1]["Subject"] == "Tienda Luz: 1 over"
