"""The retry law of RestClient against a real server on loopback: every class of answer, for reads and for writes."""

from __future__ import annotations

import json
import socket
import threading
import time
from decimal import Decimal
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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
    SettingsError,
)
from order_sync.hooks.rest import Limit, RemoteError, RestClient
from order_sync.hooks.rest.account import Account, base_url
from order_sync.hooks.rest.answers import clean

SECRET = "s3cret-key-of-the-shop"
CUT, SLOW, SHORT = "cut", "slow", "short"


class Script(ThreadingHTTPServer):
    """Answers each request with the next step: (status, headers, body), CUT (no answer), SHORT (body ends early), SLOW."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.steps, self.seen = [], []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/base"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        step = self.server.steps.pop(0) if self.server.steps else (200, {}, {"ok": True})
        if step == CUT:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if step == SLOW:
            time.sleep(0.6)
            step = (200, {}, {"late": True})
        status, headers, content = (200, {}, b'{"a"') if step == SHORT else step
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) + (50 if step == SHORT else 0)))
        self.end_headers()
        self.wfile.write(content)
        if step == SHORT:
            self.close_connection = True

    do_GET = do_POST = do_DELETE = handle_one

    def log_message(self, *arguments):
        """Quiet."""


@pytest.fixture
def server():
    script = Script()
    yield script
    script.shutdown()
    script.server_close()


def explain(response):
    body = json.loads(response.body or b"{}")
    faults = tuple(FieldFault(path, says) for path, says in body.get("errors", {}).items())
    return RemoteError(body.get("message", ""), faults, response.headers.get("x-request-id", ""), body.get("quota", False))


def client_of(url, **options):
    settings = {"limit": Limit(1e6), "timeout": (0.5, 0.3), "backoff": 0.01, **options}
    headers = {"Authorization": SECRET}
    return RestClient(
        "Shop", url, conn_id="shop_es", headers=lambda: headers, explain=explain, denied_cure="Renew the key.", secrets=[SECRET], **settings
    )


@pytest.fixture
def client(server):
    made = client_of(server.url)
    yield made
    made.close()


def answer(status, body=None, **headers):
    return (status, {name.replace("_", "-"): value for name, value in headers.items()}, {} if body is None else body)


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
