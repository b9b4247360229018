"""What errors may say, how calls are paced, and which connections are taken."""

from __future__ import annotations

import time

import msgspec
import pytest
from order_sync.errors import (
    ContractBroken,
    Rejected,
    RetryLater,
    SettingsError,
)
from order_sync.hooks.rest import Limit
from order_sync.hooks.rest.account import Account, base_url
from order_sync.hooks.rest.answers import Response, clean
from scripted_server import CUT, SECRET, Script, answer, client_of


@pytest.fixture
def server():
    script = Script()
    yield script
    script.shutdown()
    script.server_close()


@pytest.fixture
def client(server):
    made = client_of(server.url)
    yield made
    made.close()


def test_errors_tell_no_secrets_and_no_personal_data(server, client):
    says = f"{SECRET} of ana@example.com, +34 600 000 000, is wrong " + "x" * 500
    server.steps = [answer(422, {"message": says, "errors": {"email": "ana@example.com is taken"}})]
    with pytest.raises(Rejected) as caught:
        client.call("POST", "/contacts", endpoint="POST /contacts", params={"email": "ana@example.com"}, json={"email": "ana@example.com"})
    text = str(caught.value) + str(caught.value.faults)
    assert SECRET not in text and "example.com" not in text and "600 000" not in text and "x" * 201 not in text
    assert "***" in text and "(mail) is taken" in text and "shop_es" in text


@pytest.mark.parametrize(
    "kept", ["2026-03-01", "65a1b2c3d4e5f60718293a4b", "line 12 of 300", "total 1234,56", "r-1700000000.123456789012345678"]
)
def test_dates_ids_and_amounts_stay_readable(kept):
    assert clean(f"see {kept}", ()) == f"see {kept}"


def test_a_lost_answer_tells_no_query(server, client):
    server.steps = [CUT] * 4
    with pytest.raises(RetryLater) as caught:
        client.call("GET", "/contacts", params={"email": "ana@example.com"})
    assert "example.com" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None  # their texts hold the query


def test_pacing_keeps_below_the_limit_across_any_window():
    limit = Limit(60, 60)
    now, sent = 0.0, []
    for _ in range(200):
        wait = limit.reserve()
        sent.append(now + wait)
    for first in sent:
        assert sum(first <= moment < first + 60 for moment in sent) <= 60
    assert sent[9] < 0.1 and sent[10] > 0.5  # a sixth at once, then evenly


def test_pacing_makes_calls_wait(server):
    client = client_of(server.url, limit=Limit(6, 0.6), endpoint_limits={"GET /slow": Limit(2, 0.4)})
    started = time.monotonic()
    for _ in range(4):
        client.call("GET", "/any")
    assert 0.2 < time.monotonic() - started < 1.5
    started = time.monotonic()
    for _ in range(3):
        client.call("GET", "/slow")
    assert time.monotonic() - started > 0.35


@pytest.mark.parametrize(
    "host", ["http://example.com", "ftp://127.0.0.1", "https://", "https://u:p@example.com", "https://example.com?x=1", "http://10.0.0.1"]
)
def test_a_bad_host_is_refused_with_its_cure(host):
    with pytest.raises(SettingsError) as caught:
        base_url(host, where="connection wix_es")
    assert "connection wix_es" in str(caught.value)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("www.wixapis.com", "https://www.wixapis.com"),
        ("https://proxy.example.com:8443/wix/", "https://proxy.example.com:8443/wix"),
        ("http://127.0.0.1:8500/wix/es", "http://127.0.0.1:8500/wix/es"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:1/x", "http://[::1]:1/x"),
        ("http://127.9.9.9", "http://127.9.9.9"),
    ],
)
def test_hosts_that_are_taken(host, url):
    assert base_url(host, where="c") == url


def test_extra_fields_are_checked():
    account = Account(
        "c", "https://x", "", "", {"calls_per_minute": "fast", "bearer": "maybe", "auth": "none", "n": 0, "ok": "30", "yes": "true"}
    )
    for read in (
        lambda: account.number("calls_per_minute", 60),
        lambda: account.number("n", 60),
        lambda: account.flag("bearer"),
        lambda: account.text("auth", "app", ("app", "api_key")),
        lambda: account.need("login", " ", "Fill in the app id."),
    ):
        with pytest.raises(SettingsError):
            read()
    assert account.number("ok", 60) == 30 and account.number("missing", 60) == 60
    assert account.flag("yes") is True and account.flag("missing") is False
    assert SECRET not in repr(Account("c", "https://x", "", SECRET, {"k": SECRET}))


class Page(msgspec.Struct):
    orders: list[msgspec.Raw]


def test_a_cut_emoji_in_one_order_does_not_cost_the_page():
    def answer(body: bytes) -> Response:
        return Response(status=200, headers={}, body=body, where="Wix", read=True)

    page = answer(b'{"orders": [{"id": "1", "note": "\\ud83d"}, {"id": "2"}]}').decode(Page)
    assert [msgspec.json.decode(order)["id"] for order in page.orders] == ["1", "2"]
    with pytest.raises(ContractBroken, match="not JSON"):
        answer(b"<html>").decode(Page)
