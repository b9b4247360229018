"""VIES: asked once for each number, its answer kept as evidence, its silence a hold or not by the store's settings."""

from __future__ import annotations

import json

import pytest
from order_sync.errors import AccessDenied, ContractBroken, RetryLater, SettingsError
from order_sync.hooks.vies import DEFAULT_URL, ViesHook
from order_sync.steps.preflight import preflight
from scripted_server import CUT, Script
from shop_world import money, quick_config, wix_order

NUMBER = "FR11123456782"


@pytest.fixture
def script():
    server = Script()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hook(script, monkeypatch):
    connection = {"conn_type": "http", "host": script.url, "extra": {"requester": "ES B12345674", "calls_per_minute": 1e6}}
    monkeypatch.setenv("AIRFLOW_CONN_VIES", json.dumps(connection))
    monkeypatch.setattr("order_sync.hooks.rest.client._REPEATS", 0)
    made = ViesHook("vies")
    yield made
    made.client.close()


def says(number=NUMBER, **more):
    return (200, {}, {"countryCode": number[:2], "vatNumber": number[2:], "valid": True, "requestIdentifier": "", "name": "---"} | more)


def error(code, status=200):
    return (status, {}, {"actionSucceed": False, "errorWrappers": [{"error": code}]})


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (says(requestIdentifier="WAPIAAAAX1"), {"valid": True, "request_id": "WAPIAAAAX1"}),
        (says(valid=False), {"valid": False, "request_id": ""}),
        (error("MS_UNAVAILABLE"), {"valid": None, "request_id": ""}),
        (error("MS_MAX_CONCURRENT_REQ"), {"valid": None, "request_id": ""}),
        (error("INVALID_INPUT"), {"valid": False, "request_id": ""}),
        (error("INVALID_INPUT", 400), {"valid": False, "request_id": ""}),
        ((200, {}, {"actionSucceed": False}), {"valid": None, "request_id": ""}),
    ],
)
def test_what_an_answer_means(script, hook, step, expected):
    script.steps.append(step)
    assert hook.check(NUMBER) == expected
    method, path, _, body = script.seen[0]
    assert (method, path) == ("POST", "/base/rest-api/check-vat-number")
    asked = {"countryCode": "FR", "vatNumber": NUMBER[2:], "requesterMemberStateCode": "ES", "requesterNumber": "B12345674"}
    assert json.loads(body) == asked


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (says("FR40000000000"), ContractBroken),
        ((200, {}, {"countryCode": "FR"}), ContractBroken),
        ((200, {}, [1]), ContractBroken),
        (error("SERVICE_UNAVAILABLE", 503), RetryLater),
        (CUT, RetryLater),
        ((403, {}, {}), AccessDenied),
    ],
)
def test_what_is_no_answer_is_an_error_without_the_number(script, hook, step, kind):
    script.steps.append(step)
    with pytest.raises(kind) as raised:
        hook.check(NUMBER)
    assert NUMBER[2:] not in str(raised.value)


def test_a_missing_connection_says_what_to_add(monkeypatch):
    monkeypatch.delenv("AIRFLOW_CONN_VIES", raising=False)
    with pytest.raises(SettingsError, match="Add a connection vies of type http"):
        ViesHook("vies").check(NUMBER)
    assert DEFAULT_URL.startswith("https://")


def reverse_charge(number, vat, minute=5):
    """An untaxed sale to a business in France."""
    made = wix_order(
        number, minute=minute, lines=(("CAM-AZ-M", 1, 2000),), shipping=0, customFields=[{"title": "VAT number", "value": vat}]
    )
    for who in (made["billingInfo"], made["recipientInfo"], made["shippingInfo"]["logistics"]["shippingDestination"]):
        who["address"] |= {"country": "FR", "city": "Paris", "postalCode": "75002"}
        who["contactDetails"]["company"] = "Exemple SARL"
    untaxed = {"taxAmount": money(0), "taxableAmount": money(2000), "taxRate": "0", "taxIncludedInPrice": True}
    made["lineItems"][0] |= {"taxInfo": untaxed, "totalPriceBeforeTax": money(2000)}
    del made["shippingInfo"]["cost"]["taxInfo"]
    return made


def vies_world(world, tmp_path, **vat):
    world.config = quick_config(tmp_path / "vies", vat={"vies": True} | vat)
    world.stock()
    return world


def evidence(world):
    with world.database.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT country, valid, request_id FROM core.vat_evidence ORDER BY asked_at").all()


