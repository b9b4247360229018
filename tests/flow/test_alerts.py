"""Who is told what, and when: through a real mail server and a real HTTP receiver on loopback."""

from __future__ import annotations

import pytest
from alerts_world import held, later, look, run
from marked_orders import EMAIL, found_in
from order_sync.errors import RetryLater
from order_sync.steps import alerts_tasks
from order_sync.store.alerts import run_ended
from shop_world import wix_order


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
    assert told.database.one("alerts/runs", store="es", dags=None)["failed_run"] == "r1"
    alerts_tasks.run_succeeded(context)
    assert told.database.one("alerts/runs", store="es", dags=None) is None
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(told.database, port=1))
    alerts_tasks.run_failed(context)


def test_texts_from_outside_are_escaped_and_never_rendered(told, mail):
    run(
        told,
        "INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, source, since) VALUES ('es', 'x', '<b>{{ 7*7 }}</b>', 'holded', 'UNKNOWN_SKU', 'build', now() - interval '2 days')",
    )
    look(told)
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in mail.texts()[0]
