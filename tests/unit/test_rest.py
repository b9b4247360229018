"""The retry law of RestClient against a real server on loopback: every class of answer, for reads and for writes."""

from __future__ import annotations

import socket
import time
from decimal import Decimal
from email.utils import formatdate

import msgspec
import pytest
from order_sync.errors import (
    AccessDenied,
    ContractBroken,
    FieldFault,
    NotThere,
    OutcomeUnknown,
    QuotaSpent,
    Rejected,
    RetryLater,
)
from scripted_server import CUT, SECRET, SHORT, SLOW, Script, answer, client_of


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


READ = {"method": "GET", "path": "/things/7", "endpoint": "GET /things/{id}"}
SEARCH = {"method": "POST", "path": "/search", "read": True, "json": {"q": 1}}
WRITE = {"method": "POST", "path": "/things", "json": {"name": "x"}}
ANY = pytest.mark.parametrize("call", [READ, SEARCH, WRITE], ids=["read", "search", "write"])
READS = pytest.mark.parametrize("call", [READ, SEARCH], ids=["read", "search"])


def test_sends_what_it_was_told_and_counts_by_template(server, client):
    client.call(
        "POST", "/things/7", endpoint="POST /things/{id}", json={"price": Decimal("10.10")}, params={"a": "b c"}, headers={"X-One": "1"}
    )
    method, path, headers, body = server.seen[0]
    assert (method, path, body) == ("POST", "/base/things/7?a=b+c", b'{"price":10.10}')
    assert (
        headers["Authorization"] == SECRET
        and headers["X-One"] == "1"
        and headers["Accept"] == headers["Content-Type"] == "application/json"
    )
    assert client.calls == {"POST /things/{id}": 1} and not client.refused


def test_an_anonymous_call_does_not_carry_the_credential(server, client):
    client.call("GET", "/open", anonymous=True)
    assert "Authorization" not in server.seen[0][2]


def test_a_netrc_login_never_replaces_our_header(server, client, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    client.call(**READ)
    assert server.seen[0][2]["Authorization"] == SECRET


def test_numbers_with_a_point_are_decimal(server, client):
    server.steps = [(200, {}, b'{"total": 0.1, "count": 3}')]
    assert client.call(**READ).json() == {"total": Decimal("0.1"), "count": 3}


@READS
@pytest.mark.parametrize("fault", [answer(500), answer(503), CUT, SHORT, SLOW], ids=["500", "503", "cut", "short", "slow"])
def test_reads_are_repeated_until_they_work(server, client, call, fault):
    server.steps = [fault, fault, fault, answer(200, {"ok": 1})]
    assert client.call(**call).json() == {"ok": 1}
    assert len(server.seen) == 4 and sum(client.calls.values()) == 4


@READS
@pytest.mark.parametrize("fault", [answer(502), CUT], ids=["502", "cut"])
def test_reads_give_up_after_three_repeats(server, client, call, fault):
    server.steps = [fault] * 9
    with pytest.raises(RetryLater):
        client.call(**call)
    assert len(server.seen) == 4


@pytest.mark.parametrize("fault", [answer(500), answer(504), CUT, SHORT, SLOW], ids=["500", "504", "cut", "short", "slow"])
def test_writes_are_sent_once_and_their_outcome_is_unknown(server, client, fault):
    server.steps = [fault]
    with pytest.raises(OutcomeUnknown) as caught:
        client.call(**WRITE)
    assert len(server.seen) == 1
    assert "looked up" in caught.value.cure


@ANY
def test_a_refused_connect_did_nothing(call):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    client = client_of(f"http://127.0.0.1:{port}")
    with pytest.raises(RetryLater):
        client.call(**call)
    assert sum(client.calls.values()) == (1 if call is WRITE else 4)


@ANY
def test_429_waits_and_repeats_writes_too(server, client, call):
    server.steps = [answer(429, Retry_After="0.1"), answer(429, Retry_After="0.1")]
    started = time.monotonic()
    assert client.call(**call).json() == {"ok": True}
    assert time.monotonic() - started >= 0.2
    assert sum(client.refused.values()) == 2 and sum(client.calls.values()) == 3


def test_429_gives_up_after_three_repeats(server, client):
    server.steps = [answer(429, Retry_After="0")] * 9
    with pytest.raises(RetryLater):
        client.call(**WRITE)
    assert len(server.seen) == 4


WAITS = {
    "seconds": lambda: {"Retry_After": "120"},
    "date": lambda: {"Retry_After": formatdate(time.time() + 120, usegmt=True)},
    "reset": lambda: {"X_RateLimit_Reset": str(int(time.time()) + 120)},
}


@pytest.mark.parametrize("form", WAITS)
def test_a_long_wait_goes_back_to_the_caller(server, client, form):
    server.steps = [answer(429, **WAITS[form]())]
    with pytest.raises(RetryLater) as caught:
        client.call(**WRITE)
    assert 100 < caught.value.delay <= 121 and len(server.seen) == 1


def test_429_without_a_wait_takes_the_remotes_custom(server):
    server.steps = [answer(429)]
    with pytest.raises(RetryLater) as caught:
        client_of(server.url, unasked_wait=60.0).call(**READ)
    assert 60 <= caught.value.delay <= 75


@pytest.mark.parametrize(
    "step", [answer(429, X_RateLimit_Window="month", Retry_After="1"), answer(429, {"quota": True})], ids=["header", "body"]
)
def test_a_months_quota_stops(server, client, step):
    server.steps = [step]
    with pytest.raises(QuotaSpent):
        client.call(**READ)
    assert len(server.seen) == 1


@ANY
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (401, AccessDenied),
        (403, AccessDenied),
        (404, NotThere),
        (409, Rejected),
        (410, NotThere),
        (422, Rejected),
        (428, Rejected),
    ],
)
def test_refusals_are_not_repeated(server, client, call, status, kind):
    server.steps = [answer(status, {"message": "no", "errors": {"items[0].tax": "is unknown"}}, x_request_id="r-1")]
    with pytest.raises(kind) as caught:
        client.call(**call)
    assert type(caught.value) is kind and caught.value.status == status and len(server.seen) == 1
    assert caught.value.faults == (FieldFault("items[0].tax", "is unknown"),)
    assert "r-1" in str(caught.value) and "items[0].tax: is unknown" in str(caught.value)


@pytest.mark.parametrize(("call", "kind"), [(READ, ContractBroken), (WRITE, OutcomeUnknown)], ids=["read", "write"])
@pytest.mark.parametrize("step", [(204, {}, b""), (302, {"Location": "/elsewhere"}, b"")], ids=["204", "redirect"])
def test_an_unknown_success_is_not_guessed_at(server, client, call, kind, step):
    server.steps = [step]
    with pytest.raises(kind):
        client.call(**call)
    assert len(server.seen) == 1  # a redirect is not followed: it would carry the key elsewhere


@pytest.mark.parametrize(("call", "kind"), [(READ, ContractBroken), (WRITE, OutcomeUnknown)], ids=["read", "write"])
def test_a_body_of_another_form(server, client, call, kind):
    class Thing(msgspec.Struct):
        id: str

    for content in (b"<html>", b'{"id": 7}', b"{}"):
        server.steps = [(200, {}, content)]
        with pytest.raises(kind):
            client.call(**call).decode(Thing)
    server.steps = [(200, {}, b"<html>")]
    with pytest.raises(kind):
        client.call(**call).json()