def traced(world, number):
    rows = world.database.rows("orders/by_number", store="es", number=number)
    decisions = world.database.rows("orders/decisions", store="es", wix_order_id=rows[0]["wix_order_id"])
    steps = next(row["trace"] for row in decisions if row["destination"] == "holded")
    return next(step["because"] for step in steps if step["rule"] == "VAT number")


def test_a_number_is_asked_once_for_all_its_orders_and_again_when_its_evidence_is_old(world, script, hook, tmp_path):
    vies_world(world, tmp_path)
    script.steps += [says(requestIdentifier="WAPIAAAAX1")]
    world.sell("es", reverse_charge("10001", NUMBER), reverse_charge("10002", "FR 11 123456782"), wix_order("10003"))
    world.ingest()
    assert world.held(destination="holded") == {}
    assert len(script.seen) == 1
    world.sell("es", reverse_charge("10004", NUMBER, minute=20))
    world.ingest(run="r2")
    assert len(script.seen) == 1 and evidence(world) == [("FR", True, "WAPIAAAAX1")]
    assert "VIES: valid on" in traced(world, "10004") and traced(world, "10004").endswith("request WAPIAAAAX1")
    assert world.send("holded")["invoices"] == 3
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.vat_evidence SET asked_at = now() - interval '31 days'")
    script.steps += [says(requestIdentifier="WAPIAAAAX2")]
    world.sell("es", reverse_charge("10005", NUMBER, minute=40))
    world.ingest(run="r3")
    assert len(script.seen) == 2 and len(evidence(world)) == 2  # the older evidence stays


def test_a_number_that_is_not_valid_holds_its_order_and_is_asked_again_the_next_day(world, script, hook, tmp_path):
    vies_world(world, tmp_path)
    script.steps += [says(valid=False)]
    world.sell("es", reverse_charge("10001", NUMBER))
    world.ingest()
    assert world.held(destination="holded") == {"10001": "VAT_NUMBER_INVALID"}
    script.steps += [says()]  # the buyer is registered now
    world.ingest(run="r2")
    assert len(script.seen) == 1 and world.held(destination="holded") == {"10001": "VAT_NUMBER_INVALID"}
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.decisions SET decided_at = now() - interval '25 hours'")
    world.ingest(run="r3")
    assert world.held(destination="holded") == {}
    assert [row[1] for row in evidence(world)] == [False, True]


@pytest.mark.parametrize(("when_down", "held"), [("hold", {"10001": "VIES_UNAVAILABLE"}), ("accept", {})])
@pytest.mark.parametrize("silence", [[error("MS_UNAVAILABLE")], [CUT], [error("SERVICE_UNAVAILABLE", 500)], [(403, {}, {})]])
def test_silence_is_held_or_accepted_by_the_store_s_choice(world, script, hook, tmp_path, when_down, held, silence):
    vies_world(world, tmp_path, when_vies_is_down=when_down)
    script.steps += silence
    world.sell("es", reverse_charge("10001", NUMBER), wix_order("10002"))
    world.ingest()
    assert world.held(destination="holded") == held
    assert evidence(world) == []
    script.steps += [says()]
    world.ingest(run="r2")
    assert world.held(destination="holded") == {}


def test_a_service_that_is_down_is_asked_twice_and_not_for_every_number(world, script, hook, tmp_path):
    vies_world(world, tmp_path)
    script.steps += [CUT] * 9
    numbers = (NUMBER, "DE123456788", "NL123456782B12", "BE0123456749")
    world.sell("es", *(reverse_charge(str(10001 + place), number) for place, number in enumerate(numbers)))
    world.ingest()
    assert len(script.seen) == 2
    assert set(world.held(destination="holded").values()) == {"VIES_UNAVAILABLE"} and len(world.held(destination="holded")) == 4


def test_vies_is_not_asked_where_the_store_does_not_want_it(world, script, hook, tmp_path):
    vies_world(world, tmp_path, vies=False)
    world.sell("es", reverse_charge("10001", NUMBER))
    world.ingest()
    assert script.seen == [] and world.held(destination="holded") == {}


def test_the_preflight_tries_the_connection(world, script, hook, tmp_path):
    vies_world(world, tmp_path)
    script.steps += [error("MS_UNAVAILABLE"), (403, {}, {})]
    for verdict in ("fine", "wrong"):
        findings = preflight("es", world.config, world.database)
        assert [found["verdict"] for found in findings if found["what"] == "connection vies"] == [verdict]
