"""Who is told what, and when: through a real mail server and a real HTTP receiver on loopback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import yaml
from channels import MailServer, Receiver
from marked_orders import EMAIL, found_in, marked
from order_sync.errors import RetryLater
from order_sync.settings import load_config
from order_sync.steps import alerts, alerts_tasks
from order_sync.steps.alert_signs import signs
from order_sync.steps.shop import open_shop
from order_sync.store.alerts import run_ended
from shop_world import wix_order


@pytest.fixture
def mail(monkeypatch):
    with MailServer() as server:
        monkeypatch.setenv("AIRFLOW_CONN_MAIL_ES", server.connection)
        yield server


@pytest.fixture
def hook(monkeypatch):
    with Receiver() as receiver:
        monkeypatch.setenv("AIRFLOW_CONN_CHAT_ES", receiver.connection)
        yield receiver


@pytest.fixture
def told(world, mail, hook):
    """The world with both channels."""
    wanted = {"mail": {"connection": "mail_es", "to": ["desk@example.com", "boss@example.com"]}, "webhook": {"connection": "chat_es"}}
    settle(world, **wanted)
    return world


def settle(world, **changes):
    """Change the alerts of store es."""
    file = world.config.folder / "stores" / "es.yaml"
    settings = yaml.safe_load(file.read_text())
    settings["alerts"] = settings.get("alerts", {}) | changes
    file.write_text(yaml.safe_dump(settings))
    world.config = load_config(world.config.folder)


def shop(world):
    return open_shop("es", "alerts", config=world.config, database=world.database)


def look(world, now=None):
    with shop(world) as opened:
        alerts.watch(opened, now)
        return alerts.tell(opened)


def later(world, hours):
    """As if the holds, and what was told, were so many hours older."""
    run(world, "UPDATE export.holds SET since = since - make_interval(hours => %s)", hours)
    run(world, "UPDATE ops.alerts_told SET told_at = told_at - make_interval(hours => %s)", hours)


def run(world, statement, *values):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(statement, values)


def held(world, *numbers):
    world.stock()
    world.sell("es", *(marked(number, lines=(("NO-SUCH", 1, 1000),), minute=5 + place) for place, number in enumerate(numbers)))
    world.ingest(run=f"held {numbers}")


def test_all_well_is_quiet(told, mail, hook):
    told.stock()
    told.sell("es", wix_order("10001"))
    told.ingest()
    assert look(told) == {} and not mail.mails and not hook.calls


def test_an_old_hold_is_told_once_again_when_it_grows_and_when_it_is_over(told, mail, hook):
    held(told, "10001", "10002")
    assert look(told) == {}, "they are young"
    later(told, 30)
    assert look(told) == {"mail": 1, "webhook": 1}
    assert look(told) == {}, "the same line again"
    [message] = mail.mails
    assert message["Subject"] == "Tienda Luz: 1 new" and message["To"] == "desk@example.com, boss@example.com"
    assert message["From"] == "order-sync@example.com" and message["Auto-Submitted"] == "auto-generated"
    [text] = mail.texts()
    assert "2 orders wait for holded: UNKNOWN_SKU" in text and "10001, 10002" in text
    assert "/order-sync/holds?store=es&amp;code=UNKNOWN_SKU" in text
    [(headers, body)] = hook.calls
    assert headers["Authorization"] == "Bearer secret-token" and body["new"][0]["thing"] == "holded/UNKNOWN_SKU" and body["over"] == []
    held(told, "10003")
    later(told, 5)
    run(told, "UPDATE export.holds SET since = now() - interval '30 hours'")
    assert look(told) == {"mail": 1, "webhook": 1}
    assert mail.mails[-1]["Subject"] == "Tienda Luz: 1 worse"
    run(told, "UPDATE export.holds SET closed_at = now(), closed_as = 'ignored' WHERE order_number = '10001'")
    assert look(told) == {}, "one less is no news"
    run(told, "UPDATE export.holds SET closed_at = now(), closed_as = 'ignored' WHERE closed_at IS NULL")
    assert look(told) == {"mail": 1, "webhook": 1}
    assert mail.mails[-1]["Subject"] == "Tienda Luz: 1 over" and look(told) == {}
    assert not told.database.rows("alerts/list", store="es", channel="mail", remind=24), "nothing is left of it"


def test_what_stays_open_is_told_again_after_a_day(told, mail):
    held(told, "10001")
    later(told, 30)
    look(told)
    later(told, 23)
    assert look(told) == {}
    later(told, 2)
    assert look(told)["mail"] == 1 and mail.mails[-1]["Subject"] == "Tienda Luz: 1 still so"
    run_ended(told.database, "es", "holded__es", "r1", failed=True)
    look(told)
    assert mail.mails[-1]["Subject"] == "Tienda Luz: 1 new" and "1 more is open as told before" in mail.texts()[-1]


def test_nobody_personal_is_named(told, mail, hook):
    held(told, "10001")
    later(told, 30)
    look(told)
    for text in (*mail.texts(), *(str(body) for _, body in hook.calls)):
        assert not found_in(text) and EMAIL not in text


def test_a_channel_that_is_down_is_told_later_and_the_other_one_is_not_told_twice(told, mail, hook):
    held(told, "10001")
    later(told, 30)
    mail.down = True
    with pytest.raises(RetryLater, match="mail"):
        look(told)
    assert not mail.mails and len(hook.calls) == 1
    run_ended(told.database, "es", "holded__es", "r1", failed=True)
    with pytest.raises(RetryLater):
        look(told)
    run_ended(told.database, "es", "holded__es", "r2", failed=False)
    with pytest.raises(RetryLater):
        look(told)
    mail.down = False
    assert look(told) == {"mail": 2}, "what stays, and what came and went meanwhile, in one mail"
    assert mail.mails[0]["Subject"] == "Tienda Luz: 1 new, 1 over" and "holded__es failed" in mail.texts()[0]
    assert [sorted(name for name in ("new", "over") if body[name]) for _, body in hook.calls] == [["new"], ["new"], ["over"]]
    assert look(told) == {}


@pytest.mark.parametrize(("status", "says"), [(503, "answered 503"), (404, "answered 404"), (302, "answered 302")])
def test_a_receiver_that_refuses_is_told_later_and_its_address_is_in_no_error(told, hook, status, says):
    run_ended(told.database, "es", "holded__es", "r1", failed=True)
    hook.status = status
    with pytest.raises(RetryLater, match=says) as error:
        look(told)
    assert "secret" not in str(error.value)
    row = told.database.one("alerts/list", store="es", channel="webhook", remind=24)
    assert row["failing_since"] is not None
    hook.status = 200
    assert look(told) == {"webhook": 1}


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


def fail(world, dag, run_id, *, hours=0):
    run_ended(world.database, "es", dag, run_id, failed=True)
    run(world, "UPDATE ops.run_ends SET failed_at = failed_at - make_interval(hours => %s) WHERE dag_id = %s", hours, dag)


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


def test_a_failed_window_of_history_is_told_whatever_another_one_does(told):
    fail(told, "wix_history__es", "backfill__2024-01")
    run_ended(told.database, "es", "wix_history__es", "backfill__2024-02", failed=False)
    with shop(told) as opened:
        (sign,) = signs(opened)
        assert sign.link.endswith("/runs/backfill__2024-01")
        run_ended(told.database, "es", "wix_history__es", "backfill__2024-01", failed=False)  # cleared, and it went well
        assert signs(opened) == []


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


def fill(world, per_hour, *, weeks=6, hours=range(9, 21), until):
    """Orders of the past: so many in each of these UTC hours of each day."""
    start = until - timedelta(weeks=weeks)
    rows = []
    at = start.replace(minute=0, second=0, microsecond=0)
    while at < until:
        if at.hour in hours:
            rows += [("es", f"old-{len(rows) + n}", at + timedelta(minutes=7 * n)) for n in range(per_hour)]
        at += timedelta(hours=1)
    with world.database.begin() as tx:
        extra = [(store, key, key, at, at, "APPROVED", b"x", "b") for store, key, at in rows]
        columns = ("store", "wix_order_id", "number", "created_at", "updated_at", "status", "payload_hash", "batch_id")
        tx.copy("core.orders", columns, extra)


def test_no_orders_for_longer_than_the_shops_own_rhythm_is_told_and_its_nights_are_not(told, mail):
    now = datetime.now(UTC)
    fill(told, 4, until=now - timedelta(hours=30))
    assert look(told, now)["mail"] == 1
    assert "no order for 3" in mail.texts()[0] or "no order for 2 days" in mail.texts()[0]
    told.sell("es", wix_order("10001"))
    run(told, "UPDATE core.orders SET created_at = now() - interval '1 minute' WHERE wix_order_id = 'old-1'")
    assert look(told, now)["mail"] == 1 and mail.mails[-1]["Subject"] == "Tienda Luz: 1 over"


def test_a_young_or_slow_shop_is_never_called_silent(told):
    now = datetime.now(UTC)
    fill(told, 4, weeks=2, until=now - timedelta(hours=40))
    with shop(told) as opened:
        assert not signs(opened, now)
    run(told, "DELETE FROM core.orders")
    fill(told, 1, hours=(10,), weeks=7, until=now - timedelta(hours=40))
    with shop(told) as opened:
        assert not signs(opened, now), "an order a day: two days are nothing"


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


def test_the_test_message_says_which_channel_works(told, mail, hook, cli):
    assert cli("alerts", "test", "es", "--json").json == {"mail": "sent", "webhook": "sent"}
    assert "this is a test" in mail.texts()[0] and "this is a test" in hook.calls[0][1]["text"]
    hook.status = 500
    said = cli("alerts", "test", "es", "--json")
    assert said.code == 1 and "answered 500" in said.json["webhook"] and said.json["mail"] == "sent"
    assert not told.database.rows("alerts/list", store="es", channel="mail", remind=24), "a test is no alert"


def test_alerts_show_tells_what_is_wrong_and_sends_nothing(told, mail, cli):
    run_ended(told.database, "es", "holded__es", "r1", failed=True)
    said = cli("alerts", "show", "es", "--json")
    assert said.code == 1 and [row["thing"] for row in said.json] == ["holded__es"] and not mail.mails


def test_the_end_of_a_run_is_recorded_and_never_fails(told, monkeypatch):
    from types import SimpleNamespace

    from cli_world import orders_db

    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(told.database))
    context = {"dag": SimpleNamespace(dag_id="holded__es"), "run_id": "r1"}
    alerts_tasks.run_failed(context)
    assert told.database.one("alerts/runs", store="es")["failed_run"] == "r1"
    alerts_tasks.run_succeeded(context)
    assert told.database.one("alerts/runs", store="es") is None
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(told.database, port=1))
    alerts_tasks.run_failed(context)


def test_texts_from_outside_are_escaped_and_never_rendered(told, mail):
    run(
        told,
        "INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, source, since) VALUES ('es', 'x', '<b>{{ 7*7 }}</b>', 'holded', 'UNKNOWN_SKU', 'build', now() - interval '2 days')",
    )
    look(told)
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in mail.texts()[0]
